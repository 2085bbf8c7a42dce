package discussion

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/locale"
)

// Whose page listens is written down again after a while, and counts for a
// little longer: a process that was killed leaves nobody here for long.
const (
	hereEvery = 30 * time.Second
	hereFor   = 75 * time.Second
)

// changesOf is how often each of these rooms has changed.
func changesOf(ctx context.Context, tx bun.IDB, rooms []string) (map[string]int64, error) {
	var rows []struct {
		ID      string
		Changes int64
	}
	err := tx.NewRaw("SELECT id, changes FROM discussion_rooms WHERE id IN (?)", bun.List(rooms)).Scan(ctx, &rows)
	changes := make(map[string]int64, len(rows))
	for _, r := range rows {
		changes[r.ID] = r.Changes
	}
	return changes, err
}

// peopleOf are those who are in each of these rooms.
func peopleOf(ctx context.Context, tx bun.IDB, rooms []string) (map[string][]Person, error) {
	var list []Person
	err := tx.NewSelect().Model(&list).Where("p.room_id IN (?)", bun.List(rooms)).Where("p.left_at IS NULL").Order("p.room_id", "p.member_id").Scan(ctx)
	in := make(map[string][]Person, len(rooms))
	for _, id := range rooms {
		in[id] = nil
	}
	for _, p := range list {
		in[p.RoomID] = append(in[p.RoomID], p)
	}
	return in, err
}

// whoIsHere are the ids of those whose page listens.
func (s *Discussions) whoIsHere(in []Person) []string {
	var ids []string
	for _, p := range in {
		if !p.HereAt.IsZero() && s.Now().Sub(p.HereAt) < hereFor {
			ids = append(ids, p.MemberID)
		}
	}
	return ids
}

// touch writes down whose pages listen here, where that is not known or old,
// and puts it into in.
func (s *Discussions) touch(ctx context.Context, here map[string][]string, in map[string][]Person) error {
	now, old := s.Now(), map[string][]string{}
	for id, list := range in {
		for i, p := range list {
			if slices.Contains(here[id], p.MemberID) && (p.HereAt.IsZero() || now.Sub(p.HereAt) >= hereEvery) {
				old[id] = append(old[id], p.MemberID)
				list[i].HereAt = now
			}
		}
	}
	if len(old) == 0 {
		return nil
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		for _, id := range sortedKeys(old) {
			_, err := tx.NewRaw("UPDATE discussion_people SET here_at = ? WHERE room_id = ? AND member_id IN (?) AND left_at IS NULL",
				now, id, bun.List(old[id])).Exec(ctx)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func sortedKeys(m map[string][]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// gone writes down that a member's last page here listens no more.
func (s *Discussions) gone(ctx context.Context, roomID, memberID string) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewRaw("UPDATE discussion_people SET here_at = NULL WHERE room_id = ? AND member_id = ?", roomID, memberID).Exec(ctx)
		return err
	})
}

// hereLine says who is here now besides the reader, or nothing. People who are
// kept apart from the reader are not named, either way round: that looks the
// same as not being here.
func (s *Discussions) hereLine(ctx context.Context, v *reader, here []string) (string, error) {
	if len(here) == 0 {
		return "", nil
	}
	apart, err := s.safety.Apart(ctx, s.DB, append([]string{v.me.MemberID}, here...))
	if err != nil {
		return "", err
	}
	hidden := map[string]bool{v.me.MemberID: true}
	for _, pair := range apart {
		if pair[0] == v.me.MemberID || pair[1] == v.me.MemberID {
			hidden[pair[0]], hidden[pair[1]] = true, true
		}
	}
	many, err := s.members.Many(ctx, s.DB, here)
	var list []string
	for _, id := range here {
		if name := many[id].Name; name != "" && !hidden[id] {
			list = append(list, name)
		}
	}
	if err != nil || len(list) == 0 {
		return "", err
	}
	slices.Sort(list)
	return locale.T(ctx, "discussion.here", "names", and(ctx, append(list, locale.T(ctx, "discussion.you")))), nil
}

// present are the members whose pages listen in this process, by room.
func (h *live) present(in map[string][]Person) map[string][]string {
	h.mu.Lock()
	defer h.mu.Unlock()
	here := map[string][]string{}
	for id, w := range h.rooms {
		if _, looked := in[id]; !looked {
			continue
		}
		for l := range w.listeners {
			if !slices.Contains(here[id], l.member) {
				here[id] = append(here[id], l.member)
			}
		}
	}
	return here
}

// hereIn is whose pages listen to a room.
func (h *live) hereIn(roomID string) []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	if w := h.rooms[roomID]; w != nil {
		return w.here
	}
	return nil
}
