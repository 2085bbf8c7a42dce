package network_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/network"
	"cuppa.example/internal/testkit"
)

func current(t *testing.T, k *testkit.Kit) network.Network {
	t.Helper()
	n, err := k.Networks.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAnUnknownZoneIsUTC(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"Europe/London": "Europe/London", "Mars/Olympus": "UTC", "": "UTC", "../../etc/passwd": "UTC"} {
		for range 2 { // the second comes from memory
			if got := (network.Network{TimeZone: name}).Zone().String(); got != want {
				t.Errorf("%q: %s", name, got)
			}
		}
	}
}

// A network begins once: a second process that starts at the same time, or a
// later start, changes nothing.
func TestANetworkBeginsOnce(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	before := current(t, k)
	if err := k.Networks.Begin(t.Context(), network.Network{Name: "Another"}); err != nil {
		t.Fatal(err)
	}
	fresh := network.New(k.DB, k.Clock.Now, func() string { return "x" }) // remembers nothing
	if got, err := fresh.Current(t.Context()); err != nil || got.Name != before.Name || got.ID != before.ID {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestAChangeIsSeenAtOnceAndKeepsWhatItIs(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	before := current(t, k)
	n := before
	n.Name, n.CreatedAt = "Tea", time.Time{}
	if err := k.Networks.Change(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	if got := current(t, k); got.Name != "Tea" || !got.CreatedAt.Equal(before.CreatedAt) || k.Networks.Name(t.Context()) != "Tea" {
		t.Errorf("%+v", got)
	}
	n.Name = "Coffee"
	broken := errors.New("broken")
	if err := k.Networks.Change(t.Context(), n, func(context.Context, bun.Tx) error { return broken }); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
	if got := current(t, k); got.Name != "Tea" {
		t.Errorf("half of a change is left: %+v", got)
	}
}

// Changes of which there may be one at a time wait for each other.
func TestTheLockHolds(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	before := current(t, k).Contact
	var hands sync.WaitGroup
	inside, most := 0, 0
	var mu sync.Mutex
	count := func(by int) {
		mu.Lock()
		defer mu.Unlock()
		inside += by
		most = max(most, inside)
	}
	for range 8 {
		hands.Go(func() {
			err := k.DB.InTx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
				if err := k.Networks.Lock(ctx, tx); err != nil {
					return err
				}
				count(1)
				defer count(-1)
				_, err := tx.NewRaw("UPDATE networks SET contact = contact || 'x'").Exec(ctx)
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	hands.Wait()
	fresh := network.New(k.DB, k.Clock.Now, func() string { return "x" })
	if n, err := fresh.Current(t.Context()); err != nil || most != 1 || n.Contact != before+"xxxxxxxx" {
		t.Errorf("%d at a time, %q, %v", most, n.Contact, err)
	}
}
