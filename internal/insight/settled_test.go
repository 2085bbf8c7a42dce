package insight_test

import (
	"context"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/testkit"
)

func TestASettledRoundIsCountedOnce(t *testing.T) {
	t.Parallel()
	f := fill(testkit.New(t), 60, 4)
	table := func() string {
		f.Insight.Forget() // as a program that starts again
		p := f.organiser.Get("/organise/insight/rounds.csv")
		if p.Status != 200 {
			t.Fatalf("it answers %d", p.Status)
		}
		return string(p.Body)
	}
	counted := table()
	for range 2 {
		f.Clock.Set(f.Now().Add(25 * time.Hour))
		if err := f.Insight.Tick(t.Context(), f.Now()); err != nil {
			t.Fatal(err)
		}
	}
	var ids []string
	if err := f.DB.NewRaw("SELECT round_id FROM insight_settled ORDER BY round_id").Scan(t.Context(), &ids); err != nil {
		t.Fatal(err)
	}
	settled := 0
	for i, r := range f.rounds {
		is := r.State == "closed" && !f.Now().Before(r.EndAt.Add(14*day))
		if is {
			settled++
		}
		if has := i < len(ids) && ids[i] == r.ID; is != has {
			t.Errorf("round %d: settled %t, counted for good %t", r.Number, is, has)
		}
	}
	if settled < 2 || settled == len(f.rounds) {
		t.Fatalf("%d of %d rounds are settled: this shows nothing", settled, len(f.rounds))
	}
	if after := table(); after != counted {
		t.Errorf("counted for good:\n%s\ncounted before:\n%s", after, counted)
	}
	change := func(round string) string {
		f.InTx(func(ctx context.Context, tx bun.Tx) error {
			_, err := tx.NewRaw("UPDATE conversations SET state = 'cancelled' WHERE source_id = ?", round).Exec(ctx)
			return err
		})
		return table()
	}
	if change(f.rounds[0].ID) != counted {
		t.Error("a settled round was counted again")
	}
	if change(f.rounds[3].ID) == counted {
		t.Error("the round that goes on was not counted again")
	}
}
