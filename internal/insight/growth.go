package insight

import (
	"context"
	"time"
)

// Month is how the network changed in a month.
type Month struct {
	Begins       time.Time
	Joined, Left int
	Members      int // at its end
}

// months is how many months are shown.
const months = 24

// growth is the last months, up to this one, in a zone.
func (s *Insight) growth(ctx context.Context, zone *time.Location) ([]Month, error) {
	first, err := s.members.FirstJoined(ctx, s.DB)
	if err != nil || first.IsZero() {
		return nil, err
	}
	times := monthsBetween(first.In(zone), s.Now().In(zone))
	before, changes, err := s.members.Growth(ctx, s.DB, times)
	list := make([]Month, len(changes))
	for i, c := range changes {
		before += c.Joined - c.Left
		list[i] = Month{Begins: times[i], Joined: c.Joined, Left: c.Left, Members: before}
	}
	return list, err
}

// monthsBetween are the beginnings of the months from first to now, and of the
// one after: of the last two years where there are more.
func monthsBetween(first, now time.Time) []time.Time {
	begin := func(y int, m time.Month) time.Time { return time.Date(y, m, 1, 0, 0, 0, 0, now.Location()) }
	earliest := begin(now.Year(), now.Month()-(months-1))
	at := begin(first.Year(), first.Month())
	if at.Before(earliest) {
		at = earliest
	}
	times := []time.Time{at}
	for !at.After(now) {
		at = begin(at.Year(), at.Month()+1)
		times = append(times, at)
	}
	return times
}
