package match

import "slices"

// seating is a schedule on its way to a better one by annealing: who sits where in
// every round. People are numbered as in timetabling.people.
type seating struct {
	t      *timetabling
	n      int
	seats  [][]int32 // by round
	first  []int32   // per seat: the first seat of its group
	last   []int32   // per seat: the seat after its group
	times  []uint8   // how often two people met, before or here, at [a·n + b]
	turns  []int64   // how often a person was in a larger group
	energy int64     // of all pairs: repeats, and what meetings cost besides
}

// again has the weight of one more meeting of people who met so often: a repeat, a
// little more the more often.
var again = func() (w [256]int64) {
	for n := 1; n < len(w); n++ {
		w[n] = weightRepeat + int64(min(n-1, 16))*weightTrait/2
	}
	return w
}()

// newSeating seats people in every round at random, or as the rounds given say.
func (t *timetabling) newSeating(rounds [][][]int32) *seating {
	g := &seating{t: t, n: len(t.people)}
	for _, size := range t.sizes {
		first := int32(len(g.first))
		for range size {
			g.first = append(g.first, first)
			g.last = append(g.last, first+int32(size))
		}
	}
	number := make([]int32, t.p.in.People)
	for i, a := range t.people {
		number[a] = int32(i)
	}
	for r := range t.rounds {
		var seats []int32
		if rounds != nil {
			bySize := slices.SortedStableFunc(slices.Values(rounds[r]), func(a, b []int32) int { return len(b) - len(a) })
			for _, a := range slices.Concat(bySize...) {
				seats = append(seats, number[a])
			}
		} else {
			for i := range g.n {
				seats = append(seats, int32(i))
			}
			t.chance.shuffle(seats)
		}
		g.seats = append(g.seats, seats)
	}
	return g
}

// count counts the first so many rounds anew.
func (g *seating) count(rounds int) {
	if g.times == nil {
		g.times = make([]uint8, g.n*g.n)
		g.turns = make([]int64, g.n)
	}
	clear(g.times)
	if g.t.past != nil {
		copy(g.times, g.t.past)
	}
	for i, a := range g.t.people {
		g.turns[i] = 0
		if g.t.p.in.Larger != nil {
			g.turns[i] = int64(g.t.p.in.Larger[a])
		}
	}
	g.energy = 0
	for r := range rounds {
		g.add(r)
	}
}

// add counts a round.
func (g *seating) add(r int) {
	for i, a := range g.seats[r] {
		if g.larger(i) {
			g.turns[a]++
		}
		for _, b := range g.seats[r][g.first[i]:i] {
			g.energy += again[g.times[int(a)*g.n+int(b)]]
			if g.t.static != nil {
				g.energy += int64(g.t.static[int(a)*g.n+int(b)])
			}
			g.meet(a, b, 1)
		}
	}
}

func (g *seating) larger(seat int) bool {
	return int(g.last[seat]-g.first[seat]) > g.t.p.in.Size
}

// meet counts a meeting more or less; numbers wrap, so that −1 is 255.
func (g *seating) meet(a, b int32, by uint8) {
	g.times[int(a)*g.n+int(b)] += by
	g.times[int(b)*g.n+int(a)] += by
}

// change is what it changes in weight that the people in two seats of a round change
// places: in that of pairs, and in turns in larger groups.
func (g *seating) change(seats []int32, i, j int) (pairs, turns int64) {
	a, b := seats[i], seats[j]
	ofA, ofB := g.times[int(a)*g.n:int(a+1)*g.n], g.times[int(b)*g.n:int(b+1)*g.n]
	for at := g.first[i]; at < g.last[i]; at++ {
		if y := seats[at]; y != a {
			pairs += again[ofB[y]] - again[ofA[y]-1]
		}
	}
	for at := g.first[j]; at < g.last[j]; at++ {
		if y := seats[at]; y != b {
			pairs += again[ofA[y]] - again[ofB[y]-1]
		}
	}
	if g.t.static != nil {
		pairs += g.changeStatic(seats, i, j)
	}
	switch {
	case g.larger(i) && !g.larger(j):
		turns = weightTurn * (g.turns[b] - g.turns[a] + 1)
	case g.larger(j) && !g.larger(i):
		turns = weightTurn * (g.turns[a] - g.turns[b] + 1)
	}
	return pairs, turns
}

func (g *seating) changeStatic(seats []int32, i, j int) (sum int64) {
	a, b := seats[i], seats[j]
	ofA, ofB := g.t.static[int(a)*g.n:int(a+1)*g.n], g.t.static[int(b)*g.n:int(b+1)*g.n]
	for at := g.first[i]; at < g.last[i]; at++ {
		if y := seats[at]; y != a {
			sum += int64(ofB[y] - ofA[y])
		}
	}
	for at := g.first[j]; at < g.last[j]; at++ {
		if y := seats[at]; y != b {
			sum += int64(ofA[y] - ofB[y])
		}
	}
	return sum
}

// exchange makes the people in two seats of a round change places.
func (g *seating) exchange(seats []int32, i, j int) {
	a, b := seats[i], seats[j]
	for at := g.first[i]; at < g.last[i]; at++ {
		if y := seats[at]; y != a {
			g.meet(a, y, 255)
			g.meet(b, y, 1)
		}
	}
	for at := g.first[j]; at < g.last[j]; at++ {
		if y := seats[at]; y != b {
			g.meet(b, y, 255)
			g.meet(a, y, 1)
		}
	}
	if g.larger(i) != g.larger(j) {
		if g.larger(j) {
			a, b = b, a
		}
		g.turns[a]--
		g.turns[b]++
	}
	seats[i], seats[j] = seats[j], seats[i]
}

// rounds gives the groups by round, of people.
func (g *seating) rounds() (all [][][]int32) {
	for _, seats := range g.seats {
		var groups [][]int32
		for at := 0; at < g.n; at = int(g.last[at]) {
			var group []int32
			for _, a := range seats[at:g.last[at]] {
				group = append(group, g.t.people[a])
			}
			groups = append(groups, group)
		}
		all = append(all, groups)
	}
	return all
}
