package app_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/app"
	"cuppa.example/internal/circle"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/intake"
	"cuppa.example/internal/member"
	"cuppa.example/internal/mentoring"
	"cuppa.example/internal/testkit"
)

// twoProcesses are a network and a second program on its database.
func twoProcesses(t *testing.T) (*testkit.Kit, *app.App) {
	t.Helper()
	var c app.Config
	var o app.Options
	k := testkit.New(t, func(config *app.Config, options *app.Options) { c, o = *config, *options })
	other, err := app.New(t.Context(), c, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Close() })
	return k, other
}

// atOnce does several things at the same moment, and counts those that were
// done. What is refused is refused in words.
func atOnce(t *testing.T, what string, do ...func(ctx context.Context) error) (done int) {
	t.Helper()
	var wait sync.WaitGroup
	var mu sync.Mutex
	for _, f := range do {
		wait.Go(func() {
			err := f(context.WithoutCancel(t.Context()))
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				done++
			case !errors.Is(err, fault.Conflict):
				t.Errorf("%s: %v", what, err)
			}
		})
	}
	wait.Wait()
	return done
}

// One answer of several at the same moment is the answer, in whichever process
// they arrive; and two people who say yes twice work together once.
func TestARequestIsAnsweredOnce(t *testing.T) {
	t.Parallel()
	k, other := twoProcesses(t)
	kim, ann := k.Member("Kim Kent"), k.Member("Ann Lee")
	offer, err := k.Mentorings.Offer(t.Context(), mentoring.Offer{MemberID: kim.ID, Kind: mentoring.Mentoring, Topics: member.Topics{"Maps"}, Experience: "Some", Capacity: 1})
	if err != nil {
		t.Fatal(err)
	}
	ask := func(a mentoring.Asking) string {
		a.FromID, a.Message = ann.ID, "Please"
		id, err := k.Mentorings.Ask(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	byAddress := ask(mentoring.Asking{ToID: kim.ID, Address: kim.Email, Kind: mentoring.Mentoring})
	byOffer := ask(mentoring.Asking{OfferID: offer})
	accept := func(a *app.App, id string) func(context.Context) error {
		return func(ctx context.Context) error { return a.Mentorings.Accept(ctx, id, kim.ID) }
	}
	if n := atOnce(t, "accept", accept(k.App, byOffer), accept(other, byOffer), accept(k.App, byAddress), accept(other, byAddress)); n != 2 {
		t.Errorf("%d of four were done, want one of each request", n)
	}
	var relationships int
	if err := k.DB.NewRaw("SELECT count(*) FROM relationships").Scan(t.Context(), &relationships); err != nil || relationships != 1 {
		t.Errorf("%d relationships, %v", relationships, err)
	}

	cat := k.Member("Cat Coe")
	id, err := k.Mentorings.Ask(t.Context(), mentoring.Asking{FromID: cat.ID, ToID: ann.ID, Kind: mentoring.Mentoring, Message: "Please"})
	if err != nil {
		t.Fatal(err)
	}
	if n := atOnce(t, "answer",
		func(ctx context.Context) error { return k.Mentorings.Accept(ctx, id, ann.ID) },
		func(ctx context.Context) error { return other.Mentorings.Decline(ctx, id, ann.ID, "time", "") },
		func(ctx context.Context) error { return other.Mentorings.Withdraw(ctx, id, cat.ID) },
		func(ctx context.Context) error { return k.Mentorings.Refer(ctx, id, ann.ID, kim.ID, "", "") },
	); n != 1 {
		t.Errorf("%d answers", n)
	}
}

// A draw goes out once, whoever presses the button and whatever the clock does
// at the same moment.
func TestAnIntakeIsPublishedOnce(t *testing.T) {
	t.Parallel()
	k, other := twoProcesses(t)
	oona := k.Organiser("Oona Osei")
	now := k.Clock.Now()
	i, err := k.Intakes.Create(t.Context(), oona.ID, intake.Draft{
		Title: "Spring", Purpose: "All", Kind: intake.Mentoring, SignUpUntil: now.Add(day), ChooseUntil: now.Add(2 * day), AnswerBy: now.Add(3 * day),
	})
	if err != nil {
		t.Fatal(err)
	}
	for n := range 4 {
		for _, side := range intake.Sides {
			p := k.Member(fmt.Sprintf("Person %c %s", 'A'+n, side), testkit.Works(fmt.Sprintf("Council %d %s", n, side)))
			if err := k.Intakes.SignUp(t.Context(), intake.Signup{IntakeID: i.ID, MemberID: p.ID, Side: side, Topics: member.Topics{"Maps"}, About: "Me", Places: 1}); err != nil {
				t.Fatal(err)
			}
		}
	}
	k.Advance(2*day + time.Hour)
	drawn, err := k.Intakes.ByID(t.Context(), i.ID)
	if err != nil || drawn.State != intake.Drawn {
		t.Fatalf("%s, %v", drawn.State, err)
	}
	k.Clock.Set(now.Add(3*day + time.Hour))
	publish := func(a *app.App) func(context.Context) error {
		return func(ctx context.Context) error { return a.Intakes.Publish(ctx, i.ID, drawn.Mark()) }
	}
	tick := func(a *app.App) func(context.Context) error {
		return func(ctx context.Context) error { return a.Intakes.Tick(ctx, k.Clock.Now()) }
	}
	atOnce(t, "publish", publish(k.App), tick(k.App), publish(other), tick(other))
	var relationships int
	if err := k.DB.NewRaw("SELECT count(*) FROM relationships").Scan(t.Context(), &relationships); err != nil || relationships != 4 {
		t.Errorf("%d relationships, %v", relationships, err)
	}
	k.Settle()
	seen := map[string]bool{}
	for _, l := range k.SMTP.All() {
		if seen[l.To+l.Subject] {
			t.Errorf("%s got %q twice", l.To, l.Subject)
		}
		seen[l.To+l.Subject] = true
	}
}

const day = 24 * time.Hour

// The last place of a circle is one person's, whoever asks for it at the same
// moment.
func TestTheLastPlaceOfACircleIsTakenOnce(t *testing.T) {
	t.Parallel()
	k, other := twoProcesses(t)
	found := func(name string, n int) (circle.Circle, []testkit.Person) {
		var people []testkit.Person
		for i := range n {
			people = append(people, k.Member(fmt.Sprintf("%s %c", name, 'A'+i), testkit.Works(fmt.Sprintf("%s %d", name, i))))
		}
		f := circle.Founding{
			Name: name, Purpose: "Maps", Rhythm: circle.Fortnightly, Minutes: 60, Starts: k.Clock.Now(), Ends: k.Clock.Now().Add(84 * day), Facilitator: people[0].ID,
		}
		for _, p := range people[1:] {
			f.Members = append(f.Members, p.ID)
		}
		var c circle.Circle
		k.InTx(func(ctx context.Context, tx bun.Tx) (err error) {
			c, err = k.Circles.Found(ctx, tx, f)
			return err
		})
		return c, people
	}
	target, _ := found("Target", 6) // the seventh is the last
	var do []func(context.Context) error
	for i, a := range []*app.App{k.App, other, k.App, other} {
		c, people := found(fmt.Sprintf("Circle %c", 'A'+i), 3)
		if err := k.Circles.WishToMove(t.Context(), c.ID, people[1].ID); err != nil {
			t.Fatal(err)
		}
		do = append(do, func(ctx context.Context) error {
			return a.Circles.Place(ctx, circle.Wish{CircleID: c.ID, MemberID: people[1].ID}, target.ID)
		})
	}
	if n := atOnce(t, "place", do...); n != 1 {
		t.Errorf("%d got the last place", n)
	}
	var here int
	if err := k.DB.NewRaw("SELECT count(*) FROM circle_people WHERE circle_id = ? AND left_at IS NULL", target.ID).Scan(t.Context(), &here); err != nil || here != 7 {
		t.Errorf("%d are in it, %v", here, err)
	}
}
