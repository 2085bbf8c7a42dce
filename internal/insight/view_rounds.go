package insight

import (
	"context"
	"math"
	"strconv"
	"strings"
	"time"

	"cuppa.example/internal/chart"
	"cuppa.example/internal/conversation"
	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
)

type roundsView struct {
	choice
	facts       []Facts // the oldest first
	page, pages int
	now         time.Time
}

// newest is the last round that is over, or the last.
func (v roundsView) newest() Facts {
	list := v.over()
	return list[len(list)-1]
}

// over are the rounds that are over, or all where none is.
func (v roundsView) over() (list []Facts) {
	for _, f := range v.facts {
		if f.Closed() {
			list = append(list, f)
		}
	}
	if len(list) == 0 {
		return v.facts
	}
	return list
}

func sumOf(list []Facts) (c Counts, a Across) {
	for _, f := range list {
		c = c.add(f.Counts)
		a.Pairs += f.Across.Pairs
		a.Different += f.Across.Different
		a.Unsaid += f.Across.Unsaid
	}
	return c, a
}

func (v roundsView) tiles(ctx context.Context) []govuk.StatTileProps {
	last := v.newest()
	over := v.over()
	all, a := sumOf(over)
	href := "/organise/insight/rounds/" + last.ID
	return []govuk.StatTileProps{
		{
			Number: last.Completion().text(ctx), Label: say(ctx, "tile.met", "number", strconv.Itoa(last.Number)), Href: href,
			Detail: say(ctx, "tile.met.detail", "met", last.Met, "not_met", last.NotMet, "unknown", last.Unknown()),
		},
		{
			Number: all.Completion().text(ctx), Label: say(ctx, "tile.all", "count", len(over)),
			Detail: say(ctx, "tile.all.detail", "met", all.Met, "count", all.Conversations()),
		},
		{Number: locale.Number(ctx, last.In()), Label: say(ctx, "tile.in", "number", strconv.Itoa(last.Number))},
		{Number: a.Share().text(ctx), Label: say(ctx, "tile.across"), Detail: say(ctx, "tile.across.detail")},
	}
}

func (v roundsView) chart(ctx context.Context, id string, series ...chart.Series) chart.Chart {
	c := chart.Chart{ID: id, Title: say(ctx, "rounds."+id), Unit: number(ctx), Series: series}
	for _, f := range v.facts {
		c.Labels = append(c.Labels, strconv.Itoa(f.Number))
	}
	return c
}

func (v roundsView) series(ctx context.Context, name string, mark chart.Mark, value func(Facts) float64) chart.Series {
	s := chart.Series{Name: say(ctx, "series."+name), Mark: mark}
	for _, f := range v.facts {
		s.Values = append(s.Values, value(f))
	}
	return s
}

// met is the share of conversations: where the solid part ends is the least, and
// where the dotted part ends the most that took place.
func (v roundsView) met(ctx context.Context) chart.Chart {
	part := func(n func(Counts) int) func(Facts) float64 {
		return func(f Facts) float64 {
			if f.Conversations() == 0 {
				return chart.None
			}
			return float64(n(f.Counts)) / float64(f.Conversations())
		}
	}
	c := v.chart(
		ctx, "met",
		v.series(ctx, "met", chart.Good, part(func(c Counts) int { return c.Met })),
		v.series(ctx, "unknown", chart.Unknown, part(Counts.Unknown)),
		v.series(ctx, "not_met", chart.Bad, part(func(c Counts) int { return c.NotMet })),
	)
	c.Max, c.Unit = 1, percent(ctx)
	last := v.newest()
	c.Text = say(ctx, "rounds.met.text", "number", strconv.Itoa(last.Number), "range", last.Completion().text(ctx))
	return c
}

func (v roundsView) in(ctx context.Context) chart.Chart {
	c := v.chart(
		ctx, "in",
		v.series(ctx, "people", chart.Plain, func(f Facts) float64 { return float64(f.People) }),
		v.series(ctx, "without", chart.Other, func(f Facts) float64 { return float64(f.Waiting + f.LeftOut) }),
	)
	all, _ := sumOf(v.facts)
	c.Text = say(ctx, "rounds.in.text", "count", all.Waiting+all.LeftOut)
	return c
}

func (v roundsView) across(ctx context.Context) chart.Chart {
	c := v.chart(ctx, "across", v.series(ctx, "across", chart.Plain, func(f Facts) float64 {
		if !f.Across.Share().Known {
			return chart.None
		}
		return f.Across.Share().Least
	}))
	_, a := sumOf(v.facts)
	c.Max, c.Unit = 1, percent(ctx)
	c.Text = say(ctx, "rounds.across.text", "different", a.Different, "count", a.Pairs)
	return c
}

func (v roundsView) repeats(ctx context.Context) chart.Chart {
	c := v.chart(ctx, "repeats", v.series(ctx, "repeats", chart.Other, func(f Facts) float64 { return float64(f.Repeats) }))
	all, _ := sumOf(v.facts)
	c.Text = say(ctx, "rounds.repeats.text", "count", all.Repeats)
	return c
}

// shares writes a share, or a dash where there is none.
func (v roundsView) shares(ctx context.Context) func(float64) string {
	return func(share float64) string {
		if math.IsNaN(share) {
			return say(ctx, "no_number")
		}
		return locale.Percent(ctx, share)
	}
}

