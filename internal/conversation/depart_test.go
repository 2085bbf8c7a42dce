package conversation_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/testkit"
)

// Acceptance: day 7, Ann has had no reply.
func TestNoReplyGetsSomebodyElseAndAsksKindlyOnce(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	match := s.Mail("ann.lee@example.org", "UnMentoring")
	s.Visitor().Get(match.Link("/no-reply")).Is(200, "I have had no reply").
		Says("Give Bob a few days", "Thursday 14 January 2027").SaysNot("Find me somebody else")
	s.at(testkit.Start.Add(7 * day))
	s.Visitor().Get(match.Link("/no-reply")).Press("Find me somebody else", nil).Is(200, "Your conversation with Bob Roe").
		Says("Nobody is to blame.", "We are looking for somebody else")
	s.is(cancelled)
	equal(t, "wanted", s.wanted, "Ann")
	s.Settle()
	still := s.Mail("bob.roe@example.org", "would you still like to talk to somebody?")
	if strings.Contains(still.Text, "Ann") || strings.Contains(still.Subject, "Ann") {
		t.Errorf("Bob is told who:\n%s", still.Text)
	}
	task := "UnMentoring: say whether you would like somebody else to talk to"
	s.people[1].Get("/home").Says(task)
	s.people[0].Get("/home").SaysNot(task)
	s.Visitor().Get(still.Link("/c/")).Says("No harm is done.").Press("Yes, find me somebody", nil).Says("We are looking for somebody else")
	equal(t, "wanted", s.wanted, "Ann", "Bob")
	s.people[1].Get("/home").SaysNot(task)
	s.visit(1, "").SaysNot("Yes, find me somebody")
	before := s.mails(1)
	s.at(s.c.EndsAt.Add(time.Hour))
	s.at(s.c.EndsAt.Add(30 * day))
	if s.mails(1) != before {
		t.Errorf("Bob is asked again: %q", s.Mail("bob.roe@example.org", "").Subject)
	}
	equal(t, "told", s.closed, cancelled)
	equal(t, "silent", s.silent)
}

func TestSilenceAfterNoReplyIsTold(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	s.at(testkit.Start.Add(7 * day))
	p := s.visit(0, "/no-reply")
	p.Press("Find me somebody else", nil)
	p.Press("Find me somebody else", nil).Is(200, "Your conversation with Bob Roe") // pressed twice
	equal(t, "wanted", s.wanted, "Ann")
	s.at(s.c.EndsAt.Add(time.Hour))
	equal(t, "silent", s.silent, "Bob")
	s.visit(1, "").Says("You are part of the next round as usual.").SaysNot("Yes, find me somebody")
}

func TestBobMaySayNotThisTime(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	s.at(testkit.Start.Add(7 * day))
	if err := s.Conversations.NoReply(t.Context(), s.c.ID, s.people[0].ID); err != nil {
		t.Fatal(err)
	}
	s.visit(1, "").Press("Not this time", nil).Is(200, "Your conversation with Ann Lee").
		Says("You could not make it this time.").SaysNot("Yes, find me somebody")
	s.people[1].Get("/home").SaysNot("somebody else to talk to")
	s.Settle()
	for _, l := range s.Inbox("bob.roe@example.org") {
		if strings.Contains(l.Subject, "still") {
			t.Error("Bob, who has answered, is asked")
		}
	}
	equal(t, "wanted", s.wanted, "Ann")
}

func TestCannotMakeItFindsThePartnerSomebodyElse(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	s.agree(wednesday)
	s.visit(1, "").Follow("I cannot make it this time").Says("We will tell Ann and look for somebody else for them").
		Press("I cannot make it", nil).Is(200, "Your conversation with Ann Lee").Says("You could not make it this time.")
	s.is(cancelled)
	equal(t, "wanted", s.wanted, "Ann")
	l := s.Mail("ann.lee@example.org", "your conversation is off")
	if !strings.Contains(plain(l), "Bob Roe cannot make it this time. We are looking for somebody else") || !strings.Contains(l.Calendar, "METHOD:CANCEL") {
		t.Errorf("Ann is told:\n%s\n%s", l.Text, l.Calendar)
	}
	if !strings.Contains(s.Mail("bob.roe@example.org", "Off:").Calendar, "METHOD:CANCEL") {
		t.Error("Bob's calendar keeps the time")
	}
	s.visit(0, "").Says("We are looking for somebody else").SaysNot("Show how to reach")
	before := s.mails(0)
	s.at(wednesday.Add(-20 * time.Hour)) // the reminder is off, too
	s.at(s.c.EndsAt.Add(day))
	if s.mails(0) != before {
		t.Errorf("Ann still gets %q", s.Mail("ann.lee@example.org", "").Subject)
	}
}

