package match

import (
	"context"
	"slices"
)

// lay puts people into the positions of a design: anyhow if all people are alike,
// else looking for the order in which hard exclusions, the history and traits cost
// least, by annealing on exchanges of two people. It never changes who of the
// positions meet, and so never adds a repeat within the schedule.
func (t *timetabling) lay(ctx context.Context, d *design) error {
	order := make([]int32, d.people)
	for i := range order {
		order[i] = int32(i)
	}
	t.chance.shuffle(order)
	if !t.plain {
		if err := t.arrange(ctx, d, order); err != nil {
			return err
		}
	}
	var rounds [][][]int32
	for _, round := range d.rounds {
		var groups [][]int32
		for _, group := range round {
			people := make([]int32, len(group))
			for i, at := range group {
				people[i] = t.people[order[at]]
			}
			groups = append(groups, people)
		}
		rounds = append(rounds, groups)
	}
	t.offer(rounds, d.way)
	return nil
}

// The budget of arrange, in pairs looked at.
const (
	arrangeMost = 150_000_000
	arrangeFar  = 15_000_000 // where there is no table of them
	arrangeHot  = 16 * weightRepeat
)

// arrange betters the order, which has for every position the person in it.
func (t *timetabling) arrange(ctx context.Context, d *design, order []int32) error {
	partners := d.partners()
	costs := t.dearTable()
	budget := arrangeMost
	if t.static == nil {
		budget = arrangeFar
	}
	heats := 0
	for heat := int64(arrangeHot); heat >= coldest; heat -= max(1, heat/16) {
		heats++
	}
	n := len(order)
	moves := min(4*n*n, max(1, budget/heats/(4*max(1, len(partners[0])))))
	done := 0
	for heat := int64(arrangeHot); heat >= coldest; heat -= max(1, heat/16) {
		if err := ctx.Err(); err != nil {
			return err
		}
		tell(ctx, StageAnnealing, done, heats)
		done++
		for range moves {
			x, y := t.chance.below(n), t.chance.below(n)
			if x == y {
				continue
			}
			if change := t.changeOf(costs, partners, order, x, y); change <= 0 || 16*change <= t.chance.exponential(heat) {
				order[x], order[y] = order[y], order[x]
			}
		}
	}
	return nil
}

// changeOf is what it changes that the people in two positions change places.
func (t *timetabling) changeOf(costs []int32, partners [][]int32, order []int32, x, y int) (sum int64) {
	a, b := order[x], order[y]
	if costs == nil {
		return t.changeFar(partners, order, x, y)
	}
	n := len(t.people)
	ofA, ofB := costs[int(a)*n:][:n], costs[int(b)*n:][:n]
	for _, z := range partners[x] {
		if int(z) != y {
			sum += int64(ofB[order[z]]) - int64(ofA[order[z]])
		}
	}
	for _, z := range partners[y] {
		if int(z) != x {
			sum += int64(ofA[order[z]]) - int64(ofB[order[z]])
		}
	}
	return sum
}

// changeFar is changeOf without a table.
func (t *timetabling) changeFar(partners [][]int32, order []int32, x, y int) (sum int64) {
	dear := func(a, b int32) int64 { return t.p.weight(t.people[a], t.people[b]) }
	a, b := order[x], order[y]
	for _, z := range partners[x] {
		if int(z) != y {
			sum += dear(b, order[z]) - dear(a, order[z])
		}
	}
	for _, z := range partners[y] {
		if int(z) != x {
			sum += dear(a, order[z]) - dear(b, order[z])
		}
	}
	return sum
}

// dearTable is what a meeting of any two people costs by what was before the schedule;
// nil where there are too many people for a table.
func (t *timetabling) dearTable() []int32 {
	if t.static == nil {
		return nil
	}
	costs := slices.Clone(t.static)
	for at, met := range t.past {
		costs[at] += weightRepeat * int32(met)
	}
	return costs
}

// partners lists for every position those it meets, as often as it does.
func (d *design) partners() [][]int32 {
	out := make([][]int32, d.people)
	for _, round := range d.rounds {
		for _, group := range round {
			for _, a := range group {
				for _, b := range group {
					if a != b {
						out[a] = append(out[a], b)
					}
				}
			}
		}
	}
	return out
}
