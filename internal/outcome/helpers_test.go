package outcome_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/outcome"
	"cuppa.example/internal/testkit"
)

const day = 24 * time.Hour

// story is a conversation whose people have met, in a network.
type story struct {
	*testkit.Kit
	c conversation.Conversation
}

// together begins a story: these people have been put together.
func together(t *testing.T, k *testkit.Kit, people ...testkit.Person) story {
	t.Helper()
	now := k.Clock.Now()
	o := conversation.Opening{Source: "test", SourceID: "1", Title: "UnMentoring", Opens: now, Ends: now.Add(21 * day)}
	for _, p := range people {
		o.Members = append(o.Members, p.ID)
	}
	var list []conversation.Conversation
	k.InTx(func(ctx context.Context, tx bun.Tx) (err error) {
		list, err = k.Conversations.Open(ctx, tx, []conversation.Opening{o})
		return err
	})
	return story{k, list[0]}
}

// met is together, and everybody says that they met.
func met(t *testing.T, k *testkit.Kit, people ...testkit.Person) story {
	t.Helper()
	s := together(t, k, people...)
	for _, p := range people {
		if err := k.Conversations.SayMet(t.Context(), s.c.ID, p.ID, time.Time{}); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func pair(t *testing.T) (s story, ann, bob testkit.Person) {
	t.Helper()
	k := testkit.New(t)
	ann, bob = k.Member("Ann Lee"), k.Member("Bob Roe")
	return met(t, k, ann, bob), ann, bob
}

// page is the address of the outcome for who has signed in.
func (s story) page() string { return "/conversations/" + s.c.ID + "/outcome" }

// lesson is what Ann shares in most stories.
const lesson = "Publish the backlog. It stops the phone from ringing."

// write writes it through the form; everything typed replaces what stands there.
func (s story) write(p testkit.Person, pairs ...string) *testkit.Page {
	s.T.Helper()
	return p.Get(s.page()+"/change").Press("Save", testkit.Fill(pairs...))
}

// published is the story of a pair until both have agreed.
func published(t *testing.T) (s story, ann, bob testkit.Person) {
	t.Helper()
	s, ann, bob = pair(t)
	s.write(ann, "shared", lesson, "talked", "The secret budget", "will", "Ring the minister").Is(http.StatusOK, "What came of it")
	s.says(bob, "Yes, with my name").Says("This is public.")
	return s, ann, bob
}

// says presses a button of the page of an outcome.
func (s story) says(p testkit.Person, button string) *testkit.Page {
	s.T.Helper()
	return p.Get(s.page()).Press(button, nil)
}

func (s story) outcome(p testkit.Person) outcome.Outcome {
	s.T.Helper()
	o, err := s.Outcomes.ByConversation(s.T.Context(), s.c.ID, p.ID)
	if err != nil {
		s.T.Fatal(err)
	}
	return o
}

// letters are the subjects of what a person has got about outcomes.
func (s story) letters(p testkit.Person) []string {
	s.T.Helper()
	var list []string
	for _, l := range s.Inbox(testkit.Address(p.Name)) {
		if !strings.Contains(l.Subject, "you are talking to") {
			list = append(list, l.Subject)
		}
	}
	return list
}

// path is the path of a full address.
func path(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil || u.Path == "" {
		t.Fatalf("no address: %q", address)
	}
	return u.Path
}

// everywhere fails the test where something is said, or not, on any public page.
func (s story) everywhere(text string, want bool) {
	s.T.Helper()
	v := s.Visitor()
	for _, address := range []string{"/", "/outcomes", "/outcomes.atom", "/outcomes.json", "/outcomes?q=" + url.QueryEscape(text)} {
		body := string(v.Get(address).Body)
		if strings.Contains(address, "?q=") { // the search itself repeats the words
			body = strings.ReplaceAll(strings.ReplaceAll(body, `value="`+text+`"`, ""), "“"+text+"”", "")
		}
		if strings.Contains(body, text) != want {
			s.T.Errorf("%s: says %q: %v, want %v", address, text, !want, want)
		}
	}
}
