package member_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/uptrace/bun"

	"cuppa.example/internal/member"
	"cuppa.example/internal/testkit"
)

func TestGrowthCountsWhoCameAndWent(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	month := func(n int) time.Time { return time.Date(2027, time.Month(n), 1, 0, 0, 0, 0, time.UTC) }
	tx := func(f func(ctx context.Context, tx bun.Tx) error) { t.Helper(); k.InTx(f) }

	k.Member("Ann Lee")
	bob, cat, dan := k.Member("Bob Roe"), k.Member("Cat Moe"), k.Member("Dan Poe")
	k.Clock.Set(month(2))
	k.Member("Eve Day")
	tx(func(ctx context.Context, tx bun.Tx) error { return k.Members.Leave(ctx, tx, bob.ID) })
	tx(func(ctx context.Context, tx bun.Tx) error { return k.Members.Leave(ctx, tx, cat.ID) })
	k.Clock.Set(month(3))
	tx(func(ctx context.Context, tx bun.Tx) error { return k.Members.Erase(ctx, tx, cat.ID) }) // had left before
	tx(func(ctx context.Context, tx bun.Tx) error { return k.Members.Erase(ctx, tx, dan.ID) })
	tx(func(ctx context.Context, tx bun.Tx) error { // Bob comes back
		_, err := k.Members.Join(ctx, tx, testkit.Address("Bob Roe"), member.Details{Name: "Bob Roe"}, true)
		return err
	})
	tx(func(ctx context.Context, tx bun.Tx) error { return k.Members.Pause(ctx, tx, bob.ID, time.Time{}) }) // no leaving

	before, changes, err := k.Members.Growth(t.Context(), k.DB, []time.Time{month(1), month(2), month(3), month(4)})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]member.Change{{Joined: 4}, {Joined: 1, Left: 1}, {Left: 1}}, changes); diff != "" || before != 0 {
		t.Errorf("%d before; want -, got +:\n%s", before, diff)
	}
	before, changes, err = k.Members.Growth(t.Context(), k.DB, []time.Time{month(2), month(3)})
	if err != nil || before != 4 || len(changes) != 1 {
		t.Errorf("from February: %d before, %v, %v", before, changes, err)
	}
	if first, err := k.Members.FirstJoined(t.Context(), k.DB); err != nil || !first.Equal(testkit.Start) {
		t.Errorf("the first joined on %v, %v", first, err)
	}
}

func TestAffiliationsAreOfThoseWhoGaveOne(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	k.Member("Ann Lee")
	bob := k.Member("Bob Roe", testkit.Works("Ashby Council"))
	cat := k.Member("Cat Moe", func(d *member.Details) { d.Region = "North" })
	got, err := k.Members.Affiliations(t.Context(), k.DB)
	want := map[string]member.Affiliation{bob.ID: {OrganisationID: bob.OrganisationID}, cat.ID: {Region: "North"}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v; want -, got +:\n%s", err, diff)
	}
}
