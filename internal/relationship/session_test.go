package relationship_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"cuppa.example/internal/testkit"
)

// arranged is a story in which the two have agreed a time: the first that both
// were offered.
func (s *story) arranged() time.Time {
	s.T.Helper()
	s.page(s.mentee, "").Press("This suits me", nil).Is(200, "Mia Mentor mentors you").Says("Waiting for Mia.")
	s.Settle()
	offer := s.Mail(s.mentor.Email, "Lee Learner can talk at these times")
	s.Visitor().Get(offer.Link("/time?at=")).Is(200, "Does this time suit you?").Press("Agree this time", nil).
		Is(200, "You mentor Lee Learner").Says("You are talking to Lee at")
	s.Settle()
	invited := s.Mail(s.mentee.Email, "You are talking to Mia Mentor")
	if !strings.Contains(invited.Calendar, "METHOD:REQUEST") || strings.Contains(invited.Calendar, s.mentor.Email) {
		s.T.Errorf("the invitation is\n%s", invited.Calendar)
	}
	_, at, _ := strings.Cut(offer.Link("/time?at="), "at=")
	starts, err := time.Parse("20060102T1504Z", at)
	if err != nil {
		s.T.Fatal(err)
	}
	return starts
}

func TestSessionFromItsTimeToTheNext(t *testing.T) {
	t.Parallel()
	s := agreed(t)
	starts := s.arranged()
	s.Until(starts.Add(-time.Hour))
	s.Mail(s.mentor.Email, "Tomorrow: you are talking to Lee Learner")
	s.Until(starts.Add(day + 4*time.Hour))
	asked := s.Mail(s.mentee.Email, "Did you and Mia Mentor talk?")
	page := s.Visitor().Get(asked.Link("/held")).Is(200, "Did you and Mia talk?")
	page.Press("Yes, we talked", nil).Is(200, "Mia Mentor mentors you").Says("Good. The next session is open.", "Agree a time")
	page.Press("Yes, we talked", nil).Is(200, "Mia Mentor mentors you") // twice is once
	s.page(s.mentor, "").Says("Session 1", "Session 2").SaysNot("Session 3")
	s.page(s.mentor, "/sessions/1").Says("Held on")
}

func TestCancelledTimeLeavesTheCalendars(t *testing.T) {
	t.Parallel()
	s := agreed(t)
	s.arranged()
	s.page(s.mentor, "").Follow("Change or cancel this time").Press("Cancel this time", nil).Says("Agree a time")
	s.Settle()
	for _, p := range []testkit.Person{s.mentor, s.mentee} {
		if off := s.Mail(p.Email, "Off: your session"); !strings.Contains(off.Calendar, "METHOD:CANCEL") {
			t.Errorf("%s is told\n%s", p.Name, off.Text)
		}
	}
}

func TestAgendaNotesAndActions(t *testing.T) {
	t.Parallel()
	s := agreed(t)
	agenda := s.page(s.mentee, "/sessions/1").Follow("Write an agenda")
	agenda.Follow("GROW").Press("Save the agenda", nil).Is(200, "Session 1").Says("Way forward: what will you do")
	s.page(s.mentor, "/sessions/1").Says("Way forward")

	mine, theirs := s.page(s.mentee, "/sessions/1"), s.page(s.mentor, "/sessions/1")
	mine.Press("Save the notes", testkit.Fill("notes", "The <budget> first")).Is(200, "Session 1")
	theirs.Press("Save the notes", testkit.Fill("notes", "Ring the minister")).Is(422, "Session 1").
		Says("has changed this since", "The <budget> first", "Ring the minister").
		Press("Save the notes", testkit.Fill("notes", "The budget, then ring the minister")).Is(200, "Session 1")
	s.page(s.mentee, "/sessions/1").Says("The budget, then ring the minister")

	form := s.page(s.mentor, "/sessions/1").Follow("Add an action")
	form.Press("Save the action", testkit.Fill("text", "", "due-day", "40")).Is(422, "Add an action").Says("Say what will be done")
	form.Press("Save the action", testkit.Fill("text", "Write to <Ann>", "owner", s.mentee.ID, "due-day", "18", "due-month", "1", "due-year", "2027")).
		Is(200, "Session 1").Says("Write to <Ann>", "Lee, by Monday 18 January 2027")
	s.Advance(7*day + 3*time.Hour)
	asked := s.Mail(s.mentee.Email, "How did it go?")
	if !strings.Contains(asked.Text, "Write to <Ann>") {
		t.Errorf("the letter says\n%s", asked.Text)
	}
	s.Visitor().Get(asked.Link("/actions/")).Is(200, "Write to <Ann>").Press("It is done", nil).Is(200, "Mia Mentor mentors you")
	s.page(s.mentor, "/sessions/1").Says("Done")
	for _, l := range s.Inbox(s.mentor.Email) {
		if l.Subject == "How did it go?" {
			t.Error("somebody is asked about what another does")
		}
	}
}

// What was agreed is read from links; what people write to each other is not.
func TestLinksDoNotOpenNotes(t *testing.T) {
	t.Parallel()
	s := agreed(t)
	link := s.Mail(s.mentee.Email, "Your agreement with").Link("/w/")
	for _, sub := range []string{"/sessions/1", "/reflections", "/sessions/1/agenda", "/agreement/copy"} {
		if p := s.Visitor().Get(link + sub); p.Status != http.StatusNotFound {
			t.Errorf("%s answers %d", sub, p.Status)
		}
	}
	p := s.Visitor().Get(link).Is(200, "Mia Mentor mentors you")
	p.SaysNot("/sessions/1")
}
