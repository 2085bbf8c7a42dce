package safety

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// caseView is what the page of one report shows.
type caseView struct {
	Case
	me                       string
	people                   map[string]member.Member
	subjectText, subjectHref string
	outside                  bool              // the reporter is no member
	removes                  bool              // taking the content away is done by the program
	seconds                  map[string]second // by decision: who may answer its appeal
	form                     *form.Form
}

// second is who may answer an appeal.
type second struct {
	mayI    bool
	anybody bool   // another organiser may
	contact string // the safeguarding contact, where no organiser may
}

func (s *Safety) casePage(w http.ResponseWriter, r *http.Request) error {
	return s.showCase(w, r, http.StatusOK, form.With())
}

func (s *Safety) showCase(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	v, err := s.readCase(r, f)
	if err != nil {
		return err
	}
	return web.Render(w, r, status, casePage(v))
}

func (s *Safety) readCase(r *http.Request, f *form.Form) (v caseView, err error) {
	ctx := r.Context()
	v.form, v.me, v.seconds = f, member.Must(ctx).ID, map[string]second{}
	if v.Case, err = s.ReadCase(ctx, v.me, r.PathValue("id")); err != nil {
		return v, err
	}
	subject := s.subjects[v.Report.SubjectKind]
	v.removes, v.outside = subject.Remove != nil, subject.Outside
	if subject.Say != nil {
		v.subjectText, v.subjectHref = subject.Say(ctx, v.Report.SubjectID)
	}
	for _, d := range v.Decisions {
		if d.Appeal == nil || !d.Appeal.DecidedAt.IsZero() {
			continue
		}
		if v.seconds[d.ID], err = s.secondOf(ctx, d, v.me); err != nil {
			return v, err
		}
	}
	v.people, err = s.caseNames(ctx, v.Case)
	return v, err
}

func (s *Safety) secondOf(ctx context.Context, d Decision, me string) (second, error) {
	row := decisionRow{ByID: d.By, AboutID: d.About, ReportID: d.ReportID}
	list, err := s.seconds(ctx, s.DB, row)
	if err != nil {
		return second{}, err
	}
	if len(list) > 0 {
		return second{mayI: slices.ContainsFunc(list, func(o member.Member) bool { return o.ID == me }), anybody: true}, nil
	}
	n, can, err := s.secondEyes(ctx, s.DB, row)
	if err != nil || !can {
		return second{}, err
	}
	return second{contact: n.SafeguardingName}, nil
}

// caseNames finds the names that the page of a report needs.
func (s *Safety) caseNames(ctx context.Context, c Case) (map[string]member.Member, error) {
	r := c.Report
	ids := []string{r.By, r.About, r.HandledBy, r.TakenBy}
	for _, n := range c.Notes {
		ids = append(ids, n.By)
	}
	for _, d := range c.Decisions {
		ids = append(ids, d.By, d.About)
		if d.Appeal != nil {
			ids = append(ids, d.Appeal.DecidedBy)
		}
	}
	for _, e := range c.Events {
		ids = append(ids, e.By)
	}
	return s.members.Many(ctx, s.DB, ids)
}

func (s *Safety) annotate(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	text := f.Text("note", form.Required("safety.note.missing"), form.Max(MaxText))
	if !f.OK() {
		return s.showCase(w, r, http.StatusUnprocessableEntity, f)
	}
	return s.act(w, r, "done.safety.noted", func(ctx context.Context, tx bun.Tx, organiserID, reportID string) error {
		return s.Annotate(ctx, tx, organiserID, reportID, text)
	})
}

func (s *Safety) take(w http.ResponseWriter, r *http.Request) error {
	return s.act(w, r, "done.safety.taken", func(ctx context.Context, tx bun.Tx, organiserID, reportID string) error {
		return s.Take(ctx, tx, organiserID, reportID, true)
	})
}

func (s *Safety) giveBack(w http.ResponseWriter, r *http.Request) error {
	return s.act(w, r, "done.safety.given_back", func(ctx context.Context, tx bun.Tx, organiserID, reportID string) error {
		return s.Take(ctx, tx, organiserID, reportID, false)
	})
}

func (s *Safety) reopen(w http.ResponseWriter, r *http.Request) error {
	return s.act(w, r, "done.safety.reopened", func(ctx context.Context, tx bun.Tx, organiserID, reportID string) error {
		return s.Reopen(ctx, tx, organiserID, reportID)
	})
}

// decide reads a decision. The date is the last day of a suspension.
func (s *Safety) decide(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	n, err := s.Networks.Current(r.Context())
	if err != nil {
		return err
	}
	var d Decision
	d.Measure = Measure(f.Choice("measure", "safety.decide.missing", string(NoAction), string(Warned), string(Content), string(Suspended), string(Expelled)))
	if d.Measure == Suspended {
		if last := f.Date("until", n.Zone()); !last.IsZero() {
			d.Until = last.AddDate(0, 0, 1)
		}
	}
	d.Message = f.Text("message", form.Max(MaxText))
	if !f.OK() {
		return s.showCase(w, r, http.StatusUnprocessableEntity, f)
	}
	err = s.act(w, r, "done.safety.decided", func(ctx context.Context, tx bun.Tx, organiserID, reportID string) error {
		return s.Decide(ctx, tx, organiserID, reportID, d)
	})
	return s.explain(w, r, f, err, map[string]string{
		"safety.decide.message.missing": "message", "safety.decide.until.missing": "until", "safety.decide.until.long": "until",
	})
}

// explain shows a refusal beside the field that it is about.
func (s *Safety) explain(w http.ResponseWriter, r *http.Request, f *form.Form, err error, fields map[string]string) error {
	key, args, said := fault.Sentence(err)
	field := fields[key]
	if !said || field == "" || !errors.Is(err, fault.Invalid) {
		return err
	}
	f.Fail(field, key, args...)
	return s.showCase(w, r, http.StatusUnprocessableEntity, f)
}

func (s *Safety) answerAppeal(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	a := readAnswer(f)
	if !f.OK() {
		return s.showCase(w, r, http.StatusUnprocessableEntity, f)
	}
	return s.act(w, r, "done.safety.appeal.decided", func(ctx context.Context, tx bun.Tx, organiserID, _ string) error {
		return s.DecideAppeal(ctx, tx, organiserID, r.PathValue("decision"), a)
	})
}

func readAnswer(f *form.Form) Answer {
	choice := f.Choice("upheld", "safety.appeal.choose", "yes", "no")
	return Answer{Upheld: choice == "yes", Words: f.Text("answer", form.Required("safety.appeal.answer.missing"), form.Max(MaxText))}
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
