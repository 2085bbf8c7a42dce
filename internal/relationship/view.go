package relationship

import (
	"context"
	"slices"

	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
)

// termFacts are an agreement as labelled texts.
func termFacts(ctx context.Context, a Agreement) []govuk.SummaryRow {
	row := func(key, text string) govuk.SummaryRow {
		return govuk.SummaryRow{Key: locale.T(ctx, "relationship.term."+key), Value: text}
	}
	return []govuk.SummaryRow{
		row("goals", a.Terms.Goals),
		row("weeks", locale.T(ctx, "relationship.every", "count", a.Terms.Weeks)),
		row("minutes", locale.T(ctx, "relationship.minutes", "count", a.Terms.Minutes)),
		row("months", locale.T(ctx, "relationship.months", "count", a.Terms.Months)),
		row("confidential", a.Terms.Confidential),
		row("absent", a.Terms.Absent),
	}
}

// lastAgreed is the agreement that stands, or the last that stood.
func (v *visit) lastAgreed() (Agreement, bool) {
	list := slices.Clone(v.versions)
	slices.Reverse(list)
	return find(list, func(a Agreement) bool { return !a.AcceptedAt.IsZero() })
}

func (v *visit) agreedLine(ctx context.Context, a Agreement) string {
	return locale.T(ctx, "relationship.agreement.agreed", "name", v.name(ctx, a.ProposedBy), "other", v.name(ctx, v.r.Other(a.ProposedBy)),
		"proposed", locale.Date(ctx, a.ProposedAt), "accepted", locale.Date(ctx, a.AcceptedAt))
}

// historyLine is what became of a version.
func (v *visit) historyLine(ctx context.Context, a Agreement) string {
	key := "relationship.history." + a.EndedWhy
	switch {
	case a.pending():
		key = "relationship.history.pending"
	case a.stands():
		key = "relationship.history.stands"
	case !a.AcceptedAt.IsZero():
		key = "relationship.history.stood"
	}
	return locale.T(ctx, key, "name", v.name(ctx, a.ProposedBy), "proposed", locale.Date(ctx, a.ProposedAt),
		"accepted", locale.Date(ctx, a.AcceptedAt), "ended", locale.Date(ctx, a.EndedAt))
}

// history are the versions, the newest first.
func (v *visit) history() []Agreement {
	list := slices.Clone(v.versions)
	slices.Reverse(list)
	return list
}

func (v *visit) pending() (Agreement, bool)  { return pending(v.versions) }
func (v *visit) standing() (Agreement, bool) { return standing(v.versions) }

// halfTime reports whether half of the time is over and the visitor has not said
// yet how it goes.
func (v *visit) halfTime() bool {
	_, said := v.said(v.me, Half)
	return v.r.State == Running && !said && !v.now.Before(v.r.half())
}

// title is what the relationship is to a member: "Ann Lee mentors you".
func (v *scene) title(ctx context.Context, r Relationship, me string) string {
	return locale.T(ctx, "relationship.title."+string(r.Kind)+"."+r.side(me), "name", v.name(ctx, r.Other(me)))
}

// line is a relationship's dates.
func (v *scene) line(ctx context.Context, r Relationship) string {
	switch r.State {
	case Agreeing:
		return locale.T(ctx, "relationship.line.agreeing", "date", locale.Date(ctx, r.CreatedAt))
	case Running:
		return locale.T(ctx, "relationship.line.running", "from", locale.Date(ctx, r.StartedAt), "until", locale.Date(ctx, r.EndsAt))
	}
	return locale.T(ctx, "relationship.line.closed", "date", locale.Date(ctx, r.ClosedAt))
}

// tag is the state in a word.
func tag(ctx context.Context, r Relationship) govuk.TagProps {
	colour := map[State]govuk.Colour{Agreeing: govuk.Waiting, Running: govuk.Running}[r.State]
	return govuk.TagProps{Text: locale.T(ctx, "relationship.state."+string(r.State)), Colour: colour}
}

func (v *scene) tasks(ctx context.Context, list []Relationship, me string) govuk.TaskListProps {
	var p govuk.TaskListProps
	for _, r := range list {
		t := tag(ctx, r)
		p.Tasks = append(p.Tasks, govuk.Task{Title: v.title(ctx, r, me), Href: v.s.Path(r.ID), Hint: v.line(ctx, r), Tag: &t})
	}
	return p
}

// otherFacts are what the other says of themselves.
func (v *visit) otherFacts(ctx context.Context) []govuk.SummaryRow {
	m := v.people[v.other()]
	var rows []govuk.SummaryRow
	row := func(key, text string) {
		if text != "" {
			rows = append(rows, govuk.SummaryRow{Key: locale.T(ctx, "relationship.fact."+key), Value: text})
		}
	}
	row("job", m.Job)
	row("organisation", m.Organisation)
	if v.r.open() && m.Reachable() {
		rows = append(rows, govuk.SummaryRow{Key: locale.T(ctx, "relationship.fact.email"), Content: mailTo(m.Email)})
	}
	return rows
}

// termsTitle is the heading of the form: the first agreement, or another one.
func (v *visit) termsTitle(ctx context.Context) string {
	if len(v.versions) == 0 {
		return locale.T(ctx, "relationship.agreement.write")
	}
	return locale.T(ctx, "relationship.agreement.change")
}

// whyClosed tells one of the two how it ended, and nothing that the other did
// to them.
func (v *visit) whyClosed(ctx context.Context) string {
	why := v.r.ClosedWhy
	key := string(why)
	switch {
	case why == Asked && v.r.ClosedBy == v.me:
		key = "you"
	case why == Asked || why == Apart:
		key = "ended"
	}
	return locale.T(ctx, "relationship.closed."+key, "name", v.otherName(ctx))
}
