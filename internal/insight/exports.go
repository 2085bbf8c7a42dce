package insight

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
	"cuppa.example/internal/sheet"
)

// What tables say where a number is not shown.
const (
	fewText    = "fewer than 5"
	hiddenText = "not shown"
)

// WriteRounds writes every round with its numbers.
func (s *Insight) WriteRounds(ctx context.Context, w *sheet.Writer) error {
	err := w.Write("programme", "round", "begins", "ends", "closed", "asked", "not this time", "took part", "in a conversation", "waiting", "left out",
		"conversations", "met", "not met", "unconfirmed", "still open", "called off", "completion at least", "completion at most",
		"repeats", "pairs", "pairs across organisations")
	if err != nil {
		return err
	}
	rounds, err := s.begun(ctx, "")
	if err != nil {
		return err
	}
	list, err := s.factsOf(ctx, rounds)
	if err != nil {
		return err
	}
	for _, f := range list {
		row := append([]string{f.Programme}, numbers(f.Number)...)
		row = append(row, day(ctx, f.BeginsAt), day(ctx, f.EndsAt), day(ctx, f.ClosedAt))
		row = append(row, numbers(f.Asked, f.Out, f.In(), f.People, f.Waiting, f.LeftOut, f.Conversations(), f.Met, f.NotMet, f.Unconfirmed, f.Open, f.Cancelled)...)
		c := f.Completion()
		row = append(row, c.least(), c.most())
		if err := w.Write(append(row, numbers(f.Repeats, f.Across.Pairs, f.Across.Different)...)...); err != nil {
			return err
		}
	}
	return nil
}

func (r Range) least() string { return r.decimal(r.Least) }
func (r Range) most() string  { return r.decimal(r.Most) }

func (r Range) decimal(v float64) string {
	if !r.Known {
		return ""
	}
	return strconv.FormatFloat(v, 'f', 3, 64)
}

func numbers(list ...int) []string {
	texts := make([]string, len(list))
	for i, n := range list {
		texts[i] = strconv.Itoa(n)
	}
	return texts
}

// day is a date as spreadsheets read it, or empty.
func day(ctx context.Context, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(locale.Zone(ctx)).Format(time.DateOnly)
}

// WriteConversations writes a row for every two people who were ever put
// together, in the columns that past meetings are imported from. People who have
// left are in it under a name that says nothing but that it is the same person.
func (s *Insight) WriteConversations(ctx context.Context, w *sheet.Writer) error {
	if err := w.Write("round", "date", "a", "b", "met", "state", "conversation", "people"); err != nil {
		return err
	}
	titles, err := s.roundTitles(ctx)
	if err != nil {
		return err
	}
	address := map[string]string{}
	err = s.members.All(ctx, s.DB, func(m member.Member) error {
		if m.State == member.Active || m.State == member.Paused {
			address[m.ID] = m.Email
		}
		return nil
	})
	if err != nil {
		return err
	}
	who := func(id string) string {
		if a := address[id]; a != "" {
			return a
		}
		return "left-" + s.Keys.Pseudonym("export", id)
	}
	return s.talks.Each(ctx, s.DB, func(c conversation.Conversation) error {
		round := c.SourceID
		if t, ok := titles[c.SourceID]; ok {
			round = t
		}
		at := c.OpensAt
		if !c.MetAt.IsZero() {
			at = c.MetAt
		}
		for i, a := range c.People {
			for _, b := range c.People[i+1:] {
				state := stateOf(c, a, b)
				err := w.Write(round, day(ctx, at), who(a.MemberID), who(b.MemberID), metWord(state), string(state), c.ID, strconv.Itoa(len(c.People)))
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// stateOf is what is known of two people: who left a conversation, or did not
// come, has not met the others.
func stateOf(c conversation.Conversation, a, b conversation.Person) conversation.State {
	if c.State == conversation.Cancelled || a.Out() || b.Out() {
		return conversation.Cancelled
	}
	if c.State == conversation.Met && len(c.People) > 2 && (a.Answer == conversation.SaidNotMet || b.Answer == conversation.SaidNotMet) {
		return conversation.NotMet
	}
	return c.State
}

// metWord is what an import reads.
func metWord(s conversation.State) string {
	switch s {
	case conversation.Met:
		return "yes"
	case conversation.NotMet, conversation.Cancelled:
		return "no"
	}
	return "unknown"
}

// roundTitles names the rounds: "Coffee, round 3".
func (s *Insight) roundTitles(ctx context.Context) (map[string]string, error) {
	rounds, err := s.source.Rounds(ctx)
	titles := make(map[string]string, len(rounds))
	for _, r := range rounds {
		titles[r.ID] = roundTitle(ctx, r)
	}
	return titles, err
}

func roundTitle(ctx context.Context, r Round) string {
	return locale.T(ctx, "insight.round.title", "programme", r.Programme, "number", strconv.Itoa(r.Number))
}

func (s *Insight) writeReasons(ctx context.Context, w *sheet.Writer) error {
	header := []string{"programme", "first round", "last round", "begins", "ends"}
	for _, r := range conversation.Reasons {
		header = append(header, string(r))
	}
	if err := w.Write(append(header, "all")...); err != nil {
		return err
	}
	programmes, err := s.source.Programmes(ctx)
	if err != nil {
		return err
	}
	for _, p := range programmes {
		list, _, err := s.reasonsOf(ctx, p.ID)
		if err != nil {
			return err
		}
		for _, b := range list {
			first, last := b.Rounds[0], b.Rounds[len(b.Rounds)-1]
			row := append([]string{p.Title}, numbers(first.Number, last.Number)...)
			row = append(row, day(ctx, first.BeginsAt), day(ctx, last.EndsAt))
			for _, r := range b.Shown {
				row = append(row, r.text())
			}
			total := hiddenText
			if b.Total > 0 {
				total = strconv.Itoa(b.Total)
			}
			if err := w.Write(append(row, total)...); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r Reason) text() string {
	if r.Few {
		return fewText
	}
	return strconv.Itoa(r.People)
}

func (s *Insight) writeGrowth(ctx context.Context, w *sheet.Writer) error {
	if err := w.Write("month", "joined", "left", "members at the end"); err != nil {
		return err
	}
	list, err := s.growth(ctx, locale.Zone(ctx))
	if err != nil {
		return err
	}
	for _, m := range list {
		if err := w.Write(append([]string{m.Begins.Format("2006-01")}, numbers(m.Joined, m.Left, m.Members)...)...); err != nil {
			return err
		}
	}
	return nil
}

func (s *Insight) writeUnconnected(ctx context.Context, w *sheet.Writer) error {
	if err := w.Write("name", "email", "organisation", "region", "joined", "put together"); err != nil {
		return err
	}
	ids, err := s.unconnected(ctx)
	if err != nil {
		return err
	}
	for len(ids) > 0 {
		part := ids[:min(500, len(ids))]
		ids = ids[len(part):]
		list, err := s.waitingAmong(ctx, part)
		if err != nil {
			return err
		}
		for _, m := range list {
			if err := w.Write(m.Name, m.Email, m.Organisation, m.Region, day(ctx, m.JoinedAt), fmt.Sprint(m.Times)); err != nil {
				return err
			}
		}
	}
	return nil
}
