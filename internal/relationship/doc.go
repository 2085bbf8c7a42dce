// Package relationship is coaching and mentoring from the yes to the thank-you:
// two people who work together for a while.
//
// It begins when a feature that brought them together opens it. They write an
// agreement and both accept it; a change needs both, and the old one stands
// until then. Then there is always one session to come: its time is found as
// conversations find theirs, it has an agenda if they like, notes that both
// see, actions that nudge their owners, and for each of them reflections that
// nobody but their author reads. A session that is missed by two weeks asks
// both privately; after a second one closing is offered, without fault.
// Half-way each is asked how it goes. Either can close it at any time; both are
// asked what changed, and may say thank you.
//
// Everything that people write here is encrypted in the database; reflections
// with a key of their own.
//
// Tables: relationships, relationship_agreements, relationship_sessions,
// relationship_actions, relationship_reflections, relationship_reviews,
// relationship_templates.
package relationship

import "embed"

// Files holds the migrations and messages of this package.
//
//go:embed messages migrations
var Files embed.FS
