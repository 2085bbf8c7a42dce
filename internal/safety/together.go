package safety

import "context"

// Together is a place in which two people meet right now although an organiser
// keeps them apart.
type Together struct {
	Text string // where
	Link string // what an organiser can do about it
	Href string
}

// TogetherFunc says, in the reader's language, where pairs meet right now. It
// is for organisers alone. Pairs that meet nowhere are left out.
type TogetherFunc func(ctx context.Context, pairs []Pair) (map[Pair][]Together, error)

// OnTogether adds a feature in which two people may be together already when an
// organiser parts them: it moves nobody by itself, and says where they are.
func (s *Safety) OnTogether(f TogetherFunc) { s.onTogether = append(s.onTogether, f) }

// together is where pairs meet in all features.
func (s *Safety) together(ctx context.Context, pairs []Pair) (map[Pair][]Together, error) {
	all := map[Pair][]Together{}
	if len(pairs) == 0 {
		return all, nil
	}
	for _, f := range s.onTogether {
		some, err := f(ctx, pairs)
		if err != nil {
			return nil, err
		}
		for p, where := range some {
			all[p] = append(all[p], where...)
		}
	}
	return all, nil
}
