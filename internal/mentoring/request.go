package mentoring

import (
	"time"

	"github.com/uptrace/bun"
)

// State is where a request stands.
type State string

// The states of a request. It is open while it is Asked; all others are final.
const (
	Asked     State = "asked"
	Accepted  State = "accepted"
	Declined  State = "declined"
	Referred  State = "referred" // declined, with somebody else suggested
	Lapsed    State = "lapsed"
	Withdrawn State = "withdrawn"
	Parted    State = "parted" // one of the two left, or blocked the other; shown as lapsed
)

// How long things take.
const (
	nudgeAfter  = 3 * 24 * time.Hour
	lapseAfter  = 10 * 24 * time.Hour
	placeHeld   = 7 * 24 * time.Hour  // a free place waits for whoever is first
	latelyIs    = 28 * 24 * time.Hour // for the load of who is asked
	linkLife    = 60 * 24 * time.Hour
	lateGrace   = 3 * 24 * time.Hour // after a reminder that went out late
	invitesFor  = 30 * 24 * time.Hour
	perAddress  = 90 * 24 * time.Hour
	figuresSpan = 365 * 24 * time.Hour
)

// Request is a member who asks one person to coach or mentor them.
type Request struct {
	bun.BaseModel `bun:"table:mentoring_requests,alias:r"`

	ID             string `bun:",pk"`
	Kind           Kind
	OfferID        string `bun:",nullzero"`
	SeekID         string `bun:",nullzero"`
	FromID         string `bun:",nullzero"`
	ToID           string `bun:",nullzero"`
	Address        []byte
	Person         string
	Message        []byte
	State          State
	Mute           bool
	Reason         string
	Reply          []byte
	SuggestedID    string `bun:",nullzero"`
	Suggested      []byte
	OriginID       string `bun:",nullzero"`
	AskedAt        time.Time
	LapsesAt       time.Time `bun:",nullzero"`
	WillingAt      time.Time `bun:",nullzero"`
	AnsweredAt     time.Time `bun:",nullzero"`
	RelationshipID string
	EndedAt        time.Time `bun:",nullzero"`
}

// Path is the request's page for the two people it is between.
func (r Request) Path() string { return "/mentoring/requests/" + r.ID }

// Invitation reports whether it went to somebody who is no member yet.
func (r Request) Invitation() bool { return r.ToID == "" && r.Person != "" }

// reasons are why somebody declines, in the order they are offered: each says
// something kind and true that has nothing to do with who asks.
var reasons = []string{"time", "topic", "soon", "none"}

func (r Request) purpose(column string) string { return "mentoring_requests." + column + "/" + r.ID }

// Wait is somebody who waits for a place.
type Wait struct {
	bun.BaseModel `bun:"table:mentoring_waits,alias:w"`

	ID        string `bun:",pk"`
	OfferID   string
	MemberID  string
	SeekID    string `bun:",nullzero"`
	Message   []byte
	State     WaitState
	Since     time.Time
	OfferedAt time.Time `bun:",nullzero"`
	LapsesAt  time.Time `bun:",nullzero"`
	EndedAt   time.Time `bun:",nullzero"`
}

// WaitState is how far somebody is who waits.
type WaitState string

// The states of a wait.
const (
	InLine  WaitState = "in_line"
	Offered WaitState = "offered" // a place is held for them
	Taken   WaitState = "taken"   // they asked
	Gone    WaitState = "gone"
)

// Path is the page of the wait.
func (w Wait) Path() string { return "/mentoring/waits/" + w.ID }

func (w Wait) purpose() string { return "mentoring_waits.message/" + w.ID }
