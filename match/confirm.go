package match

import (
	"errors"
	"fmt"
	"math/big"
	"runtime"
	"slices"
	"sync"
)

// Proof shows that the pairs of a draw are the best of all ways to pair the same
// people: those in a group of two that no person put together. People in other
// groups (the trio of an odd number, pinned groups) are where they are, and whoever
// is in no group is not spoken of.
//
// It is a solution of the dual linear program (Edmonds 1965, "Maximum matching and a
// polyhedron with 0,1-vertices"). Every pair has one whole cost, Σ Units·levels, in
// which a unit of a level is more than everything that can come below it; every
// person has a dual, and odd sets of people have duals that are not negative. What
// two people pay, their duals less those of the sets that have both, must be at most
// twice Times their cost, and Loose more: then no way to pair them costs less than
// what all pay. Loose leaves room for the chance that decided between pairs of equal
// cost; Times is so large that all of it together is less than one.
//
// It takes 8 bytes a person, and 4 for each person in an odd set.
type Proof struct {
	Input [32]byte // the Digest of what it is about
	Units []int64  // per level of the order in the package comment
	Times int64
	Loose int64
	Duals []int64 // per person of the input; 0 for those it is not about
	Sets  []OddSet
}

// Confirm checks the proof that comes with a draw, without solving anything: from the
// input, the pairs and the duals alone it concludes that no other pairs of the same
// people are better in the order of the package comment. That the groups keep the
// rules is checked as [Assess] does. The error wraps ErrInput, ErrApart, or
// [ErrNotProven], also where there is no proof.
//
// It takes O(n²) for n people on all processors, and memory in proportion to the input.
func Confirm(in Input, res Result) error {
	if res.Proof == nil {
		return fmt.Errorf("%w: no proof comes with it", ErrNotProven)
	}
	assessed, err := Assess(in, res.Groups)
	switch {
	case err != nil:
		return err
	case in.Digest() != res.Proof.Input:
		return fmt.Errorf("%w: it is about another input", ErrNotProven)
	case !slices.Equal(assessed.Same, res.Same) || !slices.Equal(assessed.Repeats, res.Repeats) || assessed.Avoided != res.Avoided:
		return fmt.Errorf("%w: the counts are not those of the groups", ErrNotProven)
	}
	p := newProblem(in)
	pairs := p.provable(res.Groups)
	c, err := newConfirmation(p, pairs, res.Proof)
	if err != nil {
		return err
	}
	if err := c.reaches(); err != nil {
		return err
	}
	return c.allow()
}

// provable are the pairs that nobody put together by hand.
func (p *problem) provable(groups [][]int32) (pairs [][2]int32) {
	pinned := map[int32]bool{}
	for _, pin := range p.in.Pin {
		for _, a := range pin {
			pinned[a] = true
		}
	}
	for _, g := range groups {
		if len(g) == 2 && !pinned[g[0]] && !pinned[g[1]] {
			pairs = append(pairs, [2]int32{g[0], g[1]})
		}
	}
	return pairs
}

// confirmation is a proof on its way to being believed.
type confirmation struct {
	*Proof
	k     packed
	pairs [][2]int32
	who   []int32
	sum   levels
	in    [][]int32 // per position: the sets that the person is in
}

func newConfirmation(p *problem, pairs [][2]int32, proof *Proof) (*confirmation, error) {
	c := &confirmation{Proof: proof, pairs: pairs}
	for _, pair := range pairs {
		c.who = append(c.who, pair[0], pair[1])
		l := p.pairLevels(pair[0], pair[1])
		c.sum.add(&l)
	}
	slices.Sort(c.who)
	if len(proof.Duals) != p.in.People || len(proof.Units) != levelTrait+p.kinds {
		return nil, fmt.Errorf("%w: it is for %d people and %d levels", ErrNotProven, len(proof.Duals), len(proof.Units))
	}
	if proof.Times < 1 || proof.Times > packedMost || proof.Loose < 0 || proof.Loose > packedMost {
		return nil, fmt.Errorf("%w: costs times %d, and %d more", ErrNotProven, proof.Times, proof.Loose)
	}
	for _, a := range c.who {
		if y := proof.Duals[a]; y > mostDual || y < -mostDual {
			return nil, fmt.Errorf("%w: the dual %d", ErrNotProven, y)
		}
	}
	c.k = packed{p: p, most: p.mostLevels(c.who, c.sum)}
	return c, c.setUnits()
}

