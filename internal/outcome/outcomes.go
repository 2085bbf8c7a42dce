package outcome

import (
	"context"
	"errors"
	"fmt"

	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/db"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/member"
	"cuppa.example/internal/nudge"
	"cuppa.example/internal/safety"
	"cuppa.example/internal/site"
)

// Outcomes is what came of conversations.
type Outcomes struct {
	site.Site
	members       *member.Members
	conversations *conversation.Conversations
	safety        *safety.Safety
	nudges        *nudge.Nudges
}

// New makes the store of outcomes, and has conversations lead to it.
func New(s site.Site, members *member.Members, conversations *conversation.Conversations, apart *safety.Safety, nudges *nudge.Nudges) *Outcomes {
	o := &Outcomes{s, members, conversations, apart, nudges}
	nudges.Handle(nudgeAnswer, nudge.Handler{Letter: o.askAgain})
	members.OnErase(o.erase)
	apart.Subject(subjectKind, safety.Subject{Say: o.say, About: o.about, Copy: o.copyOf, Nameless: o.nameless, Remove: o.hideIn, Restore: o.unhideIn})
	conversations.Outcomes, conversations.Aside = true, o.aside
	return o
}

// The conflicts, as people are told of them.
var (
	// errChanged is the answer to somebody who has not seen the newest version.
	errChanged = fault.Because(fault.Conflict, "outcome.changed")
	errNotMet  = fault.Because(fault.Conflict, "outcome.not_met")
	errPrivate = fault.Because(fault.Conflict, "outcome.private")
)

// Write keeps what a member says came of their conversation. edits names what
// they began with; 0 is nothing. Somebody else's conversation is not found.
// Everybody else of the conversation is asked whether what is for others may be
// public.
func (s *Outcomes) Write(ctx context.Context, conversationID, memberID string, d Draft, edits int64) error {
	d, err := d.clean(MaxText)
	if err != nil {
		return err
	}
	err = s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		o, err := s.lockOne(ctx, tx, "o.conversation_id = ?", conversationID)
		if errors.Is(err, fault.NotFound) {
			return s.begin(ctx, tx, conversationID, memberID, d)
		}
		if err != nil {
			return err
		}
		return s.turn(ctx, tx, &o, memberID, func(t *turn) error {
			if o.Edits != edits {
				return errChanged
			}
			t.fresh = o.write(d, memberID, t.now)
			return nil
		})
	})
	if db.IsUnique(err) {
		return errChanged // somebody else of the conversation was faster by a moment
	}
	return err
}

// MayWrite reports whether the person can write what came of the conversation:
// they met, and nothing they said contradicts it.
func MayWrite(c conversation.Conversation, p conversation.Person) bool {
	return !p.Out() && p.Answer != conversation.SaidNotMet && (c.State == conversation.Met || p.Answer == conversation.SaidMet)
}

func (s *Outcomes) begin(ctx context.Context, tx bun.Tx, conversationID, memberID string, d Draft) error {
	c, err := s.conversations.ByID(ctx, tx, conversationID)
	if err != nil {
		return err
	}
	me, in := c.Person(memberID)
	if !in {
		return fault.NotFound
	}
	if !MayWrite(c, me) {
		return errNotMet
	}
	now := s.Now()
	o := Outcome{ID: s.NewID(), ConversationID: c.ID, Programme: c.Title, CreatedAt: now, ChangedAt: now}
	for _, p := range c.Active() {
		o.People = append(o.People, Person{OutcomeID: o.ID, MemberID: p.MemberID, Position: len(o.People)})
	}
	if err := s.insert(ctx, tx, o); err != nil {
		return fmt.Errorf("write outcome: %w", err)
	}
	return s.turn(ctx, tx, &o, memberID, func(t *turn) error {
		t.fresh = o.write(d, memberID, t.now)
		return nil
	})
}

// Answer records what one of its people says about making it public. Whoever
// agrees names the version that they saw; saying no, and taking one's name off
// what one has agreed to, need none. Answering twice changes nothing.
func (s *Outcomes) Answer(ctx context.Context, id, memberID string, a Answer, version int64) error {
	return s.act(ctx, id, memberID, func(t *turn) error {
		o, me := t.o, t.o.person(memberID)
		switch {
		case a != Yes && a != Unnamed && a != No:
			return fault.Because(fault.Invalid, "outcome.answer.missing")
		case a != No && !o.ForOthers():
			return errPrivate
		case a != No && !me.Agrees() && version != o.Version:
			return errChanged
		}
		if me.Answer != a {
			me.Answer, me.AnsweredAt = a, t.now
		}
		return s.nudges.Answer(ctx, t.tx, nudgeAnswer, subject(*o), memberID, string(a))
	})
}

// Hide takes an outcome off the public pages, with a reason that its people are
// told. Only what is public can be hidden: organisers read nothing else.
func (s *Outcomes) Hide(ctx context.Context, id, organiserID, why string) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error { return s.hideIn(ctx, tx, id, organiserID, why) })
}

func (s *Outcomes) hideIn(ctx context.Context, tx bun.Tx, id, organiserID, why string) error {
	return s.moderate(ctx, tx, id, func(t *turn) error {
		if !t.o.HiddenAt.IsZero() && t.o.HiddenVersion == t.o.Version {
			return nil
		}
		t.o.HiddenAt, t.o.HiddenBy, t.o.HiddenWhy, t.o.HiddenVersion = t.now, organiserID, why, t.o.Version
		return t.tell(t.o.others(""), hiddenLetter)
	})
}

// Unhide shows again what was hidden.
func (s *Outcomes) Unhide(ctx context.Context, id string) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error { return s.unhideIn(ctx, tx, id) })
}

func (s *Outcomes) unhideIn(ctx context.Context, tx bun.Tx, id string) error {
	return s.moderate(ctx, tx, id, func(t *turn) error {
		if t.o.HiddenAt.IsZero() {
			return nil
		}
		t.o.HiddenAt, t.o.HiddenBy, t.o.HiddenWhy, t.o.HiddenVersion = zero, "", "", 0
		return t.tell(t.o.others(""), unhiddenLetter)
	})
}

func (s *Outcomes) moderate(ctx context.Context, tx bun.Tx, id string, do func(*turn) error) error {
	o, err := s.lockOne(ctx, tx, "o.id = ? AND o.agreed", id)
	if err != nil {
		return err
	}
	return s.turn(ctx, tx, &o, "", do)
}
