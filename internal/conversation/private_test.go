package conversation_test

import (
	"context"
	"errors"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/testkit"
)

const phone = "01234 567890" // Ann's

func TestContactDetailsAreShownByAButtonAndRecorded(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	page := s.visit(1, "").SaysNot(phone, "ann on Teams", "ann.lee@example.org")
	page.Press("Show how to reach Ann", nil).Is(200, "How to reach Ann Lee").
		Says("ann.lee@example.org", phone, "ann on Teams", "until Monday 1 February 2027")
	s.people[1].Get("/conversations/"+s.c.ID).Press("Show how to reach Ann", nil).Says(phone) // signed in
	var shown int
	if err := s.DB.NewRaw("SELECT count(*) FROM conversation_reveals WHERE conversation_id = ? AND member_id = ?",
		s.c.ID, s.people[1].ID).Scan(t.Context(), &shown); err != nil || shown != 2 {
		t.Errorf("%d reveals are recorded (%v)", shown, err)
	}
}

func TestContactDetailsAreHiddenAgain(t *testing.T) {
	t.Parallel()
	inTx := func(s *story, f func(ctx context.Context, tx bun.Tx) error) { s.InTx(f) }
	for name, hide := range map[string]func(s *story){
		"when the window is over":                        func(s *story) { s.at(s.c.EndsAt.Add(time.Minute)) },
		"when the window is over but nothing has ticked": func(s *story) { s.Clock.Set(s.c.EndsAt) },
		"after I left it": func(s *story) {
			if err := s.Conversations.CannotMakeIt(s.T.Context(), s.c.ID, s.people[1].ID); err != nil {
				s.T.Fatal(err)
			}
		},
		"after the other blocked me here": func(s *story) {
			if err := s.Conversations.Block(s.T.Context(), s.c.ID, s.people[0].ID, s.people[1].ID); err != nil {
				s.T.Fatal(err)
			}
		},
		"after the other blocked me elsewhere": func(s *story) {
			inTx(s, func(ctx context.Context, tx bun.Tx) error {
				return s.Safety.Block(ctx, tx, s.people[0].ID, s.people[1].ID)
			})
		},
		"after an organiser keeps us apart": func(s *story) {
			inTx(s, func(ctx context.Context, tx bun.Tx) error {
				return s.Safety.KeepApart(ctx, tx, "", s.people[0].ID, s.people[1].ID, "")
			})
		},
		"after the other left": func(s *story) {
			inTx(s, func(ctx context.Context, tx bun.Tx) error { return s.Members.Leave(ctx, tx, s.people[0].ID) })
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := tell(t, "Ann Lee", "Bob Roe")
			hide(s)
			p := s.Visitor().Post(s.Conversations.Path(s.c, s.people[1].ID)+"/contact", nil)
			p.SaysNot(phone, "ann on Teams", "ann.lee@example.org")
		})
	}
}

func TestNobodyElseSeesAConversation(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	eve, olive := s.Member("Eve Poe"), s.Organiser("Olive Organ")
	other := open(s.Kit, opening(s.Kit, eve, olive))[0]
	path := s.Conversations.Path(s.c, s.people[0].ID)
	forged := []string{
		s.Conversations.Path(s.c, eve.ID), // signed, but Eve is not part of it
		path[:len(path)-3] + "abc",
		strings.Replace(s.Conversations.Path(other, eve.ID), "~", "~x", 1),
		"/c/nonsense", "/c/~~~", "/c/" + strings.Repeat("a~", 200),
	}
	for _, base := range forged {
		for _, sub := range []string{"", "/times", "/met", "/report"} {
			s.Visitor().Get(base+sub).Is(404, "Page not found")
		}
	}
	for _, stranger := range []testkit.Person{eve, olive} {
		stranger.Get("/conversations/"+s.c.ID).Is(404, "Page not found")
		for _, sub := range []string{"/contact", "/suits", "/met", "/not-met", "/no-reply", "/cannot", "/cancel-time", "/another", "/report", "/block"} {
			stranger.Post("/conversations/"+s.c.ID+sub, url.Values{}).Is(404, "Page not found").SaysNot(phone)
		}
	}
	s.Visitor().Get("/conversations/"+s.c.ID).Is(200, "Sign in")
	s.people[0].Get("/conversations/no-such-thing").Is(404, "Page not found")
	for _, p := range s.now().People {
		if !p.Silent() {
			t.Errorf("%s did something", s.called(p.MemberID))
		}
	}
}

