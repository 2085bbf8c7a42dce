package unmentoring

import (
	"context"
	"strconv"
	"time"

	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
)

// sentence says where somebody stands with a programme, and what comes next.
func (v part) sentence(ctx context.Context) string {
	day := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return locale.DayDate(ctx, t)
	}
	if v.round.ID == "" {
		switch {
		case v.membership.State != TakesPart:
			return locale.T(ctx, "unmentoring.stand."+string(v.membership.State))
		case v.next.Open.IsZero():
			return locale.T(ctx, "unmentoring.stand.nothing")
		}
		return locale.T(ctx, "unmentoring.stand.next", "ask", day(v.next.SignUp), "open", day(v.next.Open))
	}
	r := v.round
	return locale.T(ctx, "unmentoring.stand."+string(v.standing()), "draw", day(r.DrawAt), "open", day(r.OpenAt), "end", day(r.EndAt),
		"pool", day(r.poolEnds()), "every", strconv.Itoa(v.membership.Every))
}

func (v part) facts(ctx context.Context) []govuk.SummaryRow {
	row := func(key, value string) govuk.SummaryRow {
		return govuk.SummaryRow{Key: locale.T(ctx, "unmentoring.about."+key), Value: value}
	}
	rows := []govuk.SummaryRow{
		row("often", cadenceText(ctx, v.programme)),
		row("how", locale.T(ctx, "unmentoring.about.how.text", "people", locale.T(ctx, "unmentoring.form.size.of", "count", v.programme.Size), "minutes", v.programme.Minutes)),
	}
	rows = append(rows, row("decides", decidesText(ctx, v.programme.Decides)))
	if v.round.ID != "" && !v.round.Over() {
		rows = append(rows,
			row("draw", locale.DayDate(ctx, v.round.DrawAt)), row("open", locale.DayDate(ctx, v.round.OpenAt)), row("end", locale.DayDate(ctx, v.round.EndAt)))
	}
	if !v.next.Open.IsZero() {
		rows = append(rows, row("next", locale.DayDate(ctx, v.next.Open)))
	}
	return rows
}
