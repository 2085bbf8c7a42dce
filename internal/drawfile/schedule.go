package drawfile

import (
	"context"
	"fmt"
	"math"

	"cuppa.example/match"
)

// schedule draws all rounds at once. Every round is then told like a draw after the
// rounds before it.
func (d *draw) schedule(ctx context.Context) (err error) {
	last := int32(0)
	if round, any := d.in.Past.Last(); any {
		last = max(last, round)
	}
	if last > math.MaxInt32/2 {
		return &Problem{File: "--met", Text: "the rounds have too large numbers for more to come after them"}
	}
	if d.plan, err = match.Schedule(ctx, d.in, int(d.Rounds), d.seed); err != nil {
		return fmt.Errorf("schedule: %w", err)
	}
	in := d.in
	for _, res := range d.plan.Rounds {
		last++
		d.rounds = append(d.rounds, &round{number: last, in: in, res: res})
		in.Met = append(in.Met, meetings(last, res.Groups)...)
	}
	return nil
}

// way says how the schedule was made.
func (d *draw) way() string {
	switch d.plan.Way {
	case match.WayRoundRobin:
		return "by letting everybody move on by one seat each round"
	case match.WayField:
		return "by a construction from finite fields, in which nobody meets twice"
	case match.WaySymmetric:
		return "by a search for rounds that are alike but for who is where"
	case match.WayTogether:
		return "by bettering all rounds together for a long time"
	case match.WayRoundByRound:
		return "round by round, each as good as was found"
	}
	return string(d.plan.Way)
}
