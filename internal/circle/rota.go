package circle

import (
	"cmp"
	"crypto/sha256"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/match"
)

// Pair is two people of a circle who talk with each other once, in one slot of
// its rota. Two people who are kept apart are no pair, and nothing says so.
type Pair struct {
	bun.BaseModel `bun:"table:circle_pairs,alias:cp"`

	CircleID       string `bun:",pk"`
	AID            string `bun:"a_id,pk"` // the smaller id
	BID            string `bun:"b_id,pk"`
	OpensAt        time.Time
	EndsAt         time.Time
	Opened         bool
	ConversationID string `bun:",nullzero"`
}

// plan is who talks with whom, slot after slot: everybody with everybody else
// with whom they have not, but for those kept apart. People come in any order.
func plan(c Circle, people []string, apart [][2]string, before []Pair, seed string) ([][]Pair, error) {
	at := make(map[string]int32, len(people))
	for i, id := range people {
		at[id] = int32(i)
	}
	var never []match.Pair
	keep := func(a, b string) {
		i, one := at[a]
		j, other := at[b]
		if one && other {
			never = append(never, match.Pair{A: min(i, j), B: max(i, j)})
		}
	}
	for _, p := range apart {
		keep(p[0], p[1])
	}
	for _, p := range before {
		keep(p.AID, p.BID)
	}
	rota, err := match.Rota(len(people), never, sha256.Sum256([]byte(seed)))
	if err != nil {
		return nil, err
	}
	slots := make([][]Pair, len(rota.Slots))
	for i, slot := range rota.Slots {
		for _, p := range slot {
			a, b := people[p.A], people[p.B]
			slots[i] = append(slots[i], Pair{CircleID: c.ID, AID: min(a, b), BID: max(a, b)})
		}
	}
	return slots, nil
}

// shortest is how long two people have at least to find a time.
const shortest = 7 * 24 * time.Hour

// spread puts slots over a time: each opens at nine in the morning of a day and
// ends at midnight, when the next opens or a week later. Where time is short they
// overlap, and where there is none the last are left out.
func spread(slots [][]Pair, from, until time.Time, zone *time.Location) []Pair {
	var list []Pair
	if len(slots) == 0 || !until.After(from) {
		return nil
	}
	step := until.Sub(from) / time.Duration(len(slots))
	for i, slot := range slots {
		opens := morning(from.Add(time.Duration(i)*step), zone)
		ends := midnight(from.Add(time.Duration(i)*step+max(step, shortest)), zone)
		if ends.After(until) {
			ends = until
		}
		if ends.Sub(opens) < 2*24*time.Hour {
			break
		}
		for _, p := range slot {
			p.OpensAt, p.EndsAt = opens.UTC(), ends.UTC()
			list = append(list, p)
		}
	}
	return list
}

// morning is nine on the day of t, or of the next day where that has passed.
func morning(t time.Time, zone *time.Location) time.Time {
	local := t.In(zone)
	at := time.Date(local.Year(), local.Month(), local.Day(), 9, 0, 0, 0, zone)
	if at.Before(t) {
		at = time.Date(local.Year(), local.Month(), local.Day()+1, 9, 0, 0, 0, zone)
	}
	return at
}

func midnight(t time.Time, zone *time.Location) time.Time {
	local := t.In(zone)
	return time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, zone)
}

// fits reports whether a plan is still that of these people: nobody has come,
// left, or been kept apart from another since.
func fits(pairs []Pair, people []string, apart [][2]string) bool {
	wanted := map[[2]string]bool{}
	for i, a := range people {
		for _, b := range people[i+1:] {
			wanted[[2]string{min(a, b), max(a, b)}] = true
		}
	}
	for _, p := range apart {
		delete(wanted, p)
	}
	for _, p := range pairs {
		key := [2]string{p.AID, p.BID}
		if !wanted[key] && !p.Opened {
			return false
		}
		delete(wanted, key)
	}
	return len(wanted) == 0
}

// sorted puts pairs into the order of their slots.
func sorted(pairs []Pair) []Pair {
	slices.SortFunc(pairs, func(x, y Pair) int {
		return cmp.Or(x.OpensAt.Compare(y.OpensAt), cmp.Compare(x.AID, y.AID), cmp.Compare(x.BID, y.BID))
	})
	return pairs
}
