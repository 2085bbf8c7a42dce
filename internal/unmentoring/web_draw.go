package unmentoring

import (
	"context"
	"net/http"
	"strconv"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// drawView is a page of the preview.
type drawView struct {
	preview
	search string
	page   int
	early  bool // the conversations begin later than now
	far    far  // while it is drawn
	last   int  // attempts on record
}

func (s *Programmes) drawPage(w http.ResponseWriter, r *http.Request) error {
	q := form.Query(r)
	v := drawView{search: q.Line("q"), page: pageNumber(q)}
	var err error
	if v.preview, err = s.previewPage(r.Context(), r.PathValue("id"), v.search, v.page); err != nil {
		return err
	}
	if v.draw.ID == "" {
		return fault.NotFound
	}
	if v.round.State == Drawing {
		v.far = s.farOf(v.draw)
		return web.OK(w, r, drawingPage(v))
	}
	v.early = s.Now().Before(v.round.OpenAt)
	if _, _, v.last, err = s.beside(r.Context(), v.round.ID); err != nil {
		return err
	}
	return web.OK(w, r, drawPage(v))
}

func (s *Programmes) drawNow(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	if err := s.DrawNow(r.Context(), id, me(r).ID); err != nil {
		return err
	}
	done := "done.unmentoring.drawn"
	if now, _, err := s.Round(r.Context(), id); err != nil || now.State == Drawing {
		done = "" // the page says how far it is
	}
	return web.Redirect(w, r, "/organise/rounds/"+id+"/draw", done)
}

func (s *Programmes) releaseDraw(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	id, atOnce := r.PathValue("id"), f.Value("when") == "now"
	if err := s.Approve(r.Context(), id, me(r).ID, whole(f.Value("seen")), atOnce); err != nil {
		return err
	}
	done := "done.unmentoring.approved"
	if atOnce {
		done = "done.unmentoring.published"
	}
	return web.Redirect(w, r, "/organise/rounds/"+id, done)
}

func (s *Programmes) holdDraw(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	if err := s.Hold(r.Context(), id); err != nil {
		return err
	}
	return web.Redirect(w, r, "/organise/rounds/"+id+"/draw", "done.unmentoring.held")
}

// groupView is one conversation of a draw.
type groupView struct {
	preview
	group Group
}

func (s *Programmes) groupPage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := s.looking(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	number := whole(r.PathValue("number"))
	if v.groups, err = groupsNumbered(ctx, s.DB, v.draw.ID, []int{number}); err != nil {
		return err
	}
	if len(v.groups) == 0 {
		return fault.NotFound
	}
	if err := s.fill(ctx, &v); err != nil {
		return err
	}
	return web.OK(w, r, groupPage(groupView{v, v.groups[0]}))
}

// looking is the draw that is being looked at, without its conversations.
func (s *Programmes) looking(ctx context.Context, roundID string) (preview, error) {
	v := preview{people: map[int32]Drawn{}, said: map[string]Entry{}}
	var err error
	if v.round, v.programme, err = s.Round(ctx, roundID); err != nil {
		return v, err
	}
	if v.round.State != InReview {
		return v, fault.Conflict
	}
	if v.draw, err = drawHead(ctx, s.DB, v.round.DrawID); err != nil {
		return v, err
	}
	v.labels, err = s.fieldLabels(ctx, s.DB)
	return v, err
}

// moveView is where somebody can go.
type moveView struct {
	preview
	person int32
	search string
}

func (s *Programmes) movePage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	base, err := s.looking(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	v := moveView{preview: base, person: int32(whole(r.PathValue("person"))), search: form.Query(r).Line("q")}
	who, err := drawnPerson(ctx, s.DB, v.draw.ID, int(v.person))
	if err != nil {
		return err
	}
	if v.search != "" {
		v.groups, err = s.groupsNamed(ctx, v.draw.ID, v.search)
	} else {
		v.groups, err = groupsOf(ctx, s.DB, v.draw.ID, 0, 20)
	}
	if err != nil {
		return err
	}
	if err := s.fill(ctx, &v.preview); err != nil {
		return err
	}
	if _, known := v.people[v.person]; !known {
		m, err := s.members.ByID(ctx, who.MemberID)
		if err != nil {
			return err
		}
		v.people[v.person] = who
		if v.members == nil {
			v.members = map[string]member.Member{}
		}
		v.members[who.MemberID] = m
	}
	return web.OK(w, r, movePage(v))
}

func (s *Programmes) changeDraw(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	var people []int32
	for _, text := range f.Values("person") {
		n, err := strconv.ParseInt(text, 10, 32)
		if err != nil || n < 0 {
			return fault.Invalid
		}
		people = append(people, int32(n))
	}
	kind := ChangeKind(f.Choice("kind", "form.choice", string(ChangeMove), string(ChangeSwap), string(ChangeOut)))
	if !f.OK() {
		return fault.Invalid
	}
	id := r.PathValue("id")
	if err := s.ChangeDraw(r.Context(), id, me(r).ID, whole(f.Value("seen")), kind, people...); err != nil {
		return err
	}
	return web.Redirect(w, r, "/organise/rounds/"+id+"/draw", "done.unmentoring.changed."+string(kind))
}

func (s *Programmes) pinGroup(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	id, group := r.PathValue("id"), f.Value("group")
	pinned := f.Value("pinned") == "yes"
	if err := s.Pin(r.Context(), id, whole(f.Value("seen")), whole(group), pinned); err != nil {
		return err
	}
	done := "done.unmentoring.unpinned"
	if pinned {
		done = "done.unmentoring.pinned"
	}
	return web.Redirect(w, r, "/organise/rounds/"+id+"/draw", done)
}

func (s *Programmes) putBack(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	if err := s.PutBack(r.Context(), id, f.Value("member")); err != nil {
		return err
	}
	return web.Redirect(w, r, "/organise/rounds/"+id+"/draw", "done.unmentoring.put_back")
}

// attempt is a draw on record.
type attempt struct {
	Draw
	changes []Change
	names   map[int32]string
	by      string
	shown   string // instead of its digest
}

// attemptsView is everything that was drawn in a round.
type attemptsView struct {
	round     Round
	programme Programme
	attempts  []attempt
	people    map[string]member.Member
	labels    map[string]string
}

func (s *Programmes) attemptsPage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var v attemptsView
	var err error
	if v.round, v.programme, err = s.Round(ctx, r.PathValue("id")); err != nil {
		return err
	}
	list, err := draws(ctx, s.DB, v.round.ID)
	if err != nil {
		return err
	}
	var ids []string
	for _, d := range list {
		a := attempt{Draw: d, shown: s.veiled(d)}
		if a.changes, err = changes(ctx, s.DB, d.ID); err != nil {
			return err
		}
		for _, c := range a.changes {
			ids = append(ids, c.ByID)
		}
		ids = append(ids, d.DrawnBy)
		v.attempts = append(v.attempts, a)
	}
	if err := s.nameChanges(ctx, &v, ids); err != nil {
		return err
	}
	if v.labels, err = s.fieldLabels(ctx, s.DB); err != nil {
		return err
	}
	return web.OK(w, r, attemptsPage(v))
}

// nameChanges finds the names of who was moved, and by whom.
func (s *Programmes) nameChanges(ctx context.Context, v *attemptsView, ids []string) error {
	touched := make([]map[int32]string, len(v.attempts))
	for i, a := range v.attempts {
		touched[i] = map[int32]string{}
		for _, c := range a.changes {
			for _, person := range c.People {
				d, err := drawnPerson(ctx, s.DB, a.ID, int(person))
				if err != nil {
					return err
				}
				touched[i][person] = d.MemberID
				ids = append(ids, d.MemberID)
			}
		}
	}
	var err error
	if v.people, err = s.members.Many(ctx, s.DB, ids); err != nil {
		return err
	}
	for i := range v.attempts {
		a := &v.attempts[i]
		a.by, a.names = v.people[a.DrawnBy].Name, map[int32]string{}
		for person, id := range touched[i] {
			a.names[person] = v.people[id].Name
		}
	}
	return nil
}
