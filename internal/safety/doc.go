// Package safety keeps people apart who must not be put together, and brings
// what went wrong to the organisers.
//
// A member blocks another in one click; the other never learns of it.
// Organisers keep two people apart, with a note why. Both are hard: a draw
// never breaks them. A report goes to all organisers but the one it is about:
// their letter says only that there is one, and its words, encrypted at rest,
// are read in the queue. The reported person is never told who it was.
//
// Anything that one member writes and another reads is a Subject: it carries
// ReportLink, and a report keeps a copy of it as it was. An organiser takes a
// report, notes what they found out, and decides: no action, a warning, taking
// the content away, a suspension, a removal. The decision takes effect, is told
// to the person, and closes the report, which is told to whoever wrote it. The
// person may appeal once, by the link in that letter; somebody else than the
// one who decided must answer. Each step is a line of the record.
//
// Reach limits to how many strangers somebody may write.
//
// When somebody is erased their blocks and kept-apart pairs go. A report about
// them loses its words and the name; a report they wrote stays for the sake of
// others, without their name.
//
// Tables: safety_blocks, safety_apart, safety_reports, safety_notes,
// safety_decisions, safety_appeals, safety_events, safety_reaches,
// safety_reaches_outside, safety_refusals.
package safety

import "embed"

// Files holds the migrations and messages of this package.
//
//go:embed messages migrations
var Files embed.FS
