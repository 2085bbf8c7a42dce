// Package nudge asks a person a question by email on a date, and knows what
// happens when nobody answers.
//
// A feature plans a nudge in the transaction that makes it necessary. When it
// is due, the feature writes the letter or says that it is no longer needed;
// the letter's link opens a page of the feature, whose button answers. When
// there is no answer by the date of silence, the feature is told, once.
// Somebody who is paused, has left, or whose address refuses mail is not
// asked, and so is never silent.
//
// Tick does what is due in batches, each in one transaction with its letters;
// the outbox knows a letter by its nudge's id. Killed at any point, and with two
// processes on one database, a nudge is sent once.
//
// Table: nudges.
package nudge

import "embed"

// Files holds the migrations and messages of this package.
//
//go:embed messages migrations
var Files embed.FS
