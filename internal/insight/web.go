package insight

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/sheet"
	"cuppa.example/internal/web"
)

// perChart is how many rounds a chart shows at once.
const perChart = 24

// choice is the programme that a page shows, among those with rounds.
type choice struct {
	programmes []Programme
	current    Programme
}

// choose picks the programme that is asked for, or the first that runs.
func (s *Insight) choose(ctx context.Context, id string) (choice, error) {
	all, err := s.source.Programmes(ctx)
	if err != nil {
		return choice{}, err
	}
	rounds, err := s.begun(ctx, "")
	if err != nil {
		return choice{}, err
	}
	var c choice
	for _, p := range all {
		if slices.ContainsFunc(rounds, func(r Round) bool { return r.ProgrammeID == p.ID }) {
			c.programmes = append(c.programmes, p)
		}
	}
	if len(c.programmes) == 0 {
		return c, nil
	}
	at := slices.IndexFunc(c.programmes, func(p Programme) bool { return p.ID == id })
	if at < 0 {
		at = max(0, slices.IndexFunc(c.programmes, func(p Programme) bool { return p.Running }))
	}
	c.current = c.programmes[at]
	return c, nil
}

// pageNumber is the page that is asked for, from 1.
func pageNumber(r *http.Request) int {
	n, err := strconv.Atoi(r.URL.Query().Get("page"))
	if err != nil {
		return 1
	}
	return n
}

func (s *Insight) roundsPage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	c, err := s.choose(ctx, r.URL.Query().Get("programme"))
	if err != nil {
		return err
	}
	v := roundsView{choice: c}
	if c.current.ID != "" {
		rounds, err := s.begun(ctx, c.current.ID)
		if err != nil {
			return err
		}
		v.pages = max(1, (len(rounds)+perChart-1)/perChart)
		v.page = min(max(1, pageNumber(r)), v.pages)
		end := len(rounds) - (v.page-1)*perChart
		if v.facts, err = s.factsOf(ctx, rounds[max(0, end-perChart):end]); err != nil {
			return err
		}
		v.now = s.Now()
	}
	return web.OK(w, r, roundsPage(v))
}

func (s *Insight) roundPage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	rounds, err := s.begun(ctx, "")
	if err != nil {
		return err
	}
	at := slices.IndexFunc(rounds, func(x Round) bool { return x.ID == r.PathValue("id") })
	if at < 0 {
		return fault.NotFound
	}
	f, err := s.roundFacts(ctx, rounds[at], atOnce)
	if err != nil {
		return err
	}
	v := roundView{Facts: f}
	list, _, err := s.reasonsOf(ctx, f.ProgrammeID)
	if err != nil {
		return err
	}
	for _, b := range list {
		if slices.ContainsFunc(b.Rounds, func(x Round) bool { return x.ID == f.ID }) {
			v.batch = &b
		}
	}
	return web.OK(w, r, roundPage(v))
}

func (s *Insight) reasonsPage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	c, err := s.choose(ctx, r.URL.Query().Get("programme"))
	if err != nil {
		return err
	}
	v := reasonsView{choice: c}
	if c.current.ID != "" {
		list, wait, err := s.reasonsOf(ctx, c.current.ID)
		if err != nil {
			return err
		}
		slices.Reverse(list)
		v.all, v.wait = sum(list), wait
		v.any = len(list) > 0
		v.batches, v.page, v.pages = pageOf(list, pageNumber(r))
		slower, err := s.slower(ctx)
		if err != nil {
			return err
		}
		for _, p := range slower {
			if p.Programme.ID == c.current.ID {
				v.slower = slowerText(ctx, p.Programme)
			}
		}
	}
	return web.OK(w, r, reasonsPage(v))
}

func (s *Insight) growthPage(w http.ResponseWriter, r *http.Request) error {
	list, err := s.growth(r.Context(), locale.Zone(r.Context()))
	if err != nil {
		return err
	}
	return web.OK(w, r, growthPage(growthView{months: list}))
}

func (s *Insight) unconnectedPage(w http.ResponseWriter, r *http.Request) error {
	ids, err := s.unconnected(r.Context())
	if err != nil {
		return err
	}
	v := unconnectedView{all: len(ids)}
	part, page, pages := pageOf(ids, pageNumber(r))
	v.page, v.pages = page, pages
	if v.people, err = s.waitingAmong(r.Context(), part); err != nil {
		return err
	}
	return web.OK(w, r, unconnectedPage(v))
}

// download sends a table as CSV.
func (s *Insight) download(name string, write func(context.Context, *sheet.Writer) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		web.Attachment(w, "text/csv; charset=utf-8", name+".csv")
		out, err := sheet.NewWriter(w)
		if err != nil {
			return err
		}
		return errors.Join(write(r.Context(), out), out.Close())
	}
}
