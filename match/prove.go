package match

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Prove finds the proof of a draw of pairs that comes without one, by solving it
// again. Its error wraps ErrNotProven where the pairs are not the best that these
// people could be in, or where costs are too far apart to be added up; ErrInput or
// ErrApart; or is that of ctx. It takes as long as the exact solver does, for more
// people than Draw gives it too.
func Prove(ctx context.Context, in Input, res Result) (*Proof, error) {
	if _, err := Assess(in, res.Groups); err != nil {
		return nil, err
	}
	p := newProblem(in)
	proof, err := p.prove(ctx, p.provable(res.Groups))
	if err != nil {
		return nil, err
	}
	if proof == nil {
		return nil, fmt.Errorf("%w: costs are too far apart", ErrNotProven)
	}
	proof.Input = in.Digest()
	res.Proof = proof
	assessed := p.result(res.Groups)
	res.Same, res.Repeats, res.Avoided = assessed.Same, assessed.Repeats, assessed.Avoided
	if err := Confirm(in, res); err != nil {
		return nil, err
	}
	return proof, nil
}

// prove finds the duals of pairs that are thought to be best. Where they are not,
// the proof is of others. It is nil where costs are too far apart.
func (p *problem) prove(ctx context.Context, pairs [][2]int32) (*Proof, error) {
	if proof := p.evenProof(pairs); proof != nil {
		return proof, nil
	}
	people, known := p.sumOf(pairs)
	k := newPacked(p, people, known)
	_, proof, err := k.solve(ctx, pairs, nil)
	if errors.Is(err, errTooLarge) {
		err = nil
	}
	return proof, err
}

// evenProof is the proof of pairs that share no more than they must because most
// people share something: whoever does pays the unit of that trait, the others get
// it, and a pair who share it cost what they pay. It is nil where the pairs cost more
// than that.
func (p *problem) evenProof(pairs [][2]int32) *Proof {
	people, sum := p.sumOf(pairs)
	var least levels
	shared := make([]int32, len(p.traits)) // by most people
	for i := range p.traits {
		t := &p.traits[i]
		if t.share {
			continue // none has to fail it by counting alone
		}
		for v, n := range p.shared(people, i) {
			if n > len(pairs) {
				shared[i] = int32(v)
				least[t.level] += t.weight * int64(n-len(pairs))
			}
		}
	}
	if sum != least {
		return nil
	}
	k := newPacked(p, people, sum)
	if !k.all {
		return nil
	}
	proof := k.newProof()
	for _, a := range people {
		for i := range p.traits {
			t := &p.traits[i]
			switch {
			case shared[i] == 0:
			case t.values[a] == shared[i]:
				proof.Duals[a] += t.weight * k.unit[t.level]
			default:
				proof.Duals[a] -= t.weight * k.unit[t.level]
			}
		}
	}
	return proof
}

// newProof is a proof without duals yet.
func (k *packed) newProof() *Proof {
	return &Proof{
		Units: slices.Clone(k.unit[:levelTrait+k.p.kinds]),
		Times: 1,
		Duals: make([]int64, k.p.in.People),
	}
}

// proof gives the duals of a solution to the people.
func (r *packedRows) proof(s *edmonds) *Proof {
	proof := r.k.newProof()
	proof.Times, proof.Loose = r.times, int64(r.mask)
	for i, a := range r.who {
		if a == nobody {
			return nil
		}
		proof.Duals[a] = s.y[i]
	}
	for _, set := range s.oddSets() {
		for i, v := range set.People {
			set.People[i] = r.who[v]
		}
		slices.Sort(set.People)
		proof.Sets = append(proof.Sets, set)
	}
	slices.SortFunc(proof.Sets, func(a, b OddSet) int { return slices.Compare(a.People, b.People) })
	return proof
}

// oddSets are the blossoms that pay something.
func (s *edmonds) oddSets() (sets []OddSet) {
	for b := s.g.n; b < len(s.z); b++ {
		if s.children[b] != nil && s.z[b] > 0 {
			people := slices.Clone(s.vertices[b])
			slices.Sort(people)
			sets = append(sets, OddSet{people, s.z[b]})
		}
	}
	slices.SortFunc(sets, func(a, b OddSet) int { return slices.Compare(a.People, b.People) })
	return sets
}

// sumOf gives the people of pairs, and what all cost.
func (p *problem) sumOf(pairs [][2]int32) (people []int32, sum levels) {
	people = make([]int32, 0, 2*len(pairs))
	for _, c := range pairs {
		people = append(people, c[0], c[1])
		l := p.pairLevels(c[0], c[1])
		sum.add(&l)
	}
	return people, sum
}
