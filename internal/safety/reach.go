package safety

import (
	"context"
	"sync"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/locale"
)

// allowance is to how many strangers somebody may write.
type allowance struct{ day, week int }

// How many strangers a member may write to. A stranger is somebody with whom
// they share no conversation, relationship or circle.
const (
	// newFor is how long a member is new. Who joins in order to advertise does it
	// at once; who joins to learn reads first.
	newFor = 7 * 24 * time.Hour
	// oftenRefused is how many refusals in a week organisers are shown: one or two
	// happen to anybody who is keen.
	oftenRefused = 3
)

var (
	// newcomer is for the first days: enough to ask a mentor, be turned down and
	// ask twice more on the same day.
	newcomer = allowance{day: 3, week: 6}
	// settled is for everybody else. Nobody has ten new conversations in a day;
	// twenty-five in a week is a facilitator who invites people to two circles.
	settled = allowance{day: 10, week: 25}
)

const day = 24 * time.Hour

// Reach is called before a message to a stranger is kept. It counts them once
// a week, however many messages they get, and refuses with fault.TooMany when it is too
// many in a day or in a week. Its sentence says when they may write to the next;
// a form shows it and keeps what was typed.
func (s *Safety) Reach(ctx context.Context, tx bun.Tx, by, to string) error {
	if by == to {
		return fault.Because(fault.Invalid, "safety.yourself")
	}
	m, err := s.members.Lock(ctx, tx, by) // two messages at the same time are two
	if err != nil {
		return err
	}
	now := s.Now()
	may := settled
	if now.Before(m.JoinedAt.Add(newFor)) {
		may = newcomer
	}
	times, again, err := reached(ctx, tx, by, to, now.Add(-7*day))
	if err != nil || again {
		return err
	}
	if until, max, span := may.full(times, now); !until.IsZero() {
		s.refused.add(by, now)
		words := ctx
		if !locale.Speaks(ctx) {
			if words, err = s.Speak(ctx, m.Language); err != nil {
				return err
			}
		}
		return fault.Because(fault.TooMany, "safety.reach."+span, "max", max, "when", locale.DateTime(words, until))
	}
	return upsertReach(ctx, tx, reachRow{ByID: by, ToID: to, ReachedAt: now})
}

// full says until when nobody new may be written to, or a zero time; times are
// when the others were last written to, within a week, newest first.
func (a allowance) full(times []time.Time, now time.Time) (until time.Time, max int, span string) {
	if len(times) >= a.week {
		return times[a.week-1].Add(7 * day), a.week, "week"
	}
	if len(times) >= a.day && now.Before(times[a.day-1].Add(day)) {
		return times[a.day-1].Add(day), a.day, "day"
	}
	return time.Time{}, 0, ""
}

// refusals are kept in memory for a moment: the transaction in which somebody
// was refused is undone, and nothing that is written in it stays.
type refusals struct {
	mu   sync.Mutex
	list []refusalRow
}

func (r *refusals) add(by string, at time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.list) < 1000 {
		r.list = append(r.list, refusalRow{ByID: by, RefusedAt: at})
	}
}

func (r *refusals) take() []refusalRow {
	r.mu.Lock()
	defer r.mu.Unlock()
	list := r.list
	r.list = nil
	return list
}

// keepRefusals writes down who was refused since the last time.
func (s *Safety) keepRefusals(ctx context.Context) error {
	list := s.refused.take()
	if len(list) == 0 {
		return nil
	}
	for i := range list {
		list[i].ID = s.NewID()
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewInsert().Model(&list).Exec(ctx)
		return err
	})
}

// Eager is somebody who was refused often.
type Eager struct {
	MemberID string
	Times    int
	Last     time.Time
}

// Eager lists who tried to write to more strangers than they may, three times
// or more within a week.
func (s *Safety) Eager(ctx context.Context) ([]Eager, error) {
	if err := s.keepRefusals(ctx); err != nil {
		return nil, err
	}
	return eager(ctx, s.DB, s.Now().Add(-7*day), oftenRefused)
}
