package circle

import (
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/match"
)

// OpeningState is how far an opening is.
type OpeningState string

// The states of an opening, in their order.
const (
	Open   OpeningState = "open"   // people apply
	Review OpeningState = "review" // circles are proposed, and the facilitator looks at them
	Sent   OpeningState = "sent"   // people were asked whether they take their places
	Done   OpeningState = "done"   // everybody has an answer
	Off    OpeningState = "off"    // called off; everybody was told
)

// The bounds of what somebody who opens circles may say; sizes are of a circle with
// its facilitator.
const (
	MinSize            = 3
	MaxSize            = match.MaxSize
	minWeeks, maxWeeks = 4, 52
	maxName            = 80
	maxPurpose         = 500
	maxRules           = 1500
	maxWho             = 300
	maxExperience      = 600
	maxWant            = 600
	// maxApplications is how many people may apply for one opening.
	maxApplications = 300
	minRoles        = 3
)

// How long each step takes.
const (
	reviewDays = 7  // from the last day to apply until everybody has an answer
	answerDays = 7  // to say whether one takes a place
	refillDays = 4  // the same, for a place that became free
	remindDays = 3  // before the end of these, who has not answered is reminded
	leadDays   = 14 // at least, from the last day to apply until circles begin
	day        = 24 * time.Hour
)

// Opening is somebody's offer to facilitate a circle, which others apply for.
type Opening struct {
	bun.BaseModel `bun:"table:circle_openings,alias:o"`

	ID         string `bun:",pk"`
	HostID     string
	Name       string
	Purpose    string
	Who        string
	Rules      string
	Experience string
	Size       int
	One        bool
	Weeks      int
	Rhythm     Rhythm
	Minutes    int
	Listed     bool
	ApplyUntil time.Time // the first moment that is too late
	StartsAt   time.Time
	State      OpeningState
	Tries      int
	LookAt     time.Time `bun:",nullzero"`
	Reminded   int
	CreatedAt  time.Time
	SentAt     time.Time `bun:",nullzero"`
}

// Takes reports whether people can apply at a time.
func (o Opening) Takes(now time.Time) bool { return o.State == Open && now.Before(o.ApplyUntil) }

// LastDay is the last moment at which people can apply.
func (o Opening) LastDay() time.Time { return o.ApplyUntil.Add(-time.Minute) }

// AnswerBy is when everybody has an answer at the latest: the proposed circles are
// sent as they are then.
func (o Opening) AnswerBy() time.Time { return o.ApplyUntil.Add(reviewDays * day) }

// Ends is when the circles end.
func (o Opening) Ends() time.Time { return o.StartsAt.Add(time.Duration(o.Weeks) * 7 * day) }

// PublicPath is the page on which people apply.
func (o Opening) PublicPath() string { return "/openings/" + o.ID }

// Path is the host's page.
func (o Opening) Path() string { return o.PublicPath() + "/host" }
