package circle

import (
	"context"
	"net/http"
	"slices"

	"cuppa.example/internal/discussion"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// inside is somebody who looks at a circle that they are in.
type inside struct {
	Circle
	me     Person
	people map[string]member.Member // everybody who is or has been in it
	// blocked are whom the visitor has blocked: what they write is folded.
	blocked map[string]bool
}

// page is a page of a circle, for those who are in it. To everybody else there
// is no such circle, organisers included.
func (s *Circles) page(h func(w http.ResponseWriter, r *http.Request, in *inside) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		in, err := s.look(r.Context(), r.PathValue("id"), member.Must(r.Context()).ID)
		if err != nil {
			return err
		}
		return h(w, r, in)
	}
}

// caring is a page for the facilitator only.
func (s *Circles) caring(h func(w http.ResponseWriter, r *http.Request, in *inside) error) web.Handler {
	return s.page(func(w http.ResponseWriter, r *http.Request, in *inside) error {
		if in.me.Role != Facilitator {
			return fault.Because(fault.Forbidden, "circle.only_facilitator")
		}
		return h(w, r, in)
	})
}

func (s *Circles) look(ctx context.Context, id, memberID string) (*inside, error) {
	c, err := circleByID(ctx, s.DB, id)
	if err != nil {
		return nil, err
	}
	me, in := c.Person(memberID)
	if !in || c.State == Forming {
		return nil, fault.NotFound
	}
	ids := make([]string, len(c.People))
	for i, p := range c.People {
		ids[i] = p.MemberID
	}
	people, err := s.members.Many(ctx, s.DB, ids)
	if err != nil {
		return nil, err
	}
	view := &inside{Circle: c, me: me, people: people, blocked: map[string]bool{}}
	blocks, err := s.safety.Blocks(ctx, s.DB, memberID)
	for _, b := range blocks {
		view.blocked[b.OtherID] = true
	}
	return view, err
}

// away are those who are in the circle and whom the visitor has blocked: where there
// is somebody, the visitor stays away from its calls.
func (in *inside) away() []string {
	return slices.DeleteFunc(in.Here(), func(id string) bool { return !in.blocked[id] })
}

// name is what a member is called; somebody who was erased has no name.
func (in *inside) name(ctx context.Context, memberID string) string {
	return called(ctx, in.people[memberID].Name)
}

func called(ctx context.Context, name string) string {
	if name == "" {
		return locale.T(ctx, "circle.somebody")
	}
	return name
}

// tab is a part of a circle that has its own pages.
type tab struct {
	path string // below the circle's
	key  string
	// facilitator is that nobody else has it.
	facilitator bool
}

// tabs are the sub-navigation, in its order.
var tabs = []tab{
	{"", "circle.tab.circle", false},
	{discussionTab, "circle.tab.discussion", false},
	{"/calls", "circle.tab.calls", false},
	{"/one-to-ones", "circle.tab.rota", false},
	{"/turns", "circle.tab.turns", false},
	{"/people", "circle.tab.people", false},
	{"/learnt", "circle.tab.learnt", false},
	{"/care", "circle.tab.care", true},
}

// nav is the sub-navigation of a circle; current is the path of a tab.
func (in *inside) nav(ctx context.Context, current string) []govuk.NavItem {
	var items []govuk.NavItem
	for _, t := range tabs {
		if t.facilitator && in.me.Role != Facilitator {
			continue
		}
		href := in.Path() + t.path
		if t.path == discussionTab {
			href = discussion.Path(in.ID)
		}
		items = append(items, govuk.NavItem{Text: locale.T(ctx, t.key), Href: href, Current: t.path == current})
	}
	return items
}

// props are a page's, below the circle's name; heading is a message key.
func (in *inside) props(ctx context.Context, heading string) govuk.PageProps {
	text := locale.T(ctx, heading)
	return govuk.PageProps{Title: text + " – " + in.Name, Heading: text, Caption: in.Name, Back: "/circles", NoIndex: true}
}

// present are those who are in it now, the facilitator first.
func (in *inside) present() []Person {
	var list []Person
	for _, p := range in.People {
		if p.Here() {
			list = append(list, p)
		}
	}
	slices.SortStableFunc(list, func(a, b Person) int {
		return boolToInt(b.Role == Facilitator) - boolToInt(a.Role == Facilitator)
	})
	return list
}

func boolToInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