func TestAGroupGoesOnWithoutWhoCannotMakeIt(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe", "Cat Moe")
	s.visit(0, "/cannot").Says("They go on without you.").Press("I cannot make it", nil)
	s.is(conversation.Open)
	equal(t, "wanted", s.wanted)
	if l := plain(s.Mail("cat.moe@example.org", "your group is smaller")); !strings.Contains(l, "You are now talking to Bob Roe. Who writes first Bob does.") {
		t.Errorf("Cat is told: %s", l)
	}
	s.visit(1, "").Is(200, "Your conversation with Cat Moe")
	s.answer(1, 'm')
	s.answer(2, 'm')
	s.is(met)
	history, err := s.Conversations.History(t.Context(), s.DB, []string{s.people[0].ID, s.people[1].ID, s.people[2].ID})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range history {
		if want := m.A != s.people[0].ID; (m.State == met) != want {
			t.Errorf("%s and %s: %s", s.called(m.A), s.called(m.B), m.State)
		}
	}
	s.Visitor().Post(s.Conversations.Path(s.c, s.people[2].ID)+"/cannot", nil).Is(409, "That cannot be done now") // too late
}

func TestAskingForSomebodyElseAfterTheOtherCalledItOff(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	s.at(testkit.Start.Add(5 * day))
	s.answer(0, 'n')
	told := s.Mail("bob.roe@example.org", "Ann Lee says your conversation will not happen")
	s.Visitor().Get(told.Link("/c/")).Says("Ann Lee has told us", "We did meet after all").SaysNot("Agree a time")
	if err := s.Conversations.AnotherPartner(t.Context(), s.c.ID, s.people[0].ID); !errors.Is(err, fault.Conflict) {
		t.Errorf("Ann, who called it off, asks for somebody else: %v", err)
	}
	s.visit(1, "").Follow("I see it the same way").Press("Save my answer", testkit.Fill("reason", "other")).
		Says("Would you like to talk to somebody else in this round?").Press("Yes, find me somebody", nil).
		Says("We are looking for somebody else")
	equal(t, "wanted", s.wanted, "Bob")
	s.is(notMet)
}

func TestTheOtherMayAskAtOnce(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	s.answer(0, 'n')
	p := s.visit(1, "")
	for range 2 {
		p.Press("Yes, find me somebody", nil).Is(200, "Your conversation with Ann Lee")
	}
	s.visit(1, "").Says("You have told us that you did not meet Ann Lee.", "We are looking for somebody else")
	equal(t, "wanted", s.wanted, "Bob")
	s.is(notMet)
	if got := s.now().People[1]; got.Answer != conversation.SaidNotMet || got.Reason != "" {
		t.Errorf("got %+v", got)
	}
}

func TestNoReplyAsTheReasonLeadsToSomebodyElse(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	s.at(testkit.Start.Add(7 * day))
	s.visit(0, "/not-met").Press("Save my answer", testkit.Fill("reason", "no_reply")).Is(200, "I have had no reply").
		Press("Find me somebody else", nil)
	equal(t, "wanted", s.wanted, "Ann")
}

func TestAPartnerWhoLeavesTheNetwork(t *testing.T) {
	t.Parallel()
	for name, leave := range map[string]func(s *story) error{
		"leaves": func(s *story) error {
			return s.DB.InTx(s.T.Context(), func(ctx context.Context, tx bun.Tx) error {
				return s.Members.Leave(ctx, tx, s.people[1].ID)
			})
		},
		"is erased": func(s *story) error {
			return s.DB.InTx(s.T.Context(), func(ctx context.Context, tx bun.Tx) error {
				return s.Members.Erase(ctx, tx, s.people[1].ID)
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := tell(t, "Ann Lee", "Bob Roe")
			s.agree(wednesday)
			if err := leave(s); err != nil {
				t.Fatal(err)
			}
			s.is(cancelled)
			equal(t, "wanted", s.wanted, "Ann")
			l := s.Mail("ann.lee@example.org", "your conversation is off")
			if strings.Contains(l.Text, "Bob") || !strings.Contains(l.Calendar, "METHOD:CANCEL") {
				t.Errorf("Ann is told:\n%s", l.Text)
			}
			s.visit(1, "").Is(410, "This link no longer works")
			p := s.visit(0, "")
			if name == "is erased" {
				p.Is(200, "Your conversation with somebody who has left").SaysNot("Bob")
			}
		})
	}
}

func TestAnswersStayAsCountsWhenSomebodyIsErased(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	s.answer(0, 'm')
	s.answer(1, 'm')
	erase := func(i int) {
		s.InTx(func(ctx context.Context, tx bun.Tx) error { return s.Members.Erase(ctx, tx, s.people[i].ID) })
	}
	erase(1)
	s.is(met)
	s.people[0].Get("/conversations").Says("somebody who has left", "Met").SaysNot("Bob")
	if got := s.now().People[1].Answer; got != conversation.SaidMet {
		t.Errorf("Bob's answer is %q", got)
	}
	if got := s.now().Why; len(got) != 0 {
		t.Errorf("the reasons of the draw are still %v", got)
	}
	erase(0)
	s.is(met)
}

func TestSomebodyWhoSaidThatTheyMetMayLeave(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	s.answer(1, 'm')
	s.InTx(func(ctx context.Context, tx bun.Tx) error { return s.Members.Erase(ctx, tx, s.people[1].ID) })
	s.is(conversation.Open)
	s.at(s.c.EndsAt.Add(time.Hour))
	s.is(met)
}
