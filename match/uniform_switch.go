package match

import (
	"context"
	"slices"
)

// switchSteps is how often exchanges are tried: as often as is quick, or so often that
// everybody is asked 64 times.
func (u *uniform) switchSteps() int64 {
	return max(1<<20, 32*int64(len(u.people)))
}

// switchPeople makes random exchanges of people between groups, each only if what
// comes out is allowed: the switch chain (Diaconis, Graham and Holmes 2001; Jerrum and
// Sinclair 1989 on how fast such chains mix). An exchange and its reverse are as
// likely, so that in the long run all divisions that can be reached are. Every fourth
// step moves three people round, because exchanges of two do not reach everything (two
// ways to pair a ring of six). Pins stay in the groups they are in.
//
// After a number of steps the division is only approximately uniform.
func (u *uniform) switchPeople(ctx context.Context, groups [][]int32, chance *source, steps int64) error {
	c := newSwitcher(u, groups)
	n := len(c.movable)
	if n < 2 || len(groups) < 2 {
		return nil
	}
	for step := range steps {
		if step&0xfff == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			tell(ctx, StageDrawing, int(step), int(steps))
		}
		i, j := c.movable[chance.below(n)], c.movable[chance.below(n)]
		if step&3 != 3 {
			c.exchange(i, j)
			continue
		}
		c.rotate(i, j, c.movable[chance.below(n)])
	}
	for g := range groups {
		copy(groups[g], c.people[c.start[g]:c.start[g+1]])
	}
	return nil
}

// switcher has the people of all groups one after the other, so that a place says
// which group it is in.
type switcher struct {
	u       *uniform
	people  []int32
	start   []int32 // start[g]:start[g+1] are the places of group g
	group   []int32 // per place
	movable []int32 // places whose people are not pinned
}

func newSwitcher(u *uniform, groups [][]int32) *switcher {
	c := &switcher{u: u, people: slices.Concat(groups...), start: []int32{0}}
	pin := u.pins()
	for g, group := range groups {
		for range group {
			place := int32(len(c.group))
			c.group = append(c.group, int32(g))
			if pin[c.people[place]] < 0 {
				c.movable = append(c.movable, place)
			}
		}
		c.start = append(c.start, int32(len(c.group)))
	}
	return c
}

// fits says whether somebody may have a place, whoever has it now.
func (c *switcher) fits(a, place int32) bool {
	g := c.group[place]
	for i := c.start[g]; i < c.start[g+1]; i++ {
		if i != place && c.u.barred(a, c.people[i]) {
			return false
		}
	}
	return true
}

func (c *switcher) exchange(i, j int32) {
	a, b := c.people[i], c.people[j]
	if c.group[i] != c.group[j] && c.fits(a, j) && c.fits(b, i) {
		c.people[i], c.people[j] = b, a
	}
}

// rotate moves the people at three places on to the next.
func (c *switcher) rotate(i, j, k int32) {
	if c.group[i] == c.group[j] || c.group[j] == c.group[k] || c.group[k] == c.group[i] {
		return
	}
	x, y, z := c.people[i], c.people[j], c.people[k]
	if c.fits(x, j) && c.fits(y, k) && c.fits(z, i) {
		c.people[i], c.people[j], c.people[k] = z, x, y
	}
}
