package circle

import (
	"context"
	"net/http"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/schedule"
	"cuppa.example/internal/web"
)

// callsView is the page of a circle's calls.
type callsView struct {
	*inside
	now      time.Time
	ahead    []Call // that stand, the soonest first
	poll     *Call
	past     []Call
	promises []promiseView
}

// promiseView is a promise with its text.
type promiseView struct {
	Promise
	text string
}

func (s *Circles) callsPage(w http.ResponseWriter, r *http.Request, in *inside) error {
	ctx := r.Context()
	all, err := callsOf(ctx, s.DB, in.ID)
	if err != nil {
		return err
	}
	v := callsView{inside: in, now: s.Now()}
	for i, k := range all {
		switch {
		case k.Ahead(v.now):
			v.ahead = append([]Call{k}, v.ahead...)
		case k.State == Polling:
			v.poll = &all[i]
		case k.Over(v.now):
			v.past = append(v.past, k)
		}
	}
	open, err := openPromises(ctx, s.DB, in.ID)
	if err != nil {
		return err
	}
	for _, p := range open {
		v.promises = append(v.promises, promiseView{p, s.open(p.Text, p.purpose())})
	}
	return web.OK(w, r, callsPage(v))
}

// grid is what a form offers: two weeks of working days.
func (in *inside) grid(now time.Time, zone *time.Location) []schedule.Day {
	const days = 12
	return schedule.Grid(now.Add(24*time.Hour), in.EndsAt.Add(-time.Duration(in.Minutes)*time.Minute), zone, now, time.Hour, days)
}

func (s *Circles) newCallPage(w http.ResponseWriter, r *http.Request, in *inside) error {
	if !in.Open() {
		return web.Redirect(w, r, in.Path()+"/calls", "")
	}
	typed, err := s.typedLinks(r.Context())
	if err != nil {
		return err
	}
	zone := schedule.Zone(r.URL.Query().Get("zone"), locale.Zone(r.Context()))
	return web.OK(w, r, newCallPage(in, form.With(), zone, s.Now(), typed))
}

func (s *Circles) typedLinks(ctx context.Context) (bool, error) {
	service, err := s.Meeting(ctx)
	return err == nil && service.Typed(), err
}

func (s *Circles) newCall(w http.ResponseWriter, r *http.Request, in *inside) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	typed, err := s.typedLinks(r.Context())
	if err != nil {
		return err
	}
	zone := schedule.Zone(f.Value("zone"), locale.Zone(r.Context()))
	p := Proposal{By: in.me.MemberID, Minutes: in.Minutes, Times: schedule.ReadTimes(f, zone, s.Now())}
	if len(p.Times) > MaxTimes {
		f.Fail("time", "circle.call.new.many", "max", MaxTimes)
	}
	p.About = f.Line("about", form.Max(maxAbout))
	if typed {
		p.Link = f.URL("link")
	}
	if !f.OK() {
		return web.Unprocessable(w, r, newCallPage(in, f, zone, s.Now(), typed))
	}
	var k Call
	err = s.DB.InTx(r.Context(), func(ctx context.Context, tx bun.Tx) error {
		k, err = s.ProposeCall(ctx, tx, in.ID, p)
		return err
	})
	if key, args, said := fault.Sentence(err); said {
		f.Fail("time", key, args...)
		return web.Unprocessable(w, r, newCallPage(in, f, zone, s.Now(), typed))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, in.Path()+"/calls/"+k.ID, "done.circle.call.proposed")
}
