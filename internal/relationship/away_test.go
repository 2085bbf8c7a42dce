package relationship_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"
)

func TestTheOtherIsToldOfABreakAndOfItsEnd(t *testing.T) {
	t.Parallel()
	s := agreed(t)
	stranger := s.Member("Eve Poe")
	until := s.Clock.Now().Add(20 * day)
	pause := func(until time.Time) {
		t.Helper()
		s.InTx(func(ctx context.Context, tx bun.Tx) error { return s.Members.Pause(ctx, tx, s.mentee.ID, until) })
		s.Settle()
	}
	pause(until)
	letter := s.Mail(s.mentor.Email, "Lee Learner is taking a break")
	for _, part := range []string{"until 31 January 2027", "Nothing is expected of you until then.", "You get an email when they are back."} {
		if !strings.Contains(strings.Join(strings.Fields(letter.Text), " "), part) {
			t.Errorf("the letter does not say %q:\n%s", part, letter.Text)
		}
	}
	s.Visitor().Get(letter.Link("/w/")).Is(200, "You mentor Lee Learner").Says("Lee Learner is taking a break until 31 January 2027.")
	pause(until) // pressed again
	if n := s.got(s.mentor, "is taking a break"); n != 1 {
		t.Errorf("%d letters about one break", n)
	}
	if s.got(s.mentee, "is taking a break") != 0 || s.got(stranger, "is taking a break") != 0 {
		t.Error("somebody is told who need not be")
	}

	s.leap(19 * day)
	if s.got(s.mentor, "is back") != 0 {
		t.Error("the break is over too soon")
	}
	s.leap(2 * day)
	if n := s.got(s.mentor, "Lee Learner is back"); n != 1 {
		t.Errorf("%d letters about its end", n)
	}
	s.leap(day)
	if n := s.got(s.mentor, "Lee Learner is back"); n != 1 {
		t.Errorf("%d letters about its end, a day later", n)
	}

	pause(time.Time{}) // until they say so
	if n := s.got(s.mentor, "is taking a break"); n != 2 {
		t.Errorf("%d letters about two breaks", n)
	}
	s.InTx(func(ctx context.Context, tx bun.Tx) error { return s.Members.Resume(ctx, tx, s.mentee.ID) })
	s.InTx(func(ctx context.Context, tx bun.Tx) error { return s.Members.Resume(ctx, tx, s.mentor.ID) }) // who was not away
	s.Settle()
	if n, none := s.got(s.mentor, "is back"), s.got(s.mentee, "is back"); n != 2 || none != 0 {
		t.Errorf("%d and %d letters about the end", n, none)
	}
}

func TestWhoIsAwayIsNotLateToAgree(t *testing.T) {
	t.Parallel()
	s := tell(t)
	s.InTx(func(ctx context.Context, tx bun.Tx) error { return s.Members.Pause(ctx, tx, s.mentor.ID, time.Time{}) })
	s.leap(40 * day)
	if s.got(s.mentee, "How will you and") != 0 || s.got(s.mentee, "not working together") != 0 {
		t.Error("who waits for somebody who is away is pressed")
	}
	s.InTx(func(ctx context.Context, tx bun.Tx) error { return s.Members.Resume(ctx, tx, s.mentor.ID) })
	s.leap(15 * day)
	if s.got(s.mentee, "not working together") != 1 {
		t.Error("it does not lapse after the break")
	}
}
