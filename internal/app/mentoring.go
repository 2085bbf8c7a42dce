package app

import (
	"context"

	"github.com/uptrace/bun"

	"cuppa.example/internal/mentoring"
	"cuppa.example/internal/relationship"
)

// buildMentoring makes coaching and mentoring, which is told when a
// relationship is over and a place free.
func (a *App) buildMentoring() {
	a.Mentorings = mentoring.New(a.Site, a.Members, a.Safety, a.Nudges, a.relationships())
	a.Relationships.OnClosed(func(ctx context.Context, tx bun.Tx, r relationship.Relationship) error {
		return a.Mentorings.Closed(ctx, tx, r.ID)
	})
	a.add(a.Mentorings)
}

// relationships is what becomes of a request that is accepted.
func (a *App) relationships() mentoring.Relationships {
	return mentoring.Relationships{
		Open: func(ctx context.Context, tx bun.Tx, o mentoring.Opening) (string, error) {
			return a.Relationships.Open(ctx, tx, relationship.Opening{
				Kind: relationship.Kind(o.Kind), Helper: o.Helper, Learner: o.Learner, Source: "mentoring", SourceID: o.RequestID, Goals: o.Goals,
			})
		},
		Helping: a.Relationships.Helping,
		Running: a.Relationships.Running,
		Path:    a.Relationships.Path,
		Figures: a.relationshipFigures,
	}
}

func (a *App) relationshipFigures(ctx context.Context) ([]mentoring.Figure, error) {
	f, err := a.Relationships.Figures(ctx)
	list := []mentoring.Figure{
		{Key: "agreeing", Count: f.Agreeing},
		{Key: "running", Count: f.Running},
		{Key: "closed", Count: f.Closed},
		{Key: "sessions", Count: f.Sessions},
		{Key: "hours", Count: f.Hours},
		{Key: "told", Count: f.Answered},
		{Key: "well", Count: f.Well},
		{Key: "looked_back", Count: f.LookedBack},
		{Key: "again", Count: f.Again},
	}
	for i := range list {
		list[i].Key = "mentoring.figure." + list[i].Key
	}
	return list, err
}
