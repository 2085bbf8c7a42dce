package relationship_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/relationship"
	"cuppa.example/internal/testkit"
)

const day = 24 * time.Hour

// story is two people who work together.
type story struct {
	*testkit.Kit
	id             string
	mentor, mentee testkit.Person
}

// tell begins a story: Mia mentors Lee.
func tell(t *testing.T, change ...func(*relationship.Opening)) *story {
	t.Helper()
	k := testkit.New(t)
	s := &story{Kit: k, mentor: k.Member("Mia Mentor", testkit.Works("Devon")), mentee: k.Member("Lee Learner", testkit.Works("Kent"))}
	s.id = s.open(s.mentor, s.mentee, change...)
	k.Settle()
	return s
}

func (s *story) open(helper, learner testkit.Person, change ...func(*relationship.Opening)) (id string) {
	s.T.Helper()
	o := relationship.Opening{Kind: relationship.Mentoring, Helper: helper.ID, Learner: learner.ID, Source: "test", Goals: "Speak up in <meetings>"}
	for _, f := range change {
		f(&o)
	}
	s.InTx(func(ctx context.Context, tx bun.Tx) (err error) {
		id, err = s.Relationships.Open(ctx, tx, o)
		return err
	})
	return id
}

func (s *story) page(p testkit.Person, sub string) *testkit.Page {
	s.T.Helper()
	return p.Get(s.Relationships.Path(s.id) + sub)
}

// agreed is a story in which both have accepted the usual agreement.
func agreed(t *testing.T) *story {
	t.Helper()
	s := tell(t)
	s.agree()
	return s
}

func (s *story) agree() {
	s.T.Helper()
	s.page(s.mentee, "/agreement").Press("Send it to Mia", nil).Is(http.StatusOK, "Your agreement").Says("Mia has been asked to accept it.")
	s.page(s.mentor, "/agreement").Press("Accept", nil).Is(http.StatusOK, "You mentor Lee Learner")
	s.Settle()
}

func (s *story) helping(p testkit.Person) int {
	s.T.Helper()
	n, err := s.Relationships.Helping(s.T.Context(), s.DB, []string{p.ID})
	if err != nil {
		s.T.Fatal(err)
	}
	return n[p.ID]
}

func TestAgreementIsSignedByBoth(t *testing.T) {
	t.Parallel()
	s := tell(t)
	if n := s.helping(s.mentor); n != 1 {
		t.Errorf("the mentor's load is %d before they have agreed, want 1", n)
	}
	begun := s.Mail(s.mentee.Email, "You and Mia Mentor are working together")
	if !strings.Contains(begun.Text, "Mia Mentor will mentor you.") || !strings.Contains(begun.Text, "you write first") {
		t.Errorf("the letter says:\n%s", begun.Text)
	}
	form := s.Visitor().Get(begun.Link("/w/")).Is(200, "Write your agreement").Says("Mia can accept it")
	if got := form.Find("#weeks").AttrOr("value", "") + form.Find("#goals").Text(); got != "6Speak up in <meetings>" {
		t.Errorf("the form begins with %q", got)
	}
	form.Press("Send it to Mia", testkit.Fill("weeks", "0", "goals", "")).Is(422, "Write your agreement").Says("Say what it is for")
	form.Press("Send it to Mia", testkit.Fill("weeks", "4")).Is(200, "Your agreement").Says("Every 4 weeks", "Mia has been asked to accept it.")
	s.page(s.mentee, "").Says("Mia has been asked to accept it.")
	s.Settle()
	asked := s.Mail(s.mentor.Email, "Lee Learner has written your agreement")
	for _, part := range []string{"Speak up in <meetings>", "Every 4 weeks", "stays between us"} {
		if !strings.Contains(asked.Text, part) {
			t.Errorf("the proposal does not say %q:\n%s", part, asked.Text)
		}
	}
	s.Visitor().Get(asked.Link("/w/")).Is(200, "Your agreement").Press("Accept", nil).Is(200, "You mentor Lee Learner")
	s.Settle()
	for _, p := range []testkit.Person{s.mentor, s.mentee} {
		if copied := s.Mail(p.Email, "Your agreement with"); !strings.Contains(copied.Text, "Every 4 weeks") {
			t.Errorf("the copy says:\n%s", copied.Text)
		}
		file := s.page(p, "/agreement/copy")
		if text := string(file.Body); !strings.Contains(text, "Agreement between Mia Mentor and Lee Learner") || !strings.Contains(text, "Every 4 weeks") {
			t.Errorf("the file says:\n%s", text)
		}
	}
	s.page(s.mentor, "/agreement").Says("Lee Learner proposed it on 11 January 2027. Mia Mentor accepted it on 11 January 2027.")
}

