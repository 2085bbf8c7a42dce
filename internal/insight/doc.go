// Package insight shows organisers what came of it, and everybody the network as
// a picture.
//
// For each round and over time: who was in, whether they met (with what nobody
// has told us as a range, never as a no), why not, who met somebody again, how
// many conversations crossed organisations, how the network grows and who has
// met nobody yet. Every chart is also a table and a CSV file. Reasons are counts
// of few people, so that they are shown for as many rounds together as it takes,
// and none that is under five.
//
// The network picture shows people as points and conversations as lines. Points
// have no names, but for signed-in members, of people who agreed to be shown.
//
// It owns the table insight_settled, in which a round is counted once when no
// answer can change it any more. Everything else is read from those who own it,
// and kept in memory for as long as it cannot have changed, or for a minute.
package insight

import "embed"

// Files holds the migrations and messages of this package.
//
//go:embed messages migrations
var Files embed.FS
