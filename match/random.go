package match

import (
	"math/bits"
	"math/rand/v2"
)

// source is the chance in a draw: ChaCha8Rand (C2SP chacha8rand), whose stream
// is specified, with a bounded integer and a shuffle of our own, because those
// of math/rand/v2 are not promised to stay.
type source struct {
	stream *rand.ChaCha8
}

func newSource(seed [32]byte) *source {
	return &source{stream: rand.NewChaCha8(seed)}
}

// below gives every whole number in [0, n) with the same probability (Lemire
// 2019, "Fast random integer generation in an interval"). n must be positive.
func (s *source) below(n int) int {
	bound := uint64(n)
	high, low := bits.Mul64(s.stream.Uint64(), bound)
	if low < bound {
		reject := -bound % bound
		for low < reject {
			high, low = bits.Mul64(s.stream.Uint64(), bound)
		}
	}
	return int(high)
}

// shuffle gives every order the same probability (Fisher and Yates; Durstenfeld
// 1964).
func (s *source) shuffle(people []int32) {
	for i := len(people) - 1; i > 0; i-- {
		j := s.below(i + 1)
		people[i], people[j] = people[j], people[i]
	}
}
