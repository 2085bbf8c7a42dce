// Package match puts people together for conversations: pairs with the odd
// trio, or groups of up to twelve.
//
// People are numbered 0…n−1 in an order the caller keeps; what they have in
// common is small whole numbers per person (an organisation, a region). A draw
// keeps one hard rule, that people who are kept apart never share a group, and
// after that a lexicographic order, each line mattering only where all lines
// above it are equal:
//
//  1. as few people as possible in no group at all;
//  2. as few groups of another size than [Sizes] gives as possible;
//  3. as few repeated meetings as possible;
//  4. who bears what cannot be avoided: people served badly before are spared
//     first ([Input.Priority]), then those who were in a larger group more often
//     than others ([Input.Larger]);
//  5. repeats of what is longest ago, and of people who repeated less than others;
//  6. as few pairs as possible who were put together before without meeting
//     ([Input.Avoid]);
//  7. as few pairs as possible who share the first trait, or have nothing in common
//     in it if that is what is wanted ([Trait]), then the second, …; or several
//     traits at once, weighed.
//
// What is left open by that is decided by chance alone: by the seed. A draw is a
// function of its input and its seed, the same on every platform and at any
// number of processors, so that anybody who has both can repeat it ([Verify]).
//
// With [Uniform], chance decides everything: every division without a repeat is as
// likely as every other. That is exact where the history leaves room for drawing
// blindly, or the people are few enough to count; see [How].
//
// [Schedule] plans many rounds at once, which repeats fewer meetings than one draw
// after the other; [CheckSchedule] counts them in any schedule. [Rota] makes everybody
// meet everybody, one to one. [Composition] looks for groups each of which has
// something as a whole: a leader, several kinds of people, a time in common.
//
// Beside draws there are the problems under them, for anybody: a matching of any
// weighted graph with a proof that it is best ([Graph]), and the assignment of
// seekers to offers ([Market]).
//
// The package has no clock, does no I/O, and uses the standard library only.
package match

// Version names the way of drawing. The same [Version], [Input] and seed always
// give the same groups; any change to what Draw answers changes it.
const Version = "4"
