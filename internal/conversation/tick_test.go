package conversation_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/testkit"
)

func TestTwoProcessesCloseOnce(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	s.Clock.Set(s.c.EndsAt.Add(time.Hour))
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			if err := s.Conversations.Tick(context.WithoutCancel(t.Context()), s.Clock.Now()); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	equal(t, "told", s.closed, unconfirmed)
}

func TestASourceThatFailsStopsNoOther(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	broken := true
	s.Conversations.Register("broken", conversation.Source{
		Closed: func(context.Context, bun.Tx, conversation.Conversation, []conversation.Person) error {
			if broken {
				return errors.New("it fails")
			}
			return nil
		},
	})
	o := opening(s.Kit, s.people...)
	o.Source = "broken"
	c := open(s.Kit, o)[0]
	s.Clock.Set(s.c.EndsAt.Add(time.Hour))
	if err := s.Conversations.Tick(t.Context(), s.Clock.Now()); err == nil || !strings.Contains(err.Error(), "it fails") {
		t.Errorf("got %v", err)
	}
	s.is(unconfirmed)
	state := func() conversation.State {
		got, err := s.Conversations.ByID(t.Context(), s.DB, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		return got.State
	}
	if state() != conversation.Open {
		t.Error("it was closed although its source was not told")
	}
	broken = false
	s.at(s.Clock.Now().Add(2 * time.Hour))
	if state() != unconfirmed {
		t.Error("it was never closed")
	}
}

func TestASourceWithNobodyElseToOffer(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann, bob := k.Member("Ann Lee"), k.Member("Bob Roe")
	o := opening(k, ann, bob)
	o.Source = "rota" // which nobody registered
	c := open(k, o)[0]
	k.Visitor().Get(k.Conversations.Path(c, ann.ID)).SaysNot("I have had no reply").Follow("I cannot make it this time").
		Says("We will tell Bob, so that they are not left waiting.").Press("I cannot make it", nil)
	if l := plain(k.Mail("bob.roe@example.org", "your conversation is off")); !strings.Contains(l, "You need do nothing.") {
		t.Errorf("Bob is told: %s", l)
	}
	k.Visitor().Get(k.Conversations.Path(c, bob.ID)).Says("This conversation is not going to happen.", "next round")
}

func TestListAndHomeShowWhatWaits(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	eve := s.Member("Eve Poe")
	eve.Get("/conversations").Is(200, "Your conversations").Says("You have not been put together with anybody yet")
	ann := s.people[0]
	for range 30 {
		open(s.Kit, opening(s.Kit, s.people...))
	}
	p := ann.Get("/conversations").Says("Bob Roe", "UnMentoring, 11 January 2027 to 1 February 2027", "Open")
	if n := p.Find("main .govuk-task-list__item").Length(); n != 25 {
		t.Errorf("%d conversations on a page", n)
	}
	p = p.Follow("Next")
	if n := p.Find("main .govuk-task-list__item").Length(); n != 6 {
		t.Errorf("%d conversations on the last page", n)
	}
	p.Follow("Bob Roe").Is(200, "Your conversation with Bob Roe")
	p.Follow("Previous").Is(200, "Your conversations")
	ann.Get("/conversations?after=nonsense'--").Is(200, "Your conversations")
}

func TestWaiting(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	waits := func(want string, due time.Time) {
		t.Helper()
		ctx, err := s.Speak(t.Context(), "en")
		if err != nil {
			t.Fatal(err)
		}
		tasks, err := s.Conversations.Waiting(ctx, s.people[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case want == "" && len(tasks) == 0:
		case len(tasks) != 1 || tasks[0].Text != want || !tasks[0].Due.Equal(due) || tasks[0].Href != "/conversations/"+s.c.ID:
			t.Errorf("got %+v, want %q by %s", tasks, want, due)
		}
	}
	waits("Agree a time with Bob Roe", s.c.HalfwayAt)
	s.agree(wednesday)
	waits("Talk to Bob Roe: 10am on Wednesday 13 January 2027 (GMT)", wednesday)
	s.at(wednesday.Add(2 * time.Hour))
	waits("Say whether you met Bob Roe", s.c.EndsAt)
	s.at(s.c.EndsAt.Add(time.Hour))
	waits("Say whether you met Bob Roe", s.c.EndsAt)
	s.answer(0, 'm')
	waits("", time.Time{})
	s.people[0].Get("/home").SaysNot("Say whether you met")
}

func TestExportSaysWhatIsMine(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	s.answer(0, 'm')
	if _, err := s.Conversations.Reveal(t.Context(), s.c.ID, s.people[1].ID); err != nil {
		t.Fatal(err)
	}
	s.answer(1, 'n')
	data, err := s.Conversations.Export(t.Context(), s.people[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"programme":"UnMentoring"`, `"with":["Bob Roe"]`, `"your answer":"met"`, `shown":[{"to":"Bob Roe"`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %s in %s", want, text)
		}
	}
	if strings.Contains(string(text), "no_time") {
		t.Errorf("Bob's answer is exported to Ann: %s", text)
	}
}

func TestThanksComeAfterTheAnswerOnly(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	s.visit(0, "/thanks").Is(200, "Your conversation with Bob Roe")
	s.Conversations.Outcomes = true
	s.visit(0, "/met").Press("Yes, we met", nil).Is(200, "Thank you").Says("Share what you learnt", "Three short questions.")
	s.visit(0, "").Says("Share what came of it")
	// Who never answered has met as well, as the other says.
	s.at(s.c.EndsAt.Add(conversation.Grace))
	s.visit(1, "").Says("You have met.").Follow("Share what came of it").Is(200, "What came of it")
}

func TestNobodySharesWhatIsNotKnownToHaveTakenPlace(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	s.Conversations.Outcomes = true
	s.at(s.c.EndsAt.Add(conversation.Grace))
	s.visit(1, "").Says("We do not know whether you met.").SaysNot("Share what came of it")
}

// BenchmarkOpen opens a round of 10,000 people, with all its letters.
func BenchmarkOpen(b *testing.B) {
	k := testkit.New(b)
	var openings []conversation.Opening
	now := k.Clock.Now()
	k.InTx(func(ctx context.Context, tx bun.Tx) error {
		for range 5000 {
			o := conversation.Opening{
				Source: "test", SourceID: "1", Title: "UnMentoring", Opens: now, Halfway: now.Add(10 * day), Ends: now.Add(21 * day),
				Prompts: []string{"What did you learn last month?", "What will you try?", "What may others know?"},
			}
			for range 2 {
				m, err := k.Members.Join(ctx, tx, k.NewID()+"@example.org", details(), true)
				if err != nil {
					return err
				}
				o.Members = append(o.Members, m.ID)
			}
			openings = append(openings, o)
		}
		return nil
	})
	for b.Loop() {
		k.InTx(func(ctx context.Context, tx bun.Tx) error {
			_, err := k.Conversations.Open(ctx, tx, openings)
			return err
		})
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/round")
}
