package unmentoring

import (
	"context"
	"strings"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
)

// roundLetters is what became of the letters of a round.
type roundLetters struct {
	asked, matched, leftOut conversation.Letters
	// forgotten is that it is not known any more what became of them.
	forgotten bool
}

// roundLetters counts what a server has taken, and what waits or was refused.
func (s *Programmes) roundLetters(ctx context.Context, r Round, n Numbers) (l roundLetters, err error) {
	if r.Begun() {
		if l.matched, err = s.talks.MatchLetters(ctx, Source, r.ID); err != nil {
			return l, err
		}
	}
	l.asked.Written, l.leftOut.Written = n.Asked, n.LeftOut
	l.forgotten = s.Now().Sub(r.SignUpAt) > mail.RecordKept
	if l.forgotten {
		return l, nil
	}
	list, err := s.Post.Undelivered(ctx, "unmentoring.sign_up", "unmentoring.left_out")
	for _, u := range list {
		switch {
		case strings.HasPrefix(u.Key, keyPrefix("sign_up", r.ID)):
			l.asked.Count(u)
		case strings.HasPrefix(u.Key, keyPrefix("left_out", r.ID)):
			l.leftOut.Count(u)
		}
	}
	return l, err
}

// letterRows are the letters of a round. Each is in the record of all mail,
// with what became of it.
func (v roundView) letterRows(ctx context.Context) []govuk.SummaryRow {
	row := func(key string, l conversation.Letters) govuk.SummaryRow {
		return govuk.SummaryRow{Key: locale.T(ctx, "unmentoring.letters."+key), Value: v.letters.sentence(ctx, l)}
	}
	rows := []govuk.SummaryRow{row("asked", v.letters.asked)}
	if v.round.Begun() {
		rows = append(rows, row("matched", v.letters.matched))
	}
	if v.numbers.LeftOut > 0 {
		rows = append(rows, row("left_out", v.letters.leftOut))
	}
	return rows
}

func (l roundLetters) sentence(ctx context.Context, of conversation.Letters) string {
	say := func(key string, n int) string {
		return locale.T(ctx, "unmentoring.letters."+key, "count", n, "number", locale.Number(ctx, n))
	}
	if l.forgotten {
		return say("written", of.Written)
	}
	parts := []string{say("handed", of.Handed())}
	for _, p := range []struct {
		key string
		n   int
	}{{"waiting", of.Waiting}, {"refused", of.Refused}, {"unknown", of.Unknown}} {
		if p.n > 0 {
			parts = append(parts, say(p.key, p.n))
		}
	}
	return strings.Join(parts, ", ")
}
