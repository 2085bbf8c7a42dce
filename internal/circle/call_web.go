package circle

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/meeting"
	"cuppa.example/internal/member"
	"cuppa.example/internal/schedule"
	"cuppa.example/internal/web"
)

// callRoutes are the calls of a circle. The pages of one of them are the same
// for who signed in and for who holds the link of a letter.
func (s *Circles) callRoutes(m *web.Mux) {
	m.Handle(web.Member, "GET /circles/{id}/calls", s.page(s.callsPage))
	m.Handle(web.Member, "GET /circles/{id}/calls/new", s.page(s.newCallPage))
	m.Handle(web.Member, "POST /circles/{id}/calls/new", s.page(s.newCall))
	for _, door := range []struct {
		access web.Access
		prefix string
	}{{web.Link, callDoor + "{token}"}, {web.Member, "/circles/{id}/calls/{call}"}} {
		handle := func(method, sub string, h func(http.ResponseWriter, *http.Request, *callVisit) error) {
			m.Handle(door.access, method+" "+door.prefix+sub, s.calling(h))
		}
		handle("GET", "", s.callPage)
		handle("POST", "/answer", s.answerCall)
		handle("POST", "/pick", s.pickTime)
		handle("GET", "/change", s.changeCallPage)
		handle("POST", "/change", s.changeCall)
		handle("POST", "/cancel", s.cancelCall)
		handle("GET", "/link", s.callLinkPage)
		handle("POST", "/link", s.callLink)
		handle("GET", "/join", s.joinCall)
		handle("GET", "/after", s.afterPage)
		handle("POST", "/after", s.after)
	}
}

// visit is somebody who looks at one thing in a circle: signed in, or through
// the link of a letter, which opens that one thing and nothing else.
type visit struct {
	*inside
	base   string // the path of the thing, as this visitor came
	linked bool
	now    time.Time
}

// visiting finds out whose page of what it is. kind is of the link's door, name
// the wildcard of the thing's id; find gives the circle that it is in.
func (s *Circles) visiting(r *http.Request, kind, name string, find func(ctx context.Context, id string) (circleID string, err error)) (*visit, string, error) {
	ctx := r.Context()
	id, base := r.PathValue(name), r.URL.Path
	var memberID string
	token := r.PathValue("token")
	if token != "" {
		var err error
		if id, memberID, err = s.openDoor(kind, token); err != nil {
			return nil, "", err
		}
		base = kind + token
	} else {
		memberID = member.Must(ctx).ID
	}
	circleID, err := find(ctx, id)
	if err != nil {
		return nil, "", err
	}
	if token == "" && circleID != r.PathValue("id") {
		return nil, "", fault.NotFound
	}
	in, err := s.look(ctx, circleID, memberID)
	if err != nil {
		return nil, "", err
	}
	if m := in.people[memberID]; m.State != member.Active && m.State != member.Paused {
		return nil, "", fault.Gone
	}
	return &visit{inside: in, base: base, linked: token != "", now: s.Now()}, id, nil
}

// callVisit is somebody who looks at a call.
type callVisit struct {
	*visit
	k                  Call
	room               string
	typed              bool // whoever calls gives the link
	about, link, notes string
}

func (s *Circles) calling(h func(http.ResponseWriter, *http.Request, *callVisit) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		v := &callVisit{}
		var err error
		v.visit, _, err = s.visiting(r, callDoor, "call", func(ctx context.Context, id string) (string, error) {
			v.k, err = callByID(ctx, s.DB, id)
			return v.k.CircleID, err
		})
		if err != nil {
			return err
		}
		if !v.linked {
			v.base = v.Path() + "/calls/" + v.k.ID
		}
		service, err := s.Meeting(r.Context())
		if err != nil {
			return err
		}
		v.about, v.link, v.notes = s.open(v.k.About, v.k.purpose("about")), s.open(v.k.Link, v.k.purpose("link")), s.open(v.k.Notes, v.k.purpose("notes"))
		v.room, v.typed = service.Room(v.k.ID, v.link), service.Typed() && len(v.away()) == 0
		return h(w, web.In(r, v.people[v.me.MemberID].Language), v)
	}
}

// back is where one comes from: the circle's calls, for who signed in.
func (v *visit) back(tab string) string {
	if v.linked {
		return ""
	}
	return v.Path() + tab
}

func (v *callVisit) picks() bool   { return v.Open() && v.k.picker(v.Circle, v.me.MemberID) }
func (v *callVisit) polling() bool { return v.Open() && v.k.State == Polling }

// enterable is from when a time stands until a while after the end.
func (v *callVisit) enterable() bool {
	return v.Open() && v.room != "" && v.k.State == Agreed && v.now.Before(v.k.EndsAt().Add(time.Hour)) && len(v.away()) == 0
}

