package unmentoring

import (
	"context"
	"time"

	"cuppa.example/internal/locale"
	"cuppa.example/match"
)

// far is how far a draw is.
type far struct {
	stage   match.Stage
	percent int // of the stage; -1 where nobody knows
	since   time.Duration
}

// farOf says how far a round's draw is that began with this attempt.
func (s *Programmes) farOf(d Draw) far {
	stage, done, of := s.room.far(d.RoundID)
	f := far{stage: stage, percent: -1, since: max(0, s.Now().Sub(d.DrawnAt))}
	if of > 0 {
		f.percent = int(min(done, of) * 100 / of)
	}
	return f
}

var stageKeys = map[match.Stage]string{
	match.StageExchanging: "exchanging", match.StageCandidates: "candidates", match.StagePricing: "pricing",
	match.StageBlossoms: "blossoms", match.StageAnnealing: "annealing", match.StageDrawing: "drawing",
}

// what says what is being done just now.
func (f far) what(ctx context.Context) string {
	key, ok := stageKeys[f.stage]
	if !ok {
		key = "waiting"
	}
	text := locale.T(ctx, "unmentoring.drawing.stage."+key)
	if f.percent >= 0 {
		text = locale.T(ctx, "unmentoring.drawing.percent", "what", text, "percent", locale.Percent(ctx, float64(f.percent)/100))
	}
	return text
}

// took is how long it has taken up to now.
func (f far) took(ctx context.Context) string {
	if f.since >= 2*time.Minute {
		return locale.T(ctx, "unmentoring.drawing.minutes", "count", int(f.since/time.Minute))
	}
	return locale.T(ctx, "unmentoring.drawing.seconds", "count", int(f.since/time.Second))
}
