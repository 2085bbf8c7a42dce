package match

// Reason is one thing to know about a group: codes and numbers, which the
// caller turns into a sentence in the reader's language.
type Reason struct {
	Code Code
	// People are those the reason is about, ascending; nil means the whole group.
	People []int32
	// Trait is the index in Input.Traits, for Differ and Share; else 0. Which of the
	// two is the better is in Trait.Share.
	Trait int
	// Round is when they last met, for MetBefore; else 0.
	Round int32
	// Why says what stood in the way of something better; WhyNone where nothing
	// better is possible.
	Why Why
	// Count and Of go with Why: Count of Of people.
	Count, Of int
	// Least goes with WhyMajority: so many pairs at least must share the trait.
	Least int
}

// Code says what a Reason is about.
type Code uint8

// The codes of reasons.
const (
	// FirstMeeting: nobody in the group has met anybody in it before.
	FirstMeeting Code = iota + 1
	// MetBefore: the People (two) have met before, last in Round.
	MetBefore
	// TogetherBefore: the People (two) were put together before, but did not meet.
	TogetherBefore
	// Differ: no two in the group share Trait, and it is known of all of them. Of a
	// trait wanted in common: the People (two or more) have nothing in common with
	// some of each other.
	Differ
	// Share: the People (two or more) share Trait. Of a trait wanted in common, and
	// of sets, those of them who do are all pairs of the People or some.
	Share
	// LargerGroup: the group is larger than the size asked for, because the
	// count does not divide.
	LargerGroup
	// SmallerGroup: the group is smaller than the size asked for, because the
	// count does not divide.
	SmallerGroup
	// ByHand: a person put the People together.
	ByHand
	// InNoGroup: they are in no group; only of an Obstacle.
	InNoGroup
)

// Why says what stood in the way.
type Why uint8

// The obstacles.
const (
	// WhyNone: nothing did.
	WhyNone Why = iota
	// WhyAlone: there is nobody else in the pool.
	WhyAlone
	// WhyApart: they are kept apart from everybody else in the pool (Of people).
	WhyApart
	// WhyTaken: everybody they are not kept apart from is needed elsewhere.
	WhyTaken
	// WhyOut: a person took them out, or moved them, by hand.
	WhyOut
	// WhyByHand: a person put them together by hand.
	WhyByHand
	// WhyAllMet: one of them has met, or is kept apart from, Count of the Of others
	// in the pool, so that too few are left: none, for a pair.
	WhyAllMet
	// WhyAllShare: all others in the pool (Of people) share the trait with them.
	WhyAllShare
	// WhyMajority: Count of the Of people in the pool share the trait, so that at
	// least Least pairs must share it.
	WhyMajority
	// WhyMetTheRest: one of them has met, or is kept apart from, everybody in
	// the pool who does not share the trait (Count people).
	WhyMetTheRest
	// WhyOthers: a change would cost other people more, or something that comes
	// first.
	WhyOthers
	// WhyNobody: nobody else in the pool (Of people) has anything in common with one
	// of them in a trait that is wanted in common.
	WhyNobody
	// WhyMetThose: one of them has met, or is kept apart from, everybody in the pool
	// who has something in common with them (Count people).
	WhyMetThose
	// WhyChance: chance alone decided (Uniform).
	WhyChance
)