func (s *Circles) callPage(w http.ResponseWriter, r *http.Request, v *callVisit) error {
	f := form.With()
	if mine := v.k.Person(v.me.MemberID); !mine.AnsweredAt.IsZero() {
		pairs := []string{}
		for _, at := range mine.Can {
			pairs = append(pairs, "time", stampOf(at))
		}
		if len(mine.Can) == 0 {
			pairs = append(pairs, "time", noTime)
		}
		f = form.With(pairs...)
	}
	return web.OK(w, r, callPage(v, f))
}

// noTime is the answer that none of the times suits.
const noTime = "none"

func stampOf(at time.Time) string { return at.UTC().Format(momentLayout) }

func (s *Circles) answerCall(w http.ResponseWriter, r *http.Request, v *callVisit) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	var can []time.Time
	for _, text := range f.Values("time") {
		if at, err := time.Parse(momentLayout, text); err == nil && v.k.Times != nil {
			can = append(can, at)
		}
	}
	if len(can) == 0 && !f.Has("time", noTime) {
		f.Fail("time", "circle.call.answer.missing")
		return web.Unprocessable(w, r, callPage(v, f))
	}
	if err := s.AnswerCall(r.Context(), v.k.ID, v.me.MemberID, can); err != nil {
		return err
	}
	return web.Redirect(w, r, v.base, "done.circle.call.answered")
}

func (s *Circles) pickTime(w http.ResponseWriter, r *http.Request, v *callVisit) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	at, err := time.Parse(momentLayout, f.Value("at"))
	if err != nil || !slices.ContainsFunc(v.k.Times, at.Equal) {
		return fault.Invalid
	}
	if err := s.PickTime(r.Context(), v.k.ID, v.me.MemberID, at); err != nil {
		return err
	}
	return web.Redirect(w, r, v.base, "done.circle.call.picked")
}

func (s *Circles) changeCallPage(w http.ResponseWriter, r *http.Request, v *callVisit) error {
	if !v.picks() || v.k.State == CalledOff || v.k.Over(v.now) {
		return web.Redirect(w, r, v.base, "")
	}
	zone := schedule.Zone(r.URL.Query().Get("zone"), locale.Zone(r.Context()))
	return web.OK(w, r, changeCallPage(v, form.With(), zone))
}

func (s *Circles) changeCall(w http.ResponseWriter, r *http.Request, v *callVisit) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	zone := schedule.Zone(f.Value("zone"), locale.Zone(r.Context()))
	times := schedule.ReadTimes(f, zone, v.now)
	if f.OK() && len(times) > 1 {
		f.Fail("time", "circle.call.change.one")
	}
	if !f.OK() {
		return web.Unprocessable(w, r, changeCallPage(v, f, zone))
	}
	if err := s.PickTime(r.Context(), v.k.ID, v.me.MemberID, times[0]); err != nil {
		return err
	}
	return web.Redirect(w, r, v.base, "done.circle.call.picked")
}

func (s *Circles) cancelCall(w http.ResponseWriter, r *http.Request, v *callVisit) error {
	if err := s.CancelCall(r.Context(), v.k.ID, v.me.MemberID); err != nil {
		return err
	}
	return web.Redirect(w, r, v.base, "done.circle.call.cancelled")
}

// linkable reports whether the visitor may say where the call is.
func (v *callVisit) linkable() bool { return v.typed && v.Open() && !v.k.Over(v.now) }

func (s *Circles) callLinkPage(w http.ResponseWriter, r *http.Request, v *callVisit) error {
	if !v.linkable() {
		return web.Redirect(w, r, v.base, "")
	}
	return web.OK(w, r, callLinkPage(v, form.With("link", v.link)))
}

func (s *Circles) callLink(w http.ResponseWriter, r *http.Request, v *callVisit) error {
	if !v.linkable() {
		return web.Redirect(w, r, v.base, "")
	}
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	link := f.URL("link")
	if !f.OK() {
		return web.Unprocessable(w, r, callLinkPage(v, f))
	}
	err = s.onCall(r.Context(), v.k.ID, v.me.MemberID, func(_ context.Context, _ bun.Tx, _ Circle, k *Call) error {
		k.Link = s.Keys.Encrypt(link, k.purpose("link"))
		return nil
	})
	if err != nil {
		return err
	}
	return web.Redirect(w, r, v.base, "done.circle.call.linked")
}

// joinCall sends somebody of the circle into the room, with a token in their
// name where the service takes one.
func (s *Circles) joinCall(w http.ResponseWriter, r *http.Request, v *callVisit) error {
	if !v.enterable() {
		return web.Redirect(w, r, v.base, "")
	}
	service, err := s.Meeting(r.Context())
	if err != nil {
		return err
	}
	return web.Leave(w, r, service.Door(v.room, meeting.Guest{
		ID: v.me.MemberID, Name: v.people[v.me.MemberID].Name, Host: v.k.picker(v.Circle, v.me.MemberID),
	}))
}
