package insight

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"unicode/utf8"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
)

type pictureView struct {
	picture  *Picture
	grouping grouping
	rounds   []Round // the newest first
	round    Round   // zero for all
	titles   map[string]string
	by       string
	signedIn bool
	me       string // the member who looks
	lines    []Line // of the table's page
	page     int
	pages    int
}

// dense is from how many lines on they are drawn thin.
const dense = 1500

func (v pictureView) dense() bool { return len(v.picture.Lines) > dense }

func (v pictureView) labelled() bool { return v.signedIn && len(v.picture.Dots) <= labelled }

func (v pictureView) summary(ctx context.Context) string {
	met, notMet, unknown := v.picture.tally()
	return say(ctx, "picture.summary", "people", len(v.picture.Dots), "count", len(v.picture.Lines), "met", met, "not_met", notMet, "unknown", unknown)
}

// name is what a reader may know somebody by, or empty.
func (v pictureView) name(i int) string {
	if !v.signedIn {
		return ""
	}
	return v.picture.Dots[i].Name
}

// who is somebody in the table: their name, or that it is somebody, and their group.
func (v pictureView) who(ctx context.Context, i int) string {
	name := v.name(i)
	switch {
	case v.isMe(i):
		name = say(ctx, "picture.you")
	case name == "":
		name = say(ctx, "picture.somebody")
	}
	if g := v.grouping.of[i]; g != "" {
		return say(ctx, "picture.from", "name", name, "group", g)
	}
	return name
}

func (v pictureView) isMe(i int) bool { return v.signedIn && v.picture.Dots[i].MemberID == v.me }

// tip is what a pointer on somebody's point is told; nothing where there is no name.
func (v pictureView) tip(i int) string {
	name := v.name(i)
	if name == "" {
		return ""
	}
	if g := v.grouping.of[i]; g != "" {
		name += ", " + g
	}
	return clip(name, 100)
}

// clip shortens a text to n characters.
func clip(text string, n int) string {
	if utf8.RuneCountInString(text) <= n {
		return text
	}
	return string([]rune(text)[:n-1]) + "…"
}

// dots are the points of a look.
func (v pictureView) dots(look int) []int {
	var list []int
	for i, l := range v.grouping.look {
		if l == look {
			list = append(list, i)
		}
	}
	return list
}

// lookList are the looks in the order in which they are drawn: the others first,
// and the smallest group, which is the easiest to hide, last.
func (v pictureView) lookList() []int {
	list := []int{0}
	for _, g := range v.grouping.groups {
		list = append(list, g.Look)
	}
	return list
}

// shapes are the outlines of the looks around 0, 0 at a radius of 10.
var shapes = [looks + 1]string{
	"M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z",
	"M-9 0a9 9 0 1 0 18 0a9 9 0 1 0 -18 0z",
	"M-8 -8h16v16h-16z",
	"M0 -10.5L10.5 8H-10.5z",
	"M0 -11.5L11.5 0L0 11.5L-11.5 0z",
	"M-3.5 -10h7v6.5h6.5v7h-6.5v6.5h-7v-6.5h-6.5v-7h6.5z",
	"M0 10.5L-10.5 -8H10.5z",
	"M0 -11L3 -4L10.500 -3.400L4.800 1.600L6.500 9L0 5L-6.500 9L-4.800 1.600L-10.500 -3.400L-3 -4z",
}

func shapeID(look int) string { return "look-" + strconv.Itoa(look) }

func (v pictureView) scale() string { return fmt.Sprintf("scale(%g)", v.picture.radius()/10) }

func (v pictureView) viewBox() string {
	return fmt.Sprintf("0 0 %d %d", max(1, v.picture.Plan.Width), max(1, v.picture.Plan.Height))
}

// below is where the name of a point stands.
func (v pictureView) below(i int) string {
	return strconv.Itoa(v.picture.Plan.Points[i].Y + int(v.picture.radius()*2.6))
}

// chosen is the round as an address says it.
func (v pictureView) chosen() string {
	if v.round.ID == "" {
		return everything
	}
	return v.round.ID
}

func (v pictureView) query(page int) string {
	q := url.Values{"by": {v.by}, "round": {v.chosen()}}
	if page > 1 {
		q.Set("page", strconv.Itoa(page))
	}
	return "/picture?" + q.Encode()
}

func (v pictureView) pagination() govuk.PaginationProps {
	return govuk.Pages(v.page, v.pages, func(n int) string { return v.query(n) + "#picture-table" })
}

func (v pictureView) roundOptions(ctx context.Context) []govuk.Option {
	list := []govuk.Option{{Value: everything, Text: say(ctx, "picture.all")}}
	for _, r := range v.rounds {
		list = append(list, govuk.Option{Value: r.ID, Text: v.titles[r.ID]})
	}
	return list
}

func (v pictureView) tag(ctx context.Context, l Line) govuk.TagProps {
	switch l.State {
	case conversation.Met:
		return govuk.TagProps{Text: say(ctx, "state.met"), Colour: govuk.Good}
	case conversation.NotMet:
		return govuk.TagProps{Text: say(ctx, "state.not_met"), Colour: govuk.Bad}
	case conversation.Open:
		return govuk.TagProps{Text: say(ctx, "state.open"), Colour: govuk.Running}
	}
	return govuk.TagProps{Text: say(ctx, "state.unconfirmed")}
}

func (v pictureView) roundOf(l Line) string {
	if title, ok := v.titles[l.Pair.SourceID]; ok {
		return title
	}
	return l.Pair.SourceID // an imported round is called what the spreadsheet called it
}

func (v pictureView) table(ctx context.Context) govuk.TableProps {
	p := govuk.TableProps{
		Caption: say(ctx, "picture.table"), CaptionHidden: true, Stack: true,
		Columns: []govuk.Column{
			{Text: say(ctx, "picture.one")},
			{Text: say(ctx, "picture.other")},
			{Text: say(ctx, "picture.state")},
			{Text: say(ctx, "picture.round")},
			{Text: say(ctx, "picture.began")},
		},
	}
	for _, l := range v.lines {
		p.Rows = append(p.Rows, []govuk.Cell{
			{Text: v.who(ctx, l.A)},
			{Text: v.who(ctx, l.B)},
			{Content: govuk.Tag(v.tag(ctx, l))},
			{Text: v.roundOf(l)},
			{Text: locale.Date(ctx, l.Pair.OpensAt)},
		})
	}
	return p
}
