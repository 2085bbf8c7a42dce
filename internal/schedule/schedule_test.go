package schedule_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/schedule"
	"cuppa.example/internal/testkit"
)

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// story is two people who look for a time.
type story struct {
	*testkit.Kit
	ann, bob testkit.Person
}

func begin(t *testing.T) story {
	t.Helper()
	k := testkit.New(t)
	return story{k, k.Member("Ann Lee"), k.Member("Bob Ray")}
}

func (s story) at(days, hour int) time.Time {
	return time.Date(2027, 1, 11+days, hour, 0, 0, 0, time.UTC)
}

func (s story) propose(memberID string, starts ...time.Time) {
	s.T.Helper()
	s.InTx(func(ctx context.Context, tx bun.Tx) error { return s.Times.Propose(ctx, tx, "s1", memberID, starts...) })
}

func (s story) proposals() []schedule.Proposal {
	s.T.Helper()
	list, err := s.Times.Proposals(s.T.Context(), s.DB, "s1")
	check(s.T, err)
	return list
}

func (s story) accept(memberID, proposalID string) (a schedule.Appointment, changed bool, err error) {
	err = s.DB.InTx(s.T.Context(), func(ctx context.Context, tx bun.Tx) (err error) {
		a, changed, err = s.Times.Accept(ctx, tx, schedule.Acceptance{
			Kind: "test", SubjectID: "s1", MemberID: memberID, ProposalID: proposalID, Length: 30 * time.Minute,
		})
		return err
	})
	return a, changed, err
}

func TestOneProposesAndTheOtherAccepts(t *testing.T) {
	t.Parallel()
	s := begin(t)
	s.propose(s.ann.ID, s.at(3, 14), s.at(2, 10))
	s.propose(s.ann.ID, s.at(2, 10))
	s.propose(s.bob.ID, s.at(2, 10))
	list := s.proposals()
	if len(list) != 3 || !list[0].StartsAt.Equal(s.at(2, 10)) {
		t.Fatalf("proposals: %+v", list)
	}
	last := list[2]
	if _, _, err := s.accept(s.ann.ID, last.ID); !errors.Is(err, fault.Conflict) {
		t.Errorf("accepted her own: %v", err)
	}
	a, changed, err := s.accept(s.bob.ID, last.ID)
	check(t, err)
	if !changed || a.Sequence != 0 || !a.EndsAt().Equal(s.at(3, 14).Add(30*time.Minute)) || !strings.HasSuffix(a.UID, "@cuppa.test") {
		t.Errorf("appointment: %+v %v", a, changed)
	}
	if len(s.proposals()) != 0 {
		t.Error("proposals outlive the appointment")
	}
	again, changed, err := s.accept(s.bob.ID, last.ID)
	if err != nil || changed || again.UID != a.UID {
		t.Errorf("pressed twice: %+v %v %v", again, changed, err)
	}
	if _, _, err := s.accept(s.ann.ID, list[0].ID); !errors.Is(err, fault.Conflict) {
		t.Errorf("accepted what is gone: %v", err)
	}
}

// TestTwoAcceptAtOnce has two people press different buttons at one moment.
func TestTwoAcceptAtOnce(t *testing.T) {
	t.Parallel()
	s := begin(t)
	cat := s.Member("Cat Fox")
	s.propose(s.ann.ID, s.at(2, 10), s.at(3, 10))
	list := s.proposals()
	type result struct {
		a       schedule.Appointment
		changed bool
		err     error
	}
	results := make(chan result, 2)
	for i, memberID := range []string{s.bob.ID, cat.ID} {
		go func() {
			var r result
			r.a, r.changed, r.err = s.accept(memberID, list[i].ID)
			results <- r
		}()
	}
	one, two := <-results, <-results
	if one.err != nil {
		one, two = two, one
	}
	stands, err := s.Times.Appointment(t.Context(), s.DB, "s1")
	check(t, err)
	if one.err != nil || !errors.Is(two.err, fault.Conflict) || !stands.StartsAt.Equal(one.a.StartsAt) || stands.Sequence != 0 {
		t.Errorf("%+v\n%+v\n%+v", one, two, stands)
	}
}

func TestMovingAndCancellingRaiseTheSequence(t *testing.T) {
	t.Parallel()
	s := begin(t)
	arrange := func(at time.Time) (a schedule.Appointment, changed bool) {
		s.InTx(func(ctx context.Context, tx bun.Tx) (err error) {
			a, changed, err = s.Times.Arrange(ctx, tx, schedule.Arrangement{
				Kind: "test", SubjectID: "s1", By: s.ann.ID, StartsAt: at, Length: time.Hour,
			})
			return err
		})
		return a, changed
	}
	first, _ := arrange(s.at(2, 10))
	if _, changed := arrange(s.at(2, 10)); changed {
		t.Error("the same time is news")
	}
	moved, _ := arrange(s.at(3, 10))
	var gone schedule.Appointment
	s.InTx(func(ctx context.Context, tx bun.Tx) (err error) {
		gone, err = s.Times.Cancel(ctx, tx, "s1", s.bob.ID)
		return err
	})
	if _, err := s.Times.Appointment(t.Context(), s.DB, "s1"); !errors.Is(err, fault.NotFound) {
		t.Errorf("stands still: %v", err)
	}
	err := s.DB.InTx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		_, err := s.Times.Cancel(ctx, tx, "s1", s.bob.ID)
		return err
	})
	if !errors.Is(err, fault.NotFound) {
		t.Errorf("cancelled twice: %v", err)
	}
	back, _ := arrange(s.at(4, 10))
	for i, a := range []schedule.Appointment{first, moved, gone, back} {
		if a.Sequence != int64(i) || a.UID != first.UID {
			t.Errorf("step %d: %+v", i, a)
		}
	}
	if stands, err := s.Times.Appointment(t.Context(), s.DB, "s1"); err != nil || !stands.StartsAt.Equal(s.at(4, 10)) || stands.Sequence != 3 {
		t.Errorf("stands: %+v %v", stands, err)
	}
}

