// Package insight shows organisers what came of it, and everybody the network as
// a picture.
//
// For each round and over time: who was in, whether they met (with what nobody
// has told us as a range, never as a no), why not, who met somebody again, how
// many conversations crossed organisations, how the network grows and who has
// met nobody yet. Every chart is also a table and a CSV file. Reasons are counts
// of few people, so that they are shown for as many rounds together as it takes,
// and none that is under five.
//
// The network picture shows people as points and conversations as lines. Points
// have no names, but for signed-in members, of people who agreed to be shown.
//
// It owns no tables: everything is read from those who do, and kept in memory for
// as long as it cannot have changed, or for a minute.
package insight

import "embed"

// Files holds the messages of this package.
//
//go:embed messages
var Files embed.FS
