package unmentoring

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/member"
)

// waitForAnswers is how long a round stays open for conversations that have
// not been settled when it should be closed.
const waitForAnswers = 7 * 24 * time.Hour

// close ends a round once its conversations are settled, and tells the
// organisers what came of it.
func (s *Programmes) close(ctx context.Context, id string, now time.Time) error {
	return s.inRound(ctx, id, func(ctx context.Context, tx bun.Tx, r *Round, p Programme) error {
		if r.State != Closing || now.Before(r.CloseAt) {
			return nil
		}
		n, err := s.numbers(ctx, tx, r.ID)
		if err != nil {
			return err
		}
		if n.Open > 0 && now.Before(r.CloseAt.Add(waitForAnswers)) {
			r.DueAt = now.Add(patience)
			return nil
		}
		r.State, r.ClosedAt, r.DueAt = Closed, now, time.Time{}
		s.totals.Store(nil)
		return s.tellClosed(ctx, tx, *r, p, n)
	})
}

// tellClosed writes to the organisers what came of a round: what nobody has
// told us may have taken place or not.
func (s *Programmes) tellClosed(ctx context.Context, tx bun.IDB, r Round, p Programme, n Numbers) error {
	organisers, err := s.members.Organisers(ctx, tx)
	if err != nil {
		return err
	}
	least, most := n.Range()
	return s.write(ctx, tx, "closed", r.ID, organisers, func(words context.Context, _ member.Member) []any {
		return []any{
			"title", p.Title, "number", r.Number, "met", n.Met, "not_met", n.NotMet, "unconfirmed", n.Unconfirmed + n.Open,
			"conversations", n.Conversations, "people", n.People, "left_out", n.LeftOut, "share", share(words, least, most),
		}
	}, func(say func(string) string, _ member.Member) []mail.Block {
		blocks := []mail.Block{mail.Para(say("nobody"))}
		if n.Conversations > 0 {
			blocks = append(blocks[:0], mail.Para(say("what")), mail.List(say("line.met"), say("line.not_met"), say("line.unconfirmed")), mail.Para(say("range")))
		}
		if n.LeftOut > 0 {
			blocks = append(blocks, mail.Para(say("left_out")))
		}
		return append(blocks, mail.Button(say("button"), s.URL("/organise/rounds/"+r.ID)))
	})
}

// share is a share as far as it is known: "53 to 80%", or one number.
func share(ctx context.Context, least, most float64) string {
	low, high := locale.Percent(ctx, least), locale.Percent(ctx, most)
	if low == high {
		return low
	}
	return locale.T(ctx, "unmentoring.range", "low", low, "high", high)
}

// Cancel calls off a round whose conversations have not begun, and tells those
// who were in.
func (s *Programmes) Cancel(ctx context.Context, roundID string) error {
	now := s.Now()
	return s.inRound(ctx, roundID, func(ctx context.Context, tx bun.Tx, r *Round, p Programme) error {
		if r.Begun() || r.Over() {
			return errBegun
		}
		list, err := entries(ctx, tx, r.ID)
		if err != nil {
			return err
		}
		var ids []string
		for _, e := range list {
			if e.In(p) {
				ids = append(ids, e.MemberID)
			}
		}
		r.State, r.ClosedAt, r.DueAt = Cancelled, now, time.Time{}
		people, err := s.people(ctx, tx, ids)
		if err != nil {
			return err
		}
		return s.write(ctx, tx, "cancelled", r.ID, people, func(words context.Context, _ member.Member) []any {
			return []any{"title", p.Title, "open", locale.DayDate(words, r.OpenAt)}
		}, func(say func(string) string, _ member.Member) []mail.Block {
			return []mail.Block{mail.Para(say("what")), mail.Para(say("then")), mail.Button(say("button"), s.URL("/programmes/"+p.ID))}
		})
	})
}
