package unmentoring

import (
	"context"
	"strings"

	"cuppa.example/internal/locale"
	"cuppa.example/match"
)

// verdict says how good a draw is, and how far that is proved: no more than is
// known.
func verdict(ctx context.Context, d Draw, labels map[string]string) []string {
	say := func(key string, args ...any) string { return locale.T(ctx, "unmentoring.verdict."+key, args...) }
	if d.Groups == 0 {
		return []string{say("nobody")}
	}
	var list []string
	if d.Decides == ByChance {
		list = append(list, say("chance."+chanceKey(d.How), "steps", locale.Number(ctx, int(d.Steps))))
	}
	if d.Unplaced > 0 {
		list = append(list, say("unplaced", "count", d.Unplaced)+d.suffix(ctx, "unplaced", d.Unplaced))
	}
	var traits []string
	for _, t := range d.Traits {
		if !strings.HasPrefix(t, commonPrefix) {
			traits = append(traits, spreadOver(ctx, t, labels))
		}
	}
	switch over := enumerate(ctx, traits); {
	case d.Repeats == 0 && d.best() && over != "":
		list = append(list, say("best", "over", over))
	case d.Repeats == 0:
		list = append(list, say("new"))
	default:
		list = append(list, say("repeats", "count", d.Repeats)+d.suffix(ctx, "repeats", d.Repeats))
		if d.best() && over != "" {
			list = append(list, say("best_else", "over", over))
		}
	}
	list = append(list, d.spread(ctx, labels)...)
	if d.Optimal && d.proved() && !d.tight() && d.odd() {
		list = append(list, say("larger"))
	}
	if d.Changes > 0 {
		list = append(list, say("changed", "count", d.Changes))
	}
	return list
}

// spread says how many pairs share each trait, and what nobody shares.
func (d Draw) spread(ctx context.Context, labels map[string]string) []string {
	var list, nobody, all []string
	same := d.SameBy()
	for i, t := range d.Traits {
		n, label := same[t], traitLabel(ctx, t, labels)
		if n == 0 {
			if strings.HasPrefix(t, commonPrefix) {
				all = append(all, label)
			} else {
				nobody = append(nobody, label)
			}
			continue
		}
		which := "second"
		if i == 0 {
			which = "first"
		}
		text := shareText(ctx, "unmentoring.verdict.", t, labels, "count", n)
		if d.Least != nil && i < len(d.Least.Same) {
			text += d.least(ctx, which, n, int(d.Least.Same[i]))
		} else {
			text += d.least(ctx, which, n, 0)
		}
		list = append(list, text)
	}
	if len(nobody) > 0 {
		list = append(list, locale.T(ctx, "unmentoring.verdict.differ", "what", enumerateOr(ctx, nobody)))
	}
	if len(all) > 0 {
		list = append(list, locale.T(ctx, "unmentoring.verdict.common", "what", enumerate(ctx, all)))
	}
	return list
}

// proved reports whether something is known of how good the draw is, as it
// stands: not where people changed it, nor where chance decided.
func (d Draw) proved() bool { return d.Changes == 0 && d.Decides != ByChance }

// best reports whether no other draw has fewer of anything that is counted
// without more of what counts more.
func (d Draw) best() bool { return d.proved() && (d.Optimal || d.tight()) }

// odd reports whether one of the pairs is three people. What is proved of such
// a draw is proved of the others, with the three as they are.
func (d Draw) odd() bool { return d.People-d.Unplaced == 2*d.Groups+1 }

// unbeaten says in a few words that the draw is proved to be the best.
func (d Draw) unbeaten(ctx context.Context) string {
	if d.odd() && !d.tight() {
		return locale.T(ctx, "unmentoring.draw.optimal.odd")
	}
	return locale.T(ctx, "unmentoring.draw.optimal")
}

// tight reports whether the draw has no more of anything than every draw has.
func (d Draw) tight() bool {
	if d.Least == nil {
		return false
	}
	same := d.SameBy()
	for i, t := range d.Traits {
		if i >= len(d.Least.Same) || int64(same[t]) > d.Least.Same[i] {
			return false
		}
	}
	return d.Unplaced <= d.Least.Unplaced && d.Repeats <= d.Least.Repeats
}

func (d Draw) suffix(ctx context.Context, what string, n int) string {
	least := match.Bound{}
	if d.Least != nil {
		least = *d.Least
	}
	if what == "unplaced" {
		return d.least(ctx, what, n, least.Unplaced)
	}
	return d.least(ctx, what, n, least.Repeats)
}

// least says how few there could be, as far as that is known.
func (d Draw) least(ctx context.Context, what string, n, least int) string {
	say := func(key string, args ...any) string { return locale.T(ctx, "unmentoring.verdict.least."+key, args...) }
	switch {
	case !d.proved():
		return say("end")
	case d.Optimal || n <= least:
		return say("is." + what)
	case least > 0:
		return say("of."+what, "count", least)
	}
	return say("unknown")
}

// chanceKey says how chance decided.
func chanceKey(how match.How) string {
	switch how {
	case match.HowRejected, match.HowCounted:
		return "exact"
	case match.HowSwitched:
		return "about"
	case match.HowForced:
		return "forced"
	}
	return "unknown"
}

// spreadOver is what people are spread over: "organisations".
func spreadOver(ctx context.Context, trait string, labels map[string]string) string {
	switch trait {
	case DifferOrganisation, DifferRegion, DifferRole:
		return locale.T(ctx, "unmentoring.spread."+trait)
	}
	return traitLabel(ctx, trait, labels)
}
