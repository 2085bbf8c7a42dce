package safety

import (
	"context"
	"errors"
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
// a form shows it and keeps what was typed. Whoever calls it hands what became of
// their transaction to Refused.
func (s *Safety) Reach(ctx context.Context, tx bun.Tx, by, to string) error {
	if by == to {
		return fault.Because(fault.Invalid, "safety.yourself")
	}
	return s.reach(ctx, tx, by, stranger{to: to})
}

// ReachOutside is Reach for a letter to an address, whoever it belongs to: a
// member who is written to by their address is counted like anybody else, so that
// what is refused tells nothing. person stands for the address.
func (s *Safety) ReachOutside(ctx context.Context, tx bun.Tx, by, person string) error {
	return s.reach(ctx, tx, by, stranger{person: person})
}

// stranger is a member, or what stands for an address.
type stranger struct{ to, person string }

func (s *Safety) reach(ctx context.Context, tx bun.Tx, by string, who stranger) error {
	m, err := s.members.Lock(ctx, tx, by) // two messages at the same time are two
	if err != nil {
		return err
	}
	now := s.Now()
	may := settled
	if now.Before(m.JoinedAt.Add(newFor)) {
		may = newcomer
	}
	times, again, err := reached(ctx, tx, by, who, now.Add(-7*day))
	if err != nil || again {
		return err
	}
	if until, max, span := may.full(times, now); !until.IsZero() {
		s.refused.add(refusalRow{ByID: by, RefusedAt: now})
		words := ctx
		if !locale.Speaks(ctx) {
			if words, err = s.Speak(ctx, m.Language); err != nil {
				return err
			}
		}
		return fault.Because(fault.TooMany, "safety.reach."+span, "max", max, "when", locale.DateTime(words, until))
	}
	return upsertReach(ctx, tx, by, who, now)
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

func (r *refusals) add(rows ...refusalRow) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.list) < 1000 {
		r.list = append(r.list, rows...)
	}
}

func (r *refusals) take() []refusalRow {
	r.mu.Lock()
	defer r.mu.Unlock()
	list := r.list
	r.list = nil
	return list
}

// Refused takes what became of a transaction in which Reach was called, and gives
// it back. Where somebody was refused that is written down now, when the
// transaction is undone: organisers see who tries again and again.
func (s *Safety) Refused(ctx context.Context, err error) error {
	if errors.Is(err, fault.TooMany) {
		return errors.Join(err, s.keepRefusals(ctx))
	}
	return err
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
	err := s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewInsert().Model(&list).Exec(ctx)
		return err
	})
	if err != nil {
		s.refused.add(list...)
	}
	return err
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
