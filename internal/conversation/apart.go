package conversation

import (
	"context"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/safety"
)

// Block keeps another person of the conversation away from a member for good.
// Nobody is told. While it runs, the member leaves the conversation, and the
// other hears what they would hear if the member could not make it.
func (s *Conversations) Block(ctx context.Context, id, memberID, other string) error {
	return s.act(ctx, id, memberID, func(ctx context.Context, t *turn) error {
		return t.block(ctx, other)
	})
}

// Report tells the organisers about another person of the conversation, who is
// never told by whom. With block set it blocks them too, and they are given
// nobody else in this round until somebody has looked at it.
func (s *Conversations) Report(ctx context.Context, id, memberID, about, text string, block bool) (receipt safety.Receipt, err error) {
	err = s.act(ctx, id, memberID, func(ctx context.Context, t *turn) error {
		if err := t.other(about); err != nil {
			return err
		}
		was, err := s.safety.Profile(ctx, t.tx, about)
		if err != nil {
			return err
		}
		receipt, err = s.safety.Report(ctx, t.tx, safety.Report{
			By: memberID, About: about, SubjectKind: "conversation", SubjectID: id, Text: text, Copy: was,
		})
		if err != nil || !block {
			return err
		}
		t.keepRest = true
		return t.block(ctx, about)
	})
	return receipt, err
}

func (t *turn) block(ctx context.Context, other string) error {
	if err := t.other(other); err != nil {
		return err
	}
	if err := t.s.safety.Block(context.WithValue(ctx, turning{}, t.c.ID), t.tx, t.me.MemberID, other); err != nil {
		return err
	}
	if t.mayArrange() && Decide(t.c.People).State != Met {
		return t.leave(ctx, SetApart)
	}
	return nil // they have talked, or never will; contact details are hidden from now on
}

// other checks that somebody is another person of this conversation, as they
// stay after they have left it.
func (t *turn) other(memberID string) error {
	if _, in := t.c.Person(memberID); !in || memberID == t.me.MemberID {
		return fault.NotFound
	}
	return nil
}

// subject names a conversation in the organisers' queue of reports.
func (s *Conversations) subject(ctx context.Context, id string) (text, href string) {
	c, err := byID(ctx, s.DB, id)
	if err != nil {
		return locale.T(ctx, "conversation.subject.gone"), ""
	}
	return locale.T(ctx, "conversation.subject", "title", c.Title, "date", locale.Date(ctx, c.OpensAt)), ""
}

// about is the other person of a conversation of two. In a larger one the
// reporter chooses on the conversation's own page.
func (s *Conversations) about(ctx context.Context, id, memberID string) (string, error) {
	c, err := byID(ctx, s.DB, id)
	if err != nil {
		return "", err
	}
	if _, in := c.Person(memberID); !in || len(c.People) != fewest {
		return "", fault.NotFound
	}
	for _, p := range c.People {
		if p.MemberID != memberID {
			return p.MemberID, nil
		}
	}
	return "", fault.NotFound
}

// copyOf is what the other person said of themselves to the reporter.
func (s *Conversations) copyOf(ctx context.Context, id, memberID string) (string, error) {
	other, err := s.about(ctx, id, memberID)
	if err != nil {
		return "", err
	}
	return s.safety.Profile(ctx, s.DB, other)
}
