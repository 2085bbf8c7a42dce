package app

import (
	"context"

	"cuppa.example/internal/discussion"
	"cuppa.example/internal/locale"
)

// previews says what links in discussions to pages of the network show.
// Whatever is not here stays a plain link.
func (a *App) previews() {
	named := func(pattern, id string, find func(ctx context.Context, id string) (title, line string, err error)) {
		a.Discussions.Preview(pattern, func(ctx context.Context, _ string, part func(string) string) (discussion.Card, error) {
			title, line, err := find(ctx, part(id))
			return discussion.Card{Title: title, Line: line}, err
		})
	}
	seen := func(pattern string, find func(ctx context.Context, memberID, id string) (title, line string, err error)) {
		a.Discussions.Preview(pattern, func(ctx context.Context, memberID string, part func(string) string) (discussion.Card, error) {
			title, line, err := find(ctx, memberID, part("id"))
			return discussion.Card{Title: title, Line: line}, err
		})
	}
	a.previewFixed() // "/circles/open" is no circle
	named("/people/{id}", "id", a.Accounts.Preview)
	named("/outcomes/{id}", "id", a.Outcomes.Preview)
	named("/openings/{id}", "id", a.Circles.PreviewOpening)
	named("/learnt/{id}", "id", a.Circles.PreviewLearnt)
	named("/programmes/{id}", "id", func(ctx context.Context, id string) (title, line string, err error) {
		p, err := a.UnMentoring.Programme(ctx, id)
		return p.Title, p.Purpose, err
	})
	seen("/circles/{id}", a.Circles.Preview)
	seen("/mentoring/offers/{id}", a.Mentorings.Preview)
	seen("/intakes/{id}", a.Intakes.Preview)
}

// fixed are pages that say the same to every member, and their texts.
var fixed = []struct{ path, title, line string }{
	{"/about", "home.about.heading", ""},
	{"/about/fair", "home.fair.title", "home.fair.lede"},
	{"/about/safety", "safety.about.title", "safety.about.lede"},
	{"/about/terms", "safety.terms.title", ""},
	{"/about/conduct", "safety.conduct.title", ""},
	{"/privacy", "home.privacy.title", "home.privacy.lede"},
	{"/cookies", "home.cookies.title", "home.cookies.lede"},
	{"/accessibility", "home.accessibility.title", "home.accessibility.lede"},
	{"/people", "account.people.title", "account.people.lede"},
	{"/outcomes", "outcome.list.title", "outcome.list.lede"},
	{"/picture", "insight.picture.title", "insight.picture.lede"},
	{"/circles", "circle.list.title", "circle.list.lede"},
	{"/circles/open", "circle.open.title", "circle.open.lede"},
	{"/mentoring", "mentoring.title", "mentoring.lede"},
	{"/mentoring/about", "mentoring.about.title", "mentoring.about.lede"},
	{"/mentoring/directory", "mentoring.directory.title", "mentoring.directory.lede"},
}

func (a *App) previewFixed() {
	for _, p := range fixed {
		a.Discussions.Preview(p.path, func(ctx context.Context, _ string, _ func(string) string) (c discussion.Card, err error) {
			n, err := a.Networks.Current(ctx)
			if err != nil {
				return c, err
			}
			c.Title = locale.T(ctx, p.title, "network", n.Name)
			if p.line != "" {
				c.Line = locale.T(ctx, p.line, "network", n.Name)
			}
			return c, nil
		})
	}
}
