// Package account is what members see of themselves and of each other. The
// profile says in one place who sees what: everybody in the network, only the
// people somebody is matched with, or nobody. From there a member changes what
// they say, their address (confirmed at the new one, told to the old one),
// ends sessions, pauses, leaves, deletes themselves, and downloads everything
// that the network holds about them. The directory shows members to members.
//
// Table: email_changes.
package account

import "embed"

// Files holds the migrations and messages of this package.
//
//go:embed messages migrations
var Files embed.FS