func TestTimesThatCannotBeAreRefused(t *testing.T) {
	t.Parallel()
	s := begin(t)
	many := make([]time.Time, schedule.MaxProposals+1)
	for i := range many {
		many[i] = s.at(i+1, 10)
	}
	for name, starts := range map[string][]time.Time{
		"now": {testkit.Start}, "past": {s.at(-1, 10)}, "far": {s.at(400, 10)}, "many": many,
	} {
		err := s.DB.InTx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
			return s.Times.Propose(ctx, tx, "s1", s.ann.ID, starts...)
		})
		if !errors.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	s.propose(s.ann.ID, s.at(1, 10))
	p := s.proposals()[0]
	s.Clock.Set(s.at(1, 10))
	if _, _, err := s.accept(s.bob.ID, p.ID); !errors.Is(err, fault.Invalid) {
		t.Errorf("accepted when it had begun: %v", err)
	}
	if len(s.proposals()) != 0 {
		t.Error("a time that has passed is shown")
	}
}

func TestOnlyOwnProposalsAreWithdrawn(t *testing.T) {
	t.Parallel()
	s := begin(t)
	s.propose(s.ann.ID, s.at(1, 10), s.at(1, 11))
	s.propose(s.bob.ID, s.at(2, 10))
	theirs := s.proposals()
	withdraw := func(memberID string, ids ...string) int {
		s.InTx(func(ctx context.Context, tx bun.Tx) error { return s.Times.Withdraw(ctx, tx, "s1", memberID, ids...) })
		return len(s.proposals())
	}
	if n := withdraw(s.bob.ID, theirs[0].ID); n != 3 {
		t.Errorf("took hers: %d", n)
	}
	if n := withdraw(s.ann.ID, theirs[0].ID); n != 2 {
		t.Errorf("one of hers: %d", n)
	}
	if n := withdraw(s.ann.ID); n != 1 {
		t.Errorf("all of hers: %d", n)
	}
}

func TestTheDayBeforeEverybodyIsRemindedOnce(t *testing.T) {
	t.Parallel()
	s := begin(t)
	var reminded []string
	broken := errors.New("broken")
	s.Times.Register("test", schedule.Owner{Remind: func(_ context.Context, _ bun.Tx, a schedule.Appointment) error {
		if a.SubjectID == "broken" && s.Clock.Now().Hour() == 9 {
			return broken
		}
		reminded = append(reminded, a.SubjectID)
		return nil
	}})
	arrange := func(subject string, at time.Time) {
		s.InTx(func(ctx context.Context, tx bun.Tx) error {
			_, _, err := s.Times.Arrange(ctx, tx, schedule.Arrangement{
				Kind: "test", SubjectID: subject, By: s.ann.ID, StartsAt: at, Length: time.Hour,
			})
			return err
		})
	}
	tick := func(at time.Time, want ...string) {
		t.Helper()
		s.Clock.Set(at)
		err := s.Times.Tick(t.Context(), at)
		if err != nil && !errors.Is(err, broken) {
			t.Fatal(err)
		}
		if fmt.Sprint(reminded) != fmt.Sprint(want) {
			t.Errorf("at %v: %v, want %v", at, reminded, want)
		}
	}
	arrange("moved", s.at(1, 10))
	arrange("moved", s.at(5, 10))
	arrange("soon", s.at(0, 16)) // today: no reminder
	arrange("broken", s.at(2, 10))
	arrange("third", s.at(2, 11))
	arrange("off", s.at(2, 12))
	s.InTx(func(ctx context.Context, tx bun.Tx) error { _, err := s.Times.Cancel(ctx, tx, "off", ""); return err })
	tick(s.at(0, 20))
	tick(s.at(1, 8))
	tick(s.at(1, 9), "third")
	tick(s.at(1, 10), "third", "broken")
	tick(s.at(1, 11), "third", "broken")
	tick(s.at(5, 10), "third", "broken") // nothing ran for days: it has begun
}

func TestErasedPeopleLeaveNoTimes(t *testing.T) {
	t.Parallel()
	s := begin(t)
	s.propose(s.ann.ID, s.at(1, 10))
	s.propose(s.bob.ID, s.at(1, 11))
	out, err := s.Times.Export(t.Context(), s.ann.ID)
	check(t, err)
	if !strings.Contains(fmt.Sprint(out), "2027-01-12 10:00") {
		t.Errorf("export: %v", out)
	}
	if _, _, err := s.accept(s.ann.ID, s.proposals()[1].ID); err != nil {
		t.Fatal(err)
	}
	s.propose(s.ann.ID, s.at(3, 10))
	s.InTx(func(ctx context.Context, tx bun.Tx) error { return s.Members.Erase(ctx, tx, s.ann.ID) })
	a, err := s.Times.Appointment(t.Context(), s.DB, "s1")
	if err != nil || a.ChangedBy != "" || len(s.proposals()) != 0 {
		t.Errorf("%+v %v %v", a, err, s.proposals())
	}
}
