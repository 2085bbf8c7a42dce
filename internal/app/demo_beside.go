package app

import (
	"context"
	"slices"
	"time"

	"cuppa.example/internal/member"
	"cuppa.example/internal/simulate"
)

// beside is what happens in the demo beside its rounds, so that every part of
// the program shows something in the middle of its life at now.
func (a *App) beside(now time.Time) []simulate.Event {
	return slices.Concat(a.demoIntakes(now), a.demoMentoring(now), a.demoOpening(now))
}

// demoPeople are n of the demo's members, always the same, from the first-th on.
func (a *App) demoPeople(ctx context.Context, first, n int) ([]member.Member, error) {
	page, err := a.Members.List(ctx, member.Filter{Size: first + n})
	if err != nil {
		return nil, err
	}
	people := slices.DeleteFunc(page.Members, func(m member.Member) bool { return m.Email == organiserAddress })
	return people[min(first, len(people)):], nil
}

// demoDay is an hour of the day that lies some days before or after now.
func demoDay(now time.Time, days, hour int) time.Time {
	day := now.AddDate(0, 0, days)
	return time.Date(day.Year(), day.Month(), day.Day(), hour, 0, 0, 0, time.UTC)
}
