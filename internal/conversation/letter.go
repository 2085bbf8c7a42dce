package conversation

import (
	"context"

	"github.com/uptrace/bun"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/schedule"
)

// sendMatches queues one letter to every person of these conversations, in few
// statements however many they are.
func (s *Conversations) sendMatches(ctx context.Context, tx bun.Tx, list []Conversation, calls map[string]string) error {
	v, err := s.scene(ctx, tx, list...)
	if err != nil {
		return err
	}
	if err := v.learn(ctx); err != nil {
		return err
	}
	return s.Post.QueueEach(ctx, tx, func(yield func(mail.Item) bool) {
		for _, c := range list {
			for _, p := range c.People {
				if v.reachable(p) && !yield(v.item(c, p.MemberID, matchKind, "", v.match(v.spoken(p.MemberID), c, p.MemberID, calls))) {
					return
				}
			}
		}
	})
}

// match is the letter that puts people together. It stands on its own: who,
// why, how to reach them, who begins, when, about what, and what to do if it
// does not work out. Phone numbers are only on the page.
func (v *scene) match(ctx context.Context, c Conversation, to string, calls map[string]string) mail.Letter {
	others := c.Others(to)
	size := kind(len(others) == 1, "pair", "group")
	names := v.names(ctx, others)
	blocks := make([]mail.Block, 0, 24)
	blocks = append(blocks,
		v.hello(ctx, to),
		mail.Para(locale.T(ctx, "conversation.match.what", "names", names, "minutes", int(c.Length.Minutes()),
			"until", v.dayDate(ctx, c.lastDay()))),
	)
	for _, p := range others {
		blocks = append(blocks, v.portrait(ctx, p.MemberID, calls)...)
	}
	if len(c.Why) > 0 {
		blocks = append(blocks, mail.Heading(locale.T(ctx, "conversation.why."+size)), mail.List(phrases(ctx, c.Why)...))
		if !v.s.sources[c.Source].Private {
			blocks = append(blocks, mail.Link(locale.T(ctx, "conversation.fair"), v.s.URL("/about/fair")))
		}
	}
	blocks = append(blocks, mail.Heading(locale.T(ctx, "conversation.first")), mail.Para(v.whoWrites(ctx, c, to)))
	blocks = append(blocks, v.times(ctx, c, to)...)
	blocks = append(blocks, v.button(ctx, c, to, "conversation.match.button", ""))
	blocks = append(blocks, mail.Para(locale.T(ctx, "conversation.match.page."+size)))
	if len(c.Prompts) > 0 {
		blocks = append(blocks, mail.Heading(locale.T(ctx, "conversation.prompts")), mail.List(c.Prompts...))
	}
	blocks = append(blocks, mail.Heading(locale.T(ctx, "conversation.rule")), mail.List(v.rules(c)...))
	blocks = append(blocks, v.ifNot(ctx, c, to)...)
	blocks = append(blocks, mail.Small(locale.T(ctx, "conversation.match.private")))
	return mail.Letter{
		Subject: locale.T(ctx, "conversation.match.subject", "title", c.Title, "names", v.firstsOrName(ctx, others)),
		Preview: v.preview(ctx, c, to), Blocks: blocks, ReplyTo: v.replyTo(c, to),
	}
}

func kind(yes bool, a, b string) string {
	if yes {
		return a
	}
	return b
}

func phrases(ctx context.Context, list []locale.Phrase) []string {
	texts := make([]string, len(list))
	for i, p := range list {
		texts[i] = p.In(ctx)
	}
	return texts
}

// firstsOrName is one full name, or the first names of several people.
func (v *scene) firstsOrName(ctx context.Context, others []Person) string {
	if len(others) == 1 {
		return v.name(ctx, others[0].MemberID)
	}
	return v.firsts(ctx, others)
}

