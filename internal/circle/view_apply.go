package circle

import (
	"context"
	"strings"

	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
)

// rows are the facts of an opening, for those who think about applying.
func (v applyView) rows(ctx context.Context) []govuk.SummaryRow {
	o := v.opening
	var rows []govuk.SummaryRow
	add := func(key, value string) {
		if value != "" {
			rows = append(rows, govuk.SummaryRow{Key: locale.T(ctx, key), Value: value})
		}
	}
	add("circle.facilitator", joined(called(ctx, v.host.Name), v.host.Job, v.host.Organisation))
	add("circle.place.experience", o.Experience)
	add("circle.apply.who", o.Who)
	add("circle.apply.size", locale.T(ctx, "circle.apply.size.about", "count", o.Size))
	add("circle.rhythm", rhythmText(ctx, o.Rhythm, o.Minutes))
	add("circle.runs", locale.T(ctx, "circle.apply.length", "count", o.Weeks, "date", locale.Date(ctx, o.StartsAt)))
	return rows
}

// told is what somebody typed, for the page on which they confirm it.
func (v appliedView) told(ctx context.Context) []govuk.SummaryRow {
	var rows []govuk.SummaryRow
	add := func(key, value string) {
		if value != "" {
			rows = append(rows, govuk.SummaryRow{Key: locale.T(ctx, key), Value: value})
		}
	}
	a := v.app
	add("circle.applied.name", a.Name)
	add("circle.applied.work", joined(a.Job, a.Organisation))
	add("circle.applied.want", a.Want)
	add("circle.applied.free", a.Free.text(ctx))
	if a.Leads {
		add("circle.applied.leads", locale.T(ctx, "circle.applied.leads.yes"))
	}
	return rows
}

// args are what the sentence at the top of the page may say.
func (v appliedView) args(ctx context.Context) []any {
	return []any{
		"circle", v.opening.Name, "host", called(ctx, v.host.Name), "date", locale.DayDate(ctx, v.app.AnswerBy),
		"begins", locale.DayDate(ctx, v.opening.StartsAt),
	}
}

// meta is a line about an opening in a list.
func (o Opening) meta(ctx context.Context) string {
	return locale.T(ctx, "circle.list.until", "date", locale.DayDate(ctx, o.LastDay()))
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// reader is the id of who is signed in, or empty.
func reader(ctx context.Context) string {
	m, _ := member.From(ctx)
	return m.ID
}

// reports reports whether the visitor can report the opening: members can, but not
// their own.
func (v applyView) reports(ctx context.Context) bool {
	return reader(ctx) != "" && reader(ctx) != v.opening.HostID
}
