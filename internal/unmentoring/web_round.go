package unmentoring

import (
	"net/http"
	"slices"
	"time"

	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// roundView is a round as its organisers see it.
type roundView struct {
	round     Round
	programme Programme
	numbers   Numbers
	draw      Draw
	labels    map[string]string
	letters   roundLetters
	now       time.Time
}

func (s *Programmes) roundView(r *http.Request) (roundView, error) {
	v := roundView{now: s.Now()}
	var err error
	ctx := r.Context()
	if v.round, v.programme, err = s.Round(ctx, r.PathValue("id")); err != nil {
		return v, err
	}
	if v.numbers, err = s.RoundNumbers(ctx, v.round.ID); err != nil {
		return v, err
	}
	if v.round.DrawID != "" {
		if v.draw, err = drawHead(ctx, s.DB, v.round.DrawID); err != nil {
			return v, err
		}
	}
	if v.letters, err = s.roundLetters(ctx, v.round, v.numbers); err != nil {
		return v, err
	}
	v.labels, err = s.fieldLabels(ctx, s.DB)
	return v, err
}

func (s *Programmes) roundPage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.roundView(r)
	if err != nil {
		return err
	}
	return web.OK(w, r, roundPage(v))
}

func (s *Programmes) cancelPage(w http.ResponseWriter, r *http.Request) error {
	round, p, err := s.Round(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	if round.Begun() || round.Over() {
		return errBegun
	}
	return web.OK(w, r, cancelPage(round, p))
}

func (s *Programmes) cancelRound(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	if err := s.Cancel(r.Context(), id); err != nil {
		return err
	}
	return web.Redirect(w, r, "/organise/rounds/"+id, "done.unmentoring.cancelled")
}

// peopleView is a page of a round's people.
type peopleView struct {
	round     Round
	programme Programme
	filter    string
	search    string
	entries   []Entry
	members   map[string]member.Member
	next      string
}

// shown are the filters of a round's people, in order.
var shown = []string{"all", "in", "out", "none", string(Placed), string(Waiting), string(LeftOut), string(TakenOut)}

func (s *Programmes) peoplePage(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), form.Query(r)
	v := peopleView{filter: q.Value("show"), search: q.Line("q")}
	if !slices.Contains(shown, v.filter) {
		v.filter = "all"
	}
	var err error
	if v.round, v.programme, err = s.Round(ctx, r.PathValue("id")); err != nil {
		return err
	}
	f := EntryFilter{After: q.Value("after")}
	switch v.filter {
	case "all":
	case "in", "out", "none":
		f.Answer = v.filter
	default:
		f.Place = Place(v.filter)
	}
	if v.search != "" {
		found, err := s.members.List(ctx, member.Filter{Search: v.search, Size: pageSize})
		if err != nil {
			return err
		}
		f.Members = []string{""}
		for _, m := range found.Members {
			f.Members = append(f.Members, m.ID)
		}
	}
	if v.entries, err = pageOfEntries(ctx, s.DB, v.round.ID, f, pageSize+1); err != nil {
		return err
	}
	if len(v.entries) > pageSize {
		v.entries = v.entries[:pageSize]
		v.next = v.entries[pageSize-1].MemberID
	}
	ids := make([]string, len(v.entries))
	for i, e := range v.entries {
		ids[i] = e.MemberID
	}
	if v.members, err = s.members.Many(ctx, s.DB, ids); err != nil {
		return err
	}
	return web.OK(w, r, peoplePage(v))
}
