package match

// Result says who is with whom, and what it cost.
type Result struct {
	// Version is the Version that drew it; empty if the groups were made by hand.
	Version string
	// Groups has every group, the people in it ascending, the groups ordered by
	// their first person.
	Groups [][]int32
	// Unplaced are the people who are in no group, ascending.
	Unplaced []Unplaced
	// Repeats are the pairs in a group who have met before, ascending.
	Repeats []Repeat
	// Avoided is the number of pairs in a group whom Input.Avoid lists.
	Avoided int
	// Same has, for every trait of the input, the number of pairs in a group who
	// fail it: who share it, or have nothing in common where that is wanted.
	Same []int
	// Optimal says that no other draw is better by the order of the package
	// comment. With a larger group among pairs it is said of the pairs once that
	// group is chosen. False means not proven.
	Optimal bool
	// Proof shows it of pairs, where it is at hand; nil elsewhere. [Prove] finds it.
	Proof *Proof `json:"-"`
	// How says how the groups were found, Steps the number of exchanges that chance
	// made for HowSwitched; else 0.
	How   How
	Steps int64
	// Least is what any division has at least, as far as is proven; compare it with
	// [Input.Reached].
	Least Bound
}

// How says how a draw was made.
type How uint8

// The ways of drawing.
const (
	// HowUnknown: by hand, or in another release.
	HowUnknown How = iota
	// HowProven: the best groups; see Result.Optimal.
	HowProven
	// HowSearched: the best groups that were found; Result.Least says how much
	// better they could be.
	HowSearched
	// HowForced: [Uniform] was asked for, but there is no allowed division, or none
	// was found: somebody has to repeat a meeting or to be in no group. These are the
	// best groups that were found, without looking at traits.
	HowForced
	// HowRejected: every allowed division was exactly as likely: divisions were drawn
	// blindly until one was allowed.
	HowRejected
	// HowCounted: every allowed division was exactly as likely: they were counted, and
	// one was drawn by lot.
	HowCounted
	// HowSwitched: every allowed division was only about as likely: the first that was
	// found was changed by Result.Steps random exchanges, each if it was allowed.
	HowSwitched
)

// Reached gives what a Result of this input has, to be compared with its Least.
func (in Input) Reached(res Result) Bound {
	b := Bound{Unplaced: len(res.Unplaced), Repeats: len(res.Repeats)}
	for _, group := range res.Groups {
		if len(group) > in.Size {
			b.Larger++
		}
	}
	begin := together(in.Traits)
	for i, first := range begin {
		weights, _ := weigh(level(in.Traits, begin, i))
		sum := int64(0)
		for j, w := range weights {
			sum += int64(w) * int64(res.Same[first+j])
		}
		b.Same = append(b.Same, sum)
	}
	return b
}

// Bound has counts at the levels of the order of the package comment that are
// counts of people and pairs. As a lower bound, each number holds for divisions
// that have what was reached in those before it.
type Bound struct {
	// Unplaced are people in no group, Larger groups larger than Size, Repeats pairs
	// who have met.
	Unplaced, Larger, Repeats int
	// Same has one number for every level of traits: what the pairs who fail them
	// cost, each trait weighing what it does without a factor that all weights of the
	// level have in common. A trait counted by itself weighs 1.
	Same []int64
}

// Unplaced is somebody in no group.
type Unplaced struct {
	Person int32
	Why    Why
}

// Repeat is a pair who have met before.
type Repeat struct {
	A, B  int32 // A < B
	Round int32 // when they last met
	Times int   // in how many rounds they met
}
