package safety

import (
	"context"
	"net/http"
	"net/url"

	"github.com/uptrace/bun"

	"cuppa.example/internal/form"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// people finds the names that a page of reports needs.
func (s *Safety) people(ctx context.Context, reports []Report, notes []Note, often ...Eager) (map[string]member.Member, error) {
	var ids []string
	for _, r := range reports {
		ids = append(ids, r.By, r.About, r.HandledBy)
	}
	for _, n := range notes {
		ids = append(ids, n.By)
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

func (s *Safety) queuePage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	query := r.URL.Query()
	handled := query.Get("show") == "handled"
	list, next, err := s.Queue(ctx, member.Must(ctx).ID, handled, query.Get("after"))
	if err != nil {
		return err
	}
	often, err := s.Eager(ctx)
	if err != nil {
		return err
	}
	people, err := s.people(ctx, list, nil, often...)
	if err != nil {
		return err
	}
	if next != "" {
		more := url.Values{"after": {next}}
		if handled {
			more.Set("show", "handled")
		}
		next = "/organise/reports?" + more.Encode()
	}
	return web.OK(w, r, queuePage(list, people, handled, next, often))
}

func (s *Safety) reportPage(w http.ResponseWriter, r *http.Request) error {
	page, err := s.readReport(r, form.With())
	if err != nil {
		return err
	}
	return web.OK(w, r, reportPage(page))
}

// reportView is what the page of one report shows.
type reportView struct {
	report                   Report
	notes                    []Note
	people                   map[string]member.Member
	subjectText, subjectHref string
	form                     *form.Form
}

func (s *Safety) readReport(r *http.Request, f *form.Form) (v reportView, err error) {
	ctx := r.Context()
	v.form = f
	v.report, v.notes, err = s.Read(ctx, member.Must(ctx).ID, r.PathValue("id"))
	if err != nil {
		return v, err
	}
	if subject := s.subjects[v.report.SubjectKind]; subject.Say != nil {
		v.subjectText, v.subjectHref = subject.Say(ctx, v.report.SubjectID)
	}
	v.people, err = s.people(ctx, []Report{v.report}, v.notes)
	return v, err
}

func (s *Safety) annotate(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	text := f.Text("note", form.Required("safety.note.missing"), form.Max(MaxText))
	if !f.OK() {
		page, err := s.readReport(r, f)
		if err != nil {
			return err
		}
		return web.Unprocessable(w, r, reportPage(page))
	}
	return s.act(w, r, "done.safety.noted", func(ctx context.Context, tx bun.Tx, organiserID, reportID string) error {
		return s.Annotate(ctx, tx, organiserID, reportID, text)
	})
}

func (s *Safety) close(w http.ResponseWriter, r *http.Request) error {
	return s.act(w, r, "done.safety.closed", func(ctx context.Context, tx bun.Tx, organiserID, reportID string) error {
		return s.Close(ctx, tx, organiserID, reportID)
	})
}

func (s *Safety) reopen(w http.ResponseWriter, r *http.Request) error {
	return s.act(w, r, "done.safety.reopened", func(ctx context.Context, tx bun.Tx, organiserID, reportID string) error {
		return s.Reopen(ctx, tx, organiserID, reportID)
	})
}

// act does something about the report in the path and shows it again.
func (s *Safety) act(w http.ResponseWriter, r *http.Request, done string, do func(ctx context.Context, tx bun.Tx, organiserID, reportID string) error) error {
	id := r.PathValue("id")
	err := s.DB.InTx(r.Context(), func(ctx context.Context, tx bun.Tx) error {
		return do(ctx, tx, member.Must(ctx).ID, id)
	})
	if err != nil {
		return err
	}
	return web.Redirect(w, r, "/organise/reports/"+id, done)
}
