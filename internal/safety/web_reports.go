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

// queueView is a page of the queue and how it was asked for.
type queueView struct {
	Filter
	list   []Report
	people map[string]member.Member
	kinds  []string
	next   string
	often  []Eager
}

// href is the address of the queue as it is filtered, from a place on.
func (v queueView) href(show Show, after string) string {
	q := url.Values{}
	for name, value := range map[string]string{"show": string(show), "kind": v.Kind, "decision": string(v.Decision), "after": after} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if len(q) == 0 {
		return "/organise/reports"
	}
	return "/organise/reports?" + q.Encode()
}

func (s *Safety) queuePage(w http.ResponseWriter, r *http.Request) (err error) {
	ctx := r.Context()
	query, me := r.URL.Query(), member.Must(ctx).ID
	v := queueView{Filter: Filter{Show: Show(query.Get("show")), Decision: Measure(query.Get("decision")), After: query.Get("after")}}
	if !slices.Contains([]Show{Mine, Appeals, Handled}, v.Show) {
		v.Show = Waiting
	}
	if !slices.Contains(measures, v.Decision) || v.Show == Waiting || v.Show == Mine {
		v.Decision = ""
	}
	if v.kinds, err = kinds(ctx, s.DB, me); err != nil {
		return err
	}
	if kind := query.Get("kind"); slices.Contains(v.kinds, kind) {
		v.Kind = kind
	}
	if v.list, v.next, err = s.Queue(ctx, me, v.Filter); err != nil {
		return err
	}
	if v.often, err = s.Eager(ctx); err != nil {
		return err
	}
	if v.people, err = s.people(ctx, v.list, v.often); err != nil {
		return err
	}
	return web.OK(w, r, queuePage(v))
}
