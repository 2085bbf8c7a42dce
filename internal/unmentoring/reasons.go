package unmentoring

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/uptrace/bun"

	"cuppa.example/internal/locale"
	"cuppa.example/match"
)

// fieldLabels are the names of the organiser's own profile fields, by trait.
func (s *Programmes) fieldLabels(ctx context.Context, tx bun.IDB) (map[string]string, error) {
	fields, err := s.members.Fields(ctx, tx)
	labels := make(map[string]string, len(fields))
	for _, f := range fields {
		labels[fieldPrefix+f.ID] = f.Label
	}
	return labels, err
}

// traitLabel is what people differ in, or have in common: "organisation".
func traitLabel(ctx context.Context, trait string, labels map[string]string) string {
	trait = strings.TrimPrefix(trait, commonPrefix)
	if strings.HasPrefix(trait, fieldPrefix) {
		if label := labels[trait]; label != "" {
			return label
		}
		return locale.T(ctx, "unmentoring.trait.gone")
	}
	return locale.T(ctx, "unmentoring.trait."+trait)
}

// shareText names the pairs who share a trait, or have nothing in common where
// that is wanted.
func shareText(ctx context.Context, prefix, trait string, labels map[string]string, args ...any) string {
	key := "same"
	if strings.HasPrefix(trait, commonPrefix) {
		key = "uncommon"
	}
	return locale.T(ctx, prefix+key, append(args, "what", traitLabel(ctx, trait, labels))...)
}

// enumerate is "a, b and c".
func enumerate(ctx context.Context, list []string) string {
	return join(ctx, "unmentoring.and", list)
}

// enumerateOr joins what none of is meant: "organisation, region or role".
func enumerateOr(ctx context.Context, list []string) string {
	return join(ctx, "unmentoring.or", list)
}

func join(ctx context.Context, key string, list []string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	last := len(list) - 1
	return locale.T(ctx, key, "list", strings.Join(list[:last], ", "), "last", list[last])
}

// capital begins a sentence.
func capital(text string) string {
	r, n := utf8.DecodeRuneInString(text)
	if n == 0 {
		return text
	}
	return string(unicode.ToUpper(r)) + text[n:]
}

// teller says for organisers why a conversation is as it is.
type teller struct {
	ctx    context.Context
	traits Lines
	labels map[string]string
	// chance says that nothing but chance decided, where it could.
	chance bool
	name   func(person int32) string
}

// reason is everything to know about a conversation: first what is plain, in
// one line ("First meeting; different organisation and region"), then what
// could not be avoided, each with why.
func (t teller) reason(g Group) (plain string, trouble []string) {
	var parts, differ, common []string
	for i, r := range g.Reasons {
		switch r.Code {
		case match.FirstMeeting:
			parts = append(parts, t.say("first_meeting"))
		case match.Differ, match.Share:
			label := traitLabel(t.ctx, t.trait(r), t.labels)
			switch {
			case failed(t.traits, r):
				if !slices.ContainsFunc(g.Reasons[:i], func(o match.Reason) bool { return alike(o, r) }) {
					trouble = append(trouble, t.shared(r, g.Reasons[i:]))
				}
			case r.Code == match.Differ:
				differ = append(differ, label)
			default:
				common = append(common, label)
			}
		case match.LargerGroup, match.SmallerGroup:
			trouble = append(trouble, t.size(r, len(g.People)))
		case match.ByHand:
			if len(r.People) == len(g.People) {
				trouble = append(trouble, t.say("by_hand.all"))
			} else {
				trouble = append(trouble, t.say("by_hand", "names", t.names(r.People)))
			}
		default:
			trouble = append(trouble, t.repeated(r))
		}
	}
	if len(differ) > 0 {
		parts = append(parts, t.say("differ", "what", enumerate(t.ctx, differ)))
	}
	if len(common) > 0 {
		parts = append(parts, t.say("common", "what", enumerate(t.ctx, common)))
	}
	return capital(strings.Join(parts, "; ")), trouble
}

