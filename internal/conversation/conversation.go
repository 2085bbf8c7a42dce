package conversation

import (
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/locale"
)

// State is where a conversation stands.
type State string

// The states of a conversation.
const (
	// Open is before its people have agreed on what became of it.
	Open State = "open"
	// Met and NotMet are what its people told us.
	Met    State = "met"
	NotMet State = "not_met"
	// Unconfirmed is that nobody answered, or that the answers contradict each other.
	Unconfirmed State = "unconfirmed"
	// Cancelled is that too few were left to talk: somebody could not make
	// it, or asked for somebody else.
	Cancelled State = "cancelled"
)

// Answer is what one person said became of it.
type Answer string

// The answers to "did you meet?". None is silence.
const (
	None       Answer = ""
	SaidMet    Answer = "met"
	SaidNotMet Answer = "not_met"
)

// Reason is why a conversation did not happen, as one of its people sees it.
type Reason string

// The reasons, in the order in which they are offered.
const (
	NoTime     Reason = "no_time"
	NoReply    Reason = "no_reply"
	Away       Reason = "away"
	Technical  Reason = "technical"
	DidNotWant Reason = "did_not_want"
	Other      Reason = "other"
)

// Reasons are all reasons in the order in which they are offered.
var Reasons = []Reason{NoTime, NoReply, Away, Technical, DidNotWant, Other}

// Departure is why a person is no longer part of a conversation.
type Departure string

// The departures.
const (
	CannotMakeIt Departure = "cannot"   // they said so
	GotNoReply   Departure = "no_reply" // they waited for an answer and asked for somebody else
	SetApart     Departure = "apart"    // a block; never shown to anybody
	LeftNetwork  Departure = "gone"     // they left the network or were erased
	Moved        Departure = "moved"    // all of them go on in another conversation
)

// Conversation is two to eight people who were put together.
type Conversation struct {
	bun.BaseModel `bun:"table:conversations,alias:c"`

	ID string `bun:",pk"`
	// Source and SourceID say who opened it: "round" and the round's id.
	Source   string
	SourceID string
	Ref      string `bun:",nullzero"`
	State    State
	Title    string // of the programme
	// FirstWriter is the member who is asked to write first.
	FirstWriter string          `bun:",nullzero"`
	Why         []locale.Phrase `bun:",type:text"`
	Prompts     []string        `bun:",type:text"`
	Rules       []string        `bun:",type:text"`
	// Suggested are the times that the letter offers.
	Suggested []time.Time `bun:",type:text"`
	Room      string      // a call link, or empty
	Length    time.Duration
	OpensAt   time.Time
	HalfwayAt time.Time `bun:",nullzero"`
	EndsAt    time.Time
	CloseAt   time.Time // when Tick closes it
	// MetAt is when they met, as far as anybody said; zero otherwise.
	MetAt        time.Time `bun:",nullzero"`
	AskedAgainAt time.Time `bun:",nullzero"`
	ClosedAt     time.Time `bun:",nullzero"`
	CreatedAt    time.Time

	// People are everybody who was ever part of it, in the order of the opening.
	People []Person `bun:"-"`
}

// Person is a member's part in a conversation.
type Person struct {
	bun.BaseModel `bun:"table:conversation_people,alias:p"`

	ConversationID string `bun:",pk"`
	MemberID       string `bun:",pk"`
	Position       int
	Answer         Answer
	Reason         Reason
	AnsweredAt     time.Time `bun:",nullzero"`
	MetOn          time.Time `bun:",nullzero"` // when they say they met
	// ActedAt is when they last did anything here; zero is silence.
	ActedAt time.Time `bun:",nullzero"`
	LeftAt  time.Time `bun:",nullzero"`
	LeftWhy Departure
	// WantedAt is when they were handed back to the source for another partner.
	WantedAt time.Time `bun:",nullzero"`
}

// Silent reports whether the person has answered nothing and done nothing.
func (p Person) Silent() bool { return p.ActedAt.IsZero() }

// Out reports whether the person is no longer part of the conversation.
func (p Person) Out() bool { return !p.LeftAt.IsZero() }

// Person is the part of one member.
func (c Conversation) Person(memberID string) (Person, bool) {
	for _, p := range c.People {
		if p.MemberID == memberID {
			return p, true
		}
	}
	return Person{}, false
}

// Active are the people who are still part of it.
func (c Conversation) Active() []Person {
	var list []Person
	for _, p := range c.People {
		if !p.Out() {
			list = append(list, p)
		}
	}
	return list
}

// Others are the people who are still part of it, but for one.
func (c Conversation) Others(memberID string) []Person {
	var list []Person
	for _, p := range c.Active() {
		if p.MemberID != memberID {
			list = append(list, p)
		}
	}
	return list
}

// Running reports whether its window is open at now: its people can still
// arrange to talk.
func (c Conversation) Running(now time.Time) bool {
	return (c.State == Open || c.State == Met) && now.Before(c.EndsAt)
}

// lastDay lies in the last day of the window: one that ends at midnight ends
// the day before.
func (c Conversation) lastDay() time.Time { return c.EndsAt.Add(-time.Second) }

// Grace is how long after the end an answer still counts.
const Grace = 14 * 24 * time.Hour

// Answerable reports whether an answer given at now counts.
func (c Conversation) Answerable(now time.Time) bool {
	return c.State != Cancelled && now.Before(c.EndsAt.Add(Grace))
}
