package discussion

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/member"
	"cuppa.example/internal/safety"
	"cuppa.example/internal/site"
	"cuppa.example/internal/web"
)

// Discussions is all rooms.
type Discussions struct {
	site.Site
	members *member.Members
	safety  *safety.Safety
	owners  map[string]Owner
	writing *web.Limiter // posts by author
	live    *live

	previews []preview

	// Pace is how often what is live looks around.
	Pace Pace
}

// New makes the store of rooms, and says what becomes of it when somebody
// leaves the network or is erased.
func New(s site.Site, members *member.Members, safe *safety.Safety) *Discussions {
	d := &Discussions{
		Site: s, members: members, safety: safe, owners: map[string]Owner{},
		writing: web.NewLimiter(30, 2*time.Second), Pace: defaultPace,
	}
	d.live = newLive(d)
	d.Preview("/discussions/{id}", d.previewRoom)
	d.Preview("/discussions/{id}/posts/{post}", d.previewPost)
	safe.Subject(reportKind, d.reportable())
	members.OnErase(d.erase)
	members.OnLeave(d.depart)
	return d
}

// Open makes a room. Nobody is in it yet.
func (s *Discussions) Open(ctx context.Context, tx bun.IDB, r Room) error {
	r.Changes, r.OpenedAt, r.ClosedAt = 0, s.Now(), time.Time{}
	if err := insertRoom(ctx, tx, r); err != nil {
		return fmt.Errorf("open a room: %w", err)
	}
	return nil
}

// Join lets people into a room. They read what was written before, and nothing
// of it counts as unread. Whoever is in it already stays as they are; whoever
// had left comes back.
func (s *Discussions) Join(ctx context.Context, tx bun.IDB, roomID string, memberIDs ...string) error {
	r, err := s.lock(ctx, tx, roomID)
	if err != nil {
		return err
	}
	for _, id := range memberIDs {
		p := Person{RoomID: roomID, MemberID: id, JoinedAt: s.Now(), ReadSeq: r.Changes, ToldSeq: r.Changes, Email: Daily}
		if err := join(ctx, tx, p); err != nil {
			return fmt.Errorf("join a room: %w", err)
		}
	}
	return nil
}

// Leave takes people out of a room. What they wrote stays, with their name;
// they do not see it any more. Their pages stop listening.
func (s *Discussions) Leave(ctx context.Context, tx bun.IDB, roomID string, memberIDs ...string) error {
	if _, err := s.lock(ctx, tx, roomID); err != nil {
		return err
	}
	return leave(ctx, tx, roomID, s.Now(), memberIDs)
}

// Close makes a room read only. Letters that wait still go out.
func (s *Discussions) Close(ctx context.Context, tx bun.IDB, roomID string) error {
	if _, err := s.lock(ctx, tx, roomID); err != nil {
		return err
	}
	_, err := tx.NewRaw("UPDATE discussion_rooms SET closed_at = ? WHERE id = ? AND closed_at IS NULL", s.Now(), roomID).Exec(ctx)
	return err
}

// Activity is when each member last wrote in a room. Whoever never did is not
// in it; what they deleted counts.
func (s *Discussions) Activity(ctx context.Context, tx bun.IDB, roomID string) (map[string]time.Time, error) {
	return activity(ctx, tx, roomID)
}

// In finds a room for somebody who is in it; to everybody else there is none.
func (s *Discussions) In(ctx context.Context, tx bun.IDB, roomID, memberID string) (Room, Person, error) {
	r, err := roomByID(ctx, tx, roomID)
	if err != nil {
		return Room{}, Person{}, err
	}
	p, err := present(ctx, tx, roomID, memberID)
	return r, p, err
}

// EndStreams ends all events, for good: the program is about to stop.
func (s *Discussions) EndStreams() { s.live.close() }

// depart takes somebody who leaves the network out of all rooms.
func (s *Discussions) depart(ctx context.Context, tx bun.Tx, memberID string) error {
	_, err := tx.NewRaw("UPDATE discussion_people SET left_at = ?, mail_at = NULL, here_at = NULL WHERE member_id = ? AND left_at IS NULL",
		s.Now(), memberID).Exec(ctx)
	return err
}
