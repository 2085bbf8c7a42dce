package safety_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/safety"
	"cuppa.example/internal/testkit"
)

// Every part of the queue can be narrowed and goes on in pages: each report is
// on one of them, once.
func TestTheQueueIsNarrowedAndPaged(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	oona, ann, bob := k.Organiser("Oona Osei"), k.Member("Ann Lee"), k.Member("Bob Ray")
	for i := range 12 {
		k.Clock.Set(testkit.Start.Add(time.Duration(i/3) * time.Minute)) // some at the same moment
		kind := []string{"profile", "post"}[i%2]
		k.InTx(func(ctx context.Context, tx bun.Tx) error {
			_, err := k.Safety.Report(ctx, tx, safety.Report{By: ann.ID, About: bob.ID, SubjectKind: kind, SubjectID: fmt.Sprint(i), Text: "x"})
			return err
		})
	}
	all := func(f safety.Filter) (ids []string) {
		f.Size = 2
		for turns := 0; turns == 0 || f.After != ""; turns++ {
			list, next, err := k.Safety.Queue(t.Context(), oona.ID, f)
			if check(t, err); turns > 12 || len(list) > 2 {
				t.Fatalf("%d on page %d", len(list), turns)
			}
			for _, r := range list {
				ids = append(ids, r.ID)
			}
			f.After = next
		}
		return ids
	}
	open := all(safety.Filter{})
	for i, measure := range []safety.Measure{safety.NoAction, safety.Warned, safety.Warned, safety.NoAction, safety.Warned} {
		k.Clock.Set(testkit.Start.Add(time.Hour))
		k.InTx(func(ctx context.Context, tx bun.Tx) error {
			return k.Safety.Decide(ctx, tx, oona.ID, open[i], safety.Decision{Measure: measure, Message: "No."})
		})
	}
	list, err := k.Safety.ReadCase(t.Context(), oona.ID, open[1])
	check(t, err)
	k.InTx(func(ctx context.Context, tx bun.Tx) error {
		return k.Safety.Appeal(ctx, tx, list.Decisions[0].ID, bob.ID, "Please")
	})
	for _, c := range []struct {
		filter safety.Filter
		want   int
	}{
		{safety.Filter{}, 7},
		{safety.Filter{Kind: "post"}, 4},
		{safety.Filter{Show: safety.Mine}, 0},
		{safety.Filter{Show: safety.Handled}, 5},
		{safety.Filter{Show: safety.Handled, Decision: safety.Warned}, 3},
		{safety.Filter{Show: safety.Handled, Decision: safety.Warned, Kind: "profile"}, 2},
		{safety.Filter{Show: safety.Handled, Decision: safety.Suspended}, 0},
		{safety.Filter{Show: safety.Appeals}, 1},
		{safety.Filter{Show: safety.Appeals, Kind: "profile"}, 0},
	} {
		ids := map[string]bool{}
		for _, id := range all(c.filter) {
			ids[id] = true
		}
		if n := len(all(c.filter)); n != c.want || len(ids) != n {
			t.Errorf("%+v: %d reports, %d different ones, not %d", c.filter, n, len(ids), c.want)
		}
	}
	page := oona.Get("/organise/reports?show=handled").Press("Show", testkit.Fill("kind", "post", "decision", "warned"))
	if n := page.Find("tbody tr").Length(); n != 1 || page.URL.Query().Get("show") != "handled" {
		t.Errorf("%d rows at %s", n, page.URL)
	}
	page.Says("A post in a discussion", "Warned")
	oona.Get("/organise/reports?show=handled&decision=removed").Says("There is no report of this sort.").Follow("Show all").Is(200, "Reports")
	oona.Get("/organise/reports?kind=nonsense&decision=x&after=~&show=y").Is(200, "Reports")
}
