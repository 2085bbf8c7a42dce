// Package intake is a programme of coaching or mentoring that begins on a date:
// people on both sides sign up, say whom they would like, and are matched
// together.
//
// An organiser opens it with three dates. Until the first, members sign up to
// help, with so many places, or to be helped. Until the second they read about
// the other side and may rank up to five people, or rule somebody out, which
// nobody is told. Then the draw is made: the stable assignment of package
// match, in which no two people would both rather have each other than what
// they got. Organisers see it with its reasons and may change it by hand; by
// the third date at the latest everybody has an answer, because it goes out by
// itself if nobody has sent it. Each match becomes a relationship.
//
// Who is kept apart is never matched, also not by hand, and nothing says why.
// Nobody is matched inside their own organisation who did not say that this is
// fine.
//
// Tables: intakes, intake_people, intake_choices, intake_matches.
package intake

import "embed"

// Files holds the migrations and messages of this package.
//
//go:embed messages migrations
var Files embed.FS
