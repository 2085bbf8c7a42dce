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

func (s *Circles) organisePage(w http.ResponseWriter, r *http.Request) error {
	f, err := s.figures(r.Context())
	if err != nil {
		return err
	}
	return web.OK(w, r, organisePage(f))
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
