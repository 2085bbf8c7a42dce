package nudge_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/mail"
	"cuppa.example/internal/member"
	"cuppa.example/internal/nudge"
	"cuppa.example/internal/testkit"
)

// record is a feature that remembers what it was told.
type record struct {
	k       *testkit.Kit
	mu      sync.Mutex
	needed  bool
	fails   map[string]error // by subject
	silent  []string
	unasked []string
	then    func(ctx context.Context, tx bun.Tx, n nudge.Nudge) error
}

const kind = "test.question"

func begin(t *testing.T) *record {
	t.Helper()
	r := &record{k: testkit.New(t), needed: true, fails: map[string]error{}}
	r.k.Nudges.Handle(kind, nudge.Handler{
		Letter: func(_ context.Context, _ bun.IDB, n nudge.Nudge) (mail.Letter, bool, error) {
			return mail.Letter{Subject: "About " + n.SubjectID, Blocks: []mail.Block{mail.Para(n.Member.Name)}}, r.needed, r.fails[n.SubjectID]
		},
		Silent: func(ctx context.Context, tx bun.Tx, n nudge.Nudge) error {
			r.mu.Lock()
			r.silent = append(r.silent, n.SubjectID)
			r.mu.Unlock()
			if r.then != nil {
				return r.then(ctx, tx, n)
			}
			return nil
		},
		Unasked: func(_ context.Context, _ bun.Tx, n nudge.Nudge) error {
			r.unasked = append(r.unasked, n.SubjectID)
			return nil
		},
	})
	return r
}

func (r *record) plan(subject, memberID string, due, silent time.Duration) {
	r.k.T.Helper()
	p := nudge.Plan{Kind: kind, SubjectID: subject, MemberID: memberID, Due: testkit.Start.Add(due)}
	if silent != 0 {
		p.SilentAt = testkit.Start.Add(silent)
	}
	r.k.InTx(func(ctx context.Context, tx bun.Tx) error { return r.k.Nudges.Plan(ctx, tx, p) })
}

// letters counts the rows of the outbox, which a letter never leaves.
func (r *record) letters() int {
	r.k.T.Helper()
	n, err := r.k.DB.NewSelect().Table("mail_outbox").Where("kind = ?", kind).Count(r.k.T.Context())
	check(r.k.T, err)
	return int(n)
}

func (r *record) tick(at time.Duration) {
	r.k.T.Helper()
	r.k.Clock.Set(testkit.Start.Add(at))
	check(r.k.T, r.k.Nudges.Tick(r.k.T.Context(), r.k.Clock.Now()))
}

func (r *record) want(what string, letters, silent int) {
	r.k.T.Helper()
	if r.letters() != letters || len(r.silent) != silent {
		r.k.T.Errorf("%s: %d letters, silent %v; want %d and %d", what, r.letters(), r.silent, letters, silent)
	}
}

func TestAQuestionIsAskedOnceAndSilenceIsNoticedOnce(t *testing.T) {
	t.Parallel()
	r := begin(t)
	ann := r.k.Member("Ann Lee")
	r.plan("s1", ann.ID, 2*time.Hour, 50*time.Hour)
	r.tick(time.Hour)
	r.want("before it is due", 0, 0)
	r.tick(2 * time.Hour)
	r.tick(3 * time.Hour)
	r.want("when it is due", 1, 0)
	r.plan("s1", ann.ID, 4*time.Hour, 50*time.Hour) // asked already
	r.tick(49 * time.Hour)
	r.want("before silence", 1, 0)
	r.tick(51 * time.Hour)
	r.tick(52 * time.Hour)
	r.want("after silence", 1, 1)
}

func TestAnAnswerEndsTheWaiting(t *testing.T) {
	t.Parallel()
	r := begin(t)
	ann := r.k.Member("Ann Lee")
	answer := func(subject, answer string) {
		r.k.InTx(func(ctx context.Context, tx bun.Tx) error {
			return r.k.Nudges.Answer(ctx, tx, kind, subject, ann.ID, answer)
		})
	}
	r.plan("early", ann.ID, 2*time.Hour, 50*time.Hour)
	r.plan("asked", ann.ID, 2*time.Hour, 50*time.Hour)
	answer("early", "yes")
	answer("never planned", "yes")
	r.tick(2 * time.Hour)
	open, err := r.k.Nudges.Open(t.Context(), r.k.DB, ann.ID)
	check(t, err)
	if len(open) != 1 || open[0].SubjectID != "asked" {
		t.Errorf("open: %+v", open)
	}
	answer("asked", "no")
	answer("asked", "yes")
	r.tick(60 * time.Hour)
	r.want("both answered", 1, 0)
	ns, err := r.k.Nudges.About(t.Context(), r.k.DB, "asked")
	check(t, err)
	if len(ns) != 1 || ns[0].Answer != "yes" {
		t.Errorf("about: %+v", ns)
	}
}

