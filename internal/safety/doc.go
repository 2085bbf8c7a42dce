// Package safety keeps people apart who must not be put together, and brings
// what went wrong to the organisers.
//
// A member blocks another in one click; the other never learns of it.
// Organisers keep two people apart, with a note why. Both are hard: a draw
// never breaks them. A report goes to all organisers but the one it is about:
// their letter says only that there is one, and its words, encrypted at rest,
// are read in the queue. Notes say what was done; closing a report tells the
// one who wrote it. The reported person is never told who it was.
//
// When somebody is erased their blocks and kept-apart pairs go. A report about
// them loses its words and the name; a report they wrote stays for the sake of
// others, without their name.
//
// Tables: safety_blocks, safety_apart, safety_reports, safety_notes.
package safety

import "embed"

// Files holds the migrations and messages of this package.
//
//go:embed messages migrations
var Files embed.FS
