package app

import (
	"context"
	"slices"

	"cuppa.example/internal/insight"
	"cuppa.example/internal/unmentoring"
)

// rounds is what the statistics read of UnMentoring.
func (a *App) rounds() insight.Source {
	return insight.Source{Name: unmentoring.Source, Programmes: a.programmesForInsight, Rounds: a.roundsForInsight, Counts: a.countsForInsight}
}

func (a *App) programmesForInsight(ctx context.Context) ([]insight.Programme, error) {
	list, err := a.UnMentoring.List(ctx)
	programmes := make([]insight.Programme, len(list))
	for i, p := range list {
		programmes[i] = insight.Programme{
			ID: p.ID, Title: p.Title, Running: p.State == unmentoring.Running, ChangedAt: p.ChangedAt,
			Cadence: "insight.cadence." + string(p.Cadence), Slower: slower(p.Cadence),
		}
	}
	return programmes, err
}

// slower is the message of the next slower cadence; none is slower than the
// slowest, and dates are as somebody chose them.
func slower(c unmentoring.Cadence) string {
	at := slices.Index(unmentoring.Cadences, c)
	if c == unmentoring.OnDates || at+1 >= len(unmentoring.Cadences) || unmentoring.Cadences[at+1] == unmentoring.OnDates {
		return ""
	}
	return "insight.cadence." + string(unmentoring.Cadences[at+1])
}

func (a *App) roundsForInsight(ctx context.Context) ([]insight.Round, error) {
	list, err := a.UnMentoring.Rounds(ctx)
	rounds := make([]insight.Round, len(list))
	for i, r := range list {
		rounds[i] = insight.Round{
			ID: r.ID, ProgrammeID: r.ProgrammeID, Programme: r.Title, Number: r.Number,
			BeginsAt: r.OpenAt, EndsAt: r.EndAt, Begun: r.Begun(),
		}
		if r.State == unmentoring.Closed {
			rounds[i].ClosedAt = r.ClosedAt
		}
	}
	return rounds, err
}

func (a *App) countsForInsight(ctx context.Context, roundID string) (insight.Counts, error) {
	n, err := a.UnMentoring.RoundNumbers(ctx, roundID)
	return insight.Counts{
		Asked: n.Asked, Out: n.Out, People: n.People, Waiting: n.Waiting, LeftOut: n.LeftOut,
		Met: n.Met, NotMet: n.NotMet, Unconfirmed: n.Unconfirmed, Open: n.Open, Cancelled: n.Cancelled, Repeats: n.Repeats,
	}, err
}
