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
	// Mode says whether the best groups are wanted, or any at all.
	Mode Mode
	// Traits are what people in a group should not share, or should have in
	// common, the most important first.
	Traits []Trait
	// Met are the meetings that took place, of any earlier round.
	Met []Meeting
	// Past has more of them, in the form for very many: a million people after 24
	// rounds have 12 million meetings, which take 64 MB there and 144 MB in Met. It is
	// about as many People.
	Past *History
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

// MaxTurns bounds the numbers in Priority and Larger, MaxWeight a trait's Weight.
const (
	MaxTurns  = 1000
	MaxWeight = 1 << 20
)

// Mode is what a draw aims at.
type Mode uint8

// The modes.
const (
	// Best: the best groups by the order of the package comment; chance decides
	// between equally good ones.
	Best Mode = iota
	// Uniform: every allowed division is as likely as every other, as far as
	// Result.How says. Allowed is what has groups of [Sizes], keeps the pins, and has
	// nobody together who is kept apart or has met. Traits, Avoid, Priority and Larger
	// do not matter then.
	Uniform
)

// Trait is something people have or belong to: an organisation, a region,
// languages. It has either Values or Sets.
//
// A pair fails a trait if they share it, or, with Share, if they have nothing in
// common in it. What is unknown of one of them is held against nobody: such a pair
// fails nothing. In a group every pair counts.
type Trait struct {
	// Values has one number per person, not negative. People share the trait if
	// their numbers are equal; 0 means unknown.
	Values []int32
	// Sets has one set per person, a bit for each thing they have: languages, free
	// hours. People share the trait if their sets meet; 0 means unknown.
	Sets []uint64
	// Share says that the trait is wanted in common, rather than different.
	Share bool
	// Weight is what a pair that fails costs, for traits counted together: 1 to
	// MaxWeight, and 0 means 1. By itself a trait is only counted.
	Weight int32
	// With says that the trait is counted together with the one before it: their
	// weights are added up, and neither comes first.
	With bool
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
