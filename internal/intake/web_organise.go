package intake

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// listSize is how many intakes organisers see on a page.
const listSize = 30

func (s *Intakes) organisePage(w http.ResponseWriter, r *http.Request) error {
	page, _ := strconv.Atoi(r.URL.Query().Get("page"))
	page = max(page, 1)
	list, total, err := newest(r.Context(), s.DB, page, listSize)
	if err != nil {
		return err
	}
	return web.OK(w, r, organisePage(list, page, max(1, int(total+listSize-1)/listSize)))
}

// newPage suggests dates: three weeks to sign up, one to choose, one to look.
func (s *Intakes) newPage(w http.ResponseWriter, r *http.Request) error {
	f := form.With("kind", string(Mentoring))
	today := s.Now().In(locale.Zone(r.Context()))
	for name, days := range map[string]int{"sign_up_until": 21, "choose_until": 28, "answer_by": 35} {
		f.SetDate(name, workingDay(today.AddDate(0, 0, days)))
	}
	return web.OK(w, r, newPage(f))
}

// workingDay is the day itself, or the Monday after a weekend.
func workingDay(day time.Time) time.Time {
	for day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		day = day.AddDate(0, 0, 1)
	}
	return day
}

func (s *Intakes) create(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	d := Draft{
		Title: f.Line("title", form.Required("intake.title.missing"), form.Max(MaxTitle)), Purpose: f.Text("purpose", form.Required("intake.purpose.missing"), form.Max(MaxPurpose)),
		Kind: Kind(f.Choice("kind", "intake.kind.missing", string(Mentoring), string(Coaching))),
	}
	after := s.Now()
	for _, date := range []struct {
		name string
		at   *time.Time
	}{{"sign_up_until", &d.SignUpUntil}, {"choose_until", &d.ChooseUntil}, {"answer_by", &d.AnswerBy}} {
		*date.at = evening(r.Context(), f, date.name)
		if !date.at.IsZero() && !date.at.After(after) {
			f.Fail(date.name, "intake."+date.name+".later")
		}
		if !date.at.IsZero() {
			after = *date.at
		}
	}
	if !f.OK() {
		return web.Unprocessable(w, r, newPage(f))
	}
	i, err := s.Create(r.Context(), member.Must(r.Context()).ID, d)
	if err != nil {
		return err
	}
	return web.Redirect(w, r, "/organise/intakes/"+i.ID, "done.intake.created")
}

// evening is 5pm of the date in a form, as the clocks of the network show it.
func evening(ctx context.Context, f *form.Form, name string) time.Time {
	zone := locale.Zone(ctx)
	day := f.Date(name, zone)
	if day.IsZero() {
		if f.Error(ctx, name) == "" {
			f.Fail(name, "intake."+name+".missing")
		}
		return day
	}
	day = day.In(zone)
	return time.Date(day.Year(), day.Month(), day.Day(), 17, 0, 0, 0, zone).UTC()
}

// overview is an intake as organisers see it.
type overview struct {
	Intake
	counts  map[Side]int64
	places  int
	learner []personRow
	helper  []personRow
	link    string
}

type personRow struct {
	entrant
	member member.Member
}

func (s *Intakes) overviewPage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	i, err := s.ByID(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	f, err := s.field(ctx, s.DB, i)
	if err != nil {
		return err
	}
	v := overview{Intake: i, counts: map[Side]int64{Learner: int64(len(f.learners)), Helper: int64(len(f.helpers))}, link: s.URL("/intakes/" + i.ID)}
	if v.places, err = places(ctx, s.DB, i.ID); err != nil {
		return err
	}
	v.learner, v.helper = f.rows(f.learners), f.rows(f.helpers)
	return web.OK(w, r, overviewPage(v))
}

func (f *field) rows(list []entrant) []personRow {
	rows := make([]personRow, len(list))
	for n, e := range list {
		rows[n] = personRow{e, f.members[e.MemberID]}
	}
	slices.SortFunc(rows, func(a, b personRow) int {
		return cmp.Or(cmp.Compare(a.member.NameKey, b.member.NameKey), cmp.Compare(a.MemberID, b.MemberID))
	})
	return rows
}

