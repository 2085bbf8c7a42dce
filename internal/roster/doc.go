// Package roster is how an organiser who lives in a spreadsheet brings a
// network in and takes it out again: members and past meetings from CSV or
// XLSX, everything back as CSV.
//
// A file is first only looked at: every row's problem is listed with its row
// number, and nothing is written until the organiser confirms. What was read
// waits, encrypted, for a day. Importing the same file again changes nothing.
// Somebody who was imported gets a letter that says so, with a page on which
// they agree to the pledge or have themselves removed.
//
// Table: imports.
package roster

import "embed"

// Files holds the migrations and messages of this package.
//
//go:embed messages migrations
var Files embed.FS
