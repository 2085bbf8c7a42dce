package match

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// ErrApart is wrapped by the error of Assess for groups in which people are
// together who are kept apart.
var ErrApart = errors.New("match: kept apart")

// ErrDiffers is wrapped by the error of Verify.
var ErrDiffers = errors.New("match: the draw differs")

// Draw puts people into groups. Its error wraps ErrInput, or is that of ctx.
// Nobody or one person is no error. Pairs of up to
// 10,000 people are exact, and take memory in proportion to the input; groups of
// up to 1,500 people take O(n²). What [Uniform] costs, and when it is exact, says [How].
func Draw(ctx context.Context, in Input, seed [32]byte) (Result, error) {
	if err := in.Validate(); err != nil {
		return Result{}, err
	}
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	p := newProblem(in)
	s := newScale(p)
	chance := newSource(seed)
	whole, begun := splitPins(p)
	people, alone := poolOf(p, whole)
	chance.shuffle(people)
	var d division
	var err error
	switch {
	case len(people) < 2:
		d = division{alone: people, optimal: true}
	case in.Mode == Uniform:
		d, err = divideUniformly(ctx, p, people, begun, chance)
	case in.Size == 2:
		d, err = divideIntoPairs(ctx, s, people, chance)
	default:
		d, err = divideIntoGroups(ctx, s, people, begun, chance)
	}
	if err != nil {
		return Result{}, err
	}
	alone = append(alone, d.alone...)
	groups, left := s.rescue(append(d.groups, whole...), alone)
	res := p.result(groups)
	res.Version = Version
	res.Optimal = d.optimal && len(left) == len(alone)
	if res.Optimal && d.proof != nil {
		res.Proof = d.proof
		res.Proof.Input = in.Digest()
	}
	res.How, res.Steps = d.how, d.steps
	switch {
	case in.Mode == Uniform && len(left) < len(alone): // pins take somebody who would be alone
		res.How, res.Steps = HowForced, 0
	case res.How != HowUnknown:
	case res.Optimal:
		res.How = HowProven
	default:
		res.How = HowSearched
	}
	p.explainUnplaced(&res)
	res.Least = p.leastBound(d, whole, res.Unplaced)
	return res, nil
}

// leastBound is Result.Least: what the solver knows, with the groups that are given;
// only the number of people who cannot be placed where who is placed was a choice.
func (p *problem) leastBound(d division, whole [][]int32, unplaced []Unplaced) Bound {
	var isolated levels
	for _, u := range unplaced {
		if u.Why != WhyTaken {
			isolated[levelUnplaced]++
		}
	}
	least := d.least
	choice := int(isolated[levelUnplaced]) < len(unplaced)
	for _, group := range whole {
		l := p.groupLevels(group)
		least.add(&l)
		choice = choice || len(group) < p.in.Size
	}
	if choice && (!d.optimal || len(whole) > 0) {
		return p.bound(&isolated)
	}
	least[levelUnplaced] = int64(len(unplaced))
	return p.bound(&least)
}

// explainUnplaced says why a draw left somebody out.
func (p *problem) explainUnplaced(res *Result) {
	if len(res.Unplaced) == 0 {
		return
	}
	apart := p.apartFromHowMany(nil)
	for i := range res.Unplaced {
		u := &res.Unplaced[i]
		switch {
		case p.in.People == 1:
			u.Why = WhyAlone
		case apart != nil && int(apart[u.Person]) == p.in.People-1:
			u.Why = WhyApart
		default:
			u.Why = WhyTaken
		}
	}
}

// Verify repeats a draw, and returns nil if the result is the same to the last
// person. Its error wraps ErrDiffers if it is not, or if another Version drew
// it.
func Verify(ctx context.Context, in Input, seed [32]byte, res Result) error {
	if res.Version != Version {
		return fmt.Errorf("%w: it was drawn by version %q, this is %q", ErrDiffers, res.Version, Version)
	}
	again, err := Draw(ctx, in, seed)
	if err != nil {
		return err
	}
	if !slices.EqualFunc(again.Groups, res.Groups, slices.Equal[[]int32]) {
		return fmt.Errorf("%w: other groups", ErrDiffers)
	}
	if !slices.Equal(again.Unplaced, res.Unplaced) || !slices.Equal(again.Repeats, res.Repeats) ||
		!slices.Equal(again.Same, res.Same) || again.Avoided != res.Avoided || again.Optimal != res.Optimal ||
		again.How != res.How || again.Steps != res.Steps {
		return fmt.Errorf("%w: the same groups, but other counts", ErrDiffers)
	}
	return nil
}
