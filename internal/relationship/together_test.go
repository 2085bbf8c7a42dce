package relationship_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/testkit"
)

// Two people who talked, and would both like to again, are one click from
// working together; before both have said so that page is not there.
func TestFromAConversationToARelationship(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann, bob := k.Member("Ann Lee"), k.Member("Bob Roe")
	var c conversation.Conversation
	k.InTx(func(ctx context.Context, tx bun.Tx) error {
		list, err := k.Conversations.Open(ctx, tx, []conversation.Opening{{
			Source: "test", Members: []string{ann.ID, bob.ID}, Title: "UnMentoring", Opens: k.Clock.Now(), Ends: k.Clock.Now().Add(21 * day),
		}})
		if err == nil {
			c = list[0]
		}
		return err
	})
	for _, p := range []testkit.Person{ann, bob} {
		if err := k.Conversations.SayMet(t.Context(), c.ID, p.ID, time.Time{}); err != nil {
			t.Fatal(err)
		}
	}
	begin := "/work-together/" + c.ID
	ann.Get("/conversations/"+c.ID+"/thanks").Press("I would like to talk again", nil)
	for _, p := range []testkit.Person{ann, bob} {
		if got := p.Get(begin); got.Status != http.StatusNotFound {
			t.Errorf("%s gets %d before both have said so", p.Name, got.Status)
		}
	}
	page := bob.Get("/conversations/"+c.ID+"/thanks").Press("I would like to talk again", nil).Follow("Work together as mentor or coach")
	page.Is(200, "Work together").Press("Begin", nil).Is(422, "Work together").Says("Choose who helps whom")
	page.Press("Begin", testkit.Fill("how", "mentor_me")).Is(200, "Ann Lee mentors you")
	k.Settle()
	k.Mail(ann.Email, "You and Bob Roe are working together")
	ann.Get("/relationships").Says("You mentor Bob Roe")
	if got := k.Member("Eve Poe").Get(begin); got.Status != http.StatusNotFound {
		t.Errorf("somebody else gets %d", got.Status)
	}
}

// The figures stand in one place, with those of finding each other.
func TestFiguresHideTheFew(t *testing.T) {
	t.Parallel()
	s := agreed(t)
	olive := s.Organiser("Olive Organ")
	count := func(what string) string {
		t.Helper()
		page := olive.Get("/organise/mentoring").Is(200, "Coaching and mentoring").SaysNot("Lee", "Mia")
		number := ""
		page.Find("main tr").Each(func(_ int, row *goquery.Selection) {
			if row.Find("th").Text() == what {
				number += row.Find("td").Text()
			}
		})
		return number
	}
	const agreeing, running, few = "Relationships that are agreeing how to work", "Relationships that go on", "Fewer than 5"
	if count(running) != few || count("Sessions held") != "0" {
		t.Errorf("%q go on, %q sessions", count(running), count("Sessions held"))
	}
	for _, name := range []string{"Ada Ash", "Ben Birch", "Cleo Cox", "Dot Day"} {
		s.id = s.open(s.mentor, s.Member(name))
	}
	if count(running) != few || count(agreeing) != few {
		t.Errorf("%q go on, %q agree", count(running), count(agreeing))
	}
	s.id = s.open(s.mentor, s.Member("Eli Elm"))
	if count(agreeing) != "5" {
		t.Errorf("%q agree", count(agreeing))
	}
}
