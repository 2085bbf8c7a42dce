package circle

import (
	"slices"
	"time"

	"github.com/uptrace/bun"
)

// TurnState is how far a turn is.
type TurnState string

// The states of a turn.
const (
	TurnWaiting TurnState = "waiting"
	TurnHad     TurnState = "had"  // its owner tries something, and is asked what happened
	TurnTold    TurnState = "told" // they have said what happened
)

// Turn is somebody's problem that gets the time of the circle: the others ask,
// it ends with what its owner will try, and they are asked what happened.
type Turn struct {
	bun.BaseModel `bun:"table:circle_turns,alias:tu"`

	ID        string `bun:",pk"`
	CircleID  string
	MemberID  string
	State     TurnState
	Place     int
	Problem   []byte // encrypted, as are Try and Happened
	Try       []byte `bun:",nullzero"`
	Happened  []byte `bun:",nullzero"`
	CreatedAt time.Time
	HadAt     time.Time `bun:",nullzero"`
	ToldAt    time.Time `bun:",nullzero"`
	SureFor   string    `bun:",nullzero"` // the call to which its owner said they bring it
	PassedFor string    `bun:",nullzero"` // the call in which somebody else goes first
}

func (t Turn) purpose(column string) string { return "circle_turns." + column + "/" + t.ID }

// Question is what somebody asks about a turn.
type Question struct {
	bun.BaseModel `bun:"table:circle_questions,alias:qu"`

	ID        string `bun:",pk"`
	TurnID    string
	MemberID  string
	Text      []byte // encrypted
	CreatedAt time.Time
}

func (q Question) purpose() string { return "circle_questions.text/" + q.ID }

// waiting is the queue among all turns of a circle, the next first.
func waiting(all []Turn) []Turn {
	var list []Turn
	for _, t := range all {
		if t.State == TurnWaiting {
			list = append(list, t)
		}
	}
	slices.SortStableFunc(list, func(a, b Turn) int { return a.Place - b.Place })
	return list
}

// nextTurn is whose turn it is in a call: the first in the queue who comes to it,
// and has not let the next go first.
func nextTurn(queue []Turn, k Call, here []string) (Turn, bool) {
	i := slices.IndexFunc(queue, func(t Turn) bool {
		return t.PassedFor != k.ID && slices.Contains(here, t.MemberID) && !k.Misses(t.MemberID)
	})
	if i < 0 {
		return Turn{}, false
	}
	return queue[i], true
}

// had is how many turns each member has had.
func had(all []Turn) map[string]int {
	counts := map[string]int{}
	for _, t := range all {
		if t.State != TurnWaiting {
			counts[t.MemberID]++
		}
	}
	return counts
}

// queued puts a turn into the queue: behind those who wait already, but before
// everybody who has had more turns than its owner. The places are numbered.
func queued(queue []Turn, counts map[string]int, t Turn) []Turn {
	at := slices.IndexFunc(queue, func(other Turn) bool { return counts[other.MemberID] > counts[t.MemberID] })
	if at < 0 {
		at = len(queue)
	}
	return numbered(slices.Insert(slices.Clone(queue), at, t))
}

// numbered gives a queue its places.
func numbered(queue []Turn) []Turn {
	for i := range queue {
		queue[i].Place = i + 1
	}
	return queue
}

// fairest is who has had the fewest turns, and of several the one who had theirs
// longest ago; nobody where there is nobody.
func fairest(here []string, all []Turn) string {
	counts, last := had(all), map[string]time.Time{}
	for _, t := range all {
		if t.HadAt.After(last[t.MemberID]) {
			last[t.MemberID] = t.HadAt
		}
	}
	best := ""
	for _, id := range here {
		if best == "" || counts[id] < counts[best] || counts[id] == counts[best] && last[id].Before(last[best]) {
			best = id
		}
	}
	return best
}
