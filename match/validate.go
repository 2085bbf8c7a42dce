package match

import (
	"errors"
	"fmt"
	"math"
	"sync"
)

// The bounds of an input; more is refused rather than computed wrongly.
const (
	MaxPeople = 1 << 24
	MaxTraits = 8
)

// ErrInput is wrapped by every error about an input that makes no sense: a
// person who does not exist, a list of the wrong length, pinned people who are
// kept apart.
var ErrInput = errors.New("match: input")

func wrong(format string, a ...any) error {
	return fmt.Errorf("%w: %s", ErrInput, fmt.Sprintf(format, a...))
}

// Validate returns nil or an error that wraps ErrInput. Draw, Assess and Verify
// call it themselves.
func (in Input) Validate() error {
	switch {
	case in.People < 0 || in.People > MaxPeople:
		return wrong("%d people; 0 to %d can be matched", in.People, MaxPeople)
	case in.Size < 2 || in.Size > MaxSize:
		return wrong("group size %d; it is 2 to %d", in.Size, MaxSize)
	case in.Mode > Uniform:
		return wrong("mode %d", in.Mode)
	}
	if err := in.validateTraits(); err != nil {
		return err
	}
	if err := in.validateTurns("Priority", in.Priority); err != nil {
		return err
	}
	if err := in.validateTurns("Larger", in.Larger); err != nil {
		return err
	}
	if err := in.validatePairs(); err != nil {
		return err
	}
	if err := in.validatePins(); err != nil {
		return err
	}
	return in.validateWeights()
}

func (in Input) validateTraits() error {
	if len(in.Traits) > MaxTraits {
		return wrong("%d traits; at most %d can be told apart", len(in.Traits), MaxTraits)
	}
	for i, t := range in.Traits {
		switch {
		case t.Sets != nil && t.Values != nil:
			return wrong("trait %d has both values and sets", i)
		case max(len(t.Values), len(t.Sets)) != in.People:
			return wrong("trait %d has %d values for %d people", i, max(len(t.Values), len(t.Sets)), in.People)
		case t.Weight < 0 || t.Weight > MaxWeight:
			return wrong("trait %d weighs %d; it is 0 to %d", i, t.Weight, MaxWeight)
		case t.With && i == 0:
			return wrong("trait 0 is counted with the one before it, and there is none")
		}
		for p, v := range t.Values {
			if v < 0 {
				return wrong("trait %d of person %d is %d", i, p, v)
			}
		}
	}
	return nil
}

// mostPacked bounds the product of what maxSum pairs can cost at each level of
// traits, so that a cost fits into two numbers: see newScale.
const mostPacked = math.MaxInt64 / ((2*maxSum*maxTurns*maxTurns + 1) * (maxSum + 1))

// validateWeights refuses weights whose sums could overflow.
func (in Input) validateWeights() error {
	pairs := int64(in.People) * MaxSize // in groups of up to MaxSize + 1
	for _, pin := range in.Pin {
		pairs += int64(len(pin)) * int64(len(pin))
	}
	begin := together(in.Traits)
	product := int64(1)
	for i := range begin {
		_, most := weigh(level(in.Traits, begin, i))
		if most > (math.MaxInt64-1)/max(maxSum, pairs) || product > mostPacked/(most*maxSum+1) {
			return wrong("the weights of the traits are too large to be added up")
		}
		product *= most*maxSum + 1
	}
	return nil
}

func (in Input) validateTurns(name string, turns []int32) error {
	if turns != nil && len(turns) != in.People {
		return wrong("%s has %d values for %d people", name, len(turns), in.People)
	}
	for p, v := range turns {
		if v < 0 || v > MaxTurns {
			return wrong("%s of person %d is %d; it is 0 to %d", name, p, v, MaxTurns)
		}
	}
	return nil
}

func (in Input) validatePairs() error {
	if err := in.validateMet(); err != nil {
		return err
	}
	if in.Past != nil && in.Past.people != in.People {
		return wrong("Past is about %d people, and not %d", in.Past.people, in.People)
	}
	for i, p := range in.Avoid {
		if !in.isPair(p.A, p.B) {
			return wrong("Avoid[%d] is %d and %d of %d people", i, p.A, p.B, in.People)
		}
	}
	for i, p := range in.Apart {
		if !in.isPair(p.A, p.B) {
			return wrong("Apart[%d] is %d and %d of %d people", i, p.A, p.B, in.People)
		}
	}
	return nil
}

func (in Input) validateMet() error {
	first := int64(len(in.Met)) // that is none
	var finding sync.Mutex
	inParts(len(in.Met), func(from, until int) {
		for i := from; i < until; i++ {
			if m := &in.Met[i]; !in.isPair(m.A, m.B) {
				finding.Lock()
				first = min(first, int64(i))
				finding.Unlock()
				return
			}
		}
	})
	if i := int(first); i < len(in.Met) {
		return wrong("Met[%d] is %d and %d of %d people", i, in.Met[i].A, in.Met[i].B, in.People)
	}
	return nil
}

func (in Input) isPair(a, b int32) bool {
	return a != b && in.isPerson(a) && in.isPerson(b)
}

func (in Input) isPerson(p int32) bool {
	return p >= 0 && int(p) < in.People
}

func (in Input) validatePins() error {
	if len(in.Pin) == 0 {
		return nil
	}
	pin, err := in.groupOf(in.Pin, "Pin")
	if err != nil {
		return err
	}
	for _, a := range in.Apart {
		if pin[a.A] >= 0 && pin[a.A] == pin[a.B] {
			return wrong("Pin[%d] puts %d and %d together, who are kept apart", pin[a.A], a.A, a.B)
		}
	}
	return nil
}

// groupOf gives for every person the index of the group they are in, −1 for
// none.
func (in Input) groupOf(groups [][]int32, name string) ([]int32, error) {
	of := make([]int32, in.People)
	for p := range of {
		of[p] = -1
	}
	for i, group := range groups {
		if len(group) < 2 {
			return nil, wrong("%s[%d] has %d people; it takes two", name, i, len(group))
		}
		for _, p := range group {
			if !in.isPerson(p) {
				return nil, wrong("%s[%d] has person %d of %d", name, i, p, in.People)
			}
			if of[p] >= 0 {
				return nil, wrong("%s[%d] and %s[%d] both have person %d", name, of[p], name, i, p)
			}
			of[p] = int32(i)
		}
	}
	return of, nil
}
