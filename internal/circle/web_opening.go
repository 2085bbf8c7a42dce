package circle

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// openForm is the form of an opening, new or as it is.
type openForm struct {
	form    *form.Form
	opening Opening // empty ID: a new one
}

func (s *Circles) openPage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	zone := locale.Zone(ctx)
	today := s.Now().In(zone)
	f := form.With("size", "6", "weeks", "12", "rhythm", string(Fortnightly), "minutes", "60", "circles", "many", "listed", "yes",
		"rules", locale.T(ctx, "circle.open.rules.default"), "who", locale.T(ctx, "circle.open.who.default"))
	f.SetDate("until", today.AddDate(0, 0, 21))
	f.SetDate("starts", today.AddDate(0, 0, 42))
	return web.OK(w, r, openPage(openForm{form: f}))
}

func (s *Circles) openUp(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	o, free := readOpening(r.Context(), f), timesOf(f.Values("free"))
	s.readDays(r.Context(), f, &o)
	if !f.OK() {
		return web.Unprocessable(w, r, openPage(openForm{form: f}))
	}
	o.HostID = member.Must(r.Context()).ID
	if o, err = s.OpenUp(r.Context(), o, free); err != nil {
		return err
	}
	return web.Redirect(w, r, o.Path(), "done.circle.opened")
}

func readOpening(_ context.Context, f *form.Form) Opening {
	o := Opening{
		Name:       f.Line("name", form.Required("circle.open.name.missing"), form.Max(maxName)),
		Purpose:    f.Text("purpose", form.Required("circle.open.purpose.missing"), form.Max(maxPurpose)),
		Experience: f.Text("experience", form.Required("circle.open.experience.missing"), form.Max(maxExperience)),
		Who:        f.Text("who", form.Max(maxWho)),
		Size:       f.Int("size", MinSize, MaxSize),
	}
	o.One = f.Choice("circles", "circle.open.circles.missing", "one", "many") == "one"
	o.Rhythm = Rhythm(f.Choice("rhythm", "circle.open.rhythm.missing", string(Weekly), string(Fortnightly), string(Monthly)))
	o.Minutes = f.Int("minutes", 15, 240)
	o.Weeks = f.Int("weeks", minWeeks, maxWeeks)
	o.Rules = f.Text("rules", form.Max(maxRules))
	o.Listed = f.Ticked("listed")
	return o
}

// readDays reads until when people apply, and when circles begin.
func (s *Circles) readDays(ctx context.Context, f *form.Form, o *Opening) {
	zone := locale.Zone(ctx)
	now := s.Now().In(zone)
	last, starts := f.Date("until", zone), f.Date("starts", zone)
	switch {
	case f.Error(ctx, "until") != "":
	case last.IsZero():
		f.Fail("until", "circle.open.until.missing")
	case !last.AddDate(0, 0, 1).After(now):
		f.Fail("until", "circle.open.until.past")
	case last.After(now.AddDate(0, 6, 0)):
		f.Fail("until", "circle.open.until.far")
	}
	switch {
	case f.Error(ctx, "starts") != "":
	case starts.IsZero():
		f.Fail("starts", "circle.open.starts.missing")
	case f.Error(ctx, "until") == "" && starts.Before(last.AddDate(0, 0, leadDays+1)):
		f.Fail("starts", "circle.open.starts.soon", "days", leadDays, "date", locale.Date(ctx, last.AddDate(0, 0, leadDays+1)))
	case starts.After(now.AddDate(1, 0, 0)):
		f.Fail("starts", "circle.open.starts.far")
	}
	o.ApplyUntil, o.StartsAt = last.AddDate(0, 0, 1).UTC(), starts.Add(9*time.Hour).UTC()
}

// hosted is an opening of the signed-in member; to everybody else there is none.
func (s *Circles) hosted(r *http.Request) (Opening, error) {
	o, err := openingByID(r.Context(), s.DB, r.PathValue("id"))
	if err == nil && o.HostID != member.Must(r.Context()).ID {
		err = fault.NotFound
	}
	return o, err
}

// hostView is an opening as its host sees it.
type hostView struct {
	opening Opening
	apps    []Application
	circles []Circle
	address string
	now     time.Time
}

