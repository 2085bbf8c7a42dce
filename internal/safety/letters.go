package safety

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/member"
)

// remindEvery is how long a report may stay open before the organisers are
// written to again.
const remindEvery = 7 * 24 * time.Hour

// tell writes to the organisers who may read a report. The occasion makes the
// letter another one than that of a week before.
func (s *Safety) tell(ctx context.Context, tx bun.IDB, reportID, occasion string, readers []member.Member) error {
	var items []mail.Item
	for _, o := range readers {
		words, err := s.Speak(ctx, o.Language)
		if err != nil {
			return err
		}
		what := "safety.mail.report."
		if occasion != first {
			what = "safety.mail.waiting."
		}
		items = append(items, mail.Item{
			Envelope: mail.Envelope{
				Kind: "safety.report", Key: "report/" + reportID + "/" + occasion + "/" + o.ID,
				MemberID: o.ID, Name: o.Name, Email: o.Email, Lang: o.Language,
			},
			Letter: mail.Letter{
				Subject: locale.T(words, what+"subject"),
				Preview: locale.T(words, what+"what"),
				Blocks: []mail.Block{
					mail.Para(locale.T(words, "member.mail.hello", "name", o.FirstName())),
					mail.Para(locale.T(words, what+"what")),
					mail.Para(locale.T(words, "safety.mail.report.do")),
					mail.Button(locale.T(words, "safety.mail.report.button"), s.URL("/organise/reports/"+reportID)),
					mail.Small(locale.T(words, "safety.mail.report.private")),
				},
			},
		})
	}
	return s.Post.QueueAll(ctx, tx, items)
}

// first is the occasion of the report itself; the others are dates.
const first = "first"

// thank tells the reporter that an organiser has dealt with the report. It
// names nobody. Handling it again after reopening sends nothing.
func (s *Safety) thank(ctx context.Context, tx bun.IDB, r reportRow, organiserID string) error {
	if r.ByID == "" || r.ByID == organiserID {
		return nil
	}
	m, err := s.members.In(ctx, tx, r.ByID)
	if err != nil || !m.Reachable() {
		return err
	}
	words, err := s.Speak(ctx, m.Language)
	if err != nil {
		return err
	}
	n, err := s.Networks.Current(ctx)
	if err != nil {
		return err
	}
	blocks := []mail.Block{
		mail.Para(locale.T(words, "member.mail.hello", "name", m.FirstName())),
		mail.Para(locale.T(words, "safety.mail.handled.what", "date", locale.Date(words, r.ReportedAt))),
		mail.Para(locale.T(words, "safety.mail.handled.secret")),
	}
	if n.SafeguardingName != "" {
		blocks = append(blocks, mail.Link(locale.T(words, "safety.mail.handled.guard", "name", n.SafeguardingName), s.URL("/about/safety")))
	}
	if n.Contact != "" {
		blocks = append(blocks, mail.Para(locale.T(words, "safety.mail.handled.more", "contact", n.Contact)))
	}
	return s.Post.Queue(ctx, tx, mail.Envelope{
		// A kind that says nothing: organisers see the kinds of letters that a
		// mail server refuses, and one of them may be whom the report is about.
		Kind: "member.personal", Key: "report-handled/" + r.ID, MemberID: m.ID, Name: m.Name, Email: m.Email, Lang: m.Language,
	}, mail.Letter{
		Subject: locale.T(words, "safety.mail.handled.subject"), Preview: locale.T(words, "safety.mail.handled.preview"), Blocks: blocks,
	})
}

// Tick reminds the organisers of reports that are open for another week.
func (s *Safety) Tick(ctx context.Context, now time.Time) error {
	if err := s.keepRefusals(ctx); err != nil {
		return err
	}
	if err := s.remindAppeals(ctx, now); err != nil {
		return err
	}
	due, err := dueReports(ctx, s.DB, now)
	if err != nil || len(due) == 0 {
		return err
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		for _, r := range due {
			still, err := putOff(ctx, tx, r.ID, now, now.Add(remindEvery))
			if err != nil {
				return err
			}
			if !still {
				continue
			}
			readers, err := s.readers(ctx, tx, r.AboutID)
			if err != nil {
				return err
			}
			if err := s.tell(ctx, tx, r.ID, now.Format(time.DateOnly), readers); err != nil {
				return err
			}
		}
		return nil
	})
}