func TestChangeNeedsBoth(t *testing.T) {
	t.Parallel()
	s := agreed(t)
	s.page(s.mentor, "/agreement").Follow("Suggest a change").Press("Send it to Lee", testkit.Fill("weeks", "8")).Says("What you have proposed", "Every 8 weeks", "Every 6 weeks")
	s.page(s.mentor, "/agreement/copy").SaysNot("Every 8 weeks")
	s.Settle()
	s.Mail(s.mentee.Email, "Mia Mentor suggests a change")
	s.page(s.mentee, "/agreement").Says("Until you accept it, what you have agreed stands.").Press("Decline", nil).Is(200, "Your agreement").SaysNot("Mia Mentor proposes")
	s.Settle()
	s.Mail(s.mentor.Email, "Lee Learner would rather not change it")
	s.page(s.mentee, "/agreement").Says("Every 6 weeks", "declined on")

	s.page(s.mentor, "/agreement/change").Press("Send it to Lee", testkit.Fill("weeks", "8"))
	stale := s.page(s.mentee, "/agreement")
	s.page(s.mentor, "/agreement/change").Press("Send it to Lee", testkit.Fill("weeks", "10"))
	stale.Press("Accept", nil).Is(409, "That cannot be done now") // not what they have read
	s.page(s.mentee, "/agreement/copy").SaysNot("Every 8 weeks", "Every 10 weeks")
	s.page(s.mentee, "/agreement").Press("Accept", nil)
	if text := string(s.page(s.mentee, "/agreement/copy").Body); !strings.Contains(text, "Every 10 weeks") {
		t.Errorf("the copy says:\n%s", text)
	}
}

func TestNobodyAcceptsForTheOther(t *testing.T) {
	t.Parallel()
	s := tell(t)
	s.page(s.mentee, "/agreement").Press("Send it to Mia", nil)
	s.mentee.Post(s.Relationships.Path(s.id)+"/agreement/accept", map[string][]string{"version": {"1"}}).Is(409, "That cannot be done now")
	s.mentee.Get("/relationships").Says("To be agreed")
	eve, olive := s.Member("Eve Poe"), s.Organiser("Olive Organ")
	for _, p := range []testkit.Person{eve, olive} {
		for _, sub := range []string{"", "/agreement", "/agreement/copy"} {
			if got := s.page(p, sub); got.Status != http.StatusNotFound {
				t.Errorf("%s gets %d on %s", p.Name, got.Status, sub)
			}
		}
	}
}

func TestTwoRelationshipsAtOnce(t *testing.T) {
	t.Parallel()
	s := agreed(t)
	cat := s.Member("Cat Coach")
	other := s.open(cat, s.mentee, func(o *relationship.Opening) { o.Kind = relationship.Coaching })
	again := s.open(s.mentor, s.mentee)
	if again != s.id {
		t.Error("the same two people got a second relationship of the same kind")
	}
	s.mentee.Get("/relationships").Says("Mia Mentor mentors you", "Cat Coach coaches you", "Running", "To be agreed")
	s.mentee.Get(s.Relationships.Path(other)).Is(200, "Cat Coach coaches you")
	if s.helping(s.mentor) != 1 || s.helping(cat) != 1 || s.helping(s.mentee) != 0 {
		t.Error("the loads are wrong")
	}
	for a, want := range map[string]bool{s.mentor.ID: true, cat.ID: true, s.Member("Dan Doe").ID: false} {
		if got, err := s.Relationships.Running(t.Context(), s.DB, s.mentee.ID, a); err != nil || got != want {
			t.Errorf("running: %v %v, want %v", got, err, want)
		}
	}
}
