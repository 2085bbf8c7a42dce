package unmentoring

import (
	"context"
	"net/http"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/web"
)

// offered is a programme on a list of organisers.
type offered struct {
	Programme
	current []Round // that are not over
	rounds  int
}

func (s *Programmes) organisePage(w http.ResponseWriter, r *http.Request) error {
	list, err := s.List(r.Context())
	if err != nil {
		return err
	}
	var all []offered
	for _, p := range list {
		rs, err := rounds(r.Context(), s.DB, p.ID)
		if err != nil {
			return err
		}
		o := offered{Programme: p, rounds: len(rs)}
		for _, round := range rs {
			if !round.Over() {
				o.current = append(o.current, round)
			}
		}
		all = append(all, o)
	}
	return web.OK(w, r, organisePage(all))
}

func (s *Programmes) newPage(w http.ResponseWriter, r *http.Request) error {
	return s.showSettings(w, r, http.StatusOK, settings{
		form: starting(r.Context(), s.Now()), isNew: true, action: "/organise/programmes/new", back: "/organise/programmes",
	})
}

func (s *Programmes) showSettings(w http.ResponseWriter, r *http.Request, status int, v settings) error {
	var err error
	if v.fields, err = s.members.Fields(r.Context(), s.DB); err != nil {
		return err
	}
	return web.Render(w, r, status, settingsPage(v))
}

func (s *Programmes) create(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	fields, err := s.members.Fields(r.Context(), s.DB)
	if err != nil {
		return err
	}
	p := s.read(r.Context(), f, Programme{CreatedBy: me(r).ID}, 1, fields)
	if !f.OK() {
		return s.showSettings(w, r, http.StatusUnprocessableEntity, settings{
			form: f, isNew: true, action: "/organise/programmes/new", back: "/organise/programmes", open: unfold(r.Context(), f),
		})
	}
	p, err = s.Create(r.Context(), p, f.Value("begin") != "later")
	if err != nil {
		return err
	}
	return web.Redirect(w, r, "/organise/programmes/"+p.ID, "done.unmentoring.created")
}

// unfold reports whether something is wrong in the part that is folded away.
func unfold(ctx context.Context, f *form.Form) bool {
	for _, p := range f.Problems(ctx) {
		switch p.Field {
		case "title", "purpose", "cadence", "dates", "first":
		default:
			return true
		}
	}
	return false
}

// overview is a programme as its organisers see it.
type overview struct {
	programme Programme
	coming    []Dates
	number    int // of the first of them
	rounds    []Round
	numbers   map[string]Numbers
	counts    map[MembershipState]int
	labels    map[string]string
	now       time.Time
}

// coming is how many rounds of the calendar are shown.
const coming = 6

func (s *Programmes) overviewPage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	p, err := s.Programme(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	v := overview{programme: p, numbers: map[string]Numbers{}, now: s.Now()}
	if v.rounds, err = rounds(ctx, s.DB, p.ID); err != nil {
		return err
	}
	v.number = len(v.rounds) + 1
	if p.State == Running {
		v.coming = s.calendar(ctx, p, v.number)
	}
	for _, round := range v.rounds[:min(len(v.rounds), 12)] {
		if v.numbers[round.ID], err = s.RoundNumbers(ctx, round.ID); err != nil {
			return err
		}
	}
	if v.counts, err = membershipCounts(ctx, s.DB, p.ID); err != nil {
		return err
	}
	if v.labels, err = s.fieldLabels(ctx, s.DB); err != nil {
		return err
	}
	return web.OK(w, r, overviewPage(v))
}

// calendar is the next rounds that can still begin in time.
func (s *Programmes) calendar(ctx context.Context, p Programme, number int) []Dates {
	zone := s.where(ctx)
	first, ok := s.next(p, number, zone)
	if !ok {
		return nil
	}
	return append([]Dates{first}, p.Calendar(first.Day, number+1, coming-1, zone)...)
}

func (s *Programmes) settingsPage(w http.ResponseWriter, r *http.Request) error {
	p, err := s.Programme(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	if p.State == Ended {
		return fault.Conflict
	}
	return s.showSettings(w, r, http.StatusOK, settings{
		form: filled(p), open: true, action: "/organise/programmes/" + p.ID + "/settings", back: "/organise/programmes/" + p.ID,
	})
}

func (s *Programmes) changeSettings(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	p, err := s.Programme(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	if p.State == Ended {
		return fault.Conflict
	}
	fields, err := s.members.Fields(ctx, s.DB)
	if err != nil {
		return err
	}
	number, err := lastNumber(ctx, s.DB, p.ID)
	if err != nil {
		return err
	}
	path := "/organise/programmes/" + p.ID
	if p = s.read(ctx, f, p, number+1, fields); !f.OK() {
		return s.showSettings(w, r, http.StatusUnprocessableEntity, settings{form: f, open: true, action: path + "/settings", back: path})
	}
	if err := s.Change(ctx, p); err != nil {
		return err
	}
	return web.Redirect(w, r, path, "done.unmentoring.saved")
}

func (s *Programmes) endPage(w http.ResponseWriter, r *http.Request) error {
	p, err := s.Programme(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.OK(w, r, endPage(p))
}

func (s *Programmes) setState(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	to := ProgrammeState(f.Choice("state", "form.choice", string(Running), string(Halted), string(Ended)))
	if !f.OK() {
		return fault.Invalid
	}
	id := r.PathValue("id")
	if err := s.SetState(r.Context(), id, to); err != nil {
		return err
	}
	return web.Redirect(w, r, "/organise/programmes/"+id, "done.unmentoring.state."+string(to))
}

func (s *Programmes) beginNow(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	if err := s.BeginNow(r.Context(), id); err != nil {
		return err
	}
	return web.Redirect(w, r, "/organise/programmes/"+id, "done.unmentoring.begun")
}

// BeginNow opens the sign-up of a programme's next round before its time.
func (s *Programmes) BeginNow(ctx context.Context, id string) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		p, err := s.lockProgramme(ctx, tx, id)
		if err != nil {
			return err
		}
		before := p.LastDay
		if p.State != Running {
			return fault.Conflict
		}
		if p, err = s.begin(ctx, tx, p, true); err == nil && p.LastDay == before {
			err = fault.Because(fault.Conflict, "unmentoring.error.no_date")
		}
		return err
	})
}
