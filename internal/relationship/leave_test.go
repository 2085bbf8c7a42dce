package relationship_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/relationship"
	"cuppa.example/internal/testkit"
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

func TestErasingLeavesTheOtherTheirCopy(t *testing.T) {
	t.Parallel()
	s := tell(t)
	s.page(s.mentee, "/agreement").Press("Send it to Mia", testkit.Fill("goals", "LEE learns to chair", "absent", "Lee or Mia rings"))
	s.page(s.mentor, "/agreement").Press("Accept", nil)
	s.page(s.mentee, "/agreement/change").Press("Send it to Mia", testkit.Fill("goals", "Something private"))
	s.page(s.mentee, "/sessions/1").Follow("Write a reflection").Press("Save for me alone", testkit.Fill("text", secret))
	s.page(s.mentee, "/sessions/1").Press("Save the notes", testkit.Fill("notes", "Lee asks, Mia listens"))
	s.page(s.mentor, "/sessions/1/action").Press("Save the action", testkit.Fill("text", "Send Lee the book"))
	s.Settle()
	s.erase(s.mentee)
	s.page(s.mentor, "/sessions/1").Says("asks, Mia listens", "Send ––– the book").SaysNot("Lee")
	s.page(s.mentor, "").Is(200, "You mentor somebody who has left").SaysNot("Lee", "lee.learner").Follow("Your agreement").
		Is(200, "Your agreement").Says("somebody who has left proposed it", "learns to chair", "or Mia rings", "Every 6 weeks").
		SaysNot("Lee", "LEE", "Something private")
	copied := s.page(s.mentor, "/agreement/copy")
	for _, part := range []string{"Agreement between Mia Mentor and somebody who has left", "learns to chair"} {
		if !strings.Contains(string(copied.Body), part) {
			t.Errorf("the copy does not say %q:\n%s", part, copied.Body)
		}
	}
	if n := s.rows("relationship_reflections"); n != 0 {
		t.Errorf("%d reflections are left", n)
	}
	s.erase(s.mentor)
	if n := s.rows("relationship_agreements"); n != 0 {
		t.Errorf("%d agreements are left that nobody can read", n)
	}
}

func (s *story) erase(p testkit.Person) {
	s.T.Helper()
	s.InTx(func(ctx context.Context, tx bun.Tx) error { return s.Members.Erase(ctx, tx, p.ID) })
	s.Settle()
}

func (s *story) rows(table string) (n int) {
	s.T.Helper()
	if err := s.DB.NewRaw("SELECT count(*) FROM ?", bun.Ident(table)).Scan(s.T.Context(), &n); err != nil {
		s.T.Fatal(err)
	}
	return n
}