// preview is the line that an inbox shows: who, and who begins.
func (v *scene) preview(ctx context.Context, c Conversation, to string) string {
	others := c.Others(to)
	writes := locale.T(ctx, "conversation.preview.you")
	if c.FirstWriter != to {
		writes = locale.T(ctx, "conversation.preview.other", "name", v.first(ctx, c.FirstWriter))
	}
	about := ""
	if len(others) == 1 {
		about = what(ctx, v.people[others[0].MemberID])
	}
	if about == "" {
		return locale.T(ctx, "conversation.preview.short", "names", v.names(ctx, others), "writes", writes)
	}
	return locale.T(ctx, "conversation.preview.long", "names", v.names(ctx, others), "what", about, "writes", writes)
}

// portrait is who somebody is and how to reach them.
func (v *scene) portrait(ctx context.Context, memberID string, calls map[string]string) []mail.Block {
	m := v.people[memberID]
	blocks := []mail.Block{mail.Heading(called(ctx, m.Name))}
	if m.About != "" {
		blocks = append(blocks, mail.Quote(m.About))
	}
	var rows []mail.Row
	row := func(key, text, href string) {
		if text != "" {
			rows = append(rows, mail.Row{Label: locale.T(ctx, "conversation.fact."+key), Text: text, Href: href})
		}
	}
	row("job", m.Job, "")
	row("organisation", m.Organisation, "")
	row("region", m.Region, "")
	row("topics", topics(m), "")
	row("blog", m.Blog, m.Blog)
	if m.Reachable() {
		row("email", m.Email, "mailto:"+m.Email)
	}
	row("call", calls[memberID], webAddress(calls[memberID]))
	return append(blocks, mail.Facts(rows...))
}

// whoWrites names one person, so that nobody waits for the other.
func (v *scene) whoWrites(ctx context.Context, c Conversation, to string) string {
	others := c.Others(to)
	if c.FirstWriter == to {
		return locale.T(ctx, "conversation.first.you."+kind(len(others) == 1, "pair", "group"), "names", v.firsts(ctx, others))
	}
	return locale.T(ctx, "conversation.first.other", "name", v.first(ctx, c.FirstWriter))
}

// times are the suggested times and, where nobody said how they like to talk,
// a place to meet.
func (v *scene) times(ctx context.Context, c Conversation, to string) []mail.Block {
	var blocks []mail.Block
	if len(c.Suggested) > 0 {
		blocks = append(blocks, mail.Heading(locale.T(ctx, "conversation.when")), mail.Para(locale.T(ctx, "conversation.match.times", "names", v.firsts(ctx, c.Others(to)))))
		for _, t := range c.Suggested {
			blocks = append(blocks, mail.Link(v.dateTime(ctx, t), v.page(c, to)+"/time?at="+schedule.Stamp(t)))
		}
		blocks = append(blocks, mail.Link(locale.T(ctx, "schedule.other"), v.page(c, to)+"/times"))
	}
	if c.Room != "" {
		blocks = append(blocks, mail.Heading(locale.T(ctx, "conversation.where")), mail.Link(locale.T(ctx, "conversation.match.room"), v.room(c, v.page(c, to))))
	}
	return blocks
}

func (v *scene) rules(c Conversation) []string {
	if len(c.Rules) > 0 {
		return c.Rules
	}
	return []string{v.network.Rule}
}

// ifNot says what to do when it does not work out.
func (v *scene) ifNot(ctx context.Context, c Conversation, to string) []mail.Block {
	page := v.page(c, to)
	blocks := []mail.Block{mail.Heading(locale.T(ctx, "conversation.trouble"))}
	if v.s.rematches(c) {
		blocks = append(blocks,
			mail.Link(locale.T(ctx, "conversation.trouble.no_reply."+kind(len(c.Others(to)) == 1, "pair", "group")), page+"/no-reply"),
			mail.Link(locale.T(ctx, "conversation.trouble.cannot"), page+"/cannot"))
	}
	return append(blocks, mail.Link(locale.T(ctx, "conversation.trouble.report"), page+"/report"))
}
