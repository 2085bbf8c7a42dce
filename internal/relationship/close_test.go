package relationship_test

import (
	"context"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"cuppa.example/internal/testkit"
)

func TestEitherCloses(t *testing.T) {
	t.Parallel()
	for name, closes := range map[string]func(*story) (by, other testkit.Person){
		"the helper":  func(s *story) (by, other testkit.Person) { return s.mentor, s.mentee },
		"the learner": func(s *story) (by, other testkit.Person) { return s.mentee, s.mentor },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := agreed(t)
			s.arranged()
			by, other := closes(s)
			back := s.page(by, "").Follow("Close this relationship").Press("Close it", nil).Is(200, "Looking back")
			s.Settle()
			told := s.Mail(other.Email, "not working together any more")
			if !strings.Contains(told.Text, "has closed your relationship") || !strings.Contains(told.Calendar, "METHOD:CANCEL") {
				t.Errorf("the other is told\n%s", told.Text)
			}
			back.Press("Finish", nil).Is(422, "Looking back").Says("Choose how it goes")
			back.Press("Finish", testkit.Fill("going", "well", "again", "yes", "changed", "I speak up <now>", "thanks", "You listened")).Says("Thank you.")
			s.Advance(day)
			if thanks := s.Mail(other.Email, "thanks you"); !strings.Contains(thanks.Text, "You listened") || strings.Contains(thanks.Text, "speak up") {
				t.Errorf("the thanks say\n%s", thanks.Text)
			}
			s.page(other, "").Says("You listened").SaysNot("I speak up")
			s.Visitor().Get(s.Mail(other.Email, "What changed").Link("/closing")).Is(200, "Looking back")
			if s.helping(s.mentor) != 0 {
				t.Error("the mentor has no place again")
			}
			s.page(s.mentee, "/agreement").Says("Every 6 weeks") // what they keep
			s.page(s.mentee, "/times").Is(200, "Mia Mentor mentors you")
		})
	}
}

// A block ends it in the words of a closing: the other cannot tell one from the
// other, in a letter or on a page.
func TestBlockLooksLikeClosing(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for name, end := range map[string]func(s *story){
		"close": func(s *story) {
			if err := s.Relationships.Close(s.T.Context(), s.id, s.mentee.ID); err != nil {
				s.T.Fatal(err)
			}
		},
		"block": func(s *story) {
			s.InTx(func(ctx context.Context, tx bun.Tx) error { return s.Safety.Block(ctx, tx, s.mentee.ID, s.mentor.ID) })
		},
	} {
		s := agreed(t)
		end(s)
		s.Advance(day)
		for _, l := range s.Inbox(s.mentor.Email) {
			seen[name] += l.Subject + "\n"
		}
		seen[name] += strings.Split(s.Mail(s.mentor.Email, "not working together").Text, "/relationships/")[0]
		seen[name] += s.page(s.mentor, "").Text()
	}
	if seen["close"] != seen["block"] {
		t.Errorf("closed:\n%s\n\nblocked:\n%s", seen["close"], seen["block"])
	}
}
