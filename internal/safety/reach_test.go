package safety_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/testkit"
)

func sprint(v any) string { return fmt.Sprintf("%+v", v) }

func reach(k *testkit.Kit, by, to string) error {
	return k.DB.InTx(k.T.Context(), func(ctx context.Context, tx bun.Tx) error { return k.Safety.Reach(ctx, tx, by, to) })
}

// strangers are members without a browser.
func strangers(k *testkit.Kit, n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = k.Member(fmt.Sprintf("Stranger %d", i)).ID
	}
	return list
}

func TestWritingToStrangersHasALimit(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	oona, ann, people := k.Organiser("Oona Osei"), k.Member("Ann Lee"), strangers(k, 30)
	may := func(want int, from int) {
		t.Helper()
		for i := range want {
			if err := reach(k, ann.ID, people[from+i]); err != nil {
				t.Fatalf("stranger %d: %v", from+i, err)
			}
			check(t, reach(k, ann.ID, people[from+i])) // a second message to the same person
		}
		err := reach(k, ann.ID, people[from+want])
		if key, _, _ := fault.Sentence(err); !errors.Is(err, fault.TooMany) || !strings.HasPrefix(key, "safety.reach.") {
			t.Fatalf("after %d: %v", from+want, err)
		}
	}
	may(3, 0) // new members: three a day, six a week
	k.Clock.Set(testkit.Start.Add(24*time.Hour - time.Second))
	may(0, 3)
	k.Clock.Set(testkit.Start.Add(24 * time.Hour))
	may(3, 3)
	k.Clock.Set(testkit.Start.Add(3 * 24 * time.Hour))
	may(0, 6)
	oona = testkit.Person{Member: oona.Member, Browser: k.SignIn(oona.ID)}
	oona.Get("/organise/reports").Says("Ann Lee", "4 times")
	k.Clock.Set(testkit.Start.Add(7 * 24 * time.Hour)) // no longer new; three of the week before are over
	may(10, 6)
	if err := reach(k, ann.ID, ann.ID); !errors.Is(err, fault.Invalid) {
		t.Errorf("oneself: %v", err)
	}
}

func TestTheLimitHoldsWhenManyAreSentAtOnce(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann, people := k.Member("Ann Lee"), strangers(k, 12)
	var went atomic.Int64
	var wait sync.WaitGroup
	for _, to := range people {
		wait.Add(1)
		go func() {
			defer wait.Done()
			if reach(k, ann.ID, to) == nil {
				went.Add(1)
			}
		}()
	}
	wait.Wait()
	if went.Load() != 3 {
		t.Errorf("%d messages went", went.Load())
	}
}
