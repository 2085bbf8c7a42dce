package conversation

import (
	"context"
	"strconv"
	"strings"

	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
)

func (v *visit) whoBegins(ctx context.Context) string {
	if v.c.FirstWriter == v.me.MemberID {
		return locale.T(ctx, "conversation.begins.you."+v.size(), "names", v.firsts(ctx, v.others()))
	}
	return locale.T(ctx, "conversation.begins.other", "name", v.first(ctx, v.c.FirstWriter))
}

// variant draws the main thing on a page as its main button.
func variant(main bool) govuk.Variant {
	if main {
		return govuk.Primary
	}
	return govuk.Secondary
}

func (v *visit) whenAsked(ctx context.Context) string {
	if !v.agreed.StartsAt.IsZero() {
		return locale.T(ctx, "conversation.ask.agreed", "time", locale.DateTime(ctx, v.agreed.StartsAt))
	}
	if v.c.Running(v.now) {
		return locale.T(ctx, "conversation.until", "date", locale.DayDate(ctx, v.c.lastDay()))
	}
	return locale.T(ctx, "conversation.ask.over", "date", locale.DayDate(ctx, v.c.lastDay()))
}

func (v *visit) notMetTitle(ctx context.Context) string {
	return locale.T(ctx, "conversation.not_met.title."+kind(v.c.Running(v.now), "running", "over"))
}

// whatHappened tells who is without a conversation why, and nothing that
// somebody else did about them.
func (v *visit) whatHappened(ctx context.Context) string {
	switch v.me.LeftWhy {
	case CannotMakeIt, GotNoReply, SetApart, Moved:
		return locale.T(ctx, "conversation.over.out."+string(v.me.LeftWhy))
	}
	for _, p := range v.c.People {
		if p.Out() && p.LeftWhy == GotNoReply {
			return locale.T(ctx, "conversation.over.no_reply")
		}
	}
	return locale.T(ctx, "conversation.over.alone")
}

// cannotWhat says what leaving does to the others.
func (v *visit) cannotWhat() string {
	switch {
	case len(v.c.Others(v.me.MemberID)) > 1:
		return "group"
	case v.s.rematches(v.c):
		return "rematch"
	}
	return "pair"
}

func reasonOptions(ctx context.Context) []govuk.Option {
	options := make([]govuk.Option, len(Reasons))
	for i, r := range Reasons {
		options[i] = govuk.Option{Value: string(r), Text: locale.T(ctx, "conversation.reason."+string(r))}
	}
	return options
}

func (v *visit) whoOptions(ctx context.Context) []govuk.Option {
	var options []govuk.Option
	for _, id := range v.everybody() {
		options = append(options, govuk.Option{Value: id, Text: v.name(ctx, id)})
	}
	return options
}

// facts are what a person says of themselves.
func (v *visit) facts(ctx context.Context, memberID string) []govuk.SummaryRow {
	m := v.people[memberID]
	var rows []govuk.SummaryRow
	row := func(key, text string) {
		if text != "" {
			rows = append(rows, govuk.SummaryRow{Key: locale.T(ctx, "conversation.fact."+key), Value: text})
		}
	}
	row("job", m.Job)
	row("organisation", m.Organisation)
	row("region", m.Region)
	row("topics", topics(m))
	if href := webAddress(m.Blog); href != "" {
		rows = append(rows, govuk.SummaryRow{Key: locale.T(ctx, "conversation.fact.blog"), Content: linkTo(href, m.Blog)})
	}
	return rows
}

func contactRows(ctx context.Context, r Reached) []govuk.SummaryRow {
	var rows []govuk.SummaryRow
	row := func(key, text, href string) {
		switch {
		case text == "":
		case href == "":
			rows = append(rows, govuk.SummaryRow{Key: locale.T(ctx, "conversation.fact."+key), Value: text})
		default:
			rows = append(rows, govuk.SummaryRow{Key: locale.T(ctx, "conversation.fact."+key), Content: linkTo(href, text)})
		}
	}
	if r.Member.Reachable() {
		row("email", r.Member.Email, "mailto:"+r.Member.Email)
	}
	row("phone", r.Contact.Phone, telephone(r.Contact.Phone))
	row("call", r.Contact.CallName, webAddress(r.Contact.CallName))
	return rows
}

// telephone is the address that a telephone calls, or empty when the text is
// more than a number.
func telephone(text string) string {
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -().", r) {
			return -1
		}
		return r
	}, text)
	if len(digits) < 5 || strings.Trim(digits, "+0123456789") != "" {
		return ""
	}
	return "tel:" + digits
}

func cardTitle(r Reached, all []Reached) string {
	if len(all) == 1 {
		return ""
	}
	return r.Member.Name
}

// others names everybody a member was put together with.
func (v *scene) others(ctx context.Context, c Conversation, me string) string {
	var people []Person
	for _, p := range c.People {
		if p.MemberID != me {
			people = append(people, p)
		}
	}
	return v.names(ctx, people)
}

func (v *scene) line(ctx context.Context, c Conversation) string {
	if c.Ref != "" {
		return locale.T(ctx, "conversation.list.past", "title", c.Title, "date", locale.Date(ctx, c.OpensAt))
	}
	return locale.T(ctx, "conversation.list.window", "title", c.Title, "from", locale.Date(ctx, c.OpensAt), "until", locale.Date(ctx, c.lastDay()))
}

// tag is the state of a conversation in a word.
func tag(ctx context.Context, c Conversation) govuk.TagProps {
	colour := map[State]govuk.Colour{Open: govuk.Running, Met: govuk.Good, NotMet: govuk.Bad}[c.State]
	return govuk.TagProps{Text: locale.T(ctx, "conversation.state."+string(c.State)), Colour: colour}
}

func rowID(i int, part string) string { return "conversation-" + strconv.Itoa(i+1) + "-" + part }

// listPages leads to the next part of the list, and back to its beginning.
func listPages(next string, later bool) govuk.PaginationProps {
	var p govuk.PaginationProps
	if later {
		p.Previous = govuk.PageLink{Href: "/conversations"}
	}
	if next != "" {
		p.Next = govuk.PageLink{Href: "/conversations?after=" + next}
	}
	return p
}
