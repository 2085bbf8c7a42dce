package bench

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"

	"cuppa.example/match"
)

// writeGraph makes the file of an edge list.
func writeGraph(name string, k kind, each int) error {
	return writeFile(name, func(b *bufio.Writer) error { return newNetwork(k).writeEdges(b, each) })
}

// solveGraph reads an edge list and pairs everybody.
func solveGraph(ctx context.Context, w *watch, file string) (Outcome, error) {
	g, err := readEdges(file)
	if err != nil {
		return Outcome{}, err
	}
	w.start()
	m, err := g.Perfect(ctx)
	out := w.stop()
	if err != nil {
		return out, err
	}
	if err := g.Check(m); err != nil {
		return out, err
	}
	out.Weight, out.Proof = m.Weight, "optimal"
	return out, nil
}

// readEdges trusts what it reads, which was made here.
func readEdges(name string) (g match.Graph, err error) {
	f, err := os.Open(name)
	if err != nil {
		return g, err
	}
	defer f.Close()
	words := bufio.NewScanner(bufio.NewReaderSize(f, 1<<20))
	words.Split(bufio.ScanWords)
	next := func() (v int64) {
		if !words.Scan() {
			err = io.ErrUnexpectedEOF
			return 0
		}
		v, failed := strconv.ParseInt(words.Text(), 10, 64)
		if failed != nil {
			err = failed
		}
		return v
	}
	g.People = int(next())
	edges := next()
	g.Edges = make([]match.Edge, 0, edges)
	for range edges {
		g.Edges = append(g.Edges, match.Edge{A: int32(next()), B: int32(next()), Weight: next()})
	}
	return g, err
}

// solveDraw draws a round.
func solveDraw(ctx context.Context, w *watch, k kind) (Outcome, error) {
	in := newNetwork(k).input().Canonical() // in order, as cuppa match has it after reading
	w.start()
	res, err := match.Draw(ctx, in, [32]byte{1})
	out := w.stop()
	if err != nil {
		return out, err
	}
	reached, least := in.Reached(res), res.Least
	out.Repeats = reached.Repeats
	out.Said = fmt.Sprintf("%d repeats", out.Repeats)
	if reached.Unplaced+reached.Repeats <= least.Unplaced+least.Repeats && len(least.Same) == 1 {
		// The weights of pairs and the cost of what they fail have a factor in common.
		most := int64(k.n/2)*worthMost/worthFactor - least.Same[0]
		out.Gap = 100 * float64(reached.Same[0]-least.Same[0]) / float64(most)
		out.Said += fmt.Sprintf(", gap %.4f %%", out.Gap)
	}
	switch {
	case res.Proof != nil:
		if err := match.Confirm(in, res); err != nil {
			return out, err
		}
		out.Proof = "optimal, proof confirmed"
	case res.Optimal:
		out.Proof = "optimal"
	}
	return out, nil
}

// solveComplete pairs everybody of a network that is too large for an edge list.
func solveComplete(ctx context.Context, w *watch, k kind) (Outcome, error) {
	c := match.Complete{People: k.n, Weigh: newNetwork(k).weigh}
	w.start()
	m, err := c.Perfect(ctx)
	out := w.stop()
	if err != nil {
		return out, err
	}
	if err := c.Check(m); err != nil {
		return out, err
	}
	out.Weight, out.Proof = m.Weight, "optimal, proof confirmed"
	out.Said = fmt.Sprintf("weight %d", m.Weight)
	return out, nil
}

// solveSchedule makes a whole schedule, and has it checked.
func solveSchedule(ctx context.Context, w *watch, people, size, rounds int) (Outcome, error) {
	w.start()
	plan, err := match.Schedule(ctx, match.Input{People: people, Size: size}, rounds, [32]byte{1})
	out := w.stop()
	if err != nil {
		return out, err
	}
	groups := make([][][]int32, rounds)
	for r, res := range plan.Rounds {
		groups[r] = res.Groups
	}
	m, err := match.CheckSchedule(people, size, groups)
	if err != nil {
		return out, err
	}
	if out.Repeats = m.Repeats(); out.Repeats != plan.Repeats {
		return out, fmt.Errorf("%d repeats were said, %d are there", plan.Repeats, out.Repeats)
	}
	out.Said = fmt.Sprintf("%d repeats, %d at least; %s", plan.Repeats, plan.Least, plan.Way)
	if plan.Optimal() {
		out.Proof = "optimal"
	}
	return out, nil
}

