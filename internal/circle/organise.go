package circle

import (
	"context"
	"net/http"

	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/web"
)

// figures are what organisers see of circles: numbers, and never what is in them.
type figures struct {
	Forming, Running, Closed int
	People                   int // in circles that run
	Alone                    int // circles that run and nobody facilitates
	Open, Applied, Waiting   int // openings, and people
}

// fewest is the smallest number of people that is told.
const fewest = 5

func (s *Circles) figures(ctx context.Context) (f figures, err error) {
	err = s.DB.NewRaw(`SELECT
		(SELECT COUNT(*) FROM circles WHERE state = 'forming') AS forming,
		(SELECT COUNT(*) FROM circles WHERE state = 'running') AS running,
		(SELECT COUNT(*) FROM circles WHERE state = 'closed') AS closed,
		(SELECT COUNT(DISTINCT p.member_id) FROM circle_people p JOIN circles c ON c.id = p.circle_id WHERE c.state = 'running' AND p.left_at IS NULL) AS people,
		(SELECT COUNT(*) FROM circles WHERE state = 'running' AND heir_id = 'anybody') AS alone,
		(SELECT COUNT(*) FROM circle_openings WHERE state IN ('open', 'review')) AS open,
		(SELECT COUNT(*) FROM circle_applications WHERE state = 'applied') AS applied,
		(SELECT COUNT(*) FROM circle_applications WHERE state = 'waiting') AS waiting`).Scan(ctx, &f)
	return f, err
}

// organiseView is the organisers' page: figures, who asks for another circle, and
// what is public.
type organiseView struct {
	figures figures
	wishes  []wishView
	apart   []apartCard
	learnt  []published
	field   string // of the wish whose answer is wrong
	error   string // a message key
}

// wishView is somebody who asks for another circle, or must be parted from somebody,
// and the circles with room for them. Organisers see the names of circles here and
// where they part two people, and nowhere else.
type wishView struct {
	Wish
	name   string
	places []Circle
	prefix string // of the field: somebody may be on the page twice
}

func (w wishView) field() string { return "to-" + w.prefix + w.CircleID + w.MemberID }

func (w wishView) options(ctx context.Context) []govuk.Option {
	options := []govuk.Option{{Value: "", Text: locale.T(ctx, "circle.organise.moves.choose")}}
	for _, c := range w.places {
		options = append(options, govuk.Option{Value: c.ID, Text: locale.T(ctx, "circle.organise.moves.place", "circle", c.Name, "count", len(c.Here()))})
	}
	return options
}

func (v organiseView) wrong(ctx context.Context, w wishView) string {
	if v.field != w.field() {
		return ""
	}
	return locale.T(ctx, v.error)
}

func (v organiseView) problems(ctx context.Context) []govuk.FieldError {
	if v.field == "" {
		return nil
	}
	return []govuk.FieldError{{Field: v.field, Text: locale.T(ctx, v.error)}}
}

func (s *Circles) organisePage(w http.ResponseWriter, r *http.Request) error {
	return s.showOrganise(w, r, http.StatusOK, "", "")
}

// showOrganise shows the page; wrong are the ids of the wish whose answer is not one,
// and key says why.
func (s *Circles) showOrganise(w http.ResponseWriter, r *http.Request, status int, wrong, key string) (err error) {
	ctx := r.Context()
	var v organiseView
	if wrong != "" {
		v.field, v.error = "to-"+wrong, key
	}
	if v.figures, err = s.figures(ctx); err != nil {
		return err
	}
	if v.learnt, err = publishedPages(ctx, s.DB); err != nil {
		return err
	}
	if v.apart, err = s.apartCards(ctx); err != nil {
		return err
	}
	list, err := wishes(ctx, s.DB)
	if err != nil {
		return err
	}
	for _, one := range list {
		m, err := s.members.ByID(ctx, one.MemberID)
		if err != nil {
			return err
		}
		places, err := s.places(ctx, s.DB, one.MemberID, "")
		if err != nil {
			return err
		}
		v.wishes = append(v.wishes, wishView{one, joined(called(ctx, m.Name), m.Organisation), places, ""})
	}
	return web.Render(w, r, status, organisePage(v))
}

func (f figures) tiles(ctx context.Context) []govuk.StatTileProps {
	var tiles []govuk.StatTileProps
	add := func(key, number string) {
		tiles = append(tiles, govuk.StatTileProps{Number: number, Label: locale.T(ctx, "circle.organise."+key)})
	}
	people := func(n int) string {
		if n > 0 && n < fewest {
			return locale.T(ctx, "circle.organise.few", "count", fewest)
		}
		return locale.Number(ctx, n)
	}
	add("running", locale.Number(ctx, f.Running))
	add("people", people(f.People))
	add("forming", locale.Number(ctx, f.Forming))
	add("closed", locale.Number(ctx, f.Closed))
	add("open", locale.Number(ctx, f.Open))
	add("applied", people(f.Applied))
	add("waiting", people(f.Waiting))
	add("alone", locale.Number(ctx, f.Alone))
	return tiles
}
