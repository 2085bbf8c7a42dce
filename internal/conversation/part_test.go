package conversation_test

import (
	"context"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"cuppa.example/internal/testkit"
)

func TestABlockElsewhereEndsWhatIsStillToBeArranged(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Ray")
	ann, bob, cat := s.people[0], s.people[1], s.Member("Cat Fox")
	more := open(s.Kit, opening(s.Kit, ann, bob, cat), opening(s.Kit, ann, cat))
	s.Settle()
	before := len(s.Inbox(bob.Email))
	ann.Get("/people/"+bob.ID).Follow("block this person").Press("Block them", nil).Says("You have blocked them")
	s.Settle()
	for i, c := range append(more, s.c) {
		now, err := s.Conversations.ByID(t.Context(), s.DB, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		if p, _ := now.Person(ann.ID); p.Out() != (i != 1) {
			t.Errorf("conversation %d: out is %v", i, p.Out())
		}
	}
	inbox := s.Inbox(bob.Email)
	if len(inbox) == before {
		t.Error("he waits for her")
	}
	for _, l := range inbox {
		if strings.Contains(strings.ToLower(l.Text), "block") {
			t.Errorf("%q tells him:\n%s", l.Subject, l.Text)
		}
	}
	s.InTx(func(ctx context.Context, tx bun.Tx) error { return s.Safety.Block(ctx, tx, ann.ID, bob.ID) }) // again: nothing to do
	equal(t, "wanted", s.wanted, "Bob")
}

func TestAReportFromElsewhereLeavesTheOtherWithoutANewPartner(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Ray")
	s.people[0].Get("/report/conversation/"+s.c.ID).Press("Send the report", testkit.Fill("block", "yes")).Is(200, "We have your report")
	equal(t, "wanted", s.wanted)
	if p, _ := s.now().Person(s.people[0].ID); !p.Out() {
		t.Error("still in it")
	}
	s.Member("Cat Fox").Get("/report/conversation/"+s.c.ID).Is(404, "Page not found")
}
