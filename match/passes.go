package match

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// manyPairs is the number of pairs from which passes are shared among processors, and
// only pairs that cost something look for others once they are few. In a pass every
// pair is in one exchange at most, so that the answer does not depend on who makes it.
const manyPairs = exactMost / 2

// improve makes passes of exchanges until so many in a row change nothing, at
// most the given number in all, or the pairs cost no more than goal.
func (q *pairing) improve(ctx context.Context, chance *source, passes int, goal levels) error {
	const idle = 60
	for pass, still := 0, 0; pass < passes && still < idle; pass++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		if pass%16 == 0 || len(q.pairs) > manyPairs {
			tell(ctx, StageExchanging, pass, passes)
		}
		changed := q.passFew(chance) || q.pass2(chance)
		if pass%4 == 3 {
			changed = q.pass3(chance) || changed
			changed = q.passWorst(chance) || changed
		}
		if q.trio != nil && len(q.pairs) > 0 && (len(q.pairs) <= manyPairs || pass%16 == 0) {
			changed = q.passTrio(chance) || changed
		}
		still++
		if changed {
			still = 0
		}
		if (pass%8 == 7 || still == 1) && q.sum() == goal {
			return nil
		}
	}
	return nil
}

// each calls do for 0…n−1, on all processors if they are many, and says whether any
// call changed something.
func each(n int, do func(i int) bool) bool {
	var changed atomic.Bool
	inParts(n, func(from, until int) {
		mine := false
		for i := from; i < until; i++ {
			mine = do(i) || mine
		}
		if mine {
			changed.Store(true)
		}
	})
	return changed.Load()
}

// inParts calls do for parts of 0…n−1, at the same time if they are many.
func inParts(n int, do func(from, until int)) {
	workers := runtime.GOMAXPROCS(0)
	if n < manyPairs/2 || workers == 1 {
		do(0, n)
		return
	}
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() { do(n*w/workers, n*(w+1)/workers) })
	}
	group.Wait()
}

// pass2 exchanges every pair of one half with one of the other half, both halves
// in their order, so that memory is read in a stream.
func (q *pairing) pass2(chance *source) (changed bool) {
	half := len(q.pairs) / 2
	if half == 0 {
		return false
	}
	shift, interleaved := chance.below(half), chance.below(2) == 1
	return each(half, func(i int) bool {
		k := i + shift
		if k >= half {
			k -= half
		}
		if interleaved {
			return q.exchange2(&q.pairs[2*i], &q.pairs[2*k+1])
		}
		return q.exchange2(&q.pairs[i], &q.pairs[len(q.pairs)-half+k])
	})
}

func (q *pairing) pass3(chance *source) (changed bool) {
	third := len(q.pairs) / 3
	if third == 0 {
		return false
	}
	s, t := chance.below(third), chance.below(third)
	interleaved := chance.below(2) == 1
	return each(third, func(i int) bool {
		j, k := (i+s)%third, (i+t)%third
		if interleaved {
			return q.exchange3(&q.pairs[3*i], &q.pairs[3*j+1], &q.pairs[3*k+2])
		}
		return q.exchange3(&q.pairs[i], &q.pairs[third+j], &q.pairs[len(q.pairs)-third+k])
	})
}

// The bounds of passFew.
const (
	fewest    = 4   // so many free pairs there must be for one that is not
	tryOthers = 256 // with so many of them it is tried at most
)

// passFew puts the pairs that cost something first, and tries each with free ones, a
// stretch of its own in their order. It reports false where they are too many for it,
// or there is none.
func (q *pairing) passFew(chance *source) bool {
	if len(q.pairs) <= manyPairs {
		return false
	}
	few := 0
	for i := range q.pairs {
		if q.pairs[i].cost != (cost{}) {
			q.pairs[i], q.pairs[few] = q.pairs[few], q.pairs[i]
			few++
		}
	}
	free := q.pairs[few:]
	if few == 0 || len(free) < fewest*few {
		return false
	}
	stretch := min(len(free)/few, tryOthers)
	from := chance.below(len(free))
	return each(few, func(i int) bool {
		x := &q.pairs[i]
		changed := false
		at := (from + i*stretch) % len(free)
		for range stretch {
			if x.cost == (cost{}) {
				break
			}
			changed = q.exchange2(x, &free[at]) || changed
			if at++; at == len(free) {
				at = 0
			}
		}
		return changed
	})
}

// tryMost is the number of exchanges that passWorst and passTrio try at most, a few
// for each pair aside: enough for all with ten thousand people.
const tryMost = 1 << 20

// passWorst tries each pair that costs something in high (a repeat, two kept
// apart) with others, from a random one on.
func (q *pairing) passWorst(chance *source) (changed bool) {
	var worst []int
	for i := range q.pairs {
		if q.pairs[i].cost.high > 0 {
			worst = append(worst, i)
		}
	}
	for _, i := range worst {
		from := chance.below(len(q.pairs))
		for k := range min(len(q.pairs), 64+tryMost/len(worst)) {
			j := (from + k) % len(q.pairs)
			if j != i && q.exchange2(&q.pairs[i], &q.pairs[j]) {
				changed = true
				if q.pairs[i].cost.high == 0 {
					break
				}
			}
		}
	}
	return changed
}

func (q *pairing) passTrio(chance *source) (changed bool) {
	from := chance.below(len(q.pairs))
	for k := range min(len(q.pairs), manyPairs) {
		changed = q.exchangeTrio(&q.pairs[(from+k)%len(q.pairs)]) || changed
	}
	return changed
}
