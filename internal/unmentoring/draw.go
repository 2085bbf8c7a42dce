package unmentoring

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/match"
)

// DrawKind says who is drawn.
type DrawKind string

// The kinds of a draw.
const (
	DrawRound DrawKind = "round" // everybody who is in
	DrawPool  DrawKind = "pool"  // those who came late or lost their partner
	DrawJoin  DrawKind = "join"  // one of those, into a willing pair
)

// DrawState is where an attempt stands.
type DrawState string

// The states of an attempt. Its seed and inputs never change.
const (
	DrawPrepared  DrawState = "prepared"
	DrawDrawn     DrawState = "drawn"
	DrawBeside    DrawState = "beside" // may be chosen instead of the one that is drawn
	DrawPublished DrawState = "published"
	DrawReplaced  DrawState = "replaced" // not chosen
	DrawStopped   DrawState = "stopped"  // never drawn: it was not wanted any more, or failed
)

// Draw is one attempt at matching everybody in a round.
type Draw struct {
	bun.BaseModel `bun:"table:draws,alias:d"`

	ID      string `bun:",pk"`
	RoundID string
	Attempt int
	Kind    DrawKind
	State   DrawState
	Engine  string // match.Version, or joinEngine
	Seed    string // hexadecimal
	Input   []byte // match.Input.Encode, or joining.encode
	Digest  string // hexadecimal
	Root    string // the fingerprint of all rows, or empty
	// Traits are what the traits of the input are, as in Programme.Differ.
	Traits Lines
	Result string `bun:",nullzero"` // match.Result as JSON, as the engine answered
	// Decides is what decided who talks to whom.
	Decides Decides

	// What it costs as it stands, with what was changed by hand.
	Repeats  int
	Same     Lines // pairs that share each trait
	Optimal  bool
	Groups   int
	People   int
	Unplaced int
	Problems int
	Changes  int
	// How it was drawn, and what every draw of these people has at least, as the
	// engine said of its own answer.
	How   match.How
	Steps int64
	Least *match.Bound `bun:",nullzero,type:text"`

	DrawnBy string `bun:",nullzero"`
	DrawnAt time.Time
}

// Drawn is somebody in a draw.
type Drawn struct {
	bun.BaseModel `bun:"table:draw_people,alias:dp"`

	DrawID    string `bun:",pk"`
	Person    int    `bun:",pk"`
	Pseudonym string
	MemberID  string
	GroupNo   int // 0: in no conversation
	Own       string
	Salt      string // keeps others from guessing their row
	Why       match.Why
}

// Group is a conversation of a draw.
type Group struct {
	bun.BaseModel `bun:"table:draw_groups,alias:dg"`

	DrawID  string         `bun:",pk"`
	GroupNo int            `bun:",pk"`
	People  []int32        `bun:",type:text"`
	Reasons []match.Reason `bun:",type:text"`
	// Rank is how much there is to look at.
	Rank   int
	Pinned bool
}

// ChangeKind says what was done by hand.
type ChangeKind string

// The kinds of a change, and whom their people are.
const (
	ChangeMove ChangeKind = "move" // the first joins the conversation of the second
	ChangeSwap ChangeKind = "swap" // the two change places
	ChangeOut  ChangeKind = "out"  // all of them are taken out by an organiser
	ChangeGone ChangeKind = "gone" // all of them cannot be in it any more
)

// Change is something done to a draw by hand.
type Change struct {
	bun.BaseModel `bun:"table:draw_changes,alias:dc"`

	DrawID    string `bun:",pk"`
	Number    int    `bun:",pk"`
	Kind      ChangeKind
	People    []int32 `bun:",type:text"`
	ByID      string  `bun:",nullzero"`
	ChangedAt time.Time
}

