// Package outcome is what came of a conversation: what its people talked about,
// what they will do, and what others may know of it.
//
// Anybody of a conversation who met may write it, and everybody else of it is
// asked by letter: publish it, publish it without my name, or do not publish it.
// What is for others is shown once everybody whose name was to stand on it, and
// at least two of them, have agreed to the version that is shown; one "no" keeps
// it private. Whoever changes it resets what the others agreed to. Silence is
// asked about once and then means that it stays private. Everybody can take
// their name off, or take the whole back, at any time and at once.
//
// Whoever wrote what they will do is asked at their next conversation how it
// went; they may skip it, and nobody else sees the question or the answer.
//
// A post is an outcome of one member and of no conversation: what they chose to
// make public of their own. It needs nobody else's yes.
//
// What is public has a page, an Atom feed and a JSON feed. Organisers may hide
// it, with a reason that its people are told. What is not public is readable by
// the people of the conversation and by nobody else; the texts are encrypted at
// rest, and only what is public is kept in words that can be searched.
//
// Tables: outcomes, outcome_people.
package outcome

import "embed"

// Files holds the migrations and messages of this package.
//
//go:embed messages migrations
var Files embed.FS
