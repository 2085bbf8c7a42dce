package match

import (
	"context"
	"slices"
)

// blind draws divisions without looking who is barred from whom, and throws away
// those that are not allowed: rejection (von Neumann 1951), which is exactly uniform.
// Two things make it quick, and change nothing in what comes out. A try ends at the
// first two people who are barred. And whoever is asked for a partner next has
// [uniform.spare] bars at least, however the try went: so many bars are forgiven, as
// all divisions are helped by the same factor. With n people who have met R others
// each, it takes about e^(0.31·R) tries of n/5 pairs; e^(R/2) without forgiving.
type blind struct {
	u      *uniform
	chance *source
	free   []int32 // all people; the first left of them are in no group yet
	at     []int32 // where somebody is in free
	left   int
	next   int32 // who is asked for others next, if they can be
	mild   bool  // nothing is forgiven any more
	looks  int64
	begun  [][]int32 // the groups that pins are in; nil for the others
	rest   int       // how many were left for the others
}

// reject gives a uniformly random allowed division, or nil if it has not found one
// within so many looks at a person.
func (u *uniform) reject(ctx context.Context, chance *source, looks int64) ([][]int32, error) {
	n := len(u.people)
	b := &blind{u: u, chance: chance, free: make([]int32, n), at: make([]int32, n), begun: make([][]int32, len(u.sizes))}
	for a := range int32(n) {
		b.free[a], b.at[a] = a, a
	}
	for tries := 0; b.looks < looks; tries++ {
		if tries&255 == 0 {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			tell(ctx, StageDrawing, int(b.looks), 0)
		}
		if b.try() {
			return b.groups(), nil
		}
	}
	return nil, nil
}

// groups gives the groups of pins, and cuts the others from those who were taken.
func (b *blind) groups() (groups [][]int32) {
	taken := slices.Clone(b.free[:b.rest])
	slices.Reverse(taken)
	for g, size := range b.u.sizes {
		if b.begun[g] != nil {
			groups = append(groups, b.begun[g])
			continue
		}
		groups = append(groups, taken[:size:size])
		taken = taken[size:]
	}
	return groups
}

// try draws a division, and stops as soon as it is not allowed. Every division is as
// likely as every other: pins have their groups, the larger groups get random people,
// and then somebody who is left gets random people, again and again. Who that is
// depends only on what was drawn before.
func (b *blind) try() bool {
	b.left, b.next, b.mild = len(b.free), 0, false
	if !b.placePins() || !b.fillBegun() {
		return false
	}
	b.rest = b.left
	smallest := b.u.sizes[len(b.u.sizes)-1]
	for g, size := range b.u.sizes {
		if b.begun[g] != nil {
			continue
		}
		end := b.left
		if size == smallest && !b.partner(b.ask()) || !b.fill(end, size) {
			return false
		}
	}
	return true
}

// ask gives the next person who has as many bars among those who are left as all can
// be forgiven. There always is one: that is less than the average.
func (b *blind) ask() (a int32, forgiven int) {
	n := int32(len(b.free))
	forgiven = b.u.spare(n - int32(b.left))
	if forgiven == 0 && !b.mild {
		b.mild, b.next = true, 0 // begin with those who were passed over
	}
	for ; ; b.next = (b.next + 1) % n {
		if int(b.at[b.next]) < b.left && (forgiven == 0 || b.barsLeft(b.next) >= forgiven) {
			return b.next, forgiven
		}
	}
}

// barsLeft counts those who are left and barred from somebody.
func (b *blind) barsLeft(a int32) (n int) {
	for _, c := range b.u.barsOf(a) {
		if int(b.at[c]) < b.left {
			n++
		}
	}
	return n
}

// partner takes somebody, and a random person for them. A bar is drawn again if it is
// one of those forgiven.
func (b *blind) partner(a int32, forgiven int) bool {
	b.take(a)
	for {
		c := b.free[b.chance.below(b.left)]
		b.looks++
		if !b.u.barred(a, c) {
			b.take(c)
			return true
		}
		if forgiven == 0 {
			return false
		}
		if bars := b.barsLeft(a); bars == b.left || b.chance.below(bars) >= forgiven {
			return false
		}
	}
}

// placePins gives every pin a group: each as often as there are ways to put people
// into all places so that the pins are together. A pin of k people goes into any
// group, and stays if k places drawn blindly, of the largest group's, are left in it.
func (b *blind) placePins() bool {
	if len(b.u.begun) == 0 {
		return true
	}
	clear(b.begun)
	left := slices.Clone(b.u.sizes)
	for _, pin := range b.u.begun {
		g := b.chance.below(len(left))
		b.looks++
		if b.chance.below(ways(b.u.sizes[0], len(pin))) >= ways(left[g], len(pin)) {
			return false
		}
		for _, a := range pin {
			if b.u.barredFrom(a, b.begun[g]) {
				return false
			}
		}
		left[g] -= len(pin)
		b.begun[g] = slices.Concat(b.begun[g], pin)
	}
	for _, pin := range b.u.begun {
		for _, a := range pin {
			b.take(a)
		}
	}
	return true
}

// ways is the number of ways to give so many people a place each.
func ways(places, people int) int {
	product := 1
	for i := range people {
		product *= max(0, places-i)
	}
	return product
}

// fillBegun takes random people into the groups of pins.
func (b *blind) fillBegun() bool {
	if len(b.u.begun) == 0 {
		return true
	}
	for g, group := range b.begun {
		for group != nil && len(group) < b.u.sizes[g] {
			a := b.free[b.chance.below(b.left)]
			b.looks++
			if b.u.barredFrom(a, group) {
				return false
			}
			b.take(a)
			group = append(group, a)
		}
		b.begun[g] = group
	}
	return true
}

// fill takes random people into the group from left to end until it has its size.
func (b *blind) fill(end, size int) bool {
	for end-b.left < size {
		a := b.free[b.chance.below(b.left)]
		b.looks++
		if b.u.barredFrom(a, b.free[b.left:end]) {
			return false
		}
		b.take(a)
	}
	return true
}

// take moves somebody from those who are left to the front of those who are not.
func (b *blind) take(a int32) {
	b.left--
	i, c := b.at[a], b.free[b.left]
	b.free[i], b.free[b.left] = c, a
	b.at[c], b.at[a] = i, int32(b.left)
}
