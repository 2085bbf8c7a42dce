package relationship

import (
	"context"
	"net/http"

	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/web"
)

// Few is a number that is hidden because it is below five, and not none: from
// so few, people could be told.
const Few = -1

// Figures is what organisers see: numbers, and never whose.
type Figures struct {
	Agreeing, Running, Closed int
	// Sessions were held, Hours all of them together.
	Sessions, Hours int
	// Answered is how often somebody said how it goes, half-way or at the end;
	// Well how often that it goes well.
	Answered, Well int
	// LookedBack said at the end whether they would do it again; Again would.
	LookedBack, Again int
}

// Figures counts. Each number is Few where it is one to four, or where it would
// tell on one to four who said something else.
func (s *Relationships) Figures(ctx context.Context) (Figures, error) {
	f, err := countAll(ctx, s.DB)
	few := func(n *int) {
		if *n > 0 && *n < 5 {
			*n = Few
		}
	}
	part := func(n *int, of int) {
		if rest := of - *n; rest > 0 && rest < 5 {
			*n = Few
		}
		few(n)
	}
	part(&f.Well, f.Answered)
	part(&f.Again, f.LookedBack)
	if f.Sessions > 0 && f.Sessions < 5 {
		f.Hours = Few
	}
	for _, n := range []*int{&f.Agreeing, &f.Running, &f.Closed, &f.Sessions, &f.Answered, &f.LookedBack} {
		few(n)
	}
	return f, err
}

func (s *Relationships) figuresPage(w http.ResponseWriter, r *http.Request) error {
	f, err := s.Figures(r.Context())
	if err != nil {
		return err
	}
	return web.OK(w, r, figuresPage(f))
}

// tiles are the figures as they are shown.
func (f Figures) tiles(ctx context.Context) []govuk.StatTileProps {
	tile := func(key string, n int) govuk.StatTileProps {
		number := locale.Number(ctx, n)
		if n == Few {
			number = locale.T(ctx, "relationship.figures.few")
		}
		return govuk.StatTileProps{Number: number, Label: locale.T(ctx, "relationship.figures."+key)}
	}
	return []govuk.StatTileProps{
		tile("running", f.Running), tile("agreeing", f.Agreeing), tile("closed", f.Closed),
		tile("sessions", f.Sessions), tile("hours", f.Hours),
		tile("answered", f.Answered), tile("well", f.Well), tile("looked_back", f.LookedBack), tile("again", f.Again),
	}
}
