package intake

import (
	"context"
	"strings"

	"cuppa.example/internal/locale"
)

// whois is where somebody works and what they do there.
func (f *field) whois(ctx context.Context, id string) string {
	m := f.members[id]
	var parts []string
	for _, text := range []string{m.Job, m.Organisation, m.Region} {
		if text != "" {
			parts = append(parts, text)
		}
	}
	if len(parts) == 0 {
		return locale.T(ctx, "intake.whois.unknown")
	}
	return strings.Join(parts, ", ")
}

// reasons says why two people are matched, to one of them: what both named, and
// their own choice. What the other said of them is not theirs.
func (f *field) reasons(m Match, to Side) []locale.Phrase {
	w := way{m.LearnerID, Learner, m.HelperID}
	if to == Helper {
		w = way{m.HelperID, Helper, m.LearnerID}
	}
	var list []locale.Phrase
	if place := f.places[w]; place > 0 {
		list = append(list, locale.Phrase{Key: "intake.reason.you", Args: []any{"place", place}})
	}
	return append(list, f.common(m)...)
}

// explain says to organisers why two people are matched.
func (f *field) explain(ctx context.Context, m Match) string {
	if m.HelperID == "" {
		return locale.T(ctx, "intake.why."+string(m.Why))
	}
	var list []string
	if m.ByHand {
		list = append(list, locale.T(ctx, "intake.reason.by_hand"))
	}
	if place := f.places[way{m.LearnerID, Learner, m.HelperID}]; place > 0 {
		list = append(list, locale.T(ctx, "intake.reason.learner", "place", place))
	}
	if place := f.places[way{m.HelperID, Helper, m.LearnerID}]; place > 0 {
		list = append(list, locale.T(ctx, "intake.reason.helper", "place", place))
	}
	for _, p := range f.common(m) {
		if p.Key == "intake.reason.topics" {
			p.Key = "intake.reason.both"
		}
		list = append(list, p.In(ctx))
	}
	if len(list) == 0 {
		list = append(list, locale.T(ctx, "intake.reason.none"))
	}
	return strings.Join(list, " ")
}

// common is what two people have in common, and a warning where they work for
// the same organisation.
func (f *field) common(m Match) []locale.Phrase {
	learner, helper := find(f.learners, m.LearnerID), find(f.helpers, m.HelperID)
	if learner == nil || helper == nil {
		return nil
	}
	var list []locale.Phrase
	if topics := shared(*learner, *helper); len(topics) > 0 {
		list = append(list, locale.Phrase{Key: "intake.reason.topics", Args: []any{"topics", joinTopics(topics)}})
	}
	if learner.home != "" && learner.home == helper.home {
		list = append(list, locale.Phrase{Key: "intake.reason.home"})
	}
	return list
}
