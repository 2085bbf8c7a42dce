package match

import (
	"cmp"
	"context"
	"fmt"
	"math/bits"
	"slices"
)

// Composition asks for groups each of which has something as a whole: a leader,
// several kinds of people, a time at which all of them are free. A draw counts
// pairs; this counts groups. It is for the few dozen people who apply for a
// course or a circle, not for thousands.
//
// Hard are Apart and Bodies: nobody is ever put with somebody they are kept apart
// from, or from the same body. After that, each line matters only where those
// above it are equal:
//
//  1. as few people as possible in no group;
//  2. as few groups as possible without a leader;
//  3. as few as possible without a time in common;
//  4. as few kinds as possible missing in groups that have fewer than Kinds of them;
//  5. who is in no group came last;
//  6. as few pairs as possible of one kind in a group, and as many times in common.
type Composition struct {
	// People is their number; they are 0…People−1, in the order in which they came.
	People int
	// Size is the number of people in a group, 2…MaxSize. The sizes are those that
	// [Sizes] gives.
	Size int
	// Groups is how many groups there may be; 0 is as many as it takes.
	Groups int
	// Leaders says who may lead a group: 0 is nobody, and of several in one group
	// whoever has most leads it. A group with two has one more than it needs.
	Leaders []int32
	// Bodies has a number per person for where they come from; 0 is unknown.
	Bodies []int32
	// Kind has a number per person for what they are; 0 is unknown and counts as
	// a kind of its own. Kinds is how many a group should have.
	Kind  []int32
	Kinds int
	// Free has the times of every person, a bit for each; 0 is unknown, and at odds
	// with nothing.
	Free []uint64
	// Apart are pairs who must never share a group.
	Apart []Pair
}

// Team is a group of a composition.
type Team struct {
	// People are ascending.
	People []int32
	// Leader is one of them, or −1 where nobody can lead.
	Leader int32
	// Free are the times that everybody has; all bits where nobody said any.
	Free uint64
	// Kinds is how many kinds of people there are.
	Kinds int
	// Clashes are those in it who must not share a group, which happens only by hand.
	Clashes []Pair
}

// Composed is what [Composition.Compose] found.
type Composed struct {
	Teams []Team
	// Left are in no group, ascending.
	Left []int32
}

// Bar says what a person brings into a group, or what bars them from it.
type Bar struct {
	// Apart and Body bar them: somebody they are kept apart from, or from the same
	// body, is in it.
	Apart, Body bool
	// Time is that nobody would have a time in common any more.
	Time bool
	// Kind is that they add a kind of people that is not there.
	Kind bool
}

// Validate returns nil or an error that wraps ErrInput.
func (c Composition) Validate() error {
	switch {
	case c.People < 0 || c.People > maxComposed:
		return fmt.Errorf("%w: %d people to compose, at most %d", ErrInput, c.People, maxComposed)
	case c.Size < 2 || c.Size > MaxSize:
		return fmt.Errorf("%w: groups of %d", ErrInput, c.Size)
	case c.Groups < 0 || c.Kinds < 0:
		return fmt.Errorf("%w: a negative number of groups or kinds", ErrInput)
	}
	for _, length := range []int{len(c.Leaders), len(c.Bodies), len(c.Kind), len(c.Free)} {
		if length != 0 && length != c.People {
			return fmt.Errorf("%w: a list of %d for %d people", ErrInput, length, c.People)
		}
	}
	for _, p := range c.Apart {
		if p.A < 0 || p.B < 0 || int(p.A) >= c.People || int(p.B) >= c.People || p.A == p.B {
			return fmt.Errorf("%w: the pair %d and %d", ErrInput, p.A, p.B)
		}
	}
	return nil
}

// maxComposed bounds what a search by exchanges is good for.
const maxComposed = 1000

// Compose looks for the groups; the same composition and seed give the same. It is
// a search, and does not prove that nothing is better. Its error wraps ErrInput, or
// is that of ctx.
func (c Composition) Compose(ctx context.Context, seed [32]byte) (Composed, error) {
	if err := c.Validate(); err != nil {
		return Composed{}, err
	}
	s := newComposer(c, newSource(seed))
	if err := s.search(ctx); err != nil {
		return Composed{}, err
	}
	var res Composed
	for _, g := range s.groups {
		if len(g) > 1 {
			res.Teams = append(res.Teams, c.team(s.apart, g))
		} else {
			s.left = append(s.left, g...)
		}
	}
	slices.SortFunc(res.Teams, func(a, b Team) int { return cmp.Compare(a.People[0], b.People[0]) })
	slices.Sort(s.left)
	res.Left = s.left
	return res, nil
}

// Assess says what groups made by hand have. Its error wraps ErrInput.
func (c Composition) Assess(groups [][]int32) ([]Team, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	apart := c.apart()
	teams := make([]Team, len(groups))
	seen := make([]bool, c.People)
	for i, g := range groups {
		for _, p := range g {
			if p < 0 || int(p) >= c.People || seen[p] {
				return nil, fmt.Errorf("%w: person %d in group %d", ErrInput, p, i)
			}
			seen[p] = true
		}
		teams[i] = c.team(apart, g)
	}
	return teams, nil
}

// Bars says how a person would fit into a group. The composition must be valid.
func (c Composition) Bars(person int32, group []int32) (b Bar) {
	free := c.free(person)
	b.Kind = true
	apart := c.apart()
	for _, q := range group {
		if q == person {
			continue
		}
		b.Apart = b.Apart || apart[pairOf(person, q)]
		b.Body = b.Body || c.sameBody(person, q)
		b.Kind = b.Kind && (c.Kind == nil || c.Kind[q] == 0 || c.Kind[q] != c.Kind[person])
		free &= c.free(q)
	}
	b.Time = free == 0
	return b
}

func (c Composition) team(apart map[Pair]bool, group []int32) Team {
	t := Team{People: slices.Sorted(slices.Values(group)), Leader: -1, Free: ^uint64(0), Kinds: c.kinds(group)}
	for i, p := range t.People {
		t.Free &= c.free(p)
		if c.Leaders != nil && c.Leaders[p] > 0 && (t.Leader < 0 || c.Leaders[p] > c.Leaders[t.Leader]) {
			t.Leader = p
		}
		for _, q := range t.People[:i] {
			if apart[pairOf(p, q)] || c.sameBody(p, q) {
				t.Clashes = append(t.Clashes, Pair{q, p})
			}
		}
	}
	return t
}

func (c Composition) apart() map[Pair]bool {
	m := make(map[Pair]bool, len(c.Apart))
	for _, p := range c.Apart {
		m[pairOf(p.A, p.B)] = true
	}
	return m
}

func pairOf(a, b int32) Pair { return Pair{min(a, b), max(a, b)} }

func (c Composition) sameBody(a, b int32) bool {
	return c.Bodies != nil && c.Bodies[a] != 0 && c.Bodies[a] == c.Bodies[b]
}

func (c Composition) free(p int32) uint64 {
	if c.Free == nil || c.Free[p] == 0 {
		return ^uint64(0)
	}
	return c.Free[p]
}

// kinds counts the kinds of people; whoever said none is of their own.
func (c Composition) kinds(group []int32) int {
	n := 0
	for i, p := range group {
		if c.Kind == nil || c.Kind[p] == 0 || !slices.ContainsFunc(group[:i], func(q int32) bool { return c.Kind[q] == c.Kind[p] }) {
			n++
		}
	}
	return n
}

// times is how many times in common count; more than a few are no better.
func times(free uint64) int { return min(bits.OnesCount64(free), 4) }
