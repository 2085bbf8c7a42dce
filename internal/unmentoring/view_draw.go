package unmentoring

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
)

// open reports whether the draw can still be changed.
func (v preview) open() bool { return v.round.State == InReview }

func (v preview) caption(ctx context.Context) string {
	return v.programme.Title + ", " + locale.T(ctx, "unmentoring.round.number", "number", roundName(v.round.Number))
}

func (v preview) names(ctx context.Context, g Group) string {
	list := make([]string, len(g.People))
	for i, p := range v.inOrder(g) {
		list[i] = nameOf(ctx, v.member(p))
	}
	return enumerate(ctx, list)
}

// inOrder are the people of a conversation by name: their numbers mean nothing
// to a reader.
func (v preview) inOrder(g Group) []int32 {
	return slices.SortedFunc(slices.Values(g.People), func(a, b int32) int {
		return cmp.Or(strings.Compare(v.member(a).NameKey, v.member(b).NameKey), int(a-b))
	})
}

// places are the organisations of a conversation.
func (v preview) places(g Group) string {
	var list []string
	for _, p := range v.inOrder(g) {
		if o := v.member(p).Organisation; o != "" {
			list = append(list, o)
		}
	}
	return strings.Join(list, ", ")
}

// facts is what somebody does and where.
func facts(m member.Member) string {
	var list []string
	for _, part := range []string{m.Job, m.Organisation, m.Region} {
		if part != "" {
			list = append(list, part)
		}
	}
	return strings.Join(list, ", ")
}

func (v preview) described(ctx context.Context, d Drawn) string {
	m := v.members[d.MemberID]
	if m.Organisation == "" {
		return nameOf(ctx, m)
	}
	return nameOf(ctx, m) + ", " + m.Organisation
}

func (v preview) personPath(person int) string {
	return "/organise/rounds/" + v.round.ID + "/draw/person/" + strconv.Itoa(person)
}

func (v preview) teller(ctx context.Context) teller {
	return teller{
		ctx: ctx, traits: v.draw.Traits, labels: v.labels, chance: v.draw.Decides == ByChance,
		name: func(p int32) string { return nameOf(ctx, v.member(p)) },
	}
}

// told is everything to say about a conversation, and who cannot be in it any
// more.
func (v preview) told(ctx context.Context, g Group) (plain string, trouble, gone []string) {
	plain, trouble = v.teller(ctx).reason(g)
	if v.open() {
		for _, p := range g.People {
			if v.gone(p) {
				gone = append(gone, locale.T(ctx, "unmentoring.draw.gone", "name", nameOf(ctx, v.member(p))))
			}
		}
	}
	return plain, trouble, gone
}

func (v drawView) tiles(ctx context.Context) []govuk.StatTileProps {
	d := v.draw
	tile := func(key string, n int) govuk.StatTileProps {
		return govuk.StatTileProps{Number: locale.Number(ctx, n), Label: locale.T(ctx, "unmentoring.draw.tile."+key, "count", n)}
	}
	list := []govuk.StatTileProps{tile("people", d.People), tile("groups", d.Groups), tile("repeats", d.Repeats)}
	same := d.SameBy()
	for _, t := range d.Traits {
		list = append(list, govuk.StatTileProps{
			Number: locale.Number(ctx, same[t]), Label: shareText(ctx, "unmentoring.draw.tile.", t, v.labels, "count", same[t]),
		})
	}
	list = append(list, tile("unplaced", d.Unplaced))
	if d.Optimal && d.Groups > 0 {
		list[1].Detail = d.unbeaten(ctx)
	}
	return list
}

func (v drawView) troubleSentence(ctx context.Context) string {
	return locale.T(ctx, "unmentoring.draw.trouble", "count", v.draw.Problems)
}

func (v drawView) publishVariant() govuk.Variant {
	if v.round.ApprovedAt.IsZero() && !v.early {
		return govuk.Primary
	}
	return govuk.Secondary
}

func (v drawView) columns(ctx context.Context) []govuk.Column {
	list := columns(ctx, "unmentoring.draw.column.", "people", "organisations", "why")
	if v.open() {
		list = append(list, govuk.Column{Text: locale.T(ctx, "unmentoring.draw.column.actions"), Hidden: true})
	}
	return list
}

func (v drawView) rows(ctx context.Context) [][]govuk.Cell {
	var rows [][]govuk.Cell
	for _, g := range v.groups {
		row := []govuk.Cell{
			{Text: v.names(ctx, g)}, {Text: v.places(g)}, {Content: told(v.told(ctx, g))},
		}
		if v.open() {
			row = append(row, govuk.Cell{Content: groupActions(v.preview, g)})
		}
		rows = append(rows, row)
	}
	return rows
}

func told(plain string, trouble, gone []string) templ.Component { return reasons(plain, trouble, gone) }

func (v moveView) within(g Group) bool { return v.people[v.person].GroupNo == g.GroupNo }

func changeFields(v preview, kind ChangeKind, people []int32) []govuk.HiddenField {
	list := []govuk.HiddenField{{Name: "seen", Value: strconv.Itoa(v.draw.Mark())}, {Name: "kind", Value: string(kind)}}
	for _, p := range people {
		list = append(list, govuk.HiddenField{Name: "person", Value: strconv.Itoa(int(p))})
	}
	return list
}

func (a attempt) rows(ctx context.Context, v attemptsView) []govuk.SummaryRow {
	row := func(key, value string) govuk.SummaryRow {
		return govuk.SummaryRow{Key: locale.T(ctx, "unmentoring.draws."+key), Value: value}
	}
	by := a.by
	if a.DrawnBy == "" {
		by = locale.T(ctx, "unmentoring.draws.itself")
	} else if by == "" {
		by = locale.T(ctx, "unmentoring.erased")
	}
	rows := []govuk.SummaryRow{
		row("state", locale.T(ctx, "unmentoring.draws.state."+string(a.State))),
		row("when", locale.DateTime(ctx, a.DrawnAt)), row("by", by),
		row("seed", a.Seed), row("digest", a.shown), row("engine", a.Engine),
	}
	if a.Decides != "" {
		rows = append(rows, row("decides", decidesText(ctx, a.Decides)))
	}
	rows = append(rows, drawFacts(ctx, a.Draw, v.labels)...)
	for _, c := range a.changes {
		rows = append(rows, row("change", a.change(ctx, c, v)))
	}
	return rows
}

// change says what somebody did to a draw, and when.
func (a attempt) change(ctx context.Context, c Change, v attemptsView) string {
	names := make([]string, len(c.People))
	for i, p := range c.People {
		if names[i] = a.names[p]; names[i] == "" {
			names[i] = locale.T(ctx, "unmentoring.erased")
		}
	}
	args := []any{"names", enumerate(ctx, names), "by", nameOf(ctx, v.people[c.ByID]), "when", locale.DateTime(ctx, c.ChangedAt)}
	if len(names) == 2 {
		args = append(args, "one", names[0], "two", names[1])
	}
	return locale.T(ctx, "unmentoring.draws.change."+string(c.Kind), args...)
}
