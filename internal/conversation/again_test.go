package conversation_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
)

// talked is a story whose people have all said that they met.
func talked(t *testing.T, names ...string) *story {
	t.Helper()
	s := tell(t, names...)
	s.at(s.c.OpensAt.Add(5 * day))
	for i := range s.people {
		if err := s.Conversations.SayMet(t.Context(), s.c.ID, s.people[i].ID, time.Time{}); err != nil {
			t.Fatal(err)
		}
	}
	s.Conversations.Next = []conversation.NextStep{{
		Label: "conversation.list.link", Path: func(c conversation.Conversation, _ string) string { return "/start/" + c.ID },
	}}
	return s
}

// seen is everything that a person can learn of: their pages, letters and download.
func (s *story) seen(i int) string {
	s.T.Helper()
	text := ""
	for _, sub := range []string{"", "/thanks"} {
		text += string(s.people[i].Get("/conversations/" + s.c.ID + sub).Body)
	}
	text += string(s.people[i].Get("/home").Body) + string(s.people[i].Get("/conversations").Body)
	for _, l := range s.Inbox(s.people[i].Email) {
		text += l.Subject + l.Text
	}
	data, err := s.Conversations.Export(s.T.Context(), s.people[i].ID)
	if err != nil {
		s.T.Fatal(err)
	}
	b, err := json.Marshal(data)
	if err != nil {
		s.T.Fatal(err)
	}
	asked, err := s.Nudges.Export(s.T.Context(), s.people[i].ID)
	if err != nil {
		s.T.Fatal(err)
	}
	a, err := json.Marshal(asked)
	if err != nil {
		s.T.Fatal(err)
	}
	return text + string(b) + string(a)
}

func TestOneTickIsNeverDisclosed(t *testing.T) {
	t.Parallel()
	s := talked(t, "Ann Lee", "Bob Roe")
	s.Advance(time.Hour)
	before := s.seen(1)
	s.visit(0, "/thanks").Press("I would like to talk again", nil).Is(200, "Thank you").Says("We tell nobody, unless Bob says so too.")
	s.Advance(30 * day)
	s.people[1].Browser = s.SignIn(s.people[1].ID)
	s.Clock.Set(s.Clock.Now().Add(-30 * day)) // the page as it would have been then
	if after := s.seen(1); after != before {
		t.Errorf("Bob sees\n%s\n\nand saw\n%s", after, before)
	}
	if data, err := s.Conversations.Export(t.Context(), s.people[0].ID); err != nil {
		t.Fatal(err)
	} else if b, _ := json.Marshal(data); !strings.Contains(string(b), `"you would like to talk again":true`) {
		t.Errorf("Ann's own download does not say it: %s", b)
	}
	s.visit(0, "").Press("Take that back", nil).Says("Would you like to talk to Bob again?")
	s.visit(1, "/thanks").Press("I would like to talk again", nil).Says("We tell nobody")
}

func TestBothTicksAreToldToBoth(t *testing.T) {
	t.Parallel()
	s := talked(t, "Ann Lee", "Bob Roe")
	s.visit(0, "/thanks").Press("I would like to talk again", nil)
	s.visit(1, "").Press("I would like to talk again", nil).Says("You would all like to talk again: you and Ann Lee.")
	s.Settle()
	for i, other := range []string{"Bob Roe", "Ann Lee"} {
		l := s.Mail(s.email(i), "You and "+other+" would like to talk again")
		if l.Link("/start/") == "" {
			t.Errorf("the letter says\n%s", l.Text)
		}
		page := s.visit(i, "/thanks").Says("You would all like to talk again")
		if page.HasButton("Take that back") {
			t.Error("what all have heard can be taken back")
		}
	}
	s.Advance(day)
	s.visit(0, "") // told once
	if others, told, err := s.Conversations.AllAgain(t.Context(), s.DB, s.c.ID, s.people[0].ID); err != nil || !told || len(others) != 1 || others[0] != s.people[1].ID {
		t.Errorf("all again: %v %v %v", others, told, err)
	}
}

func TestGroupIsToldWhenAllTick(t *testing.T) {
	t.Parallel()
	s := talked(t, "Ann Lee", "Bob Roe", "Cat Moe")
	s.visit(0, "/thanks").Press("I would like to talk again", nil).Says("unless all of you say so")
	s.visit(1, "/thanks").Press("I would like to talk again", nil).Says("unless all of you say so")
	s.visit(2, "/thanks").Press("I would like to talk again", nil).Says("You would all like to talk again: you and Ann and Bob.")
}

// Whoever blocked the other never learns of a tick, nor does the other.
func TestBlockedPeopleAreNotTold(t *testing.T) {
	t.Parallel()
	s := talked(t, "Ann Lee", "Bob Roe")
	s.visit(0, "/thanks").Press("I would like to talk again", nil)
	s.InTx(func(ctx context.Context, tx bun.Tx) error {
		return s.Safety.Block(ctx, tx, s.people[0].ID, s.people[1].ID)
	})
	s.visit(1, "/thanks").Press("I would like to talk again", nil).Says("We tell nobody, unless Ann says so too.")
	s.Settle()
	for i := range s.people {
		for _, l := range s.Inbox(s.email(i)) {
			if strings.Contains(l.Subject, "talk again") {
				t.Errorf("%s is told", s.people[i].Name)
			}
		}
	}
}
