package drawfile

import (
	"fmt"

	"cuppa.example/match"
)

// obstacles writes for everybody what they got that is less than the best, and what
// stood in the way: “Same team as bob: all 7 others have it”.
func (d *draw) obstacles(r *round) []string {
	parts := make([][]string, len(d.ids))
	for _, o := range match.Obstacles(r.in, r.res) {
		if o.Code != match.InNoGroup { // the report has them
			parts[o.Person] = append(parts[o.Person], d.obstacle(o))
		}
	}
	all := make([]string, len(d.ids))
	for i := range parts {
		all[i] = sentence(parts[i])
	}
	return all
}

func (d *draw) obstacle(o match.Obstacle) string {
	var got string
	switch o.Code {
	case match.MetBefore:
		got = fmt.Sprintf("meets %s again, last in round %d", d.names(o.People), o.Round)
	case match.Share:
		got = fmt.Sprintf("same %s as %s", d.wants[o.Trait].column, d.names(o.People))
	case match.Differ:
		got = fmt.Sprintf("nothing in common with %s in %s", d.names(o.People), d.wants[o.Trait].column)
	case match.LargerGroup:
		return "in a group of one more than asked for, because the number of people does not divide"
	case match.SmallerGroup:
		return "in a group of fewer than asked for, because the number of people does not divide"
	}
	return got + ": " + d.why(o)
}

// why says what stood in the way.
func (d *draw) why(o match.Obstacle) string {
	who := "they have"
	if o.Whose != o.Person {
		who = d.ids[o.Whose] + " has"
	}
	switch o.Why {
	case match.WhyAllMet:
		return fmt.Sprintf("%s met, or must not meet, %s", who, ofAll(o.Count, o.Of))
	case match.WhyAllShare:
		if o.Whose != o.Person {
			return fmt.Sprintf("all %d others share it with %s", o.Count, d.ids[o.Whose])
		}
		return fmt.Sprintf("all %d others share it", o.Count)
	case match.WhyMajority:
		return fmt.Sprintf("%d of %d people share it, so at least %s must", o.Count, o.Of, count(o.Least, "pair"))
	case match.WhyMetTheRest:
		return fmt.Sprintf("%s met, or must not meet, %s of another %s", who, allWho(o.Count), d.wants[o.Trait].column)
	case match.WhyNobody:
		if o.Whose != o.Person {
			return fmt.Sprintf("none of the %d others has anything in common with %s", o.Count, d.ids[o.Whose])
		}
		return fmt.Sprintf("none of the %d others has", o.Count)
	case match.WhyChance:
		return "chance alone decided"
	case match.WhyMetThose:
		return fmt.Sprintf("%s met, or must not meet, %s with something in common", who, allWho(o.Count))
	}
	return "a change would have cost somebody else as much or more"
}

func ofAll(n, of int) string {
	if n == of {
		return fmt.Sprintf("all %d others", of)
	}
	return fmt.Sprintf("%d of the %d others", n, of)
}

func allWho(n int) string {
	if n == 1 {
		return "the only other"
	}
	return fmt.Sprintf("all %d others", n)
}

// lessThanBest counts those with an obstacle in any round.
func (d *draw) lessThanBest() (n int) {
	for a := range d.ids {
		for _, r := range d.rounds {
			if r.less[a] != "" {
				n++
				break
			}
		}
	}
	return n
}
