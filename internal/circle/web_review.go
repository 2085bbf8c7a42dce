package circle

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"cuppa.example/internal/form"
	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/web"
	"cuppa.example/match"
)

// reviewView is the proposed circles, for the host.
type reviewView struct {
	proposal
	form *form.Form
}

func (s *Circles) showReview(w http.ResponseWriter, r *http.Request, status int, o Opening, f *form.Form) error {
	p, err := s.proposal(r.Context(), s.DB, o)
	if err != nil {
		return err
	}
	return web.Render(w, r, status, reviewPage(reviewView{p, f}))
}

func (s *Circles) arrangeTeams(w http.ResponseWriter, r *http.Request) error {
	o, err := s.hosted(r)
	if err != nil {
		return err
	}
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	apps, err := s.candidates(r.Context(), s.DB, o.ID)
	if err != nil {
		return err
	}
	team := map[string]int{}
	for _, a := range apps {
		if t, err := strconv.Atoi(f.Value("circle-" + a.ID)); err == nil {
			team[a.ID] = t
		}
	}
	var leaders []string
	for n := range len(apps) + 1 {
		if id := f.Value("lead-" + strconv.Itoa(n)); id != "" {
			leaders = append(leaders, id)
		}
	}
	wrong, err := s.Arrange(r.Context(), o.ID, o.HostID, team, leaders)
	if err != nil {
		return err
	}
	for _, x := range wrong {
		field := ""
		if x.Application != "" {
			field = "circle-" + x.Application
		}
		f.Fail(field, x.Key, x.Args...)
	}
	if len(wrong) > 0 {
		return s.showReview(w, r, http.StatusUnprocessableEntity, o, f)
	}
	return web.Redirect(w, r, o.Path(), "done.circle.arranged")
}

func (s *Circles) redo(w http.ResponseWriter, r *http.Request) error {
	return s.act(w, r, s.Redo, "done.circle.redone")
}

func (s *Circles) sendLetters(w http.ResponseWriter, r *http.Request) error {
	return s.act(w, r, s.Send, "done.circle.sent")
}

func (s *Circles) sendPage(w http.ResponseWriter, r *http.Request) error {
	o, err := s.hosted(r)
	if err != nil {
		return err
	}
	if o.State != Review {
		return web.Redirect(w, r, o.Path(), "")
	}
	p, err := s.proposal(r.Context(), s.DB, o)
	if err != nil {
		return err
	}
	return web.OK(w, r, sendPage(reviewView{p, form.With()}))
}

// has are the sentences that explain a circle.
func (v reviewView) has(ctx context.Context, t match.Team) []string {
	var list []string
	say := func(key string, args ...any) { list = append(list, locale.T(ctx, "circle.review."+key, args...)) }
	bodies, unknown := 0, 0
	for _, p := range t.People {
		if v.input.Bodies[p] == 0 {
			unknown++
		} else {
			bodies++
		}
	}
	say("bodies", "count", bodies)
	if unknown > 0 {
		say("bodies.unknown", "count", unknown)
	}
	if t.Kinds < minRoles {
		say("roles.few", "count", t.Kinds, "want", minRoles)
	} else {
		say("roles", "count", t.Kinds)
	}
	switch {
	case t.Free == 0:
		say("free.none")
	case t.Free == ^uint64(0):
		say("free.unknown")
	default:
		say("free", "times", timesIn(t.Free).text(ctx))
	}
	if t.Leader < 0 {
		say("leader.none")
	}
	return list
}

// brings says of one person why they are there.
func (v reviewView) brings(ctx context.Context, p int32, t match.Team) string {
	a := v.apps[p]
	var list []string
	say := func(key string) { list = append(list, locale.T(ctx, "circle.review.brings."+key)) }
	if b := v.input.Bars(p, t.People); b.Kind && v.input.Kind[p] != 0 {
		say("role")
	}
	if a.MemberID == v.opening.HostID {
		say("host")
	} else if a.Leads {
		say("leads")
	}
	if t.Free == 0 && a.Free != "" {
		without := make([]int32, 0, len(t.People))
		for _, q := range t.People {
			if q != p {
				without = append(without, q)
			}
		}
		if teams, err := v.input.Assess([][]int32{without}); err == nil && teams[0].Free != 0 {
			say("time")
		}
	}
	return strings.Join(list, " ")
}

// could says of somebody without a place what could be done.
func (v reviewView) could(ctx context.Context, p int32) []string {
	var list []string
	for n, t := range v.teams {
		b := v.input.Bars(p, t.People)
		key := "room"
		switch {
		case b.Body:
			key = "body"
		case b.Apart || len(t.People) >= MaxSize:
			key = "full"
		case b.Time:
			key = "time"
		case len(t.People) > v.opening.Size:
			key = "large"
		}
		list = append(list, locale.T(ctx, "circle.review.could."+key, "circle", n+1, "count", len(t.People)+1, "organisation", v.apps[p].Organisation))
	}
	return list
}

// chosen is the circle of somebody, as typed or as it is.
func (v reviewView) chosen(a Application) string {
	if typed := v.form.Value("circle-" + a.ID); typed != "" {
		return typed
	}
	return strconv.Itoa(a.Team)
}

func (v reviewView) teamOptions(ctx context.Context) []govuk.Option {
	options := []govuk.Option{{Value: "0", Text: locale.T(ctx, "circle.review.no_place")}}
	for n := range v.count() {
		options = append(options, govuk.Option{Value: strconv.Itoa(n + 1), Text: locale.T(ctx, "circle.review.circle", "number", n+1)})
	}
	if len(v.apps) >= (v.count()+1)*MinSize {
		options = append(options, govuk.Option{Value: strconv.Itoa(v.count() + 1), Text: locale.T(ctx, "circle.review.another")})
	}
	return options
}

// leaderOptions are who can be asked to facilitate a circle: those first who offered.
func (v reviewView) leaderOptions(ctx context.Context, t match.Team) []govuk.Option {
	var willing, others []govuk.Option
	for _, p := range t.People {
		a := v.apps[p]
		option := govuk.Option{Value: a.ID, Text: a.Name}
		if a.Leads {
			willing = append(willing, option)
		} else {
			option.Text = locale.T(ctx, "circle.review.leader.ask", "name", a.Name)
			others = append(others, option)
		}
	}
	list := append(willing, others...)
	if t.Leader < 0 {
		list = append([]govuk.Option{{Value: "", Text: locale.T(ctx, "circle.review.leader.nobody")}}, list...)
	}
	return list
}

func (v reviewView) leader(t match.Team) string {
	if t.Leader < 0 {
		return ""
	}
	return v.apps[t.Leader].ID
}

// hosts reports whether somebody is the host, whom nobody else decides about.
func (v reviewView) hosts(a Application) bool { return a.MemberID == v.opening.HostID }

func circleHeading(ctx context.Context, n int, t match.Team) string {
	return locale.T(ctx, "circle.review.circle.of", "number", n, "count", len(t.People))
}
