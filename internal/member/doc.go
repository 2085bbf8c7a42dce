// Package member holds the people of the network: who they are and whom they
// work for, how they sign in, and what they may do. Every feature may import
// it.
//
// A member is active, paused (until a date, or until they come back), or has
// left. Somebody who was erased leaves a row without a name, so that what
// others did with them still adds up. Phone numbers and call names are
// encrypted; phone numbers are read one person at a time, by Contact only.
//
// Tables: organisations, members, profile_fields, profile_values, sessions,
// sign_in_links.
package member

import "embed"

// Files holds the migrations and messages of this package.
//
//go:embed messages migrations
var Files embed.FS
