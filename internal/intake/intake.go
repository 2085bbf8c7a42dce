package intake

import (
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/member"
)

// Kind is what the relationships of an intake are.
type Kind string

// The kinds.
const (
	Mentoring Kind = "mentoring"
	Coaching  Kind = "coaching"
)

// Kinds are all kinds, in the order in which they are offered.
var Kinds = []Kind{Mentoring, Coaching}

// State is how far an intake is.
type State string

// The states, in order. An intake may be cancelled in any but the last.
const (
	SigningUp State = "signing_up"
	Choosing  State = "choosing"
	Drawn     State = "drawn"
	Published State = "published"
	Cancelled State = "cancelled"
)

// Side is what somebody signed up for.
type Side string

// The sides.
const (
	Helper  Side = "helper"  // coaches or mentors
	Learner Side = "learner" // is helped
)

// Sides are both sides, in the order in which they are offered.
var Sides = []Side{Learner, Helper}

// Other is the side across.
func (s Side) Other() Side {
	if s == Helper {
		return Learner
	}
	return Helper
}

// Limits of what people type and choose.
const (
	MaxTitle   = 100
	MaxPurpose = 2000
	MaxAbout   = 1000
	// MaxPlaces is how many people one helper may take in one intake.
	MaxPlaces = 10
	// MaxRanks is how many people somebody may rank.
	MaxRanks = 5
	// MaxPeople is how many may sign up on one side. Every pair across is looked
	// at, so that this bounds memory and time.
	MaxPeople = 2000
)

// Intake is one of them.
type Intake struct {
	bun.BaseModel `bun:"table:intakes,alias:i"`

	ID          string `bun:",pk"`
	Kind        Kind
	Title       string
	Purpose     string
	State       State
	SignUpUntil time.Time
	ChooseUntil time.Time
	AnswerBy    time.Time // when it goes out by itself
	NextAt      time.Time `bun:",nullzero"`
	Seed        string
	Engine      string
	Draws       int64
	Changes     int64
	DrawnAt     time.Time `bun:",nullzero"`
	SettledAt   time.Time `bun:",nullzero"`
	CreatedBy   string    `bun:",nullzero"`
	CreatedAt   time.Time
}

// Over reports whether nothing more happens.
func (i Intake) Over() bool { return i.State == Published || i.State == Cancelled }

// OpenAt reports whether people can sign up.
func (i Intake) OpenAt(now time.Time) bool {
	return i.State == SigningUp && now.Before(i.SignUpUntil)
}

// ChoosableAt reports whether people can say whom they would like.
func (i Intake) ChoosableAt(now time.Time) bool {
	return i.State == Choosing && now.Before(i.ChooseUntil)
}

// Signup is somebody on one side of an intake. What it says is read by the
// people of the other side.
type Signup struct {
	bun.BaseModel `bun:"table:intake_people,alias:ip"`

	IntakeID string `bun:",pk"`
	MemberID string `bun:",pk"`
	Side     Side   `bun:",pk"`
	Places   int64
	Topics   member.Topics
	About    string
	// Anywhere is that somebody of their own organisation is welcome too.
	Anywhere bool
	SignedAt time.Time
}

// Choice is what one person says of another across.
type Choice struct {
	bun.BaseModel `bun:"table:intake_choices,alias:ic"`

	IntakeID string `bun:",pk"`
	MemberID string `bun:",pk"`
	Side     Side   `bun:",pk"`
	OtherID  string `bun:",pk"`
	Place    int64  // 1 is the first choice; RuledOut is never
}

// RuledOut is the place of somebody who is not wanted.
const RuledOut = 0

// Match is what the draw says of one learner.
type Match struct {
	bun.BaseModel `bun:"table:intake_matches,alias:im"`

	IntakeID       string `bun:",pk"`
	LearnerID      string `bun:",pk"`
	HelperID       string `bun:",nullzero"` // empty where there is nobody
	ByHand         bool
	Why            Why // why there is nobody
	RelationshipID string
}

// Why is why somebody has nobody.
type Why string

// The reasons.
const (
	NoneLeft Why = "full"    // everybody they could have has others
	NoneFits Why = "nobody"  // there is nobody across whom they could have
	TakenOut Why = "by_hand" // an organiser took them out
	// noneNeeded is why a helper has nobody; it is not kept.
	noneNeeded Why = "helper"
)
