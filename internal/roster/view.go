package roster

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"cuppa.example/internal/form"
	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
)

func joined(list []string) string { return strings.Join(list, ", ") }

func lines(text string) []string { return strings.Split(text, "\n") }

func listHref(f *form.Form, sort, after string) string {
	q := url.Values{}
	for name, value := range map[string]string{"q": f.Value("q"), "state": f.Value("state"), "sort": sort, "after": after} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return "/organise/members?" + q.Encode()
}

func listColumns(ctx context.Context, f *form.Form) []govuk.Column {
	name := govuk.Column{Text: locale.T(ctx, "roster.column.name"), SortHref: listHref(f, "", ""), Sort: govuk.Ascending}
	since := govuk.Column{Text: locale.T(ctx, "roster.column.joined"), SortHref: listHref(f, "joined", "")}
	if f.Value("sort") == "joined" {
		name.Sort, since.Sort = govuk.Unsorted, govuk.Descending
	}
	return []govuk.Column{name, {Text: locale.T(ctx, "roster.column.organisation")}, {Text: locale.T(ctx, "roster.column.state")}, since}
}

func listRows(ctx context.Context, members []member.Member) [][]govuk.Cell {
	rows := make([][]govuk.Cell, len(members))
	for i, m := range members {
		rows[i] = []govuk.Cell{
			{Text: m.Name, Href: "/organise/members/" + m.ID},
			{Text: m.Organisation},
			{Content: govuk.Tag(stateTag(ctx, m))},
			{Text: locale.Date(ctx, m.JoinedAt)},
		}
	}
	return rows
}

func stateTag(ctx context.Context, m member.Member) govuk.TagProps {
	switch {
	case !m.BouncedAt.IsZero():
		return govuk.TagProps{Text: locale.T(ctx, "roster.state.bounced"), Colour: govuk.Bad}
	case m.State == member.Active && m.PledgedAt.IsZero():
		return govuk.TagProps{Text: locale.T(ctx, "roster.state.imported"), Colour: govuk.Waiting}
	case m.State == member.Active:
		return govuk.TagProps{Text: locale.T(ctx, "roster.state.active"), Colour: govuk.Good}
	}
	return govuk.TagProps{Text: locale.T(ctx, "roster.state."+string(m.State)), Colour: govuk.Neutral}
}

func memberRows(ctx context.Context, m member.Member) []govuk.SummaryRow {
	rows := []govuk.SummaryRow{
		{Key: locale.T(ctx, "roster.column.state"), Content: govuk.Tag(stateTag(ctx, m))},
		{Key: locale.T(ctx, "roster.column.email"), Value: m.Email},
	}
	for _, r := range []govuk.SummaryRow{
		{Key: locale.T(ctx, "roster.column.organisation"), Value: m.Organisation},
		{Key: locale.T(ctx, "roster.column.role"), Value: m.Job},
		{Key: locale.T(ctx, "roster.column.region"), Value: m.Region},
		{Key: locale.T(ctx, "roster.column.joined"), Value: locale.Date(ctx, m.JoinedAt)},
	} {
		if r.Value != "" {
			rows = append(rows, r)
		}
	}
	return rows
}

func planTiles(ctx context.Context, kind Kind, p plan) []govuk.StatTileProps {
	tile := func(n int, key string) govuk.StatTileProps {
		return govuk.StatTileProps{Number: locale.Number(ctx, n), Label: locale.T(ctx, key, "count", n)}
	}
	if kind == Meetings {
		return []govuk.StatTileProps{tile(len(p.Pairs), "roster.tile.meetings"), tile(len(p.Problems), "roster.tile.problems")}
	}
	return []govuk.StatTileProps{
		tile(len(p.New), "roster.tile.new"), tile(len(p.Changed), "roster.tile.changed"),
		tile(p.Unchanged, "roster.tile.unchanged"), tile(len(p.Problems), "roster.tile.problems"),
	}
}

// firstShown new people show whether the columns and the accents were understood.
const firstShown = 3

func firstColumns(ctx context.Context) []govuk.Column {
	var columns []govuk.Column
	for _, name := range []string{"name", "email", "organisation", "role", "region"} {
		columns = append(columns, govuk.Column{Text: locale.T(ctx, "roster.column."+name)})
	}
	return columns
}

func firstRows(people []person) [][]govuk.Cell {
	var rows [][]govuk.Cell
	for _, p := range people[:min(firstShown, len(people))] {
		d := p.Details
		rows = append(rows, []govuk.Cell{{Text: d.Name}, {Text: p.Email}, {Text: d.Organisation}, {Text: d.Job}, {Text: d.Region}})
	}
	return rows
}

func problemRows(ctx context.Context, problems []problem, page int) [][]govuk.Cell {
	start := min((page-1)*problemsShown, len(problems))
	var rows [][]govuk.Cell
	for _, p := range problems[start:min(start+problemsShown, len(problems))] {
		rows = append(rows, []govuk.Cell{{Text: strconv.Itoa(p.Row)}, {Text: p.What.In(ctx)}})
	}
	return rows
}
