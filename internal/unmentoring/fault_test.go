package unmentoring_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/uptrace/bun"

	"cuppa.example/internal/app"
	"cuppa.example/internal/testkit"
	"cuppa.example/internal/unmentoring"
)

// another opens the program once more on the same database, as a second
// process, or as the same one after it was killed.
func another(t *testing.T, c app.Config, o app.Options) *app.App {
	t.Helper()
	a, err := app.New(t.Context(), c, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	return a
}

// fuse kills whoever asks for the time or an id, after so many times.
type fuse struct {
	mu   sync.Mutex
	left int // 0: whole
}

var errKilled = errors.New("killed")

func (f *fuse) burn() {
	if beside() {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.left > 0 {
		if f.left--; f.left == 0 {
			panic(errKilled)
		}
	}
}

// beside reports whether this is a goroutine that writes letters: a panic there
// would end the tests, not the process.
func beside() bool {
	callers := make([]uintptr, 64)
	frames := runtime.CallersFrames(callers[:runtime.Callers(2, callers)])
	for {
		frame, more := frames.Next()
		if strings.Contains(frame.Function, "testing.tRunner") {
			return false
		}
		if !more {
			return true
		}
	}
}

func (f *fuse) set(n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.left = n
}

// tick lets a process do what is due, and says whether it was killed doing it.
func tick(a *app.App) (killed bool, err error) {
	defer func() {
		if p := recover(); p != nil {
			if e, ok := p.(error); !ok || !errors.Is(e, errKilled) {
				panic(p)
			}
			killed = true
		}
	}()
	return false, a.UnMentoring.Tick(context.Background(), a.Now())
}

// The process is killed again and again, wherever it happens to be; another one
// carries on. In the end everything has happened once.
func TestKilledAnywhereARoundCarriesOn(t *testing.T) {
	t.Parallel()
	var c app.Config
	var o app.Options
	k := testkit.New(t, func(config *app.Config, options *app.Options) { c, o = *config, *options })
	n := &network{Kit: k, organiser: k.Organiser("Olive Organ")}
	n.join(11, "Ashby Council")
	p := n.programme(once)

	var f fuse
	o.Now = func() time.Time { f.burn(); return n.Clock.Now() }
	ids := o.NewID
	if ids == nil {
		ids = func() string { return n.NewID() }
	}
	o.NewID = func() string { f.burn(); return ids() }
	kills, length := 0, 1
	for hour := 0; n.round(p).State != unmentoring.Closing; hour++ {
		if hour > 24*60 {
			t.Fatalf("does not end: %+v", n.round(p))
		}
		f.set(0)
		a := another(t, c, o)
		for {
			f.set(length)
			killed, err := tick(a)
			if err != nil {
				t.Fatal(err)
			}
			if !killed {
				break
			}
			kills++
			length = length%60 + 1
		}
		f.set(0)
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		n.Clock.Set(n.Clock.Now().Add(12 * time.Hour))
	}
	if kills < 20 {
		t.Errorf("killed only %d times", kills)
	}
	n.happenedOnce(p, 11)
}

// once is a programme of one round.
func once(p *unmentoring.Programme) {
	p.Cadence, p.Dates = unmentoring.OnDates, unmentoring.Lines{"2027-01-25"}
}

// happenedOnce checks that a round has happened to everybody exactly once.
func (n *network) happenedOnce(p unmentoring.Programme, people int) {
	n.T.Helper()
	rs := n.rounds(p)
	if len(rs) != 1 {
		n.T.Errorf("%d rounds", len(rs))
	}
	seen := map[string]int{}
	for _, c := range n.talks(rs[0]) {
		for _, person := range c.People {
			seen[person.MemberID]++
		}
	}
	for id, times := range seen {
		if times != 1 {
			n.T.Errorf("%s has %d conversations", id, times)
		}
	}
	if len(seen) != people {
		n.T.Errorf("%d people have a conversation", len(seen))
	}
	if report := n.verify(rs[0]); len(report.Attempts) != 1 {
		n.T.Errorf("drawn %d times", len(report.Attempts))
	}
	for _, m := range n.people {
		asked, matched := 0, 0
		for _, l := range n.Inbox(m.Email) {
			if strings.Contains(l.Subject, "your next conversation") {
				asked++
			} else {
				matched++
			}
		}
		if asked != 1 || matched != 1 {
			n.T.Errorf("%s was asked %d times and matched %d times", m.Name, asked, matched)
		}
	}
}

// Two processes do what is due at the same time.
func TestTwoProcessesDrawOnce(t *testing.T) {
	t.Parallel()
	var c app.Config
	var o app.Options
	k := testkit.New(t, func(config *app.Config, options *app.Options) { c, o = *config, *options })
	n := &network{Kit: k, organiser: k.Organiser("Olive Organ")}
	n.join(21, "Ashby Council")
	p := n.programme(once)
	b := another(t, c, o)
	for n.round(p).State != unmentoring.Closing {
		var wg sync.WaitGroup
		var errs [2]error
		for i, a := range []*app.App{n.App, b} {
			wg.Go(func() { errs[i] = a.UnMentoring.Tick(t.Context(), a.Now()) })
		}
		wg.Wait()
		if err := errors.Join(errs[:]...); err != nil {
			t.Fatal(err)
		}
		n.Clock.Set(n.Clock.Now().Add(6 * time.Hour))
	}
	n.happenedOnce(p, 21)
}

// Scenario 15, the part of the rounds: three more rounds with nobody organising,
// the organiser gone in the middle, and a draw that is repeated after people
// were erased.
func TestThreeRoundsWithoutAnOrganiser(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	for i := range 20 {
		n.join(3, fmt.Sprintf("Council %d", i))
	}
	deputy := n.people[1]
	n.InTx(func(ctx context.Context, tx bun.Tx) error { return n.Members.SetOrganiser(ctx, tx, deputy.ID, true) })
	p := n.programme(func(p *unmentoring.Programme) { p.Review = unmentoring.ReviewFirst })
	r := n.reach(p, unmentoring.InReview)
	if err := n.UnMentoring.Approve(t.Context(), r.ID, n.organiser.ID, unmentoring.Draw{Attempt: 1}.Mark(), true); err != nil {
		t.Fatal(err)
	}
	n.answerAll(n.round(p), "", nil)
	// From here on nobody does anything as an organiser.
	for number := 2; number <= 4; number++ {
		r := n.reachRound(p, number, unmentoring.Talking)
		if r.Reviewed || r.ApprovedBy != "" {
			t.Errorf("round %d asked for somebody", number)
		}
		n.answerAll(r, "", nil)
		if got := n.numbers(r); got.People+got.LeftOut < 57 || got.Repeats != 0 {
			t.Errorf("round %d: %+v", number, got)
		}
		if number == 3 {
			n.InTx(func(ctx context.Context, tx bun.Tx) error { return n.Members.Erase(ctx, tx, n.organiser.ID) })
			for _, m := range n.people[2:4] {
				n.InTx(func(ctx context.Context, tx bun.Tx) error { return n.Members.Erase(ctx, tx, m.ID) })
			}
		}
	}
	n.reachRound(p, 4, unmentoring.Closed)
	for _, r := range n.rounds(p)[:4] {
		n.verify(r)
	}
	n.Mail(deputy.Email, "Coffee, round 4: what came of it")
	n.SignIn(deputy.ID).Get("/organise/rounds/"+n.rounds(p)[0].ID+"/draw").Is(200, "The draw").Says("somebody who was deleted")
	rounds, people, coming, err := n.UnMentoring.Totals(t.Context())
	if err != nil || rounds != 4 || people < 57 || !coming.After(n.Clock.Now()) {
		t.Errorf("%d rounds, %d people, %s, %v", rounds, people, coming, err)
	}
}

// Who must not be put together with anybody left is named before a draw goes
// out, even where nobody wanted to look.
func TestDrawThatLeavesSomebodyOutIsHeldBack(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(2, "Ashby Council")
	a, b := n.people[0], n.people[1]
	n.InTx(func(ctx context.Context, tx bun.Tx) error { return n.Safety.Block(ctx, tx, a.ID, b.ID) })
	p := n.programme()
	r := n.reach(p, unmentoring.InReview)
	if r.Reviewed {
		t.Error("nobody wanted to look")
	}
	letter := n.Mail(n.organiser.Email, "look at the draw")
	if !strings.Contains(letter.Text, "Not everybody has a conversation.") {
		t.Error(letter.Text)
	}
	n.organiser.Get("/organise/rounds/"+r.ID+"/draw").Is(200, "The draw").
		Says("2 people have no conversation", "they must not be put together with anybody else who is in",
			"Let them wait for whoever comes late", "Find a place", "See how to reach them")
	n.Advance(25 * time.Hour)
	if got := n.numbers(r); got.Waiting != 2 || got.Conversations != 0 {
		t.Errorf("%+v", got)
	}
}

// What happens between a draw and its day counts: who says no, pauses or blocks
// somebody is not put together, and the others get somebody else.
func TestWhatHappensAfterTheDrawCounts(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(8, "Ashby Council")
	p := n.programme(func(p *unmentoring.Programme) { p.Review = unmentoring.ReviewAlways })
	r := n.reach(p, unmentoring.InReview)
	page := n.organiser.Get("/organise/rounds/" + r.ID + "/draw")
	var pairs [][2]string
	page.Find("tbody th").Each(func(_ int, s *goquery.Selection) {
		a, b := names(strings.TrimSpace(s.Text()))
		pairs = append(pairs, [2]string{testkit.Address(a), testkit.Address(b)})
	})
	id := func(email string) string {
		m, err := n.Members.ByEmail(t.Context(), email)
		if err != nil {
			t.Fatal(err)
		}
		return m.ID
	}
	if err := n.UnMentoring.Answer(t.Context(), r.ID, id(pairs[0][0]), false); err != nil {
		t.Fatal(err)
	}
	n.InTx(func(ctx context.Context, tx bun.Tx) error {
		return n.Members.Pause(ctx, tx, id(pairs[1][1]), time.Time{})
	})
	n.InTx(func(ctx context.Context, tx bun.Tx) error {
		return n.Safety.Block(ctx, tx, id(pairs[2][0]), id(pairs[2][1]))
	})
	n.organiser.Get("/organise/rounds/" + r.ID + "/draw").Says("cannot be in this round any more")
	n.Until(r.GraceAt)
	n.Advance(7 * time.Hour)
	n.verify(r)
	left, right := n.with(r, id(pairs[0][1])), n.with(r, id(pairs[1][0]))
	if len(left) == 0 || len(right) == 0 {
		t.Errorf("they are left alone: %v %v", left, right)
	}
	if len(n.with(r, id(pairs[0][0]))) > 0 || len(n.with(r, id(pairs[1][1]))) > 0 {
		t.Error("who said no, or paused, was put together with somebody")
	}
	for _, other := range n.with(r, id(pairs[2][0])) {
		if other == id(pairs[2][1]) {
			t.Error("a block was broken")
		}
	}
	if len(n.with(r, id(pairs[3][0]))) == 0 {
		t.Error("the others are not put together")
	}
}
