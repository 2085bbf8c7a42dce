package conversation_test

import (
	"errors"
	"testing"
	"time"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/testkit"
)

const (
	met         = conversation.Met
	notMet      = conversation.NotMet
	unconfirmed = conversation.Unconfirmed
	cancelled   = conversation.Cancelled
)

func TestTheDayAfterBothSayThatTheyMet(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	s.agree(wednesday)
	s.at(wednesday.Add(24*time.Hour + time.Hour)) // ten the next morning
	asked := s.Mail("ann.lee@example.org", "Did you meet Bob Roe?")
	s.Visitor().Get(asked.Link("/met")).Is(200, "Did you meet Bob Roe?").
		Press("Yes, we met", nil).Is(200, "Thank you").Says("You met Bob Roe.")
	s.is(conversation.Open)
	s.visit(1, "").Says("Did you meet Ann Lee?").Press("Yes, we met", nil).Is(200, "Thank you")
	s.is(met)
	equal(t, "closed", s.closed, met)
	equal(t, "silent", s.silent)
	if at := s.now().MetAt; !at.Equal(wednesday) {
		t.Errorf("they met at %s", at)
	}
	s.at(s.c.EndsAt.Add(day))
	equal(t, "closed", s.closed, met) // the end adds nothing
	s.visit(0, "").Is(200, "Your conversation with Bob Roe").Says("You have told us that you met Bob Roe.")
}

func TestADayIsAskedWhereNoneWasAgreed(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	s.at(testkit.Start.Add(5 * day))
	p := s.visit(0, "").Follow("We have met already")
	p.Press("Yes, we met", testkit.Fill("on-day", "20", "on-month", "1", "on-year", "2027")).Is(422, "Did you meet Bob Roe?").
		Says("Enter a day between the beginning of the conversation and today")
	p.Press("Yes, we met", testkit.Fill("on-day", "x", "on-month", "1", "on-year", "2027")).Is(422, "Did you meet Bob Roe?")
	s.is(conversation.Open)
	p.Press("Yes, we met", testkit.Fill("on-day", "14", "on-month", "1", "on-year", "2027")).Is(200, "Thank you")
	if at := s.now().MetAt; at.Day() != 14 {
		t.Errorf("they met at %s", at)
	}
}

// The three different things, at the end of the window.
func TestWhatTheAnswersSayAtTheEnd(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answers string // of Ann and Bob: m, n or silence
		state   conversation.State
		silent  []string
	}{
		"nobody answers":  {"..", unconfirmed, []string{"Ann", "Bob"}},
		"one met":         {"m.", met, []string{"Bob"}},
		"one did not":     {".n", notMet, []string{"Ann"}},
		"they contradict": {"mn", unconfirmed, nil},
		"neither did":     {"nn", notMet, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := tell(t, "Ann Lee", "Bob Roe")
			s.at(testkit.Start.Add(20 * day))
			for i, a := range c.answers {
				s.answer(i, a)
			}
			s.at(s.c.EndsAt.Add(-time.Hour))
			s.at(s.c.EndsAt.Add(time.Hour))
			s.is(c.state)
			equal(t, "closed", s.closed, c.state)
			equal(t, "silent", s.silent, c.silent...)
		})
	}
}

func (s *story) answer(i int, a rune) {
	s.T.Helper()
	var err error
	switch a {
	case 'm':
		err = s.Conversations.SayMet(s.T.Context(), s.c.ID, s.people[i].ID, time.Time{})
	case 'n':
		err = s.Conversations.SayNotMet(s.T.Context(), s.c.ID, s.people[i].ID, conversation.NoTime)
	}
	if err != nil {
		s.T.Fatal(err)
	}
}

func TestEverybodyIsAskedAtMostTwiceAndSilenceEndsIt(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	s.at(testkit.Start.Add(10*day + time.Hour))
	half := s.Mail("ann.lee@example.org", "Have you found a time with Bob Roe?")
	s.Visitor().Get(half.Link("/c/")).Is(200, "Your conversation with Bob Roe").Says("Agree a time")
	s.at(s.c.EndsAt.Add(-47 * time.Hour))
	end := s.Mail("ann.lee@example.org", "Did you meet Bob Roe?")
	s.Visitor().Get(end.Link("/not-met")).Is(200, "Why is it not going to happen?")
	for range 40 {
		s.at(s.Clock.Now().Add(day))
	}
	if n := s.mails(0); n != 3 {
		t.Errorf("Ann got %d letters, the match and two questions were expected", n)
	}
	s.is(unconfirmed)
	equal(t, "told", s.closed, unconfirmed)
}

