package relationship

import (
	"context"
)

// Few is a number that is hidden because it is below five, and not none: from
// so few, people could be told.
const Few = -1

// Figures is what organisers see: numbers, and never whose.
type Figures struct {
	Agreeing, Running, Closed int
	// Sessions were held, Hours all of them together.
	Sessions, Hours int
	// Answered said how it went, half-way or at the end; Well said that it
	// went well. Again would do it again.
	Answered, Well, Again int
}

// Figures counts. Each number is Few where it is one to four.
func (s *Relationships) Figures(ctx context.Context) (Figures, error) {
	f, err := countAll(ctx, s.DB)
	for _, n := range []*int{&f.Agreeing, &f.Running, &f.Closed, &f.Sessions, &f.Answered, &f.Well, &f.Again} {
		if *n > 0 && *n < 5 {
			*n = Few
		}
	}
	if f.Sessions == Few {
		f.Hours = Few
	}
	if f.Answered == Few || f.Answered >= 0 && f.Answered-f.Well < 5 && f.Answered != f.Well {
		f.Well = Few // the difference would tell on the few who did not say so
	}
	return f, err
}
