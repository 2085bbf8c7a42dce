package circle

import (
	"context"
	"net/http"
	"strconv"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/web"
)

// learntView is what a circle writes about what it learnt.
type learntView struct {
	in     *inside
	learnt Learnt
	form   *form.Form
}

func (s *Circles) learntPage(w http.ResponseWriter, r *http.Request, in *inside) error {
	l, err := s.learnt(r.Context(), s.DB, in.ID)
	if err := ignore(err); err != nil {
		return err
	}
	return web.OK(w, r, learntPage(learntView{in, l, form.With()}))
}

func (s *Circles) writePage(w http.ResponseWriter, r *http.Request, in *inside) error {
	l, err := s.learnt(r.Context(), s.DB, in.ID)
	if err := ignore(err); err != nil {
		return err
	}
	if !in.Open() {
		return web.Redirect(w, r, in.Path()+"/learnt", "")
	}
	f := form.With("text", l.Text, "version", strconv.FormatInt(l.Version, 10))
	if l.Closing {
		f.Set("closing", "yes")
	}
	return web.OK(w, r, writePage(learntView{in, l, f}))
}

func (s *Circles) write(w http.ResponseWriter, r *http.Request, in *inside) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	text := f.Text("text", form.Required("circle.learnt.missing"), form.Max(maxLearnt))
	version, _ := strconv.ParseInt(f.Value("version"), 10, 64)
	if f.OK() {
		err = s.WriteLearnt(r.Context(), in.ID, in.me.MemberID, text, version, f.Ticked("closing"))
		if isFault(err, errChanged) {
			key, args, _ := fault.Sentence(err)
			f.Fail("", key, args...)
			err = nil
		}
	}
	if err != nil {
		return err
	}
	if !f.OK() {
		l, err := s.learnt(r.Context(), s.DB, in.ID)
		if err := ignore(err); err != nil {
			return err
		}
		f.Set("version", strconv.FormatInt(l.Version, 10))
		return web.Unprocessable(w, r, writePage(learntView{in, l, f}))
	}
	return web.Redirect(w, r, in.Path()+"/learnt", "done.circle.learnt")
}

func (s *Circles) answerLearnt(w http.ResponseWriter, r *http.Request, in *inside) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	version, _ := strconv.ParseInt(f.Value("version"), 10, 64)
	err = s.AnswerLearnt(r.Context(), in.ID, in.me.MemberID, Answer(f.Value("answer")), version)
	if key, args, ok := fault.Sentence(err); ok {
		f.Fail("", key, args...)
		l, err := s.learnt(r.Context(), s.DB, in.ID)
		if err := ignore(err); err != nil {
			return err
		}
		return web.Unprocessable(w, r, learntPage(learntView{in, l, f}))
	}
	return did(w, r, err, in.Path()+"/learnt", "done.circle.answered")
}

// publicView is what everybody can read of what a circle learnt.
type publicView struct {
	circle Circle
	learnt Learnt
	names  []string
}

func (s *Circles) publicLearnt(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	l, err := s.learnt(ctx, s.DB, r.PathValue("id"))
	if err == nil && !l.Public() {
		err = fault.NotFound
	}
	if err != nil {
		return err
	}
	v := publicView{learnt: l}
	if v.circle, err = circleByID(ctx, s.DB, l.CircleID); err != nil {
		return err
	}
	people, err := s.members.Many(ctx, s.DB, v.circle.Here())
	if err != nil {
		return err
	}
	for _, id := range v.circle.Here() {
		if m := people[id]; l.Answers[id] == Yes && m.Name != "" {
			v.names = append(v.names, m.Name)
		}
	}
	return web.OK(w, r, publicLearntPage(v))
}

// answers are who has said what about the page.
func (v learntView) answers(ctx context.Context) []govuk.SummaryRow {
	var rows []govuk.SummaryRow
	for _, id := range v.in.Here() {
		a := v.learnt.Answers[id]
		key := string(a)
		if a == Pending {
			key = "pending"
		}
		rows = append(rows, govuk.SummaryRow{Key: v.in.name(ctx, id), Value: locale.T(ctx, "circle.learnt.answer."+key)})
	}
	return rows
}