func TestALinkExpires(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	s.Clock.Set(s.c.EndsAt.Add(27 * day))
	s.visit(0, "").Is(200, "Your conversation with Bob Roe")
	s.Clock.Set(s.c.EndsAt.Add(29 * day))
	path := s.Conversations.Path(s.c, s.people[0].ID)
	s.Visitor().Get(path).Is(410, "This link no longer works")
	s.Visitor().Post(path+"/met", nil).Is(410, "This link no longer works")
	s.SignIn(s.people[0].ID).Get("/conversations/"+s.c.ID).Is(200, "Your conversation with Bob Roe") // signed in, it is still there
}

func TestABlockIsNeverTold(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	s.visit(0, "").Follow("Something is wrong").Follow("Only make sure").
		Press("Never put us together again", nil).Is(200, "Your conversation with Bob Roe").
		Says("You will not be put together again.", "Would you like to talk to somebody else")
	s.is(cancelled)
	link := regexp.MustCompile(`/c/\S+`) // it differs from network to network
	told := func(s *story) string {
		return link.ReplaceAllString(plain(s.Mail("bob.roe@example.org", "your conversation is off")), "/c/")
	}
	blocked := told(s)

	other := tell(t, "Ann Lee", "Bob Roe") // the same story, but Ann has no time
	if err := other.Conversations.CannotMakeIt(t.Context(), other.c.ID, other.people[0].ID); err != nil {
		t.Fatal(err)
	}
	if declined := told(other); blocked != declined {
		t.Errorf("Bob can tell a block from no time:\n%s\n%s", blocked, declined)
	}
	equal(t, "wanted", s.wanted, other.wanted...)
	if a, b := s.visit(1, "").Text(), other.visit(1, "").Text(); a != b {
		t.Errorf("Bob can tell a block from no time:\n%s\n%s", a, b)
	}
	apart, err := s.Safety.Separated(t.Context(), s.DB, s.people[0].ID, s.people[1].ID)
	if err != nil || !apart {
		t.Errorf("they are not kept apart (%v)", err)
	}
}

func TestAReportGoesToOrganisersOnly(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe", "Cat Moe")
	olive := s.Organiser("Olive Organ")
	p := s.visit(0, "/report").Is(200, "Something is wrong")
	p.Press("Tell the organisers", testkit.Fill("text", "He sold me something.")).Is(422, "Something is wrong").Says("Choose whom it is about")
	p.Press("Tell the organisers", testkit.Fill("text", strings.Repeat("x", 5001), "who", s.people[1].ID)).Is(422, "Something is wrong")
	p.Press("Tell the organisers", testkit.Fill("text", "He sold me something.", "who", s.people[1].ID, "block", "yes"))
	s.Mail("olive.organ@example.org", "report")
	for i := 1; i < 3; i++ {
		if l := plain(s.Mail(s.email(i), "")); strings.Contains(l, "sold") || strings.Contains(l, "report") {
			t.Errorf("%s is told: %s", s.email(i), l)
		}
	}
	equal(t, "wanted", s.wanted)
	s.is(conversation.Open) // the others of a group go on
	olive.Get("/organise/reports").Says("Bob Roe")
}

func TestReportAndBlockEndsAPairWithoutARematch(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	s.Organiser("Olive Organ")
	s.visit(0, "/report").Press("Tell the organisers", testkit.Fill("text", "", "block", "yes"))
	s.is(cancelled)
	equal(t, "wanted", s.wanted)
	s.Mail("bob.roe@example.org", "your conversation is off")
}

func TestOneCannotReportOrBlockStrangersOrOneself(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	eve := s.Member("Eve Poe")
	for _, other := range []string{eve.ID, s.people[0].ID, ""} {
		if err := s.Conversations.Block(t.Context(), s.c.ID, s.people[0].ID, other); !errors.Is(err, fault.NotFound) {
			t.Errorf("block %q: %v", other, err)
		}
		if _, err := s.Conversations.Report(t.Context(), s.c.ID, s.people[0].ID, other, "", false); !errors.Is(err, fault.NotFound) {
			t.Errorf("report %q: %v", other, err)
		}
	}
	s.is(conversation.Open)
}
