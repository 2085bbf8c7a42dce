package bench

import (
	"context"
	"fmt"
	"slices"
)

// row is a line of the tables: an instance, how it is solved, and what it should
// reach.
type row struct {
	name, what string
	quick      bool // small enough for a test
	// file writes the instance, where it is one that other programs can read.
	file  func(name string) error
	peers []peer
	solve func(ctx context.Context, w *watch, file string) (Outcome, error)
	// command is what to run of our program instead, from start to end.
	command func(file string) []string
	target
}

// peer is another program that solves a file.
type peer struct {
	program string
	args    []string // after the file
	ratio   float64  // the target: our processor time in its; 0 for none
}

// target is what a row should reach, besides ratios; 0 for nothing.
type target struct {
	wall float64 // seconds
	mb   float64
	// repeats and gap are for rows whose outcome has them. The gap is in percent
	// of the bound.
	repeats *int
	gap     float64
}

// The programs of other people.
const (
	lemon   = "lemon_bench"
	pricing = "lemon_price"
)

// rows are all there is, in the order of the tables.
func rows() []row {
	return slices.Concat(graphs(), completes(), draws(), chances(), schedules(), markets(), sheets())
}

// graphs are edge lists, solved exactly.
func graphs() []row {
	both := func(dense, priced float64) []peer {
		return []peer{{lemon, []string{"perfect"}, dense}, {pricing, []string{"8"}, priced}}
	}
	one := func(ratio float64) []peer { return []peer{{lemon, []string{"perfect"}, ratio}} }
	return []row{
		edgeList("complete-300", "300 people, every pair", true, kind{n: 300, rounds: 24, jitter: 50}, 0, both(0, 0)),
		edgeList("complete-1000", "1,000 people, every pair", false, kind{n: 1000, rounds: 24, jitter: 50}, 0, both(0.35, 2)),
		edgeList("ties-1000", "1,000 people, every pair, without jitter", false, kind{n: 1000, rounds: 24}, 0, both(0, 0)),
		edgeList("hard-1000", "1,000 people, every pair, hard", false, kind{n: 1000, rounds: 24, hard: true, jitter: 50}, 0, both(0.35, 2)),
		edgeList("hard-2000", "2,000 people, every pair, hard", false, kind{n: 2000, rounds: 24, hard: true, jitter: 50}, 0, both(0.10, 2)),
		edgeList("complete-4000", "4,000 people, every pair", false, kind{n: 4000, rounds: 24, jitter: 50}, 0, both(0.03, 2)),
		edgeList("sparse-1000", "1,000 people, 16 pairs each", true, kind{n: 1000, rounds: 24, jitter: 50}, 16, one(0)),
		edgeList("sparse-10000", "10,000 people, 16 pairs each", false, kind{n: 10_000, rounds: 24, jitter: 50}, 16, one(0.5)),
		edgeList("sparse-100000", "100,000 people, 16 pairs each", false, kind{n: 100_000, rounds: 24, jitter: 50}, 16, one(0.2)),
	}
}

func edgeList(name, what string, quick bool, k kind, each int, peers []peer) row {
	return row{
		name: name, what: what, quick: quick, peers: peers, solve: solveGraph,
		file: func(name string) error { return writeGraph(name, k, each) },
	}
}

// draws are rounds of pairs with 24 rounds behind them.
func draws() []row {
	draw := func(name, what string, quick bool, k kind, t target) row {
		k.rounds = 24
		return row{name: name, what: what, quick: quick, target: t, solve: func(ctx context.Context, w *watch, _ string) (Outcome, error) {
			return solveDraw(ctx, w, k)
		}}
	}
	return []row{
		draw("draw-1000", "a draw of 1,000 people, hard", true, kind{n: 1000, hard: true}, target{repeats: most(0)}),
		draw("draw-10000", "a draw of 10,000 people", false, kind{n: 10_000}, target{wall: 5, mb: 128}),
		draw("draw-hard-10000", "a draw of 10,000 people, hard", false, kind{n: 10_000, hard: true}, target{wall: 5, mb: 128}),
		draw("near-10002", "a draw of 10,002 people, hard, without the exact solver", false, kind{n: 10_002, hard: true}, target{wall: 1, gap: 1.5}),
		draw("draw-1000000", "a draw of 1,000,000 people", false, kind{n: 1_000_000}, target{wall: 1, mb: 200, gap: 0.01, repeats: most(0)}),
	}
}