// newDraw fixes what a draw will be drawn from.
func newDraw(in match.Input, seed [32]byte, by Decides) Draw {
	digest := in.Digest()
	return Draw{
		State: DrawPrepared, Decides: by, Engine: match.Version, Seed: hex.EncodeToString(seed[:]),
		Input: in.Encode(), Digest: hex.EncodeToString(digest[:]), People: in.People,
	}
}

func (d Draw) seed() (seed [32]byte, err error) {
	b, err := hex.DecodeString(d.Seed)
	if err != nil || len(b) != len(seed) {
		return seed, fmt.Errorf("the seed %q is not 64 hexadecimal digits", d.Seed)
	}
	return [32]byte(b), nil
}

func (d Draw) result() (res match.Result, err error) {
	err = json.Unmarshal([]byte(d.Result), &res)
	return res, err
}

// SameBy is how many pairs share each trait, by its name.
func (d Draw) SameBy() map[string]int {
	same := map[string]int{}
	for i, t := range d.Traits {
		if i < len(d.Same) {
			same[t], _ = strconv.Atoi(d.Same[i])
		}
	}
	return same
}

// groupList are the conversations at their numbers (from 1), some of them empty.
type groupList [][]int32

// find gives the index of the group that somebody is in, or -1.
func (l groupList) find(person int32) int {
	return slices.IndexFunc(l, func(g []int32) bool { return slices.Contains(g, person) })
}

func (l groupList) clone() groupList {
	c := make(groupList, len(l))
	for i, g := range l {
		c[i] = slices.Clone(g)
	}
	return c
}

// remove takes somebody out of their group; whoever is left alone in it is in
// none.
func (l groupList) remove(person int32) {
	if at := l.find(person); at >= 0 {
		l[at] = slices.DeleteFunc(l[at], func(p int32) bool { return p == person })
		if len(l[at]) < 2 {
			l[at] = nil
		}
	}
}

// apply gives the groups after a change. Numbers of groups stay what they were;
// a new one comes last.
func (l groupList) apply(kind ChangeKind, people []int32) (groupList, error) {
	out := l.clone()
	switch {
	case kind == ChangeMove && len(people) == 2 && people[0] != people[1]:
		return out.move(people[0], people[1])
	case kind == ChangeSwap && len(people) == 2:
		a, b := out.find(people[0]), out.find(people[1])
		if a == b {
			return nil, errNothingToDo
		}
		out.put(a, people[0], people[1])
		out.put(b, people[1], people[0])
	case (kind == ChangeOut || kind == ChangeGone) && len(people) > 0:
		for _, p := range people {
			out.remove(p)
		}
	default:
		return nil, fmt.Errorf("change %s of %d people: %w", kind, len(people), fault.Invalid)
	}
	return out, nil
}

func (l groupList) move(person, to int32) (groupList, error) {
	at := l.find(to)
	if at >= 0 && l.find(person) == at {
		return nil, errNothingToDo
	}
	if at >= 0 && len(l[at]) > MaxSize {
		return nil, fault.Because(fault.Conflict, "unmentoring.error.full")
	}
	l.remove(person)
	// Taking them out of a pair may have put to into none.
	if at = l.find(to); at < 0 {
		return append(l, sorted(person, to)), nil
	}
	l[at] = sorted(append(l[at], person)...)
	return l, nil
}

// put replaces somebody in a group, if it is one.
func (l groupList) put(at int, leaves, comes int32) {
	if at < 0 {
		return
	}
	group := slices.DeleteFunc(slices.Clone(l[at]), func(p int32) bool { return p == leaves })
	l[at] = sorted(append(group, comes)...)
}

func sorted(people ...int32) []int32 {
	slices.Sort(people)
	return people
}

// filled are the groups that have people.
func (l groupList) filled() [][]int32 {
	var list [][]int32
	for _, g := range l {
		if len(g) > 0 {
			list = append(list, g)
		}
	}
	return list
}

var errNothingToDo = fault.Because(fault.Invalid, "unmentoring.error.nothing")