func TestNobodyIsAskedWhoHasAnsweredOrDoneTheirPart(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	if _, err := s.Conversations.Suits(t.Context(), s.c.ID, s.people[0].ID, time.Time{}, testkit.Start.Add(15*day)); err != nil {
		t.Fatal(err)
	}
	s.at(testkit.Start.Add(10*day + time.Hour))
	if n := s.mails(0); n != 1 {
		t.Errorf("Ann, who waits for Bob, is asked: %q", s.Mail("ann.lee@example.org", "").Subject)
	}
	s.Mail("bob.roe@example.org", "Have you found a time")
	s.answer(0, 'm')
	s.answer(1, 'm')
	s.at(s.c.EndsAt.Add(day))
	if n, m := s.mails(0), s.mails(1); n != 1 || m != 3 {
		t.Errorf("%d and %d letters", n, m)
	}
}

func TestContradictionIsAskedAboutOnceMore(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	s.at(testkit.Start.Add(20 * day))
	s.answer(0, 'm')
	s.answer(1, 'n')
	s.Settle()
	for i := range s.people {
		s.Mail(s.email(i), "You and")
	}
	before := s.mails(1)
	s.answer(1, 'n') // again: nobody asks a third time
	s.at(s.c.EndsAt.Add(2 * day))
	s.is(unconfirmed)
	if s.mails(1) != before {
		t.Errorf("asked again: %q", s.Mail("bob.roe@example.org", "").Subject)
	}
	s.Visitor().Get(s.Mail("bob.roe@example.org", "You and").Link("/met")).Press("Yes, we met", nil).Is(200, "Thank you")
	s.is(met)
	equal(t, "told", s.closed, unconfirmed, met)
}

func TestLateAnswersCountForTwoWeeks(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	s.at(s.c.EndsAt.Add(time.Hour))
	s.Clock.Set(s.c.EndsAt.Add(13 * day))
	s.visit(0, "").Says("Did you meet Bob Roe?").Follow("No, we did not").Is(200, "Why did you not meet?").
		Press("Save my answer", nil).Is(422, "Why did you not meet?").
		Press("Save my answer", testkit.Fill("reason", "no_reply")).Is(200, "Your conversation with Bob Roe").
		Says("You have told us that you did not meet Bob Roe.")
	s.is(notMet)
	equal(t, "told", s.closed, unconfirmed, notMet)
	s.Clock.Set(s.c.EndsAt.Add(15 * day))
	s.visit(1, "").Says("You did not meet.", "Answers were taken until two weeks after the end.").SaysNot("Yes, we met")
	if err := s.Conversations.SayMet(t.Context(), s.c.ID, s.people[1].ID, time.Time{}); !errors.Is(err, fault.Conflict) {
		t.Errorf("an answer after the grace: %v", err)
	}
	s.is(notMet)
}

func TestAnsweringTwiceIsAnsweringOnce(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	s.at(testkit.Start.Add(5 * day))
	p := s.visit(0, "/not-met")
	for range 2 {
		p.Press("Save my answer", testkit.Fill("reason", "away")).Is(200, "Your conversation with Bob Roe")
	}
	if s.mails(1) != 2 {
		t.Errorf("Bob has %d letters", s.mails(1))
	}
	told := s.Mail("bob.roe@example.org", "Ann Lee says your conversation will not happen")
	s.Visitor().Get(told.Link("/c/")).Is(200, "Your conversation with Ann Lee")
	if got := s.now().People[0]; got.Reason != conversation.Away {
		t.Errorf("the reason is %q", got.Reason)
	}
	s.visit(0, "").Follow("We did meet after all").Press("Yes, we met", nil)
	if got := s.now().People[0]; got.Answer != conversation.SaidMet || got.Reason != "" {
		t.Errorf("got %+v", got)
	}
}