// completes are graphs too large to be written down, solved exactly from a function
// that gives the weights.
func completes() []row {
	complete := func(name, what string, quick bool, k kind, t target) row {
		k.rounds = 24
		return row{name: name, what: what, quick: quick, target: t, solve: func(ctx context.Context, w *watch, _ string) (Outcome, error) {
			return solveComplete(ctx, w, k)
		}}
	}
	five := target{wall: 5, mb: 128}
	return []row{
		complete("exact-1000", "every pair of 1,000 people, by function, hard", true, kind{n: 1000, hard: true, jitter: 50}, target{}),
		complete("exact-10000", "every pair of 10,000 people, by function", false, kind{n: 10_000, jitter: 50}, five),
		complete("exact-hard-10000", "every pair of 10,000 people, by function, hard", false, kind{n: 10_000, hard: true, jitter: 50}, five),
		complete("exact-ties-10000", "every pair of 10,000 people, by function, without jitter", false, kind{n: 10_000}, five),
	}
}

// schedules are whole schedules of groups: groups-size-rounds.
func schedules() []row {
	schedule := func(name string, quick bool, groups, size, rounds, repeats int) row {
		return row{
			name: name, what: fmt.Sprintf("a schedule of %d groups of %d in %d rounds", groups, size, rounds), quick: quick, target: target{repeats: most(repeats)},
			solve: func(ctx context.Context, w *watch, _ string) (Outcome, error) {
				return solveSchedule(ctx, w, groups*size, size, rounds)
			},
		}
	}
	return []row{
		schedule("groups-4-3-5", true, 4, 3, 5, 3),
		schedule("groups-5-3-7", false, 5, 3, 7, 0),
		schedule("groups-4-6-6", false, 4, 6, 6, 84),
		schedule("groups-5-6-10", false, 5, 6, 10, 315),
		schedule("groups-8-4-9", false, 8, 4, 9, 0),
		schedule("groups-8-4-10", false, 8, 4, 10, 16),
		schedule("groups-7-4-9", false, 7, 4, 9, 16),
		schedule("groups-20-5-20", false, 20, 5, 20, 40),
		schedule("groups-200-5-12", false, 200, 5, 12, 0),
	}
}

// chances are draws by pure chance.
func chances() []row {
	uniform := func(name, what string, quick bool, k kind, t target) row {
		return row{name: name, what: what, quick: quick, target: t, solve: func(ctx context.Context, w *watch, _ string) (Outcome, error) {
			return solveUniform(ctx, w, k)
		}}
	}
	return []row{
		uniform("uniform-1000", "pure chance, 1,000 people, 24 rounds met", true, kind{n: 1000, rounds: 24}, target{repeats: most(0)}),
		uniform("uniform-10000", "pure chance, 10,000 people, 24 rounds met", false, kind{n: 10_000, rounds: 24}, target{wall: 2, repeats: most(0)}),
	}
}

// sheets are draws from spreadsheets, measured from start to end.
func sheets() []row {
	return []row{{
		name: "sheets-1000000", what: "`cuppa match` with 1,000,000 rows and 12,000,000 in met.csv, from start to end",
		file: func(name string) error { return writeSheets(name, kind{n: 1_000_000, rounds: 24}) },
		command: func(file string) []string {
			return []string{
				"match", "--people", file + ".people", "--met", file + ".met", "--out", file + ".groups",
				"--different", "organisation:6,region:4,seniority:2", "--share", "languages:5,hours:3",
			}
		},
		target: target{wall: 10, mb: 1024, repeats: most(0)},
	}}
}

// markets are assignments of seekers to offers.
func markets() []row {
	assign := func(name, what string, quick bool, seekers int, t target) row {
		return row{name: name, what: what, quick: quick, target: t, solve: func(ctx context.Context, w *watch, _ string) (Outcome, error) {
			return solveMarket(ctx, w, seekers)
		}}
	}
	return []row{
		assign("assign-10000", "10,000 seekers who list 10 of 1,000 offers", true, 10_000, target{}),
		assign("assign-1000000", "1,000,000 seekers who list 10 of 100,000 offers", false, 1_000_000, target{wall: 1}),
	}
}

func most(n int) *int { return &n }
