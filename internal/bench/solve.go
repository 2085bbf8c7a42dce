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
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := newNetwork(k).writeEdges(f, each); err != nil {
		f.Close()
		return err
	}
	return f.Close()
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
	in := newNetwork(k).input()
	w.start()
	res, err := match.Draw(ctx, in, [32]byte{1})
	out := w.stop()
	if err != nil {
		return out, err
	}
	out.Repeats = len(res.Repeats)
	out.Said = fmt.Sprintf("%d repeats; same organisation %d, region %d, seniority %d", len(res.Repeats), res.Same[0], res.Same[1], res.Same[2])
	if res.Optimal {
		out.Proof, out.Gap = "optimal", 0
	}
	return out, nil
}

// input is a network as a draw takes it.
func (w *network) input() match.Input {
	in := match.Input{People: w.n, Size: 2, Traits: make([]match.Trait, 3), Met: make([]match.Meeting, 0, w.n/2*w.rounds)}
	for t := range in.Traits {
		in.Traits[t].Values = make([]int32, w.n)
	}
	for i, p := range w.people {
		in.Traits[0].Values[i], in.Traits[1].Values[i], in.Traits[2].Values[i] = p.organisation+1, p.region+1, p.seniority+1
		for r := range w.rounds {
			if b := w.met[i*w.rounds+r]; b > int32(i) {
				in.Met = append(in.Met, match.Meeting{Round: int32(r), A: int32(i), B: b})
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