func TestWhoCannotBeAskedIsNotSilent(t *testing.T) {
	t.Parallel()
	r := begin(t)
	paused, left, bounced := r.k.Member("Pia Po"), r.k.Member("Lea Lo"), r.k.Member("Ben Bo")
	r.k.InTx(func(ctx context.Context, tx bun.Tx) error {
		return errors.Join(r.k.Members.Pause(ctx, tx, paused.ID, time.Time{}), r.k.Members.Leave(ctx, tx, left.ID),
			r.k.Members.Bounced(ctx, tx, bounced.ID, bounced.Email, "550"))
	})
	for _, m := range []string{paused.ID, left.ID, bounced.ID} {
		r.plan("s"+m, m, time.Hour, 2*time.Hour)
	}
	r.tick(time.Hour)
	r.tick(9 * time.Hour)
	r.want("unreachable", 0, 0)
	if len(r.unasked) != 3 {
		t.Errorf("unasked: %v", r.unasked)
	}
}

func TestWhatIsNoLongerNeededIsNotSent(t *testing.T) {
	t.Parallel()
	r := begin(t)
	ann := r.k.Member("Ann Lee")
	r.needed = false
	r.plan("s1", ann.ID, time.Hour, 2*time.Hour)
	r.tick(time.Hour)
	r.needed = true
	r.tick(5 * time.Hour)
	r.want("not needed", 0, 0)
}

func TestCancelledQuestionsMayBePlannedAgain(t *testing.T) {
	t.Parallel()
	r := begin(t)
	ann, bob := r.k.Member("Ann Lee"), r.k.Member("Bob Ray")
	cancel := func(kinds ...string) {
		r.k.InTx(func(ctx context.Context, tx bun.Tx) error { return r.k.Nudges.Cancel(ctx, tx, "s1", kinds...) })
	}
	r.plan("s1", ann.ID, time.Hour, 9*time.Hour)
	r.plan("s1", bob.ID, 3*time.Hour, 9*time.Hour)
	r.tick(time.Hour)
	cancel("another.kind")
	r.k.InTx(func(ctx context.Context, tx bun.Tx) error { return r.k.Nudges.CancelFor(ctx, tx, "s1", bob.ID) })
	r.tick(4 * time.Hour)
	r.want("one cancelled", 1, 0)
	cancel()
	r.tick(12 * time.Hour)
	r.want("both cancelled", 1, 0)
	r.plan("s1", ann.ID, 13*time.Hour, 20*time.Hour)
	r.tick(13 * time.Hour)
	r.want("planned again", 2, 0)
	r.tick(21 * time.Hour)
	r.want("silent", 2, 1)
}

func TestALateQuestionLeavesTimeForItsAnswer(t *testing.T) {
	t.Parallel()
	r := begin(t)
	ann := r.k.Member("Ann Lee")
	r.plan("s1", ann.ID, time.Hour, 49*time.Hour)
	r.tick(100 * time.Hour) // nothing ran for days
	r.want("asked late", 1, 0)
	r.tick(123 * time.Hour)
	r.want("a day later", 1, 0)
	r.tick(125 * time.Hour)
	r.want("half of the time later", 1, 1)
}

func TestAFailureStopsOnlyItself(t *testing.T) {
	t.Parallel()
	r := begin(t)
	ann := r.k.Member("Ann Lee")
	for i := range 5 {
		r.plan(fmt.Sprint("s", i), ann.ID, time.Hour, 0)
	}
	broken := errors.New("broken")
	r.fails["s2"] = broken
	r.k.Clock.Set(testkit.Start.Add(time.Hour))
	if err := r.k.Nudges.Tick(t.Context(), r.k.Clock.Now()); !errors.Is(err, broken) {
		t.Errorf("tick: %v", err)
	}
	r.want("all but one", 4, 0)
	r.tick(90 * time.Minute) // it rests, and the others do not suffer
	delete(r.fails, "s2")
	r.tick(2 * time.Hour)
	r.want("mended", 5, 0)
}

func TestSilenceMayEndOthersOfTheSameBatch(t *testing.T) {
	t.Parallel()
	r := begin(t)
	ann, bob := r.k.Member("Ann Lee"), r.k.Member("Bob Ray")
	r.then = func(ctx context.Context, tx bun.Tx, n nudge.Nudge) error {
		return r.k.Nudges.Cancel(ctx, tx, n.SubjectID)
	}
	r.plan("s1", ann.ID, time.Hour, 9*time.Hour)
	r.plan("s1", bob.ID, time.Hour, 9*time.Hour)
	r.tick(time.Hour)
	r.tick(9 * time.Hour)
	r.want("one silence for both", 2, 1)
}

// TestWhatIsCutOffIsDoneOnce ends the program, as far as the database can tell,
// while it asks.
func TestWhatIsCutOffIsDoneOnce(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ann Lee")
	ctx, kill := context.WithCancel(t.Context())
	written := 0
	k.Nudges.Handle(kind, nudge.Handler{Letter: func(_ context.Context, _ bun.IDB, n nudge.Nudge) (mail.Letter, bool, error) {
		if written++; written == 3 {
			kill()
		}
		return mail.Letter{Subject: n.SubjectID, Blocks: []mail.Block{mail.Para("?")}}, true, nil
	}})
	r := &record{k: k}
	for i := range 5 {
		r.plan(fmt.Sprint("s", i), ann.ID, 0, 0)
	}
	if err := k.Nudges.Tick(ctx, k.Clock.Now()); err == nil {
		t.Error("went on after its end")
	}
	if r.letters() != 0 || written < 3 {
		t.Errorf("%d letters, %d written: a part was kept", r.letters(), written)
	}
	r.tick(0)
	r.tick(time.Hour)
	r.want("started again", 5, 0)
}

