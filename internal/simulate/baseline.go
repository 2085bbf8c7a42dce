package simulate

import (
	"math/rand/v2"
	"time"
)

// Baseline runs the same people with the same habits through what such
// programmes do without help: everybody is shuffled, pairs get one email each,
// somebody is left over when the number is odd, and nobody asks what came of
// it. Nothing is known of whether they met, so met and not met are zero.
func Baseline(p Plan) Report {
	out := Report{
		Model: disclaimer + " Baseline: a plain shuffle and one email.", People: len(p.People), Seed: p.Seed,
		Habits: p.Habits.Habits, Starts: p.Habits.Starts,
	}
	r := rand.New(rand.NewPCG(p.Seed, 3))
	met := map[[2]int]bool{}
	for number := 1; number <= p.Rounds; number++ {
		out.Rounds = append(out.Rounds, baselineRound(p, r, number, met))
	}
	out.Total = total(out.Rounds)
	return out
}

func baselineRound(p Plan, r *rand.Rand, number int, before map[[2]int]bool) Round {
	var in []int
	for i := range p.People {
		if r.Float64() >= p.Habits.share("declines") {
			in = append(in, i)
		}
	}
	r.Shuffle(len(in), func(i, j int) { in[i], in[j] = in[j], in[i] })
	l := Round{Number: number, In: len(in), LeftOut: len(in) % 2}
	met := 0
	for i := 0; i+1 < len(in); i += 2 {
		pair := [2]int{min(in[i], in[i+1]), max(in[i], in[i+1])}
		if before[pair] {
			l.Repeats++
		}
		before[pair] = true
		l.Groups++
		if p.Habits.pairMeets(r) {
			met++
		}
	}
	l.Unconfirmed, l.AtMost, l.ReallyMet = l.Groups, 1, share(met, l.Groups)
	if l.In > 0 {
		l.Mails = float64(2*l.Groups) / float64(l.In)
	}
	return l
}

// pairMeets is one pair in the baseline.
func (c Calibrated) pairMeets(r *rand.Rand) bool {
	gone := c.share("silent") + c.share("away")
	there := r.Float64() >= gone
	there = r.Float64() >= gone && there
	starts := r.Float64() < c.Starts
	starts = r.Float64() < c.Starts || starts
	replies, keeps := r.Float64() < c.share("replies"), r.Float64() < c.share("keeps")
	return there && starts && replies && keeps
}

// Case is a line of the sensitivity table: the result with one habit changed.
type Case struct {
	Habit     string  `json:"habit"`
	Value     float64 `json:"value"`
	AtLeast   float64 `json:"completion_at_least"`
	AtMost    float64 `json:"completion_at_most"`
	ReallyMet float64 `json:"really_met"`
	Baseline  float64 `json:"baseline"`
}

// Cases are the runs that show how much each habit matters: the low and the
// high value of each, calibrated anew.
func Cases(h Habits) []Case {
	var list []Case
	for _, name := range h.names() {
		for _, v := range []float64{h[name].Low, h[name].High} {
			if v != h[name].Value {
				list = append(list, Case{Habit: name, Value: v})
			}
		}
	}
	return list
}

// Apply is the habits of a case, calibrated.
func (c Case) Apply(h Habits) (Calibrated, error) { return Calibrate(h.with(c.Habit, c.Value)) }

// When a simulation begins if nothing else is asked for.
var (
	DefaultStart = time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)
	DefaultOpen  = time.Date(2027, 1, 25, 0, 0, 0, 0, time.UTC)
)
