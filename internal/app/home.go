package app

import (
	"context"

	"cuppa.example/internal/home"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
)

// home gathers what features say on the front page, on a member's home and on
// the organisers' dashboard.
func (a *App) home() home.Parts {
	return home.Parts{
		Waiting: []home.Waiting{
			a.Accounts.Waiting,
			a.Joining.Waiting,
			a.Conversations.Waiting,
			a.Outcomes.Waiting,
			a.Circles.Waiting,
			a.Relationships.Waiting,
			a.UnMentoring.Waiting,
			a.Intakes.Waiting,
			a.Mentorings.Waiting,
		},
		ForOrganisers: []home.ForOrganisers{
			a.mailless,
			a.Safety.ForOrganisers,
			a.Roster.ForOrganisers,
			a.UnMentoring.ForOrganisers,
			a.Outcomes.ForOrganisers,
			a.Intakes.ForOrganisers,
			a.Circles.ForOrganisers,
			a.Insight.ForOrganisers,
			a.Mentorings.ForOrganisers,
		},
		UnderWay: a.UnMentoring.UnderWay,
		Numbers:  a.numbers,
		Latest:   a.latest,
		Grow: []home.Section{
			{Href: "/mentoring", Key: "grow.mentoring"},
			{Href: "/circles", Key: "grow.circles"},
		},
		Sections: []home.Section{
			{Href: "/organise/programmes", Key: "organise.programmes"},
			{Href: "/organise/intakes", Key: "organise.intakes"},
			{Href: "/organise/insight", Key: "insight.menu"},
			{Href: "/organise/mentoring", Key: "organise.mentoring"},
			{Href: "/organise/agendas", Key: "organise.agendas"},
			{Href: "/organise/circles", Key: "organise.circles"},
			{Href: "/organise/members", Key: "organise.members"},
			{Href: "/organise/import", Key: "organise.import"},
			{Href: "/organise/export", Key: "organise.export"},
			{Href: "/organise/mail", Key: "organise.mail"},
			{Href: "/organise/outcomes", Key: "organise.outcomes"},
			{Href: "/organise/reports", Key: "organise.reports"},
			{Href: "/organise/apart", Key: "organise.apart"},
			{Href: "/organise/rules", Key: "organise.rules"},
			{Href: "/organise/settings", Key: "organise.settings"},
			{Href: "/organise/fields", Key: "organise.fields"},
		},
	}
}

// mailless tells organisers that no letter can go out.
func (a *App) mailless(ctx context.Context) ([]member.Task, error) {
	if a.options.Demo || a.config.SMTPHost != "" {
		return nil, nil
	}
	return []member.Task{{Text: locale.T(ctx, "organise.task.mailless"), Href: "/organise/mail"}}, nil
}

// numbers are what came of it, for the front page.
func (a *App) numbers(ctx context.Context) (n home.Numbers, err error) {
	n.Rounds, n.Met, n.Coming, err = a.UnMentoring.Totals(ctx)
	return n, err
}

// latest is what people shared last, for the front page.
func (a *App) latest(ctx context.Context, n int) ([]home.Told, error) {
	shown, err := a.Outcomes.Latest(ctx, n)
	told := make([]home.Told, len(shown))
	for i, o := range shown {
		told[i] = home.Told{Title: o.Title, Href: o.Path(), Meta: o.Meta(ctx)}
	}
	return told, err
}
