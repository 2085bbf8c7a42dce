package safety_test

import (
	"context"
	"net/url"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/member"
	"cuppa.example/internal/testkit"
)

// Only a second person answers an appeal: not whoever decided, whom it is about
// or who reported it, organisers or not; and only once.
func TestOnlyASecondPersonAnswersAnAppeal(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	decides, reports, accused, second := k.Organiser("Oona Osei"), k.Organiser("Rita Rook"), k.Organiser("Bob Ray"), k.Organiser("Omar Orr")
	other := k.Member("Cat Coe")
	report(k, reports, accused, "He sold me a boat.")
	page := open(decides).Press("Record the decision", testkit.Fill("measure", "warned", "message", "No selling."))
	c, err := k.Safety.ReadCase(t.Context(), decides.ID, id(page))
	check(t, err)
	k.Visitor().Get(k.Mail(accused.Email, "decision about you").Link("/appeal/")).Press("Send the appeal", testkit.Fill("words", "It was a model."))
	address, answer := "/organise/reports/"+id(page)+"/appeal/"+c.Decisions[0].ID, url.Values{"upheld": {"no"}, "answer": {"So be it"}}
	for who, p := range map[string]struct {
		browser *testkit.Browser
		status  int
	}{
		"who decided": {decides.Browser, 403}, "who reported": {reports.Browser, 403}, "whom it is about": {accused.Browser, 404}, "a member": {other.Browser, 403},
	} {
		if got := p.browser.Post(address, answer); got.Status != p.status {
			t.Errorf("%s is answered %d", who, got.Status)
		}
	}
	k.Visitor().Post(address, answer).Is(200, "Sign in")
	if c, err = k.Safety.ReadCase(t.Context(), decides.ID, id(page)); err != nil || !c.Decisions[0].Appeal.DecidedAt.IsZero() {
		t.Fatal("answered by somebody who may not", err)
	}
	reports.Get("/organise").SaysNot("appeal waits")
	if theirs := reports.Get("/organise/reports/" + id(page)).Says("another organiser must answer"); theirs.HasButton("Answer the appeal") {
		t.Error("who reported is asked to answer")
	}
	second.Get("/organise").Says("An appeal waits for you")
	second.Post(address, answer).Says("The appeal is decided")
	second.Post(address, url.Values{"upheld": {"yes"}, "answer": {"No"}}).Is(409, "That cannot be done now")
}

// Where somebody pauses when they are suspended, they pause afterwards.
func TestASuspensionGoesBackToThePause(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	k.Organiser("Oona Osei")
	week := testkit.Start.Add(7 * 24 * time.Hour)
	for name, c := range map[string]struct {
		until time.Time // of the pause
		want  member.State
	}{
		"for good":   {time.Time{}, member.Paused},
		"for longer": {week.Add(24 * time.Hour), member.Paused},
		"shorter":    {week.Add(-24 * time.Hour), member.Active},
	} {
		bob, cat := k.Member("Bob "+name), k.Member("Cat "+name)
		k.InTx(func(ctx context.Context, tx bun.Tx) error {
			for _, id := range []string{bob.ID, cat.ID} {
				check(t, k.Members.Pause(ctx, tx, id, c.until))
				check(t, k.Members.Suspend(ctx, tx, id, week.Add(-time.Hour)))
				check(t, k.Members.Suspend(ctx, tx, id, week)) // and again
			}
			return k.Members.Remove(ctx, tx, cat.ID)
		})
		check(t, k.Members.Tick(t.Context(), week.Add(-time.Minute)))
		if m, _ := k.Members.ByID(t.Context(), bob.ID); m.State != member.Suspended {
			t.Errorf("%s: he is %s too early", name, m.State)
		}
		k.Clock.Set(week)
		check(t, k.Members.Tick(t.Context(), week))
		k.InTx(func(ctx context.Context, tx bun.Tx) error { return k.Members.Reinstate(ctx, tx, cat.ID) })
		for _, id := range []string{bob.ID, cat.ID} {
			m, err := k.Members.ByID(t.Context(), id)
			if check(t, err); m.State != c.want || m.State == member.Paused && !m.PausedUntil.Equal(c.until) {
				t.Errorf("%s: %s is %s until %s", name, m.Name, m.State, m.PausedUntil)
			}
		}
		k.Clock.Set(testkit.Start)
	}
	left := k.Member("Lea Left")
	k.InTx(func(ctx context.Context, tx bun.Tx) error {
		check(t, k.Members.Leave(ctx, tx, left.ID))
		check(t, k.Members.Suspend(ctx, tx, left.ID, week))
		return k.Members.Reinstate(ctx, tx, left.ID)
	})
	if m, _ := k.Members.ByID(t.Context(), left.ID); m.State != member.Left {
		t.Errorf("somebody who had left is %s", m.State)
	}
}
