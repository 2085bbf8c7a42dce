package unmentoring

import (
	"context"
	"strconv"

	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
)

// current reports whether a draw is the one that goes out.
func (v besideView) current(d Draw) bool { return d.ID == v.draw.ID }

func (v besideView) columns(ctx context.Context) []govuk.Column {
	list := columns(ctx, "unmentoring.beside.column.", "draw", "decides", "groups", "unplaced", "repeats")
	for _, t := range v.draw.Traits {
		list = append(list, govuk.Column{Text: shareText(ctx, "unmentoring.draw.fact.", t, v.labels), Numeric: true})
	}
	for i := 2; i <= 4; i++ {
		list[i].Numeric = true
	}
	return append(list, govuk.Column{Text: locale.T(ctx, "unmentoring.beside.column.choose")})
}

func (v besideView) rows(ctx context.Context) [][]govuk.Cell {
	var rows [][]govuk.Cell
	for _, d := range v.list {
		row := []govuk.Cell{
			{Text: d.title(ctx)},
			{Text: decidesText(ctx, d.Decides)},
			{Text: locale.Number(ctx, d.Groups)},
			{Text: locale.Number(ctx, d.Unplaced)},
			{Text: locale.Number(ctx, d.Repeats)},
		}
		same := d.SameBy()
		for _, t := range v.draw.Traits {
			cell := govuk.Cell{Text: locale.T(ctx, "unmentoring.beside.unknown")}
			if n, known := same[t]; known {
				cell.Text = locale.Number(ctx, n)
			}
			row = append(row, cell)
		}
		rows = append(rows, append(row, govuk.Cell{Content: besideChoice(v, d)}))
	}
	return rows
}

// title names a draw by its place on record.
func (d Draw) title(ctx context.Context) string {
	return locale.T(ctx, "unmentoring.draws.attempt."+string(d.Kind), "number", strconv.Itoa(d.Attempt))
}

func decidesText(ctx context.Context, by Decides) string {
	if by != ByChance {
		by = BySpread
	}
	return locale.T(ctx, "unmentoring.decides."+string(by))
}

func (v besideView) chooseFields(d Draw) []govuk.HiddenField {
	return []govuk.HiddenField{{Name: "seen", Value: strconv.Itoa(v.draw.Mark())}, {Name: "draw", Value: d.ID}}
}

func anotherFields(d Draw, last int, by Decides) []govuk.HiddenField {
	return []govuk.HiddenField{
		{Name: "seen", Value: strconv.Itoa(d.Mark())}, {Name: "last", Value: strconv.Itoa(last)}, {Name: "decides", Value: string(by)},
	}
}
