package relationship

import (
	"errors"
	"net/http"
	"time"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/web"
)

func (s *Relationships) newActionPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	n, err := v.session(r)
	if err != nil {
		return err
	}
	f := form.With("owner", v.me)
	f.SetDate("due", v.now.In(v.network.Zone()).AddDate(0, 0, 21))
	return web.OK(w, r, newActionPage(v, n, f))
}

func (s *Relationships) addAction(w http.ResponseWriter, r *http.Request, v *visit) error {
	n, err := v.session(r)
	if err != nil {
		return err
	}
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	text := f.Line("text", form.Required("relationship.action.missing"), form.Max(maxAction))
	owner := f.Choice("owner", "relationship.action.owner.missing", v.r.People()...)
	due := v.readDue(f, r)
	if f.OK() {
		err := s.AddAction(r.Context(), v.r.ID, v.me, n.ID, owner, text, due)
		if err == nil {
			return web.Redirect(w, r, v.sessionPath(n), "done.relationship.action")
		}
		key, args, explained := fault.Sentence(err)
		if !errors.Is(err, fault.Invalid) || !explained {
			return err
		}
		f.Fail("text", key, args...)
	}
	return web.Unprocessable(w, r, newActionPage(v, n, f))
}

// readDue reads the day of an action: today or later, within two years.
func (v *visit) readDue(f *form.Form, r *http.Request) time.Time {
	due := f.Date("due", locale.Zone(r.Context()))
	switch {
	case f.Error(r.Context(), "due") != "":
	case due.IsZero():
		f.Fail("due", "relationship.action.due.missing")
	case due.Before(v.now.AddDate(0, 0, -1)) || due.After(v.now.AddDate(2, 0, 0)):
		f.Fail("due", "relationship.action.due.wrong")
	}
	return due.UTC()
}

// action is the one in the address.
func (v *visit) action(r *http.Request) (Action, error) {
	list, err := v.s.actions(r.Context(), v.s.DB, "a.relationship_id = ? AND a.id = ?", v.r.ID, r.PathValue("action"))
	if err == nil && len(list) == 0 {
		err = fault.NotFound
	}
	if err != nil {
		return Action{}, err
	}
	return list[0], nil
}

func (s *Relationships) actionPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	a, err := v.action(r)
	if err != nil {
		return err
	}
	f := form.With()
	f.SetDate("due", a.DueAt.In(v.network.Zone()))
	return web.OK(w, r, actionPage(v, a, f))
}

func (s *Relationships) endAction(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	if err := s.EndAction(r.Context(), v.r.ID, v.me, r.PathValue("action"), f.Value("how")); err != nil {
		return err
	}
	return web.Redirect(w, r, v.base, "done.relationship.action_ended")
}

func (s *Relationships) moveAction(w http.ResponseWriter, r *http.Request, v *visit) error {
	a, err := v.action(r)
	if err != nil {
		return err
	}
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	due := v.readDue(f, r)
	if !f.OK() {
		return web.Unprocessable(w, r, actionPage(v, a, f))
	}
	if err := s.MoveAction(r.Context(), v.r.ID, v.me, a.ID, due); err != nil {
		return err
	}
	return web.Redirect(w, r, v.base, "done.relationship.action_moved")
}
