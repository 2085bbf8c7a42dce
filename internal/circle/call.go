package circle

import (
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"
)

// CallState is how far a call is.
type CallState string

// The states of a call.
const (
	Polling   CallState = "polling" // its people say which times suit them
	Agreed    CallState = "agreed"  // a time stands, or stood
	CalledOff CallState = "cancelled"
)

// Call is when the people of a circle talk to each other, all together.
type Call struct {
	bun.BaseModel `bun:"table:circle_calls,alias:k"`

	ID          string `bun:",pk"`
	CircleID    string
	State       CallState
	ByID        string `bun:",nullzero"` // empty: the circle's rhythm
	Minutes     int
	About       []byte `bun:",nullzero"` // what it is about, encrypted
	Link        []byte `bun:",nullzero"` // a room that somebody gave, encrypted
	Notes       []byte `bun:",nullzero"` // what was agreed in it, encrypted
	AnswerUntil time.Time
	DecideAt    time.Time `bun:",nullzero"`
	StartsAt    time.Time `bun:",nullzero"`
	NotedBy     string    `bun:",nullzero"`
	NotedAt     time.Time `bun:",nullzero"`
	CreatedAt   time.Time
	ClosedAt    time.Time `bun:",nullzero"`

	Times  []time.Time  `bun:"-"` // that are proposed, soonest first
	People []CallPerson `bun:"-"` // who has answered, or was there
}

// CallPerson is somebody's part in a call.
type CallPerson struct {
	bun.BaseModel `bun:"table:circle_call_people,alias:kp"`

	CallID     string    `bun:",pk"`
	MemberID   string    `bun:",pk"`
	AnsweredAt time.Time `bun:",nullzero"`
	Can        Moments
	There      bool
}

// Length is how long it takes.
func (k Call) Length() time.Duration { return time.Duration(k.Minutes) * time.Minute }

// EndsAt is when it is over; zero while no time stands.
func (k Call) EndsAt() time.Time {
	if k.StartsAt.IsZero() {
		return k.StartsAt
	}
	return k.StartsAt.Add(k.Length())
}

// Ahead reports whether it stands and is not over.
func (k Call) Ahead(now time.Time) bool { return k.State == Agreed && now.Before(k.EndsAt()) }

// Over reports whether it has taken place, as far as anybody knows.
func (k Call) Over(now time.Time) bool { return k.State == Agreed && !now.Before(k.EndsAt()) }

// Person is a member's part in it, empty where they have none yet.
func (k Call) Person(memberID string) CallPerson {
	for _, p := range k.People {
		if p.MemberID == memberID {
			return p
		}
	}
	return CallPerson{CallID: k.ID, MemberID: memberID}
}

// Misses reports whether a member has said of the time that stands, or of every
// time, that it does not suit them. Another time than was asked about tells nothing.
func (k Call) Misses(memberID string) bool {
	p := k.Person(memberID)
	asked := slices.ContainsFunc(k.Times, k.StartsAt.Equal)
	return !p.AnsweredAt.IsZero() && (len(p.Can) == 0 || asked && !p.Can.Has(k.StartsAt))
}

// There are those who were at it.
func (k Call) There() []string {
	var ids []string
	for _, p := range k.People {
		if p.There {
			ids = append(ids, p.MemberID)
		}
	}
	return ids
}

// Option is a time that is proposed, with whom it suits of those who answered.
type Option struct {
	At          time.Time
	Can, Cannot []string
}

// Options are the times as the people who are here now have answered.
func (k Call) Options(here []string) []Option {
	list := make([]Option, len(k.Times))
	for i, at := range k.Times {
		list[i].At = at
		for _, id := range here {
			switch p := k.Person(id); {
			case p.AnsweredAt.IsZero():
			case p.Can.Has(at):
				list[i].Can = append(list[i].Can, id)
			default:
				list[i].Cannot = append(list[i].Cannot, id)
			}
		}
	}
	return list
}

// Silent are those of the people here who have not answered.
func (k Call) Silent(here []string) []string {
	return slices.DeleteFunc(slices.Clone(here), func(id string) bool { return !k.Person(id).AnsweredAt.IsZero() })
}

// Best is the time that suits most people, the first of several; none when it
// would be a call of one.
func (k Call) Best(here []string, after time.Time) (Option, bool) {
	var best Option
	for _, o := range k.Options(here) {
		if o.At.After(after) && len(o.Can) > len(best.Can) {
			best = o
		}
	}
	return best, len(best.Can) >= 2
}

// Moments are times that are stored one a line.
type Moments []time.Time

const momentLayout = "2006-01-02T15:04Z"

// Has reports whether at is one of them.
func (m Moments) Has(at time.Time) bool { return slices.ContainsFunc(m, at.Equal) }

// Scan reads the stored form.
func (m *Moments) Scan(src any) error {
	text, err := scanned(src)
	*m = nil
	for line := range strings.FieldsSeq(text) {
		at, bad := time.Parse(momentLayout, line)
		if bad != nil {
			return bad
		}
		*m = append(*m, at)
	}
	return err
}

// deadlines are until when answers to a poll are waited for, and when a time is
// picked by itself: nobody waits for ever, and the first time is not missed.
func deadlines(now, first time.Time) (answer, decide time.Time) {
	const day = 24 * time.Hour
	until := first.Sub(now)
	answer = now.Add(min(4*day, max(until-2*day, until/2)))
	return answer, answer.Add(min(36*time.Hour, first.Sub(answer)/2))
}
