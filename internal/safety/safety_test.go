package safety_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/uptrace/bun"

	"cuppa.example/internal/testkit"
)

func TestApartHoldsBlocksAndKeptApartPairs(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	s := k.Safety
	org := k.Organiser("Olga Orr")
	a, b, c, d := k.Member("Ann Lee"), k.Member("Bob Ray"), k.Member("Cat Fox"), k.Member("Dan Poe")
	k.InTx(func(ctx context.Context, tx bun.Tx) error {
		check(t, s.Block(ctx, tx, b.ID, a.ID))
		check(t, s.Block(ctx, tx, b.ID, a.ID))
		check(t, s.Block(ctx, tx, a.ID, b.ID))
		check(t, s.KeepApart(ctx, tx, org.ID, d.ID, c.ID, "a quarrel"))
		check(t, s.KeepApart(ctx, tx, org.ID, c.ID, d.ID, "a long quarrel"))
		got, err := s.Apart(ctx, tx, []string{a.ID, b.ID, c.ID, d.ID})
		check(t, err)
		if diff := cmp.Diff([][2]string{{a.ID, b.ID}, {c.ID, d.ID}}, got); diff != "" {
			t.Error(diff)
		}
		if some, err := s.Apart(ctx, tx, []string{a.ID, c.ID}); err != nil || len(some) != 0 {
			t.Errorf("among strangers: %v %v", some, err)
		}
		for _, pair := range [][3]string{{a.ID, b.ID, "yes"}, {b.ID, a.ID, "yes"}, {d.ID, c.ID, "yes"}, {a.ID, c.ID, ""}} {
			if is, err := s.Separated(ctx, tx, pair[0], pair[1]); err != nil || is != (pair[2] == "yes") {
				t.Errorf("%v: %v %v", pair, is, err)
			}
		}
		check(t, s.Unblock(ctx, tx, a.ID, b.ID))
		if is, _ := s.Separated(ctx, tx, a.ID, b.ID); !is {
			t.Error("one took the other's block away")
		}
		check(t, s.Unblock(ctx, tx, b.ID, a.ID))
		if is, _ := s.Separated(ctx, tx, a.ID, b.ID); is {
			t.Error("the block stayed")
		}
		if s.Block(ctx, tx, a.ID, a.ID) == nil || s.KeepApart(ctx, tx, org.ID, a.ID, a.ID, "") == nil {
			t.Error("kept somebody from themselves")
		}
		return nil
	})
	kept, err := s.KeptApart(t.Context(), k.DB)
	check(t, err)
	if len(kept) != 1 || kept[0].Note != "a long quarrel" {
		t.Errorf("kept apart: %+v", kept)
	}
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
