package unmentoring

import (
	"strings"

	"cuppa.example/internal/locale"
	"cuppa.example/match"
)

// kindly says to the people of a conversation why they were put together. What
// it says is kept, and said in each reader's language.
type kindly struct {
	group  Group
	traits Lines
	labels map[string]string
	chance bool
	name   func(person int32) string
}

func (k kindly) phrases() []locale.Phrase {
	var list []locale.Phrase
	for _, r := range k.group.Reasons {
		if key, args := k.phrase(r); key != "" {
			list = append(list, locale.Phrase{Key: "unmentoring.why." + key, Args: args})
		}
	}
	return list
}

func (k kindly) phrase(r match.Reason) (string, []any) {
	n := len(k.group.People)
	switch r.Code {
	case match.FirstMeeting:
		if n > 2 {
			return "first_meeting.all", nil
		}
		return "first_meeting", nil
	case match.MetBefore:
		return k.again("met_before", r)
	case match.TogetherBefore:
		return k.again("together_before", r)
	case match.Differ, match.Share:
		return k.trait(r)
	case match.LargerGroup:
		return "larger", []any{"count", n}
	case match.ByHand:
		return "by_hand", nil
	}
	return "", nil
}

// again says that two people were put together before: to the two themselves
// without their names.
func (k kindly) again(key string, r match.Reason) (string, []any) {
	if r.Code == match.MetBefore && r.Why == match.WhyAllMet {
		key += ".nobody_new"
	}
	if len(k.group.People) == 2 {
		return key + ".you", nil
	}
	return key, []any{"one", k.name(r.People[0]), "two", k.name(r.People[1])}
}

// trait says what people differ in or have in common. Where it is not what was
// wished for, it says what stood in the way.
func (k kindly) trait(r match.Reason) (string, []any) {
	trait := ""
	if r.Trait < len(k.traits) {
		trait = k.traits[r.Trait]
	}
	bare, common := strings.CutPrefix(trait, commonPrefix)
	kind, args := bare, []any{"label", ""}
	if strings.HasPrefix(bare, fieldPrefix) {
		kind, args = "field", []any{"label", k.labels[bare]}
	}
	some := len(r.People) > 0 && len(r.People) < len(k.group.People)
	switch {
	case !failed(k.traits, r) && r.Code == match.Differ:
		return "differ." + kind, args
	case !failed(k.traits, r):
		if some {
			return "", nil // the others would wonder what it is to them
		}
		return "common." + kind, args
	case common:
		if some || r.Why != match.WhyNobody {
			return "", nil
		}
		return "common.nobody." + kind, args
	case some:
		return "share.some." + kind, append(args, "one", k.name(r.People[0]), "two", k.name(r.People[1]))
	}
	return "share." + k.obstacle(r) + kind, append(args, "count", r.Count, "of", r.Of)
}

// obstacle is what stood in the way of people who share nothing.
func (k kindly) obstacle(r match.Reason) string {
	switch {
	case r.Why == match.WhyByHand:
		return "by_hand."
	case r.Why == match.WhyAllShare:
		return "all."
	case k.chance:
		return "chance."
	case r.Why == match.WhyMajority:
		return "majority."
	case r.Why == match.WhyMetTheRest:
		return "met."
	}
	return ""
}
