package match

// MaxSize is the largest group size that can be asked for.
const MaxSize = 12

// Input is everything a draw depends on besides its seed. The order within Met,
// Avoid, Apart and Pin, the order of the two people in a pair, and duplicates do
// not matter. Slices that are not needed may be nil. Draw does not keep or
// change them.
type Input struct {
	// People is their number; they are 0…People−1. Number them in an order that
	// does not depend on how they came in (sorted identifiers), so that the same
	// people give the same draw.
	People int
	// Size is the number of people in a group, 2…MaxSize.
	Size int
	// Traits are what people in a group should not share, the most important
	// first.
	Traits []Trait
	// Met are the meetings that took place, of any earlier round.
	Met []Meeting
	// Avoid are pairs who were put together before but did not meet: a wish,
	// weaker than not repeating a meeting.
	Avoid []Pair
	// Apart are pairs who must never share a group, whatever it costs.
	Apart []Pair
	// Pin are two or more people a person put together by hand. As many as Size,
	// or more, are a whole group; fewer are the beginning of one. Nobody may be
	// in two of them, and nobody with somebody they are kept apart from.
	Pin [][]int32
	// Priority has one number per person, 0 for most: the higher, the more they
	// were let down or left out before, and the more they are spared a repeat, a
	// larger group, or being in no group. Not negative, at most MaxTurns.
	Priority []int32
	// Larger has one number per person: how often they were in a group that was
	// larger than the others. Not negative, at most MaxTurns.
	Larger []int32
}

// MaxTurns bounds the numbers in Priority and Larger.
const MaxTurns = 1000

// Trait is something people have or belong to: an organisation, a region.
type Trait struct {
	// Values has one number per person. People share the trait if their numbers
	// are equal and not 0; 0 means unknown, which nobody shares.
	Values []int32
}

// Meeting says that A and B met in a round. A larger Round is more recent;
// rounds are compared, never subtracted, so that they need not be dense.
type Meeting struct {
	Round int32
	A, B  int32
}

// Pair is two different people, in no order.
type Pair struct {
	A, B int32
}
