package conversation

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/mail"
)

// turn is one person doing one thing in a conversation: what they change is
// saved, then the letters are queued, then the source is told, all in the
// transaction that has locked the conversation.
type turn struct {
	s   *Conversations
	tx  bun.Tx
	now time.Time
	c   *Conversation
	me  *Person

	// keepRest leaves who remains alone without another partner.
	keepRest bool

	scene   *scene
	letters []mail.Item
	after   []func(ctx context.Context) error
}

// errOver is the answer to what can no longer be done here.
var errOver = fault.Because(fault.Conflict, "conversation.over")

// act lets a member do something in one of their conversations. Somebody else's
// conversation is not found.
func (s *Conversations) act(ctx context.Context, id, memberID string, do func(ctx context.Context, t *turn) error) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		c, err := s.lock(ctx, tx, id)
		if err != nil {
			return err
		}
		return s.turn(ctx, tx, &c, memberID, func(ctx context.Context, t *turn) error {
			t.me.ActedAt = t.now
			return do(ctx, t)
		})
	})
}

// turn is act in a transaction that has locked the conversation already.
func (s *Conversations) turn(ctx context.Context, tx bun.Tx, c *Conversation, memberID string, do func(context.Context, *turn) error) error {
	t := &turn{s: s, tx: tx, now: s.Now(), c: c}
	for i := range c.People {
		if c.People[i].MemberID == memberID {
			t.me = &c.People[i]
		}
	}
	if t.me == nil {
		return fault.NotFound
	}
	var err error
	if t.scene, err = s.scene(ctx, tx, *c); err != nil {
		return err
	}
	if err := do(ctx, t); err != nil {
		return err
	}
	if err := save(ctx, tx, *c); err != nil {
		return fmt.Errorf("save conversation: %w", err)
	}
	if err := s.Post.QueueAll(ctx, tx, t.letters); err != nil {
		return err
	}
	for _, f := range t.after {
		if err := f(ctx); err != nil {
			return err
		}
	}
	return nil
}

// mine is refused once the person is no longer part of the conversation.
func (t *turn) mine() error {
	if t.me.Out() || t.c.State == Cancelled {
		return errOver
	}
	return nil
}

// arranging is refused once the window is over or they have met, too.
func (t *turn) arranging() error {
	if !t.c.Running(t.now) || t.c.State != Open {
		return errOver
	}
	return t.mine()
}

// mayArrange reports whether they can still arrange to talk.
func (t *turn) mayArrange() bool { return t.arranging() == nil }

// wantsPartner hands a person back to whoever opened the conversation, once.
func (t *turn) wantsPartner(p *Person) {
	source := t.s.sources[t.c.Source]
	if source.WantsPartner == nil || !p.WantedAt.IsZero() {
		return
	}
	p.WantedAt = t.now
	memberID := p.MemberID
	t.after = append(t.after, func(ctx context.Context) error {
		return source.WantsPartner(ctx, t.tx, *t.c, memberID)
	})
}

// tellClosed tells the source what became of it, as it stands when everything
// is saved.
func (t *turn) tellClosed() {
	if closed := t.s.sources[t.c.Source].Closed; closed != nil {
		t.after = append(t.after, func(ctx context.Context) error {
			return closed(ctx, t.tx, *t.c, t.c.People)
		})
	}
}

// rematches reports whether somebody without a partner can get another one.
func (s *Conversations) rematches(c Conversation) bool {
	return s.sources[c.Source].WantsPartner != nil
}
