package insight

import (
	"context"
	"slices"
	"time"

	"cuppa.example/internal/member"
)

// aMinute is how old a list may be that looks at every member.
const aMinute = time.Minute

// unconnected are the active members who have met nobody yet, as far as anybody
// said: whoever has waited longest first.
func (s *Insight) unconnected(ctx context.Context) ([]string, error) {
	return s.unmet.get("", s.Now(), func() ([]string, time.Duration, error) {
		ids, err := s.members.ActiveIDs(ctx, s.DB)
		if err != nil {
			return nil, 0, err
		}
		ids, err = s.talks.Unmet(ctx, s.DB, ids)
		return ids, aMinute, err
	})
}

// Waiting is somebody who has met nobody yet.
type Waiting struct {
	member.Member
	Times int // they were put together with somebody
}

// waitingAmong describes some of those who have met nobody yet.
func (s *Insight) waitingAmong(ctx context.Context, ids []string) ([]Waiting, error) {
	people, err := s.members.Many(ctx, s.DB, ids)
	if err != nil {
		return nil, err
	}
	times, err := s.talks.Times(ctx, s.DB, ids)
	if err != nil {
		return nil, err
	}
	var list []Waiting
	for _, id := range ids {
		if m, ok := people[id]; ok && m.State == member.Active {
			list = append(list, Waiting{m, times[id]})
		}
	}
	return list, nil
}

// perPage is how many rows a page of a list has.
const perPage = 50

// pageOf is a part of a list, and how many parts there are. A page that does not
// exist is the nearest that does.
func pageOf[T any](list []T, page int) (part []T, at, pages int) {
	pages = max(1, (len(list)+perPage-1)/perPage)
	at = min(max(1, page), pages)
	part = list[(at-1)*perPage : min(at*perPage, len(list))]
	return slices.Clip(part), at, pages
}
