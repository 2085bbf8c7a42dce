package app

import (
	"context"

	"github.com/uptrace/bun"

	"cuppa.example/internal/intake"
	"cuppa.example/internal/relationship"
)

// intakeRelationships is what intakes do with relationships.
func (a *App) intakeRelationships() intake.Relationships {
	return intake.Relationships{
		Open: func(ctx context.Context, tx bun.Tx, p intake.Pair) (string, error) {
			return a.Relationships.Open(ctx, tx, relationship.Opening{
				Kind: relationship.Kind(p.Kind), Helper: p.Helper, Learner: p.Learner,
				Source: "intake", SourceID: p.IntakeID, Goals: p.Goals, Why: p.Why,
			})
		},
		Together: a.Relationships.Together,
		Path:     a.Relationships.Path,
	}
}
