package relationship

import "context"

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