// table holds the numbers of all charts.
func (v roundsView) table(ctx context.Context) table {
	t := table{caption: say(ctx, "rounds.table"), csv: "/organise/insight/rounds.csv"}
	names := []string{"begins", "in", "met", "not_met", "unknown", "completion", "repeats", "across"}
	for i, n := range names {
		names[i] = say(ctx, "column."+n)
	}
	t.columns = columns(say(ctx, "column.round"), names...)
	for i := len(v.facts) - 1; i >= 0; i-- {
		f := v.facts[i]
		row := []govuk.Cell{{Text: strconv.Itoa(f.Number), Href: "/organise/insight/rounds/" + f.ID}}
		row = append(row, govuk.Row(
			locale.ShortDate(ctx, f.BeginsAt), locale.Number(ctx, f.In()), locale.Number(ctx, f.Met), locale.Number(ctx, f.NotMet),
			locale.Number(ctx, f.Unknown()), f.Completion().text(ctx), locale.Number(ctx, f.Repeats), f.Across.Share().text(ctx),
		)...)
		t.rows = append(t.rows, row)
	}
	return t
}

type roundView struct {
	Facts
	batch *Batch
}

func (v roundView) number() string { return strconv.Itoa(v.Number) }

func (v roundView) chart(ctx context.Context) chart.Chart {
	c := chart.Chart{
		ID: "round", Title: say(ctx, "round.chart"), Unit: number(ctx),
		Text:   say(ctx, "round.chart.text", "range", v.Completion().text(ctx)),
		Series: []chart.Series{{Name: say(ctx, "series.conversations"), Mark: chart.Plain}},
	}
	for _, p := range []struct {
		name string
		n    int
	}{{"met", v.Met}, {"unconfirmed", v.Unconfirmed}, {"open", v.Open}, {"not_met", v.NotMet}} {
		if p.name == "open" && p.n == 0 {
			continue
		}
		c.Labels = append(c.Labels, say(ctx, "series."+p.name))
		c.Series[0].Values = append(c.Series[0].Values, float64(p.n))
	}
	return c
}

func (v roundView) rows(ctx context.Context) []govuk.SummaryRow {
	row := func(key, value string) govuk.SummaryRow {
		return govuk.SummaryRow{Key: say(ctx, "round."+key), Value: value}
	}
	rows := []govuk.SummaryRow{
		row("completion", v.Completion().text(ctx)),
		row("in", locale.Number(ctx, v.In())), row("out", locale.Number(ctx, v.Out)),
		row("left_out", locale.Number(ctx, v.LeftOut+v.Waiting)),
		row("cancelled", locale.Number(ctx, v.Cancelled)),
		row("repeats", locale.Number(ctx, v.Repeats)),
	}
	if a := v.Across; a.Pairs > 0 {
		rows = append(rows, row("across", say(ctx, "round.across.value", "share", a.Share().text(ctx), "different", a.Different, "count", a.Pairs)))
	}
	return rows
}

type reasonsView struct {
	choice
	batches     []Batch // the newest first
	all         []Reason
	any         bool
	wait        []Round
	slower      string
	page, pages int
}

func (v reasonsView) chart(ctx context.Context) chart.Chart {
	return reasonsChart(ctx, "reasons", v.all, say(ctx, "reasons.chart"), say(ctx, "reasons.chart.text"))
}

func reasonsChart(ctx context.Context, id string, list []Reason, title, text string) chart.Chart {
	c := chart.Chart{
		ID: id, Title: title, Text: text, Unit: number(ctx), Missing: say(ctx, "few"),
		Series: []chart.Series{{Name: say(ctx, "series.answers"), Mark: chart.Plain}},
	}
	for _, r := range list {
		c.Labels = append(c.Labels, say(ctx, "reason."+string(r.Reason)))
		v := float64(r.People)
		if r.Few {
			v = chart.None
		}
		c.Series[0].Values = append(c.Series[0].Values, v)
	}
	return c
}

// name says which rounds a batch is made of: "Round 3", "Rounds 3 to 5".
func (b Batch) name(ctx context.Context) string {
	first, last := strconv.Itoa(b.Rounds[0].Number), strconv.Itoa(b.Rounds[len(b.Rounds)-1].Number)
	if first == last {
		return say(ctx, "round.number", "number", first)
	}
	return say(ctx, "batch.rounds", "first", first, "last", last)
}

func (v reasonsView) table(ctx context.Context) table {
	t := table{caption: say(ctx, "reasons.table"), csv: "/organise/insight/reasons.csv"}
	names := make([]string, 0, len(conversation.Reasons)+1)
	for _, r := range conversation.Reasons {
		names = append(names, say(ctx, "reason."+string(r)))
	}
	t.columns = columns(say(ctx, "column.rounds"), append(names, say(ctx, "reasons.all"))...)
	for _, b := range v.batches {
		t.rows = append(t.rows, b.row(ctx))
	}
	return t
}

func (b Batch) row(ctx context.Context) []govuk.Cell {
	row := []govuk.Cell{{Text: b.name(ctx)}}
	for _, r := range b.Shown {
		text := say(ctx, "few")
		if !r.Few {
			text = locale.Number(ctx, r.People)
		}
		row = append(row, govuk.Cell{Text: text})
	}
	total := say(ctx, "hidden")
	if b.Total > 0 {
		total = locale.Number(ctx, b.Total)
	}
	return append(row, govuk.Cell{Text: total})
}

// waiting says which rounds have no reasons yet, and when they may have.
func (v reasonsView) waiting(ctx context.Context) string {
	if len(v.wait) == 0 {
		return ""
	}
	names := make([]string, len(v.wait))
	for i, r := range v.wait {
		names[i] = strconv.Itoa(r.Number)
	}
	last := v.wait[len(v.wait)-1]
	return say(ctx, "reasons.wait", "rounds", strings.Join(names, ", "), "date", locale.Date(ctx, settledOn(last)))
}
