package insight

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"cuppa.example/internal/chart"
	"cuppa.example/internal/conversation"
	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
)

// say is a text of this package.
func say(ctx context.Context, key string, args ...any) string {
	return locale.T(ctx, "insight."+key, args...)
}

// parts are the pages of the statistics.
func parts(ctx context.Context, current, programmeID string) []govuk.NavItem {
	query := ""
	if programmeID != "" {
		query = "?programme=" + url.QueryEscape(programmeID)
	}
	item := func(name, href string) govuk.NavItem {
		return govuk.NavItem{Text: say(ctx, "part."+name), Href: href, Current: name == current}
	}
	return []govuk.NavItem{
		item("rounds", "/organise/insight"+query), item("reasons", "/organise/insight/reasons"+query),
		item("growth", "/organise/insight/growth"), item("unconnected", "/organise/insight/unconnected"), item("picture", "/picture"),
	}
}

func (c choice) items(path string) []govuk.NavItem {
	var list []govuk.NavItem
	for _, p := range c.programmes {
		list = append(list, govuk.NavItem{Text: p.Title, Href: path + "?programme=" + url.QueryEscape(p.ID), Current: p.ID == c.current.ID})
	}
	return list
}

func (c choice) pages(path string, page, pages int) govuk.PaginationProps {
	return govuk.Pages(page, pages, func(n int) string {
		return path + "?programme=" + url.QueryEscape(c.current.ID) + "&page=" + strconv.Itoa(n)
	})
}

// text is "53–80%", or one number where nothing is unknown, or a dash.
func (r Range) text(ctx context.Context) string {
	if !r.Known {
		return say(ctx, "no_number")
	}
	low, high := locale.Percent(ctx, r.Least), locale.Percent(ctx, r.Most)
	if low == high {
		return low
	}
	return say(ctx, "range", "low", strconv.Itoa(int(r.Least*100+0.5)), "high", high)
}

func number(ctx context.Context) func(float64) string {
	return func(v float64) string { return locale.Number(ctx, int(v)) }
}

func percent(ctx context.Context) func(float64) string {
	return func(v float64) string { return locale.Percent(ctx, v) }
}

// table is the numbers of a chart.
type table struct {
	caption string
	columns []govuk.Column
	rows    [][]govuk.Cell
	csv     string // where the same is found as a file
}

// props is the table as a component. On a phone one of more than three columns
// would be cut off, and is read row by row.
func (t table) props() govuk.TableProps {
	return govuk.TableProps{
		Caption: t.caption, CaptionHidden: true, RowHeaders: true, Columns: t.columns, Rows: t.rows, Stack: len(t.columns) > 3,
	}
}

// columns heads a table: the first names the row, the others are numbers.
func columns(first string, others ...string) []govuk.Column {
	list := []govuk.Column{{Text: first}}
	for _, o := range others {
		list = append(list, govuk.Column{Text: o, Numeric: true})
	}
	return list
}

// tableOf is the table of a chart: a row for each label.
func tableOf(c chart.Chart, first, csv string, missing func(float64) string) table {
	t := table{caption: c.Title, columns: []govuk.Column{{Text: first}}, csv: csv}
	for _, s := range c.Series {
		t.columns = append(t.columns, govuk.Column{Text: s.Name, Numeric: true})
	}
	for at, label := range c.Labels {
		row := []govuk.Cell{{Text: label}}
		for _, s := range c.Series {
			row = append(row, govuk.Cell{Text: missing(s.Values[at])})
		}
		t.rows = append(t.rows, row)
	}
	return t
}

type growthView struct{ months []Month }

func (v growthView) labels(ctx context.Context) []string {
	labels := make([]string, len(v.months))
	for i, m := range v.months {
		labels[i] = say(ctx, "month", "month", locale.T(ctx, "date.mon."+strconv.Itoa(int(m.Begins.Month()))), "year", m.Begins.Format("06"))
	}
	return labels
}

func (v growthView) last() Month { return v.months[len(v.months)-1] }

func (v growthView) members(ctx context.Context) chart.Chart {
	c := chart.Chart{
		ID: "members", Title: say(ctx, "growth.members"), Labels: v.labels(ctx), Unit: number(ctx),
		Text:   say(ctx, "growth.members.text", "count", v.last().Members, "first", locale.Month(ctx, v.months[0].Begins)),
		Series: []chart.Series{{Name: say(ctx, "growth.members.series"), Mark: chart.Plain}},
	}
	for _, m := range v.months {
		c.Series[0].Values = append(c.Series[0].Values, float64(m.Members))
	}
	return c
}

func (v growthView) changes(ctx context.Context) chart.Chart {
	joined, left := 0, 0
	c := chart.Chart{
		ID: "changes", Title: say(ctx, "growth.changes"), Labels: v.labels(ctx), Unit: number(ctx),
		Series: []chart.Series{{Name: say(ctx, "growth.joined"), Mark: chart.Good}, {Name: say(ctx, "growth.left"), Mark: chart.Bad}},
	}
	for _, m := range v.months {
		joined, left = joined+m.Joined, left+m.Left
		c.Series[0].Values = append(c.Series[0].Values, float64(m.Joined))
		c.Series[1].Values = append(c.Series[1].Values, float64(m.Left))
	}
	c.Text = say(ctx, "growth.changes.text", "joined", joined, "left", left)
	return c
}

func (v growthView) table(ctx context.Context) table {
	t := table{
		caption: say(ctx, "growth.title"), csv: "/organise/insight/growth.csv",
		columns: columns(say(ctx, "growth.month"), say(ctx, "growth.joined"), say(ctx, "growth.left"), say(ctx, "growth.members.series")),
	}
	for i := len(v.months) - 1; i >= 0; i-- {
		m := v.months[i]
		t.rows = append(t.rows, govuk.Row(locale.Month(ctx, m.Begins), locale.Number(ctx, m.Joined), locale.Number(ctx, m.Left), locale.Number(ctx, m.Members)))
	}
	return t
}

type unconnectedView struct {
	all, page, pages int
	people           []Waiting
}

func (v unconnectedView) props(ctx context.Context) govuk.TableProps {
	p := govuk.TableProps{
		Caption: say(ctx, "unconnected.title"), CaptionHidden: true, RowHeaders: true, Stack: true,
		Columns: []govuk.Column{
			{Text: say(ctx, "unconnected.name")},
			{Text: say(ctx, "unconnected.organisation")},
			{Text: say(ctx, "unconnected.since")},
			{Text: say(ctx, "unconnected.times"), Numeric: true},
		},
	}
	for _, m := range v.people {
		p.Rows = append(p.Rows, []govuk.Cell{
			{Text: m.Name, Href: "/organise/members/" + m.ID},
			{Text: m.Organisation},
			{Text: locale.Date(ctx, m.JoinedAt)},
			{Text: locale.Number(ctx, m.Times)},
		})
	}
	return p
}

func (v unconnectedView) pagination() govuk.PaginationProps {
	return govuk.Pages(v.page, v.pages, func(n int) string { return "/organise/insight/unconnected?page=" + strconv.Itoa(n) })
}

// settledOn is when no answer can change a round any more.
func settledOn(r Round) time.Time { return r.EndsAt.Add(conversation.Grace) }
