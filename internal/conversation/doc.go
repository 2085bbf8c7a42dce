// Package conversation is what happens from the moment two, three or up to
// eight people are put together until it is closed.
//
// A draw, a rota or a rematch opens conversations; each person gets one letter
// that says who, why, how to reach them, who writes first and which times would
// suit. Its link opens a page, without signing in, on which they agree a time,
// see phone numbers, and say what became of it. Silence is asked about through
// package nudge and never held against anybody by name. When the window ends the
// answers decide: met, did not meet, and nobody answered (unconfirmed) are three
// different things. Answers that come up to fourteen days late still count.
//
// Whoever has met may say that they would like to talk again. Nobody learns of
// that before all of them would; then all are told, with what they may begin.
//
// Whoever opened a conversation registers a Source and is told when somebody of
// it needs another partner, and what became of it.
//
// Tables: conversations, conversation_people, conversation_reveals,
// conversation_ticks.
package conversation

import "embed"

// Files holds the migrations and messages of this package.
//
//go:embed messages migrations
var Files embed.FS
