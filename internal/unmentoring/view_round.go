package unmentoring

import (
	"context"
	"net/url"

	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
)

// roundNav is the parts of a round's pages.
func roundNav(ctx context.Context, r Round, current string) []govuk.NavItem {
	base := "/organise/rounds/" + r.ID
	item := func(name, path string) govuk.NavItem {
		return govuk.NavItem{Text: locale.T(ctx, "unmentoring.round.nav."+name), Href: base + path, Current: current == name}
	}
	list := []govuk.NavItem{item("round", ""), item("people", "/people")}
	if r.DrawID != "" {
		list = append(list, item("draw", "/draw"), item("draws", "/draws"))
	}
	return list
}

func (v roundView) signUpKind() string {
	if v.programme.OptIn {
		return "in"
	}
	return "out"
}

func (v roundView) steps(ctx context.Context) []govuk.Step {
	var list []govuk.Step
	reached := false
	for _, s := range Steps {
		if s == InReview && v.round.State != InReview && (!v.round.Reviewed || v.round.State == Closed) {
			continue
		}
		step := govuk.Step{Text: locale.T(ctx, "unmentoring.round.state."+string(s))}
		switch {
		case s == v.round.State:
			reached = true
			step.Current, step.State = true, locale.T(ctx, "unmentoring.step.now")
			if s == Closed {
				step.Current, step.Done, step.State = false, true, locale.T(ctx, "unmentoring.step.done")
			}
		case !reached:
			step.Done, step.State = true, locale.T(ctx, "unmentoring.step.done")
		}
		list = append(list, step)
	}
	return list
}

func (v roundView) tiles(ctx context.Context) []govuk.StatTileProps {
	n := v.numbers
	tile := func(key string, number int, show string) govuk.StatTileProps {
		return govuk.StatTileProps{
			Number: locale.Number(ctx, number), Label: locale.T(ctx, "unmentoring.tile."+key, "count", number),
			Href: "/organise/rounds/" + v.round.ID + "/people?show=" + show,
		}
	}
	if !v.round.Begun() {
		return []govuk.StatTileProps{tile("asked", n.Asked, "all"), tile("in", n.Said, "in"), tile("out", n.Out, "out"), tile("none", n.Silent, "none")}
	}
	list := []govuk.StatTileProps{tile("people", n.People, string(Placed))}
	least, most := n.Range()
	list = append(list, govuk.StatTileProps{Number: locale.Number(ctx, n.Conversations), Label: locale.T(ctx, "unmentoring.tile.conversations", "count", n.Conversations)})
	if n.Conversations > 0 {
		list = append(list, govuk.StatTileProps{
			Number: share(ctx, least, most), Label: locale.T(ctx, "unmentoring.tile.met"),
			Detail: locale.T(ctx, "unmentoring.tile.met.detail", "met", n.Met, "not_met", n.NotMet, "unknown", n.Unconfirmed+n.Open),
		})
	}
	if n.Waiting > 0 {
		list = append(list, tile("waiting", n.Waiting, string(Waiting)))
	}
	if n.LeftOut > 0 {
		list = append(list, tile("left_out", n.LeftOut, string(LeftOut)))
	}
	return list
}

func (v roundView) dateRows(ctx context.Context) []govuk.SummaryRow {
	r := v.round
	row := func(key, value string) govuk.SummaryRow {
		return govuk.SummaryRow{Key: locale.T(ctx, "unmentoring.date."+key), Value: value}
	}
	rows := []govuk.SummaryRow{row("sign_up", locale.DateTime(ctx, r.SignUpAt)), row("draw", locale.DateTime(ctx, r.DrawAt))}
	if r.State == InReview && r.ApprovedAt.IsZero() {
		rows = append(rows, row("grace", locale.DateTime(ctx, r.GraceAt)))
	}
	open := r.OpenAt
	if !r.PublishedAt.IsZero() {
		open = r.PublishedAt
	}
	rows = append(rows, row("open", locale.DateTime(ctx, open)), row("end", locale.DateTime(ctx, r.EndAt)))
	closed := r.CloseAt
	if !r.ClosedAt.IsZero() {
		closed = r.ClosedAt
	}
	return append(rows, row("close", locale.DateTime(ctx, closed)))
}

func (v roundView) drawRows(ctx context.Context) []govuk.SummaryRow {
	return drawFacts(ctx, v.draw, v.labels)
}

// drawFacts are the numbers of a draw.
func drawFacts(ctx context.Context, d Draw, labels map[string]string) []govuk.SummaryRow {
	row := func(key, value string) govuk.SummaryRow {
		return govuk.SummaryRow{Key: locale.T(ctx, "unmentoring.draw.fact."+key), Value: value}
	}
	rows := []govuk.SummaryRow{
		row("people", locale.Number(ctx, d.People)), row("groups", locale.Number(ctx, d.Groups)),
		row("unplaced", locale.Number(ctx, d.Unplaced)), row("repeats", locale.Number(ctx, d.Repeats)),
	}
	same := d.SameBy()
	for _, t := range d.Traits {
		rows = append(rows, govuk.SummaryRow{
			Key:   shareText(ctx, "unmentoring.draw.fact.", t, labels),
			Value: locale.Number(ctx, same[t]),
		})
	}
	if d.Optimal && d.Groups > 0 {
		rows = append(rows, row("optimal", d.unbeaten(ctx)))
	}
	return rows
}

// nameOf is a person's name, or a word for somebody who was erased.
func nameOf(ctx context.Context, m member.Member) string {
	if m.Name == "" {
		return locale.T(ctx, "unmentoring.erased")
	}
	return m.Name
}

func (v peopleView) rows(ctx context.Context) [][]govuk.Cell {
	var rows [][]govuk.Cell
	for _, e := range v.entries {
		m := v.members[e.MemberID]
		rows = append(rows, []govuk.Cell{
			{Text: nameOf(ctx, m), Href: "/organise/members/" + e.MemberID},
			{Text: m.Organisation},
			{Text: entryText(ctx, "answer", string(e.Answer))},
			{Text: entryText(ctx, "place", string(e.Place))},
			{Text: entryText(ctx, "outcome", e.result(v.round))},
		})
	}
	return rows
}

// result is what is known of somebody's conversation, if they had one.
func (e Entry) result(r Round) string {
	if e.Outcome == "" && e.Place != Placed && r.Begun() && e.Place != Waiting {
		return "nobody"
	}
	return string(e.Outcome)
}

// tooFew reports whether nobody can be put together, unless people come late.
func (v roundView) tooFew() bool {
	return v.draw.ID != "" && v.draw.People < 2 && (v.round.State == InReview || v.round.State == Talking) && v.numbers.Conversations == 0
}

func entryText(ctx context.Context, kind, value string) string {
	if value == "" {
		value = "none"
	}
	return locale.T(ctx, "unmentoring.entry."+kind+"."+value)
}

func (v peopleView) pagination() govuk.PaginationProps {
	var p govuk.PaginationProps
	if v.next != "" {
		q := url.Values{"show": {v.filter}, "after": {v.next}}
		if v.search != "" {
			q.Set("q", v.search)
		}
		p.Next.Href = "/organise/rounds/" + v.round.ID + "/people?" + q.Encode()
	}
	return p
}
