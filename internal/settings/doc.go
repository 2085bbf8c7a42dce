// Package settings is where organisers say what their network is: its name,
// purpose, pledge and one rule, how people write to it, its time zone and
// language, where calls are made, and what every profile asks besides the
// usual. It owns no table: networks belongs to package network and
// profile_fields to package member.
package settings

import "embed"

// Files holds the messages of this package.
//
//go:embed messages
var Files embed.FS
