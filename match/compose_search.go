package match

import (
	"context"
	"math"
	"slices"
)

// composer is a composition on its way to better groups.
type composer struct {
	c      Composition
	apart  map[Pair]bool
	sizes  []int
	groups [][]int32
	left   []int32
	chance *source
	prices prices
}

// prices is what each thing that is less than the best costs.
type prices struct{ clash, left, leader, time, kind, place, pair, slot float64 }

// While annealing, prices are close to each other, so that a way through something
// worse is found; at the end each line is worth more than all below it together.
var (
	nearPrices  = prices{clash: 9000, left: 8000, leader: 4000, time: 3000, kind: 1000, place: 0, pair: 40, slot: 10}
	exactPrices = prices{clash: 1e14, left: 1e12, leader: 1e10, time: 1e8, kind: 1e6, place: 10, pair: 1, slot: 0.1}
)

// A temperature falls from hot to cold in so many steps a person.
const (
	composeHot, composeCold = 3000.0, 3.0
	composeSteps            = 1200
	composeTries            = 3
)

func newComposer(c Composition, chance *source) *composer {
	s := &composer{c: c, apart: c.apart(), chance: chance, sizes: Sizes(c.People, c.Size)}
	if c.Groups > 0 && len(s.sizes) > c.Groups {
		s.sizes = s.sizes[:c.Groups]
		for i := range s.sizes {
			s.sizes[i] = c.Size
		}
	}
	return s
}

func (s *composer) search(ctx context.Context) error {
	var best [][]int32
	var bestLeft []int32
	lowest := math.Inf(1)
	for range composeTries {
		s.begin()
		s.prices = nearPrices
		if err := s.anneal(ctx); err != nil {
			return err
		}
		s.prices = exactPrices
		s.settle()
		if cost := s.cost(); cost < lowest {
			best, bestLeft, lowest = s.groups, s.left, cost
		}
	}
	s.groups, s.left = best, bestLeft
	return nil
}

// begin fills the groups by chance; who finds no place is left.
func (s *composer) begin() {
	people := make([]int32, s.c.People)
	for i := range people {
		people[i] = int32(i)
	}
	s.chance.shuffle(people)
	s.groups, s.left = make([][]int32, len(s.sizes)), nil
	for i, size := range s.sizes {
		n := min(size, len(people))
		s.groups[i] = slices.Clone(people[:n])
		people = people[n:]
	}
	s.left = slices.Clone(people)
}

// at is the list of a group, or of who is left.
func (s *composer) at(group int) []int32 {
	if group == len(s.groups) {
		return s.left
	}
	return s.groups[group]
}

// priceOf is what a group costs, or being left.
func (s *composer) priceOf(group int) float64 {
	if group == len(s.groups) {
		return s.priceOfLeft()
	}
	g, p := s.groups[group], s.prices
	free, leads, cost := ^uint64(0), false, 0.0
	for i, a := range g {
		free &= s.c.free(a)
		leads = leads || s.c.Leaders == nil || s.c.Leaders[a] > 0
		for _, b := range g[:i] {
			if s.c.sameBody(a, b) || len(s.apart) > 0 && s.apart[pairOf(a, b)] {
				cost += p.clash
			}
			if s.c.Kind != nil && s.c.Kind[a] != 0 && s.c.Kind[a] == s.c.Kind[b] {
				cost += p.pair
			}
		}
	}
	if len(g) == 0 {
		return 0
	}
	if !leads {
		cost += p.leader
	}
	if free == 0 {
		cost += p.time
	}
	return cost + p.kind*float64(max(0, min(s.c.Kinds, len(g))-s.c.kinds(g))) - p.slot*float64(times(free))
}

func (s *composer) priceOfLeft() float64 {
	cost := 0.0
	for _, a := range s.left {
		cost += s.prices.left + s.prices.place*float64(s.c.People-int(a))
	}
	return cost
}

func (s *composer) cost() float64 {
	sum := s.priceOfLeft()
	for i := range s.groups {
		sum += s.priceOf(i)
	}
	return sum
}

// anneal exchanges people of two groups as chance has it.
func (s *composer) anneal(ctx context.Context) error {
	places := len(s.groups)
	if len(s.left) > 0 {
		places++
	}
	if places < 2 {
		return ctx.Err()
	}
	steps := composeSteps * s.c.People
	for step := range steps {
		if step%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		i, j := s.chance.below(places), s.chance.below(places-1)
		if j >= i {
			j++
		}
		heat := composeHot * math.Pow(composeCold/composeHot, float64(step)/float64(steps))
		a, b := s.chance.below(len(s.at(i))), s.chance.below(len(s.at(j)))
		before := s.priceOf(i) + s.priceOf(j)
		s.exchange(i, a, j, b)
		worse := s.priceOf(i) + s.priceOf(j) - before
		if worse > 0 && float64(s.chance.below(1<<30))/(1<<30) >= math.Exp(-worse/heat) {
			s.exchange(i, a, j, b)
		}
	}
	return nil
}

func (s *composer) exchange(i, a, j, b int) {
	x, y := s.at(i), s.at(j)
	x[a], y[b] = y[b], x[a]
}

// settle improves until no exchange helps, and takes out who must not be where
// they are.
func (s *composer) settle() {
	for s.descend() || s.enter() || s.evict() {
	}
}

// descend makes every exchange that helps, and says whether there was one.
func (s *composer) descend() (helped bool) {
	for i := range s.groups {
		for j := i + 1; j <= len(s.groups); j++ {
			for a := range s.at(i) {
				for b := range s.at(j) {
					before := s.priceOf(i) + s.priceOf(j)
					s.exchange(i, a, j, b)
					if s.priceOf(i)+s.priceOf(j) < before-1e-3 {
						helped = true
					} else {
						s.exchange(i, a, j, b)
					}
				}
			}
		}
	}
	return helped
}

// enter puts somebody who is left where there is a place for them.
func (s *composer) enter() bool {
	for a, p := range s.left {
		for i := range s.groups {
			if len(s.groups[i]) >= s.sizes[i] {
				continue
			}
			before, left := s.cost(), s.left
			s.groups[i] = append(s.groups[i], p)
			s.left = slices.Delete(slices.Clone(left), a, a+1)
			if s.cost() < before-1e-3 {
				return true
			}
			s.groups[i], s.left = s.groups[i][:len(s.groups[i])-1], left
		}
	}
	return false
}

// evict takes the one out of a group with a clash whom it costs least.
func (s *composer) evict() bool {
	lowest, from, who := math.Inf(1), -1, -1
	for i, g := range s.groups {
		if len(s.c.team(s.apart, g).Clashes) == 0 {
			continue
		}
		for a, p := range g {
			s.groups[i] = slices.Delete(slices.Clone(g), a, a+1)
			s.left = append(s.left, p)
			if cost := s.cost(); cost < lowest {
				lowest, from, who = cost, i, a
			}
			s.groups[i], s.left = g, s.left[:len(s.left)-1]
		}
	}
	if from < 0 {
		return false
	}
	p := s.groups[from][who]
	s.groups[from] = slices.Delete(slices.Clone(s.groups[from]), who, who+1)
	s.left = append(s.left, p)
	return true
}