func (s *Intakes) cancelPage(w http.ResponseWriter, r *http.Request) error {
	i, err := s.ByID(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.OK(w, r, cancelPage(i, form.With()))
}

func (s *Intakes) cancel(w http.ResponseWriter, r *http.Request) error {
	i, err := s.ByID(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	why := f.Text("why", form.Required("intake.cancel.why.missing"), form.Max(MaxAbout))
	if !f.OK() {
		return web.Unprocessable(w, r, cancelPage(i, f))
	}
	if err := s.Cancel(r.Context(), i.ID, why); err != nil {
		return err
	}
	return web.Redirect(w, r, "/organise/intakes/"+i.ID, "done.intake.cancelled")
}

// preview is a draw as organisers look at it.
type preview struct {
	Intake
	rows    []pairRow // who has somebody, by the helper's name
	nobody  []pairRow
	free    []personRow // helpers with places left
	left    map[string]int64
	form    *form.Form
	ranked  int // learners who ranked somebody
	granted int // of these, who got one of them
}

type pairRow struct {
	Match
	learner, helper member.Member
	why             string
}

func (s *Intakes) preview(ctx context.Context, id string) (v preview, f *field, err error) {
	if v.Intake, err = s.ByID(ctx, id); err != nil {
		return v, nil, err
	}
	if v.State != Drawn && v.State != Published {
		return v, nil, fault.NotFound
	}
	if f, err = s.field(ctx, s.DB, v.Intake); err != nil {
		return v, nil, err
	}
	list, err := matches(ctx, s.DB, id)
	if err != nil {
		return v, nil, err
	}
	v.form, v.left = form.With(), map[string]int64{}
	for _, h := range f.helpers {
		v.left[h.MemberID] = h.Places
	}
	ranked := map[string]bool{}
	for w, place := range f.places {
		if w.side == Learner && place > RuledOut {
			ranked[w.by] = true
		}
	}
	for _, m := range list {
		row := pairRow{m, f.members[m.LearnerID], f.members[m.HelperID], f.explain(ctx, m)}
		if ranked[m.LearnerID] {
			v.ranked++
			if f.places[way{m.LearnerID, Learner, m.HelperID}] > RuledOut {
				v.granted++
			}
		}
		if m.HelperID == "" {
			v.nobody = append(v.nobody, row)
			continue
		}
		v.left[m.HelperID]--
		v.rows = append(v.rows, row)
	}
	for _, h := range f.rows(f.helpers) {
		if v.left[h.MemberID] > 0 {
			v.free = append(v.free, h)
		}
	}
	byName := func(a, b pairRow) int {
		return cmp.Or(cmp.Compare(a.helper.NameKey, b.helper.NameKey), cmp.Compare(a.learner.NameKey, b.learner.NameKey))
	}
	slices.SortFunc(v.rows, byName)
	slices.SortFunc(v.nobody, byName)
	return v, f, nil
}

func (s *Intakes) drawPage(w http.ResponseWriter, r *http.Request) error {
	v, _, err := s.preview(r.Context(), r.PathValue("id"))
	if errors.Is(err, fault.NotFound) && v.ID != "" {
		return web.Redirect(w, r, "/organise/intakes/"+v.ID, "")
	}
	if err != nil {
		return err
	}
	return web.OK(w, r, drawPage(v))
}

func (s *Intakes) drawAgain(w http.ResponseWriter, r *http.Request) error {
	if err := s.DrawAgain(r.Context(), r.PathValue("id")); err != nil {
		return err
	}
	return web.Redirect(w, r, "/organise/intakes/"+r.PathValue("id")+"/draw", "done.intake.drawn")
}

func (s *Intakes) publishNow(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	seen, _ := strconv.ParseInt(f.Value("seen"), 10, 64)
	if err := s.Publish(r.Context(), r.PathValue("id"), seen); err != nil {
		return err
	}
	return web.Redirect(w, r, "/organise/intakes/"+r.PathValue("id")+"/draw", "done.intake.published")
}

// moving is the page on which one learner is given somebody else.
type moving struct {
	preview
	row     pairRow
	choices []candidate
	form    *form.Form
}

func (s *Intakes) moving(r *http.Request) (v moving, err error) {
	ctx := r.Context()
	var f *field
	if v.preview, f, err = s.preview(ctx, r.PathValue("id")); err != nil {
		return v, err
	}
	learner := find(f.learners, r.PathValue("member"))
	if learner == nil || v.State != Drawn {
		return v, fault.NotFound
	}
	for _, row := range slices.Concat(v.rows, v.nobody) {
		if row.LearnerID == learner.MemberID {
			v.row = row
		}
	}
	for _, h := range f.helpers {
		free := v.left[h.MemberID] > 0 || h.MemberID == v.row.HelperID
		if free && f.may(learner.MemberID, h.MemberID) {
			m := Match{LearnerID: learner.MemberID, HelperID: h.MemberID}
			v.choices = append(v.choices, candidate{entrant: h, member: f.members[h.MemberID], whois: f.whois(ctx, h.MemberID) + ". " + f.explain(ctx, m)})
		}
	}
	slices.SortFunc(v.choices, func(a, b candidate) int { return cmp.Compare(a.member.NameKey, b.member.NameKey) })
	v.form = form.With("helper", cmp.Or(v.row.HelperID, nobody))
	return v, nil
}

// nobody is the choice of taking somebody out.
const nobody = "nobody"

func (s *Intakes) movePage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.moving(r)
	if err != nil {
		return err
	}
	return web.OK(w, r, movePage(v))
}

func (s *Intakes) move(w http.ResponseWriter, r *http.Request) error {
	v, err := s.moving(r)
	if err != nil {
		return err
	}
	if v.form, err = form.Read(r); err != nil {
		return err
	}
	allowed := []string{nobody}
	for _, c := range v.choices {
		allowed = append(allowed, c.MemberID)
	}
	helper := v.form.Choice("helper", "intake.move.missing", allowed...)
	seen, _ := strconv.ParseInt(v.form.Value("seen"), 10, 64)
	if !v.form.OK() {
		return web.Unprocessable(w, r, movePage(v))
	}
	if helper == nobody {
		helper = ""
	}
	err = s.Move(r.Context(), v.ID, v.row.LearnerID, helper, seen)
	if errors.Is(err, errMoved) || errors.Is(err, errNoPlace) {
		key, args, _ := fault.Sentence(err)
		v.form.Fail("helper", key, args...)
		return web.Unprocessable(w, r, movePage(v))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, "/organise/intakes/"+v.ID+"/draw", "done.intake.moved")
}
