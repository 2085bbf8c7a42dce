package unmentoring

import (
	"context"

	"cuppa.example/internal/locale"
)

// verdict says how good a draw is, and how far that is proved: no more than is
// known.
func verdict(ctx context.Context, d Draw, labels map[string]string) []string {
	say := func(key string, args ...any) string { return locale.T(ctx, "unmentoring.verdict."+key, args...) }
	if d.Groups == 0 {
		return []string{say("nobody")}
	}
	var list []string
	if d.Unplaced > 0 {
		list = append(list, say("unplaced", "count", d.Unplaced))
	}
	var traits []string
	for _, t := range d.Traits {
		traits = append(traits, spreadOver(ctx, t, labels))
	}
	switch over := enumerate(ctx, traits); {
	case d.Repeats == 0 && d.Optimal && over != "" && d.Changes == 0:
		list = append(list, say("best", "over", over))
	case d.Repeats == 0:
		list = append(list, say("new"))
	default:
		list = append(list, say("repeats", "count", d.Repeats)+d.bound(ctx, d.Repeats, -1))
	}
	same := d.SameBy()
	for i, t := range d.Traits {
		if n := same[t]; n == 0 {
			list = append(list, say("differ", "what", traitLabel(ctx, t, labels)))
		} else {
			list = append(list, say("same", "count", n, "what", traitLabel(ctx, t, labels))+d.bound(ctx, n, i))
		}
	}
	if d.Changes > 0 {
		list = append(list, say("changed", "count", d.Changes))
	}
	return list
}

// bound says how few there could be at least: of repeats (-1), or of pairs that
// share a trait.
func (d Draw) bound(ctx context.Context, n, trait int) string {
	if d.Optimal && d.Changes == 0 {
		return locale.T(ctx, "unmentoring.verdict.least")
	}
	return locale.T(ctx, "unmentoring.verdict.end")
}

// spreadOver is what people are spread over: "organisations".
func spreadOver(ctx context.Context, trait string, labels map[string]string) string {
	switch trait {
	case DifferOrganisation, DifferRegion, DifferRole:
		return locale.T(ctx, "unmentoring.spread."+trait)
	}
	return traitLabel(ctx, trait, labels)
}
