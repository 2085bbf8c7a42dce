package mentoring

import (
	"context"
	"net/http"

	"github.com/a-h/templ"
	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/safety"
	"cuppa.example/internal/web"
)

// What somebody who was invited can do beside answering: never be written to
// again, and report the invitation. They need not be a member for either.

func (s *Mentorings) neverPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	return web.OK(w, r, neverTempl(v))
}

func (s *Mentorings) postNever(w http.ResponseWriter, r *http.Request, v *visit) error {
	if err := s.Refuse(r.Context(), v.r.ID, "none", "", true); err != nil {
		return err
	}
	return web.Redirect(w, r, v.path, "done.mentoring.never")
}

// reportable is an invitation whose sender is still there.
func (v *visit) reportable() bool { return v.r.Invitation() && v.r.FromID != "" }

func (s *Mentorings) reportPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if !v.reportable() {
		return fault.NotFound
	}
	return web.OK(w, r, v.outside(r.Context(), form.With()))
}

func (v *visit) outside(ctx context.Context, f *form.Form) templ.Component {
	return safety.OutsidePage(locale.T(ctx, "mentoring.report.what", "name", v.from.Name), v.path+"/report", f)
}

func (s *Mentorings) postReport(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := form.Read(r)
	if err == nil && !v.reportable() {
		err = fault.NotFound
	}
	if err != nil {
		return err
	}
	text := f.Text("text", form.Max(safety.MaxText))
	if !f.OK() {
		return web.Unprocessable(w, r, v.outside(r.Context(), f))
	}
	var receipt safety.Receipt
	err = s.DB.InTx(r.Context(), func(ctx context.Context, tx bun.Tx) (err error) {
		receipt, err = s.safety.Report(ctx, tx, safety.Report{
			By: v.me, About: v.r.FromID, SubjectKind: inviteKind, SubjectID: v.r.ID, Text: text, Copy: v.message,
		})
		return err
	})
	if err != nil {
		return err
	}
	return web.Redirect(w, r, receipt.Path, "")
}
