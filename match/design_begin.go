package match

// begin fills every round at random.
func (s *search) begin() {
	s.excess = 0
	for o := range s.covered {
		s.covered[o].times = 0
	}
	for _, r := range s.rounds {
		s.fill(r)
	}
	s.coverShort()
	for _, r := range s.rounds {
		for at, a := range r.whole {
			for _, b := range r.whole[at-at%s.size : at] {
				s.excess += s.more(a, b)
			}
		}
	}
}

// coverShort counts the pairs of the groups that stay in place. They have every pair
// that the stable elements make of a pair, so that orbits are counted in pairs first.
func (s *search) coverShort() {
	pairs := make([]int32, len(s.covered))
	for _, r := range s.rounds {
		for _, group := range r.short {
			for i, a := range group {
				for _, b := range group[:i] {
					pairs[s.orbit[a*s.people+b]] += s.order / int32(len(r.stable))
				}
			}
		}
	}
	for o, n := range pairs {
		c := &s.covered[o]
		c.times = n / c.pairs
		s.excess += int(max(0, c.times-1) * c.pairs)
	}
}

// fill puts every position, or one for each set that the stable elements move it in,
// somewhere in a round.
func (s *search) fill(r *baseRound) {
	seen := make([]bool, s.people)
	var sets, alone []int32
	for a := range s.people {
		if seen[a] {
			continue
		}
		if len(r.stable) > 1 && a >= s.types*s.order {
			alone = append(alone, a)
			continue
		}
		sets = append(sets, a)
		for _, e := range r.stable {
			seen[s.move(e, a)] = true
		}
	}
	s.chance.shuffle(sets)
	r.short = nil
	for _, a := range alone {
		group := []int32{a}
		for len(group) < s.size {
			for _, e := range r.stable {
				group = append(group, s.move(e, sets[0]))
			}
			sets = sets[1:]
		}
		r.short = append(r.short, group)
	}
	r.whole = sets
	for i, a := range r.whole {
		r.whole[i] = s.move(r.stable[s.chance.below(len(r.stable))], a)
	}
}