func (t teller) say(key string, args ...any) string {
	return locale.T(t.ctx, "unmentoring.reason."+key, args...)
}

func (t teller) trait(r match.Reason) string {
	if r.Trait < len(t.traits) {
		return t.traits[r.Trait]
	}
	return ""
}

func (t teller) names(people []int32) string {
	list := make([]string, len(people))
	for i, p := range people {
		list[i] = t.name(p)
	}
	slices.Sort(list)
	return enumerate(t.ctx, list)
}

func (t teller) size(r match.Reason, n int) string {
	if r.Code == match.LargerGroup {
		return t.say("larger", "count", n)
	}
	return t.say("smaller", "count", n)
}

// why says what stood in the way.
func (t teller) why(r match.Reason) string {
	if t.chance && failed(t.traits, r) && r.Why != match.WhyByHand {
		return locale.T(t.ctx, "unmentoring.because.chance")
	}
	return locale.T(t.ctx, "unmentoring.because."+whyKey(r.Why), "count", r.Count, "of", r.Of, "least", r.Least)
}

// repeated says who have been put together before.
func (t teller) repeated(r match.Reason) string {
	if r.Code == match.TogetherBefore {
		return t.say("together_before", "names", t.names(r.People), "why", t.why(r))
	}
	return t.say("met_before", "names", t.names(r.People), "when", locale.Month(t.ctx, dayNumbered(r.Round)), "why", t.why(r))
}

// failed reports whether a reason says that a wish for a trait was not met.
func failed(traits Lines, r match.Reason) bool {
	if r.Code != match.Share && r.Code != match.Differ || r.Trait >= len(traits) {
		return false
	}
	return (r.Code == match.Differ) == strings.HasPrefix(traits[r.Trait], commonPrefix)
}

// alike reports whether two reasons say the same of the same people, about
// another trait.
func alike(a, b match.Reason) bool {
	return a.Code == b.Code && a.Why == b.Why && a.Count == b.Count && a.Of == b.Of && a.Least == b.Least && slices.Equal(a.People, b.People)
}

// shared says what people have in common; all that can be said in one sentence
// is.
func (t teller) shared(r match.Reason, rest []match.Reason) string {
	var what []string
	for _, o := range rest {
		if alike(o, r) {
			what = append(what, traitLabel(t.ctx, t.trait(o), t.labels))
		}
	}
	if r.Code == match.Differ {
		return t.say("nothing_common", "names", t.names(r.People), "what", enumerate(t.ctx, what), "why", t.why(r))
	}
	return t.say("share", "names", t.names(r.People), "what", enumerate(t.ctx, what), "why", t.why(r))
}

var whyKeys = map[match.Why]string{
	match.WhyNone: "none", match.WhyAlone: "alone", match.WhyApart: "apart", match.WhyTaken: "taken", match.WhyOut: "out",
	match.WhyByHand: "by_hand", match.WhyAllMet: "all_met", match.WhyAllShare: "all_share", match.WhyMajority: "majority",
	match.WhyMetTheRest: "met_the_rest", match.WhyOthers: "others", match.WhyNobody: "nobody", match.WhyMetThose: "met_those",
	match.WhyChance: "chance",
}

func whyKey(w match.Why) string {
	if key, ok := whyKeys[w]; ok {
		return key
	}
	return "none"
}

// unplaced says why somebody is in no conversation.
func unplacedReason(ctx context.Context, w match.Why) string {
	return locale.T(ctx, "unmentoring.unplaced."+whyKey(w))
}

// unplacedAdvice says what can be done about it.
func unplacedAdvice(ctx context.Context, w match.Why) string {
	key := "other"
	switch w {
	case match.WhyAlone, match.WhyApart, match.WhyTaken, match.WhyOut:
		key = whyKey(w)
	}
	return locale.T(ctx, "unmentoring.unplaced.do."+key)
}