// TestManyAtOnceByTwoProcesses has more than fit into some batches, and two
// that want them all.
func TestManyAtOnceByTwoProcesses(t *testing.T) {
	t.Parallel()
	r := begin(t)
	ann, bob := r.k.Member("Ann Lee"), r.k.Member("Bob Ray")
	const each = 450
	var plans []nudge.Plan
	for i := range each {
		for _, m := range []string{ann.ID, bob.ID} {
			plans = append(plans, nudge.Plan{
				Kind: kind, SubjectID: fmt.Sprint("s", i), MemberID: m,
				Due: testkit.Start.Add(time.Hour), SilentAt: testkit.Start.Add(9 * time.Hour),
			})
		}
	}
	r.k.InTx(func(ctx context.Context, tx bun.Tx) error { return r.k.Nudges.Plan(ctx, tx, plans...) })
	both := func(at time.Duration) {
		r.k.Clock.Set(testkit.Start.Add(at))
		var wait sync.WaitGroup
		for range 2 {
			wait.Go(func() {
				if err := r.k.Nudges.Tick(t.Context(), r.k.Clock.Now()); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
	}
	both(time.Hour)
	r.want("asked", 2*each, 0)
	both(9 * time.Hour)
	var acted int
	check(t, r.k.DB.NewRaw("SELECT count(*) FROM nudges WHERE silenced_at IS NOT NULL").Scan(t.Context(), &acted))
	if acted != 2*each || len(r.silent) < 2*each {
		t.Errorf("%d silences of %d", acted, len(r.silent))
	}
}

func TestExportAndErasure(t *testing.T) {
	t.Parallel()
	r := begin(t)
	ann, bob := r.k.Member("Ann Lee"), r.k.Member("Bob Ray")
	r.plan("s1", ann.ID, time.Hour, 9*time.Hour)
	r.plan("s1", bob.ID, time.Hour, 9*time.Hour)
	r.plan("never asked", ann.ID, 99*time.Hour, 0)
	r.tick(time.Hour)
	r.k.InTx(func(ctx context.Context, tx bun.Tx) error {
		return r.k.Nudges.Answer(ctx, tx, kind, "s1", ann.ID, "met")
	})
	out, err := r.k.Nudges.Export(t.Context(), ann.ID)
	check(t, err)
	text, err := json.Marshal(out)
	check(t, err)
	if strings.Count(string(text), kind) != 1 || !strings.Contains(string(text), `"answer":"met"`) {
		t.Errorf("export: %s", text)
	}
	r.k.InTx(func(ctx context.Context, tx bun.Tx) error { return r.k.Members.Erase(ctx, tx, ann.ID) })
	left, err := r.k.Nudges.About(t.Context(), r.k.DB, "s1")
	if err != nil || len(left) != 1 || left[0].MemberID != bob.ID {
		t.Errorf("%+v %v", left, err)
	}
}

func TestAKindNobodyHandlesIsRefused(t *testing.T) {
	t.Parallel()
	r := begin(t)
	err := r.k.DB.InTx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		return r.k.Nudges.Plan(ctx, tx, nudge.Plan{Kind: "typo", SubjectID: "s", MemberID: "m", Due: testkit.Start})
	})
	if err == nil {
		t.Error("planned what nobody will ask")
	}
}

// BenchmarkTick asks ten thousand people in one tick.
func BenchmarkTick(b *testing.B) {
	k := testkit.New(b)
	k.Nudges.Handle(kind, nudge.Handler{Letter: func(_ context.Context, _ bun.IDB, n nudge.Nudge) (mail.Letter, bool, error) {
		return mail.Letter{Subject: "Did you meet?", Blocks: []mail.Block{mail.Para(n.Member.Name)}}, true, nil
	}})
	var plans []nudge.Plan
	k.InTx(func(ctx context.Context, tx bun.Tx) error {
		for i := range 10_000 {
			name := fmt.Sprint("Ann Lee ", i)
			m, err := k.Members.Join(ctx, tx, testkit.Address(name), member.Details{Name: name}, true)
			if err != nil {
				return err
			}
			plans = append(plans, nudge.Plan{Kind: kind, MemberID: m.ID, Due: testkit.Start})
		}
		return nil
	})
	for round := 0; b.Loop(); round++ {
		for i := range plans {
			plans[i].SubjectID = fmt.Sprint("round ", round)
		}
		k.InTx(func(ctx context.Context, tx bun.Tx) error { return k.Nudges.Plan(ctx, tx, plans...) })
		check(b, k.Nudges.Tick(b.Context(), k.Clock.Now()))
	}
	b.ReportMetric(float64(len(plans))*float64(b.N)/b.Elapsed().Seconds(), "nudges/s")
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
