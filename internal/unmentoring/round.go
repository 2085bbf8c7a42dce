package unmentoring

import (
	"time"

	"github.com/uptrace/bun"
)

// RoundState is where a round stands.
type RoundState string

// The states of a round, in order.
const (
	SignUp  RoundState = "sign_up"
	Drawing RoundState = "draw"
	// InReview waits for an organiser to release the draw, but not for ever.
	InReview  RoundState = "review"
	Talking   RoundState = "conversations"
	Closing   RoundState = "closing"
	Closed    RoundState = "closed"
	Cancelled RoundState = "cancelled"
)

// Steps are the states that a round goes through.
var Steps = []RoundState{SignUp, Drawing, InReview, Talking, Closing, Closed}

// Round is one run of a programme.
type Round struct {
	bun.BaseModel `bun:"table:rounds,alias:r"`

	ID          string `bun:",pk"`
	ProgrammeID string
	Number      int
	Day         Day
	State       RoundState
	// Reviewed is whether an organiser is asked to look at the draw.
	Reviewed bool
	SignUpAt time.Time
	DrawAt   time.Time
	OpenAt   time.Time
	HalfAt   time.Time `bun:",nullzero"`
	EndAt    time.Time
	CloseAt  time.Time
	// GraceAt is when a draw that nobody has released goes out by itself.
	GraceAt time.Time `bun:",nullzero"`
	// DueAt is when there is something to do next; zero is never.
	DueAt       time.Time `bun:",nullzero"`
	SweptAt     time.Time `bun:",nullzero"`
	DrawID      string    `bun:",nullzero"`
	ApprovedBy  string    `bun:",nullzero"`
	ApprovedAt  time.Time `bun:",nullzero"`
	RemindedAt  time.Time `bun:",nullzero"`
	PublishedAt time.Time `bun:",nullzero"`
	ClosedAt    time.Time `bun:",nullzero"`
	CreatedAt   time.Time
	// Secret is what the seeds are made of, Seal what is shown of it before.
	Secret string `bun:",nullzero"`
	Seal   string `bun:",nullzero"`
}

func (r *Round) setDates(d Dates) {
	r.Day, r.SignUpAt, r.DrawAt, r.OpenAt = d.Day, d.SignUp, d.Draw, d.Open
	r.HalfAt, r.EndAt, r.CloseAt = d.Half, d.End, d.Close
}

// How long things may wait.
const (
	// grace is how long a draw that nobody released is held back.
	grace = 48 * time.Hour
	// autoGrace is the same where nobody meant to look, but somebody is
	// without a partner.
	autoGrace = 24 * time.Hour
	// sweepEvery is how often newcomers are asked during sign-up.
	sweepEvery = 6 * time.Hour
	// patience is how long one person waits in the pool for another, before a
	// pair is made a trio.
	patience = 6 * time.Hour
	// repeatPatience is how long two people wait who have met before.
	repeatPatience = 72 * time.Hour
	// lastChance is how long before the end nobody is connected any more.
	lastChance = 48 * time.Hour
)

// Begun reports whether the conversations are open.
func (r Round) Begun() bool { return r.State == Talking || r.State == Closing || r.State == Closed }

// Over reports whether nothing happens in the round any more.
func (r Round) Over() bool { return r.State == Closed || r.State == Cancelled }

// Answerable reports whether people can still say that they are in or out of
// the draw.
func (r Round) Answerable() bool { return r.State == SignUp }

// TakesLatecomers reports whether somebody can still be put into the pool.
func (r Round) TakesLatecomers(now time.Time) bool {
	return r.State == Talking && now.Before(r.poolEnds())
}

// poolEnds is when the last people are connected: later, they would have no
// time to talk. A short window keeps the pool open for half of it.
func (r Round) poolEnds() time.Time {
	begun := r.OpenAt
	if !r.PublishedAt.IsZero() {
		begun = r.PublishedAt
	}
	return r.EndAt.Add(-min(lastChance, r.EndAt.Sub(begun)/2))
}

// Answer is what somebody said when they were asked whether they are in.
type Answer string

// The answers. An empty one is none.
const (
	NoAnswer Answer = ""
	In       Answer = "in"
	Out      Answer = "out"
)

// Place is what became of somebody in a round.
type Place string

// The places.
const (
	NoPlace  Place = ""
	Placed   Place = "placed"
	Waiting  Place = "waiting"  // in the pool
	LeftOut  Place = "left_out" // nobody came
	TakenOut Place = "taken_out"
)

// Cause is why somebody waits in the pool.
type Cause string

// The causes.
const (
	CameLate      Cause = "late"
	WithoutOthers Cause = "unplaced" // the draw found nobody for them
	LostPartner   Cause = "partner"  // their partner cannot make it, or does not answer
)

// Outcome is what is known of somebody's conversations in a round.
type Outcome string

// The outcomes. An empty one is not known yet.
const (
	OutcomeMet         Outcome = "met"
	OutcomeNotMet      Outcome = "not_met"
	OutcomeUnconfirmed Outcome = "unconfirmed"
)

// Entry is somebody's part in a round.
type Entry struct {
	bun.BaseModel `bun:"table:round_entries,alias:e"`

	RoundID      string `bun:",pk"`
	MemberID     string `bun:",pk"`
	Answer       Answer
	Place        Place
	Why          Cause
	AskedAt      time.Time `bun:",nullzero"`
	AnsweredAt   time.Time `bun:",nullzero"`
	WaitingSince time.Time `bun:",nullzero"`
	PlacedAt     time.Time `bun:",nullzero"`
	Outcome      Outcome
	// LetDown and Silent are what this round has counted in the membership, so
	// that a late answer can take it back.
	LetDown bool
	Silent  bool
	// Own is a number of their own that goes into the seeds.
	Own string
}

// In reports whether the entry takes part in the draw.
func (e Entry) In(p Programme) bool {
	if e.Place == TakenOut {
		return false
	}
	return e.Answer == In || e.Answer == NoAnswer && !p.OptIn
}
