package intake

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

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