// setUnits checks that one of a level is more than all that better pairs than these
// could have below.
func (c *confirmation) setUnits() error {
	below := int64(0)
	for l := len(c.Units) - 1; l >= 0; l-- {
		unit, most := c.Units[l], c.k.most[l]
		if unit <= below || unit > packedMost || most > (packedMost-below)/unit {
			return fmt.Errorf("%w: the unit %d of level %d", ErrNotProven, unit, l)
		}
		below += unit * most
		c.k.unit[l] = unit
	}
	c.k.total = below + 1
	if c.k.total > packedMost/c.Times {
		return fmt.Errorf("%w: costs up to %d times %d", ErrNotProven, below, c.Times)
	}
	return nil
}

// reaches checks that what all pay together leaves no room for pairs that cost less.
func (c *confirmation) reaches() error {
	pays, n := new(big.Int), int64(len(c.pairs))
	for _, a := range c.who {
		pays.Add(pays, big.NewInt(c.Duals[a]))
	}
	c.in = make([][]int32, c.k.p.in.People)
	for i, set := range c.Sets {
		if len(set.People)%2 == 0 || set.Dual < 0 || set.Dual > mostDual {
			return fmt.Errorf("%w: set %d is even or below 0", ErrNotProven, i)
		}
		for j, a := range set.People {
			if _, is := slices.BinarySearch(c.who, a); !is || j > 0 && a <= set.People[j-1] {
				return fmt.Errorf("%w: set %d has %d", ErrNotProven, i, a)
			}
			c.in[a] = append(c.in[a], int32(i))
		}
		less := big.NewInt(set.Dual)
		pays.Sub(pays, less.Mul(less, big.NewInt(int64(len(set.People)/2))))
	}
	cost := int64(0)
	for l, unit := range c.Units {
		cost += unit * c.sum[l]
	}
	// Less would be twice Times (cost−1) at most, and twice Loose a pair.
	less := big.NewInt(c.Times)
	less.Mul(less, big.NewInt(cost-1))
	less.Add(less, new(big.Int).Mul(big.NewInt(c.Loose), big.NewInt(n)))
	if pays.Cmp(less.Lsh(less, 1)) <= 0 {
		return fmt.Errorf("%w: the pairs cost %d, and the duals allow less", ErrNotProven, cost)
	}
	return nil
}

// allow checks every pair: nobody pays more than they may.
func (c *confirmation) allow() error {
	rows := newPackedRows(&c.k, c.who, nil)
	y := make([]int64, len(c.who))
	for i, a := range c.who {
		y[i] = c.Duals[a]
	}
	workers := runtime.GOMAXPROCS(0)
	wrong := make([]error, workers)
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() {
			room := make([]int64, len(c.who))
			for i := w; i < len(c.who) && wrong[w] == nil; i += workers {
				_, costs := rows.row(int32(i), room)
				wrong[w] = c.allowRow(i, costs, y)
			}
		})
	}
	group.Wait()
	return errors.Join(wrong...)
}

// allowRow checks the pairs of one person. Those that cost more at some level than
// these pairs do in all cannot be in anything better, and may pay what they like.
func (c *confirmation) allowRow(i int, costs, y []int64) error {
	twice := 2 * c.Times
	own := y[i] - 2*c.Loose
	for j, cost := range costs[:i] {
		pays := own + y[j]
		if pays <= twice*cost || cost == c.k.total {
			continue
		}
		a, b := c.who[i], c.who[j]
		for _, set := range c.in[a] {
			if slices.Contains(c.in[b], set) {
				pays -= c.Sets[set].Dual
			}
		}
		if pays > twice*cost {
			return fmt.Errorf("%w: %d and %d pay %d more than %d times %d", ErrNotProven, a, b, pays, twice, cost)
		}
	}
	return nil
}
