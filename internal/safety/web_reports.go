package safety

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// people finds the names that a page of reports needs.
func (s *Safety) people(ctx context.Context, reports []Report, often []Eager) (map[string]member.Member, error) {
	var ids []string
	for _, r := range reports {
		ids = append(ids, r.By, r.About, r.HandledBy, r.TakenBy)
	}
	for _, e := range often {
		ids = append(ids, e.MemberID)
	}
	return s.members.Many(ctx, s.DB, ids)
}

// nameOf is somebody's name, or that they were deleted.
func nameOf(ctx context.Context, people map[string]member.Member, id string) string {
	if m, ok := people[id]; ok && m.Name != "" {
		return m.Name
	}
	return locale.T(ctx, "safety.deleted")
}

func (s *Safety) queuePage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	query := r.URL.Query()
	show := Show(query.Get("show"))
	if !slices.Contains([]Show{Mine, Appeals, Handled}, show) {
		show = Waiting
	}
	list, next, err := s.Queue(ctx, member.Must(ctx).ID, show, query.Get("after"))
	if err != nil {
		return err
	}
	often, err := s.Eager(ctx)
	if err != nil {
		return err
	}
	people, err := s.people(ctx, list, often)
	if err != nil {
		return err
	}
	if next != "" {
		more := url.Values{"after": {next}}
		if show != Waiting {
			more.Set("show", string(show))
		}
		next = "/organise/reports?" + more.Encode()
	}
	return web.OK(w, r, queuePage(list, people, show, next, often))
}
