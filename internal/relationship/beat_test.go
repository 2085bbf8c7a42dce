package relationship_test

import (
	"strings"
	"testing"
	"time"

	"cuppa.example/internal/testkit"
)

// got counts the letters to somebody with this in their subject.
func (s *story) got(p testkit.Person, subject string) int {
	s.T.Helper()
	n := 0
	for _, l := range s.Inbox(p.Email) {
		if strings.Contains(l.Subject, subject) {
			n++
		}
	}
	return n
}

// leap moves the clock in steps of a quarter of a day.
func (s *story) leap(d time.Duration) {
	s.T.Helper()
	for end := s.Clock.Now().Add(d); s.Clock.Now().Before(end); {
		s.Clock.Set(s.Clock.Now().Add(6 * time.Hour))
		s.Settle()
	}
}

func TestMissedBeatAsksBothAndASecondOffersClosing(t *testing.T) {
	t.Parallel()
	s := agreed(t)
	missed, stalled := "shall we find a time?", "go on, or close it?"
	s.leap(27 * day) // the first session is due after two weeks
	if s.got(s.mentor, missed)+s.got(s.mentee, missed) != 0 {
		t.Error("asked before a session was late by two weeks")
	}
	s.leap(2 * day)
	for _, p := range []testkit.Person{s.mentor, s.mentee} {
		if n := s.got(p, missed); n != 1 {
			t.Errorf("%s was asked %d times", p.Name, n)
		}
	}
	if l := s.Mail(s.mentor.Email, missed); !strings.Contains(l.Text, "Nobody else knows") || strings.Contains(l.Text, "/close") {
		t.Errorf("the first question says\n%s", l.Text)
	}
	s.leap(43 * day)
	for _, p := range []testkit.Person{s.mentor, s.mentee} {
		if n := s.got(p, stalled); n != 1 {
			t.Errorf("%s was offered closing %d times", p.Name, n)
		}
	}
	offered := s.Mail(s.mentee.Email, stalled).Link("/close")
	s.leap(50 * day)
	if s.got(s.mentor, missed) != 1 || s.got(s.mentor, stalled) != 1 {
		t.Error("people are pressed")
	}
	s.Visitor().Get(offered).Is(200, "Do you want to close it?").
		Press("Close it", nil).Is(200, "Looking back")
}

func TestHeldSessionBeginsTheBeatAgain(t *testing.T) {
	t.Parallel()
	s := agreed(t)
	s.leap(29 * day)
	s.Visitor().Get(s.Mail(s.mentor.Email, "shall we find a time?").Link("/held")).Press("Yes, we talked", nil).Says("The next session is open.")
	s.leap(54 * day)
	if n := s.got(s.mentor, "go on, or close it?") + s.got(s.mentor, "shall we find a time?"); n != 1 {
		t.Errorf("%d letters, want the first alone", n)
	}
	s.leap(4 * day) // six weeks and two
	if n := s.got(s.mentor, "shall we find a time?"); n != 2 {
		t.Errorf("%d letters about missed sessions, want 2", n)
	}
}

func TestAgreedTimeIsNotLate(t *testing.T) {
	t.Parallel()
	s := agreed(t)
	s.page(s.mentee, "/times").Press("Suggest these times", testkit.Fill("other-day", "25", "other-month", "2", "other-year", "2027", "other-time", "10:30"))
	s.Settle()
	s.Visitor().Get(s.Mail(s.mentor.Email, "can talk at these times").Link("/time?at=")).Press("Agree this time", nil)
	s.leap(50 * day)
	if n := s.got(s.mentor, "shall we find a time?"); n != 0 {
		t.Error("asked although a time is agreed")
	}
	s.leap(12 * day) // nobody said that they talked then
	if n := s.got(s.mentor, "shall we find a time?"); n != 1 {
		t.Errorf("%d letters two weeks after the time that was agreed", n)
	}
}

func TestHalfTimeAndTheEnd(t *testing.T) {
	t.Parallel()
	s := tell(t)
	s.page(s.mentee, "/agreement").Press("Send it to Mia", testkit.Fill("months", "2", "weeks", "26"))
	s.page(s.mentor, "/agreement").Press("Accept", nil)
	s.leap(28 * day)
	s.home(s.mentor).SaysNot("Half-time")
	s.page(s.mentor, "").SaysNot("Answer two questions")
	s.leap(3 * day)
	s.home(s.mentor).Says("Half-time with Lee Learner: answer two questions")
	s.page(s.mentor, "").Follow("Answer two questions").Is(200, "Half-time: how is it going?").
		Press("Save", testkit.Fill("going", "fair")).Is(200, "You mentor Lee Learner").SaysNot("Answer two questions")
	s.home(s.mentor).SaysNot("Half-time")
	half := s.Visitor().Get(s.Mail(s.mentee.Email, "Half-time").Link("/review")).Is(200, "Half-time: how is it going?")
	half.Press("Save", nil).Is(422, "Half-time: how is it going?")
	half.Press("Save", testkit.Fill("going", "well", "changed", "Fewer slides")).Is(200, "Mia Mentor mentors you")
	s.page(s.mentor, "").SaysNot("Fewer slides")
	s.page(s.mentor, "/review").SaysNot("Fewer slides")
	s.leap(28 * day)
	s.Mail(s.mentor.Email, "your time is nearly over")
	s.leap(35 * day)
	for _, p := range []testkit.Person{s.mentor, s.mentee} {
		s.Mail(p.Email, "not working together any more")
		s.Mail(p.Email, "What changed, working with")
	}
	s.mentor.Browser = s.SignIn(s.mentor.ID)
	s.page(s.mentor, "").Says("It has come to the end that you agreed.")
}

// home signs somebody in again, and is their home page.
func (s *story) home(p testkit.Person) *testkit.Page {
	s.T.Helper()
	return s.SignIn(p.ID).Get("/home")
}

func TestUnagreedRelationshipLapses(t *testing.T) {
	t.Parallel()
	s := tell(t)
	s.leap(8 * day)
	if s.got(s.mentor, "How will you and") != 1 || s.got(s.mentee, "How will you and") != 1 {
		t.Error("they are not asked after a week")
	}
	s.leap(21 * day)
	s.page(s.mentor, "").Says("It ended by itself")
	if s.helping(s.mentor) != 0 || s.got(s.mentor, "not working together") != 1 || s.got(s.mentor, "What changed") != 0 {
		t.Error("it does not end as it should")
	}
}
