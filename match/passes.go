package match

import "context"

// improve makes passes of exchanges until so many in a row change nothing, at
// most the given number in all, or nothing is left to improve.
func (q *pairing) improve(ctx context.Context, chance *source, passes int) error {
	const idle = 60
	for pass, still := 0, 0; pass < passes && still < idle; pass++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		if pass%16 == 0 || len(q.pairs) > 10_000 {
			tell(ctx, StageExchanging, pass, passes)
		}
		changed := q.pass2(chance)
		if pass%4 == 3 {
			changed = q.pass3(chance) || changed
			changed = q.passWorst(chance) || changed
		}
		if q.trio != nil && len(q.pairs) > 0 {
			changed = q.passTrio(chance) || changed
		}
		still++
		if changed {
			still = 0
		} else if q.free() {
			return nil
		}
	}
	return nil
}

// pass2 exchanges every pair of one half with one of the other half, both halves
// in their order, so that memory is read in a stream.
func (q *pairing) pass2(chance *source) (changed bool) {
	half := len(q.pairs) / 2
	if half == 0 {
		return false
	}
	shift, interleaved := chance.below(half), chance.below(2) == 1
	for i := range half {
		k := (i + shift) % half
		x, y := &q.pairs[i], &q.pairs[len(q.pairs)-half+k]
		if interleaved {
			x, y = &q.pairs[2*i], &q.pairs[2*k+1]
		}
		changed = q.exchange2(x, y) || changed
	}
	return changed
}

func (q *pairing) pass3(chance *source) (changed bool) {
	third := len(q.pairs) / 3
	if third == 0 {
		return false
	}
	s, t := chance.below(third), chance.below(third)
	interleaved := chance.below(2) == 1
	for i := range third {
		j, k := (i+s)%third, (i+t)%third
		x, y, z := &q.pairs[i], &q.pairs[third+j], &q.pairs[len(q.pairs)-third+k]
		if interleaved {
			x, y, z = &q.pairs[3*i], &q.pairs[3*j+1], &q.pairs[3*k+2]
		}
		changed = q.exchange3(x, y, z) || changed
	}
	return changed
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
	for k := range min(len(q.pairs), tryMost/16) {
		changed = q.exchangeTrio(&q.pairs[(from+k)%len(q.pairs)]) || changed
	}
	return changed
}
