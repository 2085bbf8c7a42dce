package unmentoring

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
)

func programmeTagProps(ctx context.Context, s ProgrammeState) govuk.TagProps {
	colour := map[ProgrammeState]govuk.Colour{Running: govuk.Running, Halted: govuk.Waiting, Ended: govuk.Neutral}[s]
	return govuk.TagProps{Text: locale.T(ctx, "unmentoring.programme.state."+string(s)), Colour: colour}
}

// columns heads a table with messages of one prefix.
func columns(ctx context.Context, prefix string, names ...string) []govuk.Column {
	list := make([]govuk.Column, len(names))
	for i, n := range names {
		list[i] = govuk.Column{Text: locale.T(ctx, prefix+n)}
	}
	return list
}

// cadenceText is "Every month, on the second Monday".
func cadenceText(ctx context.Context, p Programme) string {
	if p.Cadence == OnDates {
		return locale.T(ctx, "unmentoring.cadence.dates", "count", len(p.Dates))
	}
	day := p.FirstDay.nextWorkday()
	weekday := locale.T(ctx, "date.weekday."+strconv.Itoa(int(day.Weekday())))
	if p.Cadence.months() == 0 {
		return locale.T(ctx, "unmentoring.cadence."+string(p.Cadence), "weekday", weekday)
	}
	nth := locale.T(ctx, "unmentoring.nth."+strconv.Itoa((day.midnight().Day()-1)/7+1))
	return locale.T(ctx, "unmentoring.cadence."+string(p.Cadence), "weekday", weekday, "nth", nth)
}

// stateSentence says where a round stands and what happens next, and when.
func stateSentence(ctx context.Context, r Round) string {
	key, at := string(r.State), time.Time{}
	switch r.State {
	case SignUp:
		at = r.DrawAt
	case InReview:
		switch {
		case !r.ApprovedAt.IsZero():
			key, at = "approved", r.OpenAt
		default:
			at = r.GraceAt
		}
	case Talking:
		at = r.EndAt
	case Closing:
		at = r.CloseAt
	}
	when := ""
	if !at.IsZero() {
		when = locale.DateTime(ctx, at)
	}
	return locale.T(ctx, "unmentoring.state."+key, "when", when)
}

// current is the newest round that is not over.
func (v overview) current() Round {
	for _, r := range v.rounds {
		if !r.Over() {
			return r
		}
	}
	return Round{}
}

func (v overview) comingRows(ctx context.Context) [][]govuk.Cell {
	var rows [][]govuk.Cell
	for i, d := range v.coming {
		rows = append(rows, govuk.Row(
			locale.T(ctx, "unmentoring.round.number", "number", strconv.Itoa(v.number+i)),
			locale.DayDate(ctx, d.SignUp), locale.DayDate(ctx, d.Draw), locale.DayDate(ctx, d.Open), locale.DayDate(ctx, d.End),
		))
	}
	return rows
}

func (v overview) roundColumns(ctx context.Context) []govuk.Column {
	list := columns(ctx, "unmentoring.overview.", "round", "talks", "state", "people", "met", "share")
	for i := 3; i < len(list); i++ {
		list[i].Numeric = true
	}
	return list
}

func (v overview) roundRows(ctx context.Context) [][]govuk.Cell {
	var rows [][]govuk.Cell
	for _, r := range v.rounds {
		n, known := v.numbers[r.ID]
		met, part := "", ""
		if known && r.Begun() && n.Conversations > 0 {
			least, most := n.Range()
			met = locale.T(ctx, "unmentoring.overview.of", "met", n.Met, "all", n.Conversations)
			part = share(ctx, least, most)
		}
		people := locale.Number(ctx, n.People)
		if !r.Begun() {
			people = locale.T(ctx, "unmentoring.overview.so_far", "count", n.In(v.programme))
		}
		if r.State == Cancelled {
			people = ""
		}
		rows = append(rows, []govuk.Cell{
			{Text: locale.T(ctx, "unmentoring.round.number", "number", strconv.Itoa(r.Number)), Href: "/organise/rounds/" + r.ID},
			{Text: locale.Date(ctx, r.OpenAt)},
			{Content: govuk.Tag(roundTag(ctx, r))},
			{Text: people},
			{Text: met},
			{Text: part},
		})
	}
	return rows
}

func roundTag(ctx context.Context, r Round) govuk.TagProps {
	colour := map[RoundState]govuk.Colour{
		SignUp: govuk.Running, Drawing: govuk.Running, InReview: govuk.Waiting, Talking: govuk.Running,
		Closing: govuk.Running, Closed: govuk.Good, Cancelled: govuk.Neutral,
	}[r.State]
	if r.State == InReview && !r.ApprovedAt.IsZero() {
		colour = govuk.Scheduled
	}
	return govuk.TagProps{Text: locale.T(ctx, "unmentoring.round.state."+string(r.State)), Colour: colour}
}

func (v overview) settingRows(ctx context.Context) []govuk.SummaryRow {
	p := v.programme
	row := func(key, value string) govuk.SummaryRow {
		return govuk.SummaryRow{Key: locale.T(ctx, "unmentoring.overview.set."+key), Value: value}
	}
	var differ, common []string
	for _, d := range p.Differ {
		differ = append(differ, traitLabel(ctx, d, v.labels))
	}
	for _, c := range p.Common {
		common = append(common, traitLabel(ctx, c, v.labels))
	}
	who := locale.T(ctx, "unmentoring.overview.everybody")
	if names := append(append(Lines{}, p.Organisations...), p.Regions...); len(names) > 0 {
		who = strings.Join(names, ", ")
	}
	signUp := "out"
	if p.OptIn {
		signUp = "in"
	}
	w := p.Windows()
	rows := []govuk.SummaryRow{
		row("cadence", cadenceText(ctx, p)),
		row("size", locale.T(ctx, "unmentoring.form.size.of", "count", p.Size)),
		row("minutes", locale.T(ctx, "unmentoring.overview.minutes", "count", p.Minutes)),
		row("differ", capital(enumerate(ctx, differ))),
		row("common", capital(enumerate(ctx, common))),
		row("decides", decidesText(ctx, p.Decides)),
		row("prompts", strings.Join(p.Prompts, " / ")),
		row("sign_up", locale.T(ctx, "unmentoring.form.sign_up."+signUp)),
		row("who", who),
		row("review", locale.T(ctx, "unmentoring.form.review."+string(p.Review))),
		row("windows", locale.T(ctx, "unmentoring.overview.windows", "sign_up", w.SignUp, "review", w.Review, "talk", w.Talk, "closing", w.Closing)),
	}
	rows = slices.DeleteFunc(rows, func(r govuk.SummaryRow) bool { return r.Value == "" })
	if len(p.Rules) > 0 {
		rows = append(rows, row("rules", strings.Join(p.Rules, " / ")))
	}
	if left, resting := v.counts[LeftIt], v.counts[Resting]; left+resting > 0 {
		rows = append(rows, row("apart", locale.T(ctx, "unmentoring.overview.apart", "left", left, "resting", resting)))
	}
	return rows
}
