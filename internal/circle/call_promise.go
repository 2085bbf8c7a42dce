package circle

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/nudge"
)

// PromiseState is what became of a promise.
type PromiseState string

// The states of a promise.
const (
	PromiseOpen    PromiseState = "open"
	PromiseDone    PromiseState = "done"
	PromiseDropped PromiseState = "dropped" // it is no longer needed
)

// Promise is what somebody said in a circle that they would do, and by when.
type Promise struct {
	bun.BaseModel `bun:"table:circle_promises,alias:pr"`

	ID        string `bun:",pk"`
	CircleID  string
	CallID    string `bun:",nullzero"`
	MemberID  string
	Text      []byte // encrypted
	DueAt     time.Time
	State     PromiseState
	SettledAt time.Time `bun:",nullzero"`
	CreatedAt time.Time
}

func (p Promise) purpose() string { return "circle_promises.text/" + p.ID }

// Promise keeps what a member of a circle will do by a day, and asks them then.
// callID is the call in which they said so, or empty.
func (s *Circles) Promise(ctx context.Context, tx bun.Tx, circleID, callID, memberID, text string, due time.Time) (Promise, error) {
	c, err := circleByID(ctx, tx, circleID)
	if err != nil {
		return Promise{}, err
	}
	if _, in := c.Person(memberID); !in || !c.Open() {
		return Promise{}, errClosed
	}
	p := Promise{ID: s.NewID(), CircleID: circleID, CallID: callID, MemberID: memberID, DueAt: due.UTC(), State: PromiseOpen, CreatedAt: s.Now()}
	p.Text = s.Keys.Encrypt(text, p.purpose())
	if _, err := tx.NewInsert().Model(&p).Exec(ctx); err != nil {
		return Promise{}, err
	}
	return p, s.planPromise(ctx, tx, p)
}

func (s *Circles) planPromise(ctx context.Context, tx bun.Tx, p Promise) error {
	return s.nudges.Plan(ctx, tx, nudge.Plan{Kind: nudgePromise, SubjectID: p.subject(), MemberID: p.MemberID, Due: p.DueAt})
}

// subject is what the question about a promise is about: each date is asked
// about once.
func (p Promise) subject() string { return p.ID + "/" + p.DueAt.UTC().Format(time.DateOnly) }

// KeepPromise says what became of a member's own promise. One that is still
// open gets a new date, on which they are asked again.
func (s *Circles) KeepPromise(ctx context.Context, id, memberID string, state PromiseState, due time.Time) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		p, err := lockPromise(ctx, s.DB, tx, id)
		if err != nil {
			return err
		}
		if p.MemberID != memberID {
			return fault.NotFound
		}
		if err := s.nudges.Answer(ctx, tx, nudgePromise, p.subject(), memberID, string(state)); err != nil {
			return err
		}
		p.State, p.SettledAt = state, s.Now()
		if state == PromiseOpen {
			p.DueAt, p.SettledAt = due.UTC(), time.Time{}
			if err := s.planPromise(ctx, tx, p); err != nil {
				return err
			}
		}
		_, err = tx.NewUpdate().Model(&p).WherePK().Exec(ctx)
		return err
	})
}

func (s *Circles) askPromise(ctx context.Context, tx bun.IDB, n nudge.Nudge) (mail.Letter, bool, error) {
	const uuidLength = 36
	p, err := promiseByID(ctx, tx, n.SubjectID[:min(uuidLength, len(n.SubjectID))])
	if err != nil {
		return mail.Letter{}, false, ignore(err)
	}
	if p.State != PromiseOpen || p.subject() != n.SubjectID {
		return mail.Letter{}, false, nil
	}
	return s.askInside(ctx, tx, p.CircleID, n.MemberID, func(w *courier) (mail.Letter, bool) {
		return mail.Letter{
			Subject: locale.T(ctx, "circle.promise.ask.subject", "circle", w.c.Name),
			Preview: s.open(p.Text, p.purpose()),
			Blocks: []mail.Block{
				mail.Para(locale.T(ctx, "circle.promise.ask", "circle", w.c.Name, "date", locale.DayDate(ctx, p.DueAt))),
				mail.Quote(s.open(p.Text, p.purpose())),
				mail.Button(locale.T(ctx, "circle.promise.ask.button"), s.URL(s.door(w.c, promiseDoor, p.ID, n.MemberID))),
			},
		}, true
	})
}

func promiseByID(ctx context.Context, tx bun.IDB, id string) (Promise, error) {
	var p Promise
	err := tx.NewSelect().Model(&p).Where("pr.id = ?", id).Scan(ctx)
	return p, db.Found(err)
}

func lockPromise(ctx context.Context, d *db.DB, tx bun.IDB, id string) (Promise, error) {
	var p Promise
	err := d.ForUpdate(tx.NewSelect().Model(&p).Where("pr.id = ?", id)).Scan(ctx)
	return p, db.Found(err)
}

// openPromises are a circle's that nobody has settled, the soonest first.
func openPromises(ctx context.Context, tx bun.IDB, circleID string) ([]Promise, error) {
	var list []Promise
	err := tx.NewSelect().Model(&list).Where("pr.circle_id = ? AND pr.state = ?", circleID, PromiseOpen).Order("pr.due_at", "pr.id").Scan(ctx)
	return list, err
}
