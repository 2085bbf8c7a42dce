package conversation_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/member"
	"cuppa.example/internal/testkit"
)

// story is a conversation from a source that keeps what it is told.
type story struct {
	*testkit.Kit
	c      conversation.Conversation
	people []testkit.Person

	mu     sync.Mutex
	wanted []string // who was handed back for another partner
	closed []conversation.State
	silent []string // who was silent when it was last told
}

func described(d *member.Details) {
	d.Organisation, d.Job, d.Region = "Ashby Council", "Digital lead", "South West"
	d.About, d.Topics, d.Blog = "I try to make forms shorter.", member.Topics{"forms", "plain English"}, "https://ann.example.org/blog"
	d.CallName, d.Phone = "ann on Teams", "01234 567890"
}

// tell begins a story of people whose first is Ann, who is described, and who
// writes first.
func tell(t *testing.T, names ...string) *story {
	t.Helper()
	s := &story{Kit: testkit.New(t)}
	s.Conversations.Register("test", conversation.Source{
		WantsPartner: func(_ context.Context, _ bun.Tx, c conversation.Conversation, memberID string) error {
			s.mu.Lock()
			defer s.mu.Unlock()
			if c.ID != s.c.ID {
				t.Errorf("told of %q", c.ID)
			}
			s.wanted = append(s.wanted, s.called(memberID))
			return nil
		},
		Closed: func(_ context.Context, _ bun.Tx, c conversation.Conversation, people []conversation.Person) error {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.closed, s.silent = append(s.closed, c.State), nil
			for _, p := range people {
				if p.Silent() {
					s.silent = append(s.silent, s.called(p.MemberID))
				}
			}
			return nil
		},
	})
	for i, name := range names {
		if i == 0 {
			s.people = append(s.people, s.Member(name, described))
		} else {
			s.people = append(s.people, s.Member(name))
		}
	}
	s.c = open(s.Kit, opening(s.Kit, s.people...))[0]
	return s
}

func (s *story) called(memberID string) string {
	for _, p := range s.people {
		if p.ID == memberID {
			return p.FirstName()
		}
	}
	return memberID
}

// visit opens a page of the conversation by the link of a person's first
// letter, in a browser in which nobody is signed in.
func (s *story) visit(i int, sub string) *testkit.Page {
	s.T.Helper()
	return s.Visitor().Get(s.Conversations.Path(s.c, s.people[i].ID) + sub)
}

func (s *story) now() conversation.Conversation {
	s.T.Helper()
	c, err := s.Conversations.ByID(s.T.Context(), s.DB, s.c.ID)
	if err != nil {
		s.T.Fatal(err)
	}
	return c
}

// is fails the test unless the conversation stands like this.
func (s *story) is(state conversation.State) {
	s.T.Helper()
	if got := s.now().State; got != state {
		s.T.Fatalf("the conversation is %s, not %s", got, state)
	}
}

// at moves the clock and does what is due.
func (s *story) at(t time.Time) {
	s.T.Helper()
	s.Clock.Set(t)
	s.Settle()
}

func (s *story) email(i int) string { return testkit.Address(s.people[i].Name) }

// mails counts the letters to a person.
func (s *story) mails(i int) int { return len(s.Inbox(s.email(i))) }

func equal[T comparable](t testing.TB, what string, got []T, want ...T) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: got %v, want %v", what, got, want)
	}
	for i := range got {
		if got[i] != want[i] {
			t.Fatalf("%s: got %v, want %v", what, got, want)
		}
	}
}

var wednesday = time.Date(2027, 1, 13, 10, 0, 0, 0, time.UTC) // the first suggestion

func details() member.Details {
	d := member.Details{Name: "Ann Lee"}
	described(&d)
	return d
}