func (s *Circles) openingPage(w http.ResponseWriter, r *http.Request) error {
	o, err := s.hosted(r)
	if err != nil {
		return err
	}
	if o.State == Review {
		return s.showReview(w, r, http.StatusOK, o, form.With())
	}
	v := hostView{opening: o, address: s.URL(o.PublicPath()), now: s.Now()}
	if v.apps, err = s.applicationsOf(r.Context(), s.DB, o.ID); err != nil {
		return err
	}
	if v.circles, err = circlesFrom(r.Context(), s.DB, o.ID); err != nil {
		return err
	}
	return web.OK(w, r, openingPage(v))
}

func (s *Circles) changePage(w http.ResponseWriter, r *http.Request) error {
	o, err := s.hosted(r)
	if err != nil {
		return err
	}
	if o.State != Open {
		return web.Redirect(w, r, o.Path(), "")
	}
	circles, listed := "many", ""
	if o.One {
		circles = "one"
	}
	if o.Listed {
		listed = "yes"
	}
	f := form.With("name", o.Name, "purpose", o.Purpose, "experience", o.Experience, "who", o.Who, "rules", o.Rules,
		"size", strconv.Itoa(o.Size), "weeks", strconv.Itoa(o.Weeks), "minutes", strconv.Itoa(o.Minutes),
		"rhythm", string(o.Rhythm), "circles", circles, "listed", listed)
	return web.OK(w, r, openPage(openForm{f, o}))
}

func (s *Circles) change(w http.ResponseWriter, r *http.Request) error {
	before, err := s.hosted(r)
	if err != nil {
		return err
	}
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	o := readOpening(r.Context(), f)
	if !f.OK() {
		return web.Unprocessable(w, r, openPage(openForm{f, before}))
	}
	o.ID = before.ID
	if err := s.Revise(r.Context(), before.HostID, o); err != nil {
		return err
	}
	return web.Redirect(w, r, before.Path(), "done.circle.changed")
}

func (s *Circles) closeNow(w http.ResponseWriter, r *http.Request) error {
	return s.act(w, r, s.CloseNow, "done.circle.closed_now")
}

func (s *Circles) callOffOpening(w http.ResponseWriter, r *http.Request) error {
	return s.act(w, r, s.CallOff, "done.circle.off")
}

func (s *Circles) act(w http.ResponseWriter, r *http.Request, do func(ctx context.Context, id, hostID string) error, done string) error {
	id := r.PathValue("id")
	if err := do(r.Context(), id, member.Must(r.Context()).ID); err != nil {
		return err
	}
	return web.Redirect(w, r, Opening{ID: id}.Path(), done)
}

var openingColours = map[OpeningState]govuk.Colour{
	Open: govuk.Running, Review: govuk.Waiting, Sent: govuk.Scheduled, Done: govuk.Good, Off: govuk.Neutral,
}

var standingColours = map[Standing]govuk.Colour{
	Applied: govuk.Scheduled, Offered: govuk.Waiting, Accepted: govuk.Good, Declined: govuk.Neutral, Lapsed: govuk.Neutral,
	Waits: govuk.Waiting, Withdrawn: govuk.Neutral, Refused: govuk.Neutral,
}

// rhythmOptions are the choices of how often there is a call.
func rhythmOptions(ctx context.Context) []govuk.Option {
	options := make([]govuk.Option, len(rhythms))
	for i, r := range rhythms {
		options[i] = govuk.Option{Value: string(r), Text: locale.T(ctx, "circle.open.rhythm."+string(r))}
	}
	return options
}

// applicationRows are who has applied, for the host.
func (v hostView) rows(ctx context.Context) [][]govuk.Cell {
	var rows [][]govuk.Cell
	for _, a := range v.apps {
		rows = append(rows, []govuk.Cell{
			{Text: called(ctx, a.Name)}, {Text: joined(a.Job, a.Organisation)}, {Content: standingTag(a.State)},
		})
	}
	return rows
}

// many is how many people have applied and not withdrawn, the host left out.
func (v hostView) many() int {
	n := 0
	for _, a := range v.apps {
		if a.State != Withdrawn && a.MemberID != v.opening.HostID {
			n++
		}
	}
	return n
}
