// Package joining takes people in. Somebody asks to join; what they typed is
// kept encrypted until they confirm it by the link that was emailed to them,
// for at most a week. Confirming makes them a member, signs them in and shows
// the next step, one at a time: agree to the pledge (for those whom an
// organiser brought in), say who you are and what you think about, share one
// thing, meet somebody.
//
// Nothing here tells who is a member already: the page, its status and the
// work behind it are the same for everybody, and only the letter differs.
//
// The first organiser comes in by a link that the program prints when it
// starts on a network that has none.
//
// Tables: applications, welcome_steps, shared_notes.
package joining

import "embed"

// Files holds the migrations and messages of this package.
//
//go:embed messages migrations
var Files embed.FS
