package mail

import "embed"

// Files holds the messages and migrations of this package.
//
//go:embed messages migrations
var Files embed.FS
