package match

import "context"

// Stage says what a long work is doing.
type Stage uint8

// The stages, in no order: a work has some of them, and may come back to one.
const (
	// StageExchanging: people are exchanged between groups; done counts passes.
	StageExchanging Stage = iota + 1
	// StageCandidates: the pairs that are likely in the best answer are looked for;
	// done counts people.
	StageCandidates
	// StagePricing: all pairs are looked at for one that would better the answer to
	// the likely ones; done counts the times that was done, and nobody knows how
	// often it will be.
	StagePricing
	// StageBlossoms: who is left in odd circles is paired; done counts people.
	StageBlossoms
	// StageAnnealing: groups are tried out at random, ever more carefully; done
	// counts steps.
	StageAnnealing
	// StageDrawing: partners are drawn by chance until nobody is with somebody they
	// must not be with; done counts people, or tries.
	StageDrawing
	// StageAsking: seekers ask offers, or offers seekers; done counts whoever asked.
	StageAsking
)

// stageNames are for logs and terminals; a page has its own words.
var stageNames = [...]string{"", "exchanging", "candidates", "pricing", "blossoms", "annealing", "drawing", "asking"}

// String is the stage's name, one English word.
func (s Stage) String() string {
	if int(s) < len(stageNames) {
		return stageNames[s]
	}
	return ""
}

type progressKey struct{}

// WithProgress asks whatever is called with the context to say how far it is: that
// it has done so much of a stage, of is how much at most, or 0 where nobody knows.
// Report is called often, some hundred times a second, always in the goroutine that
// called, and must return soon. It changes nothing in the answer.
func WithProgress(ctx context.Context, report func(stage Stage, done, of int64)) context.Context {
	return context.WithValue(ctx, progressKey{}, report)
}

// tell reports progress to whoever asked for it.
func tell(ctx context.Context, stage Stage, done, of int) {
	if report, ok := ctx.Value(progressKey{}).(func(Stage, int64, int64)); ok {
		report(stage, int64(done), int64(of))
	}
}
