package relationship_test

import (
	"context"
	"errors"
	"testing"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/relationship"
)

func TestWhoIsLeftIsTold(t *testing.T) {
	t.Parallel()
	s := agreed(t)
	told := 0
	s.Relationships.OnClosed(func(_ context.Context, _ bun.Tx, r relationship.Relationship) error {
		if r.ID == s.id && r.HelperID == s.mentor.ID {
			told++
		}
		return nil
	})
	s.InTx(func(ctx context.Context, tx bun.Tx) error { return s.Members.Leave(ctx, tx, s.mentee.ID) })
	s.Settle()
	s.Mail(s.mentor.Email, "You and Lee Learner are not working together any more")
	s.page(s.mentor, "").Says("The person you were working with has left the network.")
	if told != 1 || s.helping(s.mentor) != 0 {
		t.Errorf("%d were told; the load is %d", told, s.helping(s.mentor))
	}
}

func TestSeparatedPeopleAreNotPutTogether(t *testing.T) {
	t.Parallel()
	s := tell(t)
	eve := s.Member("Eve Poe")
	s.InTx(func(ctx context.Context, tx bun.Tx) error { return s.Safety.Block(ctx, tx, eve.ID, s.mentor.ID) })
	err := s.DB.InTx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		_, err := s.Relationships.Open(ctx, tx, relationship.Opening{Kind: relationship.Coaching, Helper: s.mentor.ID, Learner: eve.ID})
		return err
	})
	if !errors.Is(err, fault.NotFound) {
		t.Errorf("got %v", err)
	}
}

func TestErasingRemovesWhatWasWritten(t *testing.T) {
	t.Parallel()
	s := agreed(t)
	s.InTx(func(ctx context.Context, tx bun.Tx) error { return s.Members.Erase(ctx, tx, s.mentee.ID) })
	s.Settle()
	s.page(s.mentor, "").Is(200, "You mentor somebody who has left").SaysNot("Lee", "lee.learner")
	s.page(s.mentor, "/agreement").SaysNot("meetings")
}
