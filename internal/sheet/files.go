package sheet

import "embed"

// Files holds the messages of this package.
//
//go:embed messages
var Files embed.FS
