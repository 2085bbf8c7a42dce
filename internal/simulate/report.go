package simulate

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"
)

// Report is what a run came to. It is a model's result and says so.
type Report struct {
	Model  string  `json:"model"`
	People int     `json:"people"`
	Seed   uint64  `json:"seed"`
	Habits Habits  `json:"habits"`
	Starts float64 `json:"starts"` // calibrated: write first unasked
	Named  float64 `json:"named"`  // calibrated: write first when named
	Rounds []Round `json:"rounds"`
	Total  Round   `json:"total"`
}

// Round is a line of the report.
type Round struct {
	Number      int `json:"round"`
	In          int `json:"in"`
	Groups      int `json:"conversations"`
	Met         int `json:"met"`
	NotMet      int `json:"not_met"`
	Unconfirmed int `json:"unconfirmed"`
	// AtLeast and AtMost are the share of conversations that took place, as the
	// program knows it.
	AtLeast float64 `json:"completion_at_least"`
	AtMost  float64 `json:"completion_at_most"`
	// ReallyMet is the share of conversations that took place in the model,
	// whether anybody said so or not.
	ReallyMet float64 `json:"really_met"`
	Repeats   int     `json:"repeats"`
	LeftOut   int     `json:"left_out"`
	Days      float64 `json:"days_to_talk"` // median
	Mails     float64 `json:"mails_per_person"`
	Acts      int     `json:"organiser_acts"`
}

const disclaimer = "This is a model: made-up people with the habits in habits.toml, not a measurement of real ones."

func (r *run) report(ctx context.Context) (Report, error) {
	tallies, err := r.world.Rounds(ctx)
	if err != nil {
		return Report{}, err
	}
	out := Report{
		Model: disclaimer, People: len(r.actors), Seed: r.Seed, Habits: r.habits.Habits,
		Starts: r.habits.Starts, Named: r.habits.Named,
	}
	for _, t := range tallies {
		if t.Groups == 0 || len(out.Rounds) == r.Rounds {
			continue
		}
		out.Rounds = append(out.Rounds, r.line(t))
	}
	out.Total = total(out.Rounds)
	return out, nil
}

// line joins what the program knows of a round with what the model knows.
func (r *run) line(t Tally) Round {
	l := Round{
		Number: t.Number, In: t.In, Groups: t.Groups, Met: t.Met, NotMet: t.NotMet, Unconfirmed: t.Groups - t.Met - t.NotMet,
		Repeats: t.Repeats, LeftOut: t.LeftOut, Acts: r.acts[t.Number],
	}
	l.AtLeast, l.AtMost = share(l.Met, l.Groups), share(l.Met+l.Unconfirmed, l.Groups)
	var days []float64
	all, met := 0, 0
	for _, talk := range r.talks {
		if talk.began.Before(t.Open.Add(-48*time.Hour)) || !talk.began.Before(t.End) {
			continue
		}
		all++
		if talk.met {
			met++
			days = append(days, talk.metAt.Sub(talk.began).Hours()/24)
		}
	}
	l.ReallyMet = share(met, l.Groups)
	if len(days) > 0 {
		slices.Sort(days)
		l.Days = days[len(days)/2]
	}
	if t.In > 0 {
		l.Mails = float64(r.mails[t.Number]) / float64(t.In)
	}
	return l
}

func share(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

func total(rounds []Round) Round {
	var t Round
	var days, mails float64
	var really float64
	for _, r := range rounds {
		t.In += r.In
		t.Groups += r.Groups
		t.Met += r.Met
		t.NotMet += r.NotMet
		t.Unconfirmed += r.Unconfirmed
		t.Repeats += r.Repeats
		t.LeftOut += r.LeftOut
		t.Acts += r.Acts
		really += r.ReallyMet * float64(r.Groups)
		days += r.Days
		mails += r.Mails
	}
	t.AtLeast, t.AtMost = share(t.Met, t.Groups), share(t.Met+t.Unconfirmed, t.Groups)
	if n := float64(len(rounds)); n > 0 && t.Groups > 0 {
		t.Days, t.Mails, t.ReallyMet = days/n, mails/n, really/float64(t.Groups)
	}
	return t
}

// Print writes the report as a table.
func (r Report) Print(w io.Writer) {
	fmt.Fprintln(w, r.Model)
	fmt.Fprintf(w, "%d people, seed %d. Calibrated: %.0f %% write first unasked, %.0f %% when they are named.\n\n",
		r.People, r.Seed, 100*r.Starts, 100*r.Named)
	fmt.Fprintf(w, "%-6s %5s %6s %5s %8s %8s %12s %7s %8s %9s %6s %6s %5s\n",
		"round", "in", "talks", "met", "not met", "unknown", "completion", "really", "repeats", "left out", "days", "mails", "acts")
	for _, l := range r.Rounds {
		l.print(w, fmt.Sprint(l.Number))
	}
	r.Total.print(w, "all")
	fmt.Fprint(w, legend)
}

// legend says what the columns mean that do not say it themselves.
const legend = `
completion  how many conversations took place, as far as the program knows: it cannot know of the unknown ones
really      how many took place in the model
left out    people without a conversation
days        from the letter that names the partner to the talk
mails       letters to each person
acts        what an organiser had to do
`

func (l Round) print(w io.Writer, name string) {
	completion := fmt.Sprintf("%.0f–%.0f %%", 100*l.AtLeast, 100*l.AtMost)
	fmt.Fprintf(w, "%-6s %5d %6d %5d %8d %8d %12s %5.0f %% %8d %9d %6.1f %6.1f %5d\n", name, l.In, l.Groups, l.Met, l.NotMet,
		l.Unconfirmed, completion, 100*l.ReallyMet, l.Repeats, l.LeftOut, l.Days, l.Mails, l.Acts)
}