// solveUniform draws a round by pure chance.
func solveUniform(ctx context.Context, w *watch, k kind) (Outcome, error) {
	in := newNetwork(k).input()
	in.Mode, in.Traits = match.Uniform, nil
	w.start()
	res, err := match.Draw(ctx, in, [32]byte{1})
	out := w.stop()
	if err != nil {
		return out, err
	}
	out.Repeats = len(res.Repeats)
	out.Said = fmt.Sprintf("%d repeats", out.Repeats)
	switch res.How {
	case match.HowRejected, match.HowCounted:
		out.Proof = "exactly uniform"
	case match.HowSwitched:
		out.Proof = fmt.Sprintf("approximately uniform, %d switches", res.Steps)
	}
	return out, nil
}

// What Draw makes of the weights: all are multiples of the factor, and a pair that
// fails nothing is worth the most.
const (
	worthFactor = 50
	worthMost   = worthPair + worthOrganisation + worthRegion + worthSeniority + worthLanguage + worthHour
)

// input is a network as a draw takes it: what weighs counts together, and interests
// do not count.
func (w *network) input() match.Input {
	values := func(weight int32, of func(p *somebody) int32) match.Trait {
		t := match.Trait{Weight: weight, With: true, Values: make([]int32, w.n)}
		for i := range w.people {
			t.Values[i] = 1 + of(&w.people[i])
		}
		return t
	}
	sets := func(weight int32, of func(p *somebody) uint64) match.Trait {
		t := match.Trait{Weight: weight, With: true, Share: true, Sets: make([]uint64, w.n)}
		for i := range w.people {
			t.Sets[i] = of(&w.people[i])
		}
		return t
	}
	in := match.Input{People: w.n, Size: 2, Met: make([]match.Meeting, 0, w.n/2*w.rounds), Traits: []match.Trait{
		values(worthOrganisation, func(p *somebody) int32 { return p.organisation }),
		values(worthRegion, func(p *somebody) int32 { return p.region }),
		values(worthSeniority, func(p *somebody) int32 { return p.seniority }),
		sets(worthLanguage, func(p *somebody) uint64 { return p.languages }),
		sets(worthHour, func(p *somebody) uint64 { return p.hours }),
	}}
	in.Traits[0].With = false
	for i := range int32(w.n) {
		for r := range w.rounds {
			if b := w.met[int(i)*w.rounds+r]; b > i {
				in.Met = append(in.Met, match.Meeting{Round: int32(r), A: i, B: b})
			}
		}
	}
	return in
}

// newMarket has seekers who list ten offers each, and offers that take whoever
// lists them in an order of their own, nine at most.
func newMarket(seekers int) match.Market {
	const listed, places = 10, 9
	chance := rand.New(rand.NewPCG(1, 1))
	offers := int32(seekers / 10)
	m := match.Market{Wishes: make([][]int32, seekers), Offers: make([]match.Offer, offers)}
	lists := make([]int32, 0, listed*seekers)
	for s := range m.Wishes {
		begin := len(lists)
		for len(lists) < begin+listed {
			if o := chance.Int32N(offers); !slices.Contains(lists[begin:], o) {
				lists = append(lists, o)
				m.Offers[o].Takes = append(m.Offers[o].Takes, int32(s))
			}
		}
		m.Wishes[s] = lists[begin:len(lists):len(lists)]
	}
	for o := range m.Offers {
		m.Offers[o].Capacity = places
		takes := m.Offers[o].Takes
		chance.Shuffle(len(takes), func(i, j int) { takes[i], takes[j] = takes[j], takes[i] })
	}
	return m
}

// solveMarket assigns seekers to offers.
func solveMarket(ctx context.Context, w *watch, seekers int) (Outcome, error) {
	m := newMarket(seekers)
	w.start()
	a, err := m.Stable(ctx, [32]byte{1})
	out := w.stop()
	if err != nil {
		return out, err
	}
	blocking, err := m.Blocking(a)
	if err != nil {
		return out, err
	}
	out.Said = fmt.Sprintf("%d blocking pairs, %d seekers without an offer", len(blocking), len(a.Unmatched))
	if len(blocking) == 0 {
		out.Proof = "stable"
	}
	return out, nil
}
