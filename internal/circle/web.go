package circle

import (
	"context"
	"net/http"
	"strings"

	"cuppa.example/internal/discussion"
	"cuppa.example/internal/form"
	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// Routes are the list, what leads to a circle, and the pages of a circle, for those
// who are in it.
func (s *Circles) Routes(m *web.Mux) {
	m.Handle(web.Public, "GET /circles", s.list)
	m.Handle(web.Member, "GET /circles/open", s.openPage)
	m.Handle(web.Member, "POST /circles/open", s.openUp)

	m.Handle(web.Public, "GET /openings/{id}", s.applyPage)
	m.Handle(web.Public, "POST /openings/{id}", s.takeApplication)
	m.Handle(web.Public, "GET /circles/sent", s.sentPage)
	m.Handle(web.Link, "GET /applications/{token}", s.appliedPage)
	m.Handle(web.Link, "POST /applications/{token}/confirm", s.confirm)
	m.Handle(web.Link, "POST /applications/{token}/withdraw", s.withdraw)
	m.Handle(web.Link, "POST /applications/{token}/accept", s.accept)
	m.Handle(web.Link, "POST /applications/{token}/decline", s.giveBackPlace)

	m.Handle(web.Member, "GET /openings/{id}/host", s.openingPage)
	m.Handle(web.Member, "GET /openings/{id}/host/change", s.changePage)
	m.Handle(web.Member, "POST /openings/{id}/host/change", s.change)
	m.Handle(web.Member, "POST /openings/{id}/host/close", s.closeNow)
	m.Handle(web.Member, "POST /openings/{id}/host/off", s.callOffOpening)
	m.Handle(web.Member, "POST /openings/{id}/host/arrange", s.arrangeTeams)
	m.Handle(web.Member, "POST /openings/{id}/host/redo", s.redo)
	m.Handle(web.Member, "GET /openings/{id}/host/send", s.sendPage)
	m.Handle(web.Member, "POST /openings/{id}/host/send", s.sendLetters)

	m.Handle(web.Member, "GET /circles/{id}", s.page(s.circle))
	m.Handle(web.Member, "GET /circles/{id}/people", s.page(s.peoplePage))
	m.Handle(web.Organiser, "GET /organise/circles", s.organisePage)
	m.Handle(web.Organiser, "GET /organise/circles/learnt/{id}", s.hiding(s.hidePage))
	m.Handle(web.Organiser, "POST /organise/circles/learnt/{id}/hide", s.hiding(s.hideNow))
	m.Handle(web.Organiser, "POST /organise/circles/learnt/{id}/show", s.hiding(s.showNow))
	s.careRoutes(m)
	s.leaveRoutes(m)
	s.callRoutes(m)
	s.promiseRoutes(m)
	s.rotaRoutes(m)
	s.turnRoutes(m)
}

// listView is the list of circles as one visitor sees it.
type listView struct {
	member bool // somebody is signed in
	mine   []Circle
	hosted []Opening
	taking []Opening
}

var stateColours = map[State]govuk.Colour{Forming: govuk.Waiting, Running: govuk.Running, Closed: govuk.Neutral}

func (s *Circles) list(w http.ResponseWriter, r *http.Request) (err error) {
	var v listView
	ctx := r.Context()
	if v.taking, err = taking(ctx, s.DB, s.Now()); err != nil {
		return err
	}
	if me, in := member.From(ctx); in {
		v.member = true
		if v.mine, err = circlesOf(ctx, s.DB, me.ID); err != nil {
			return err
		}
		if v.hosted, err = openingsOf(ctx, s.DB, me.ID); err != nil {
			return err
		}
	}
	return web.OK(w, r, listPage(v))
}

// shownPath is the circle's page, once there is one.
func (c Circle) shownPath() string {
	if c.State == Forming {
		return ""
	}
	return c.Path()
}

func (s *Circles) circle(w http.ResponseWriter, r *http.Request, in *inside) error {
	waiting, err := s.forMember(r.Context(), in)
	if err != nil {
		return err
	}
	return web.OK(w, r, circlePage(in, waiting, form.With()))
}

// forMember is what is new and what waits for somebody in one circle.
func (s *Circles) forMember(ctx context.Context, in *inside) ([]govuk.Task, error) {
	unread, err := s.rooms.Unread(ctx, in.me.MemberID, in.ID)
	if err != nil {
		return nil, err
	}
	var list []govuk.Task
	if n := unread[in.ID]; n > 0 {
		title := locale.T(ctx, "circle.new_posts", "count", n)
		if n == discussion.MaxUnread { // it counts no further
			title = locale.T(ctx, "circle.new_posts.many", "count", n-1)
		}
		list = append(list, govuk.Task{Title: title, Href: discussion.Path(in.ID)})
	}
	tasks, err := s.Waiting(ctx, in.me.MemberID)
	if err != nil {
		return nil, err
	}
	for _, t := range member.InOrder(tasks) {
		if !strings.HasPrefix(t.Href, in.Path()+"/") {
			continue // of another circle, or on this page
		}
		item := govuk.Task{Title: t.Text, Href: t.Href}
		if !t.Due.IsZero() && !t.At {
			item.Hint = locale.T(ctx, "circle.task.due", "date", locale.DayDate(ctx, t.Due))
		}
		list = append(list, item)
	}
	return list, nil
}

func (s *Circles) peoplePage(w http.ResponseWriter, r *http.Request, in *inside) error {
	return web.OK(w, r, peoplePage(in))
}

// head is the circle's own page's.
func (in *inside) head(ctx context.Context, f *form.Form) govuk.PageProps {
	p := in.props(ctx, "circle.caption")
	p.Title, p.Heading, p.Caption, p.Lede = in.Name, in.Name, locale.T(ctx, "circle.caption"), in.Purpose
	p.Errors = f.Problems(ctx)
	return p
}

func (in *inside) facts(ctx context.Context) []govuk.SummaryRow {
	rows := []govuk.SummaryRow{}
	add := func(key, value string) {
		rows = append(rows, govuk.SummaryRow{Key: locale.T(ctx, key), Value: value})
	}
	if f, ok := in.Facilitator(); ok {
		add("circle.facilitator", in.name(ctx, f.MemberID))
	}
	add("circle.rhythm", rhythmText(ctx, in.Rhythm, in.Minutes))
	add("circle.runs", locale.T(ctx, "circle.from_until", "from", locale.Date(ctx, in.StartsAt), "until", locale.Date(ctx, in.EndsAt)))
	return rows
}

func rhythmText(ctx context.Context, r Rhythm, minutes int) string {
	return locale.T(ctx, "circle.rhythm."+string(r), "minutes", minutes)
}

// work is where somebody works and as what.
func (in *inside) work(memberID string) string {
	m := in.people[memberID]
	return joined(m.Job, m.Organisation)
}

func joined(parts ...string) string {
	var list []string
	for _, p := range parts {
		if p != "" {
			list = append(list, p)
		}
	}
	return strings.Join(list, ", ")
}
