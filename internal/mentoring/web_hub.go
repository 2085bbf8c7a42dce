package mentoring

import (
	"context"
	"net/http"

	"github.com/uptrace/bun"

	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// hub is everything of one member.
type hub struct {
	offers []Offer
	seeks  []Seek
	asked  []line // what they asked
	got    []line // what they are asked
	waits  []place
	coach  bool
}

// line is a request in a list.
type line struct {
	Request
	name string
}

type place struct {
	Wait
	name string
	n    int
}

// shownRequests are the latest that a list shows.
const shownRequests = 30

func (s *Mentorings) hubPage(w http.ResponseWriter, r *http.Request) error {
	h, err := s.hub(r.Context(), member.Must(r.Context()))
	if err != nil {
		return err
	}
	return web.OK(w, r, hubTempl(h))
}

func (s *Mentorings) hub(ctx context.Context, me member.Member) (h hub, err error) {
	if h.offers, err = offers(ctx, s.DB, "member_id = ? AND ended_at IS NULL", me.ID); err != nil {
		return h, err
	}
	if h.seeks, err = s.seeks(ctx, s.DB, "member_id = ? AND ended_at IS NULL", me.ID); err != nil {
		return h, err
	}
	asked, err := requests(ctx, s.DB, "from_id = ?", me.ID)
	if err != nil {
		return h, err
	}
	got, err := requests(ctx, s.DB, "to_id = ? AND NOT mute", me.ID)
	if err != nil {
		return h, err
	}
	for _, r := range asked[:min(shownRequests, len(asked))] {
		name, err := s.called(ctx, s.DB, r)
		if err != nil {
			return h, err
		}
		h.asked = append(h.asked, line{r, name})
	}
	if h.got, err = s.named(ctx, s.DB, got[:min(shownRequests, len(got))]); err != nil {
		return h, err
	}
	if h.coach, err = s.isCoach(ctx, s.DB, me.ID); err != nil {
		return h, err
	}
	h.waits, err = s.places(ctx, me.ID)
	return h, err
}

// named are requests with who made them.
func (s *Mentorings) named(ctx context.Context, tx bun.IDB, list []Request) ([]line, error) {
	var ids []string
	for _, r := range list {
		ids = append(ids, r.FromID)
	}
	people, err := s.members.Many(ctx, tx, ids)
	lines := make([]line, len(list))
	for i, r := range list {
		lines[i] = line{r, people[r.FromID].Name}
	}
	return lines, err
}

// places are where a member stands in line.
func (s *Mentorings) places(ctx context.Context, memberID string) ([]place, error) {
	own, err := waits(ctx, s.DB, "member_id = ? AND ended_at IS NULL", memberID)
	if err != nil {
		return nil, err
	}
	var list []place
	for _, w := range own {
		o, err := offerByID(ctx, s.DB, w.OfferID)
		if err != nil {
			return nil, err
		}
		m, err := s.members.ByID(ctx, o.MemberID)
		if err != nil {
			return nil, err
		}
		p := place{Wait: w, name: m.Name}
		if p.n, err = placeInLine(ctx, s.DB, w); err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, nil
}
