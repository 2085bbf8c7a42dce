package circle

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
)

// Answer is what one of a circle says about what was learnt being public.
type Answer string

// The answers. Pending is none yet.
const (
	Pending Answer = ""
	Yes     Answer = "yes"
	// Unnamed agrees, but without their name.
	Unnamed Answer = "unnamed"
	No      Answer = "no"
)

const maxLearnt = 8000

var (
	errChanged = fault.Because(fault.Conflict, "circle.learnt.changed")
	errEmpty   = fault.Because(fault.Invalid, "circle.learnt.missing")
)

// Learnt is the page that a circle leaves behind: what its people learnt, once all of
// them have approved it.
type Learnt struct {
	bun.BaseModel `bun:"table:circle_learnt,alias:l"`

	CircleID string `bun:",pk"`
	WriterID string `bun:",nullzero"`
	Version  int64
	Sealed   []byte
	Text     string `bun:"-"`
	// Closing is that the circle closes once everybody has approved.
	Closing     bool
	PublishedAt time.Time `bun:",nullzero"`
	HiddenAt    time.Time `bun:",nullzero"`
	ChangedAt   time.Time

	Answers map[string]Answer `bun:"-"` // by member
}

// approval is one person's answer.
type approval struct {
	bun.BaseModel `bun:"table:circle_approvals"`

	CircleID   string `bun:",pk"`
	MemberID   string `bun:",pk"`
	Answer     Answer
	AnsweredAt time.Time
}

// Public reports whether everybody can read it.
func (l Learnt) Public() bool { return !l.PublishedAt.IsZero() && l.HiddenAt.IsZero() }

// missing are those who have not approved.
func (l Learnt) missing(ids []string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return l.Answers[id] == Yes || l.Answers[id] == Unnamed })
}

func learntPurpose(id string) string { return "circle_learnt.sealed/" + id }

// learnt is what a circle has written so far; fault.NotFound while that is nothing.
func (s *Circles) learnt(ctx context.Context, tx bun.IDB, circleID string) (Learnt, error) {
	var l Learnt
	if err := tx.NewSelect().Model(&l).Where("l.circle_id = ?", circleID).Scan(ctx); err != nil {
		return l, db.Found(err)
	}
	var err error
	if l.Text, err = s.Keys.Decrypt(l.Sealed, learntPurpose(l.CircleID)); err != nil {
		return l, fmt.Errorf("read what circle %s learnt: %w", l.CircleID, err)
	}
	var answers []approval
	err = tx.NewSelect().Model(&answers).Where("circle_id = ?", circleID).Scan(ctx)
	l.Answers = map[string]Answer{}
	for _, a := range answers {
		l.Answers[a.MemberID] = a.Answer
	}
	return l, err
}

func (s *Circles) saveLearnt(ctx context.Context, tx bun.IDB, l Learnt) error {
	l.Sealed = s.Keys.Encrypt(l.Text, learntPurpose(l.CircleID))
	_, err := tx.NewInsert().Model(&l).On("CONFLICT (circle_id) DO UPDATE").
		Set("writer_id = EXCLUDED.writer_id, version = EXCLUDED.version, sealed = EXCLUDED.sealed, closing = EXCLUDED.closing, " +
			"published_at = EXCLUDED.published_at, hidden_at = EXCLUDED.hidden_at, changed_at = EXCLUDED.changed_at").Exec(ctx)
	return err
}

// WriteLearnt changes what the circle learnt. Whoever had approved is asked again;
// the writer approves by writing. version is what they began with, 0 is nothing.
// closing, which the facilitator may say, closes the circle once all have approved.
func (s *Circles) WriteLearnt(ctx context.Context, circleID, memberID, text string, version int64, closing bool) error {
	if text = form.CleanText(text); text == "" {
		return errEmpty
	}
	return s.within(ctx, circleID, memberID, func(ctx context.Context, tx bun.Tx, c *Circle) error {
		l, err := s.learnt(ctx, tx, c.ID)
		if err != nil && !isNotFound(err) {
			return err
		}
		if l.Version != version {
			return errChanged
		}
		fresh := l.Text != text
		l.CircleID, l.Text, l.ChangedAt = c.ID, text, s.Now()
		if c.Facilitates(memberID) {
			l.Closing = closing
		}
		if fresh {
			l.Version, l.WriterID = l.Version+1, memberID
			if _, err := tx.NewDelete().Model((*approval)(nil)).Where("circle_id = ?", c.ID).Exec(ctx); err != nil {
				return err
			}
			if err := s.approve(ctx, tx, c.ID, memberID, Yes); err != nil {
				return err
			}
		}
		if err := s.saveLearnt(ctx, tx, l); err != nil {
			return err
		}
		if fresh {
			if err := s.tellAll(ctx, tx, *c, "learnt", memberID, "name", memberID); err != nil {
				return err
			}
		}
		return s.settleLearnt(ctx, tx, c)
	})
}

func (s *Circles) approve(ctx context.Context, tx bun.IDB, circleID, memberID string, a Answer) error {
	_, err := tx.NewInsert().Model(&approval{CircleID: circleID, MemberID: memberID, Answer: a, AnsweredAt: s.Now()}).
		On("CONFLICT (circle_id, member_id) DO UPDATE").Set("answer = EXCLUDED.answer, answered_at = EXCLUDED.answered_at").Exec(ctx)
	return err
}

// AnswerLearnt is what one of a circle says about the version that they saw. After
// it is public each can take their name off, or say no: then nobody else reads it.
func (s *Circles) AnswerLearnt(ctx context.Context, circleID, memberID string, a Answer, version int64) error {
	if a != Yes && a != Unnamed && a != No {
		return fault.Because(fault.Invalid, "circle.learnt.answer.missing")
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		c, err := lockCircle(ctx, s.DB, tx, circleID)
		if err != nil {
			return err
		}
		if _, in := c.Person(memberID); !in {
			return fault.NotFound
		}
		l, err := s.learnt(ctx, tx, circleID)
		if err != nil {
			return err
		}
		if a != No && l.Version != version {
			return errChanged
		}
		if err := s.approve(ctx, tx, circleID, memberID, a); err != nil {
			return err
		}
		return s.settleLearnt(ctx, tx, &c)
	})
}

// settleLearnt makes public what everybody has approved, takes back what somebody
// does not want any more, and closes the circle where that was the plan.
func (s *Circles) settleLearnt(ctx context.Context, tx bun.Tx, c *Circle) error {
	l, err := s.learnt(ctx, tx, c.ID)
	if err != nil {
		return ignore(err)
	}
	all := len(l.missing(c.Here())) == 0 && len(c.Here()) > 0
	switch {
	case !all:
		l.PublishedAt = time.Time{}
	case l.PublishedAt.IsZero() && (l.Closing || c.State == Closed):
		l.PublishedAt = s.Now()
		if c.Open() {
			if err := s.shut(ctx, tx, c); err != nil {
				return err
			}
			if err := s.tellAll(ctx, tx, *c, "closed", ""); err != nil {
				return err
			}
		}
	}
	return s.saveLearnt(ctx, tx, l)
}

// CloseWithout closes a circle without a page of what was learnt.
func (s *Circles) CloseWithout(ctx context.Context, id, facilitatorID string) error {
	return s.facilitating(ctx, id, facilitatorID, func(ctx context.Context, tx bun.Tx, c *Circle) error {
		if err := s.tellAll(ctx, tx, *c, "closed", facilitatorID); err != nil {
			return err
		}
		return s.shut(ctx, tx, c)
	})
}
