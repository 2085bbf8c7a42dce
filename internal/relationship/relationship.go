package relationship

import (
	"time"

	"github.com/uptrace/bun"
)

// Kind is what the helper does.
type Kind string

// The kinds.
const (
	// Coaching asks questions: the learner sets the agenda and finds the answers.
	Coaching Kind = "coaching"
	// Mentoring adds the helper's own experience.
	Mentoring Kind = "mentoring"
)

// State is where a relationship stands.
type State string

// The states of a relationship.
const (
	// Agreeing is before both have accepted an agreement.
	Agreeing State = "agreeing"
	// Running is from then until it is closed.
	Running State = "running"
	Closed  State = "closed"
)

// Reason is why a relationship was closed.
type Reason string

// The reasons. Only the first three are ever told to anybody.
const (
	Asked    Reason = "asked"    // one of them closed it
	Lapsed   Reason = "lapsed"   // they never agreed how to work together
	Finished Reason = "finished" // its time was over
	Apart    Reason = "apart"    // a block
	Gone     Reason = "gone"     // one of them left the network
)

// Relationship is two people, one of whom helps the other for a while.
type Relationship struct {
	bun.BaseModel `bun:"table:relationships,alias:r"`

	ID        string `bun:",pk"`
	Kind      Kind
	State     State
	HelperID  string
	LearnerID string
	// Source and SourceID say who opened it.
	Source   string
	SourceID string
	Goals    []byte
	// Made, started, and the end that was agreed.
	CreatedAt time.Time
	StartedAt time.Time `bun:",nullzero"`
	EndsAt    time.Time `bun:",nullzero"`
	// BeatAt is by when the next session is due, Missed how many in a row were
	// not held within two weeks of that.
	BeatAt    time.Time `bun:",nullzero"`
	Missed    int64
	CheckAt   time.Time `bun:",nullzero"` // when Tick looks at it next
	ClosedAt  time.Time `bun:",nullzero"`
	ClosedBy  string    `bun:",nullzero"`
	ClosedWhy Reason
}

// People are the two, the helper first.
func (r Relationship) People() []string { return []string{r.HelperID, r.LearnerID} }

// Has reports whether a member is one of the two.
func (r Relationship) Has(memberID string) bool {
	return memberID != "" && (memberID == r.HelperID || memberID == r.LearnerID)
}

// Other is the one of the two whom a member works with.
func (r Relationship) Other(memberID string) string {
	if memberID == r.HelperID {
		return r.LearnerID
	}
	return r.HelperID
}

// helps reports whether a member is the one who coaches or mentors.
func (r Relationship) helps(memberID string) bool { return memberID == r.HelperID }

// side names the part of a member in message keys: helper or learner.
func (r Relationship) side(memberID string) string {
	if r.helps(memberID) {
		return "helper"
	}
	return "learner"
}

// open reports whether it is not closed.
func (r Relationship) open() bool { return r.State != Closed }

// half is when half of the agreed time is over.
func (r Relationship) half() time.Time { return r.StartedAt.Add(r.EndsAt.Sub(r.StartedAt) / 2) }
