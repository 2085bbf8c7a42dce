package safety

import (
	"context"
	"errors"
	"net/http"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/web"
)

// appealView is what the person decided on sees: the decision, never the report.
type appealView struct {
	token    string
	decision Decision
	contact  string
	form     *form.Form
}

func (s *Safety) openAppeal(r *http.Request) (v appealView, memberID string, err error) {
	v.token = r.PathValue("token")
	ids, err := s.Keys.OpenLink(s.Now(), appealLink, v.token)
	if err != nil {
		return v, "", err
	}
	if len(ids) != 2 {
		return v, "", fault.NotFound
	}
	if v.decision, err = s.decision(r.Context(), s.DB, ids[0]); err != nil {
		return v, "", err
	}
	if v.decision.About != ids[1] {
		return v, "", fault.NotFound // erased since
	}
	v.contact = s.Networks.Contact(r.Context())
	return v, ids[1], nil
}

func (s *Safety) appealPage(w http.ResponseWriter, r *http.Request) error {
	v, _, err := s.openAppeal(r)
	if err != nil {
		return err
	}
	v.form = form.With()
	return web.OK(w, r, appealPage(v))
}

func (s *Safety) appeal(w http.ResponseWriter, r *http.Request) error {
	v, memberID, err := s.openAppeal(r)
	if err != nil {
		return err
	}
	if v.form, err = form.Read(r); err != nil {
		return err
	}
	words := v.form.Text("words", form.Required("safety.appeal.words.missing"), form.Max(MaxText))
	if !v.form.OK() {
		return web.Unprocessable(w, r, appealPage(v))
	}
	err = s.DB.InTx(r.Context(), func(ctx context.Context, tx bun.Tx) error {
		return s.Appeal(ctx, tx, v.decision.ID, memberID, words)
	})
	if err != nil && !errors.Is(err, fault.Conflict) { // sent twice: the page says what stands
		return err
	}
	return web.Redirect(w, r, "/appeal/"+v.token, "")
}

// secondView is what the safeguarding contact sees: all but who reported.
type secondView struct {
	token    string
	decision Decision
	report   Report
	subject  string
	form     *form.Form
}

func (s *Safety) openSecond(r *http.Request) (v secondView, err error) {
	ctx := r.Context()
	v.token = r.PathValue("token")
	ids, err := s.Keys.OpenLink(s.Now(), secondLink, v.token)
	if err != nil {
		return v, err
	}
	if v.decision, err = s.decision(ctx, s.DB, ids[0]); err != nil {
		return v, err
	}
	row, err := reportRowByID(ctx, s.DB, v.decision.ReportID)
	if err != nil {
		return v, err
	}
	if v.report, err = s.open(row); err != nil {
		return v, err
	}
	if say := s.subjects[row.SubjectKind].Say; say != nil {
		v.subject, _ = say(ctx, row.SubjectID)
	}
	return v, nil
}

func (s *Safety) secondPage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.openSecond(r)
	if err != nil {
		return err
	}
	v.form = form.With()
	return web.OK(w, r, secondPage(v))
}

// second is the answer of the safeguarding contact, who was asked because no
// organiser may answer. It is taken also where one may by now: they are a second
// person as well.
func (s *Safety) second(w http.ResponseWriter, r *http.Request) error {
	v, err := s.openSecond(r)
	if err != nil {
		return err
	}
	if v.form, err = form.Read(r); err != nil {
		return err
	}
	a := readAnswer(v.form)
	if !v.form.OK() {
		return web.Unprocessable(w, r, secondPage(v))
	}
	err = s.DB.InTx(r.Context(), func(ctx context.Context, tx bun.Tx) error {
		d, err := s.lockDecision(ctx, tx, v.decision.ID)
		if err != nil {
			return err
		}
		if _, can, err := s.secondEyes(ctx, tx, d); err != nil || !can {
			return errors.Join(err, fault.Forbidden)
		}
		return s.answer(ctx, tx, d, "", a)
	})
	if err != nil && !errors.Is(err, fault.Conflict) {
		return err
	}
	return web.Redirect(w, r, "/second/"+v.token, "")
}
