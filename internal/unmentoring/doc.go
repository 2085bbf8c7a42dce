// Package unmentoring runs programmes: again and again it puts the people of
// the network together at random, for a conversation.
//
// A programme says how often, in groups of which size and who may join. Each of
// its rounds asks people whether they are in (sign-up), draws who talks to whom
// (draw), lets an organiser look where that is wanted (review), opens the
// conversations, and closes when the last answer is due. A round does all this
// by itself: every deadline is a column of its row, and Tick does what is due in
// one transaction each, whatever state the process was last killed in. A draw's
// seed and its inputs are written down before it is drawn, so that it can only
// ever come out one way.
//
// People who come late, or whose partner cannot make it, wait in the round's
// pool and are connected as soon as somebody else waits too. Whoever was let down
// or left out is served first next time; whoever has been silent for two rounds
// is left in peace until they come back with one click.
//
// Tables: programmes, programme_members, rounds, round_entries, draws,
// draw_people, draw_groups, draw_changes.
package unmentoring

import "embed"

// Files holds the migrations and messages of this package.
//
//go:embed messages migrations
var Files embed.FS
