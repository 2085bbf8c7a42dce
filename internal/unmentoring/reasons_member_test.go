package unmentoring

import (
	"context"
	"strings"
	"testing"
	"time"

	"cuppa.example/internal/locale"
	"cuppa.example/match"
)

// What people of a conversation are told, word for word.
func TestPeopleAreToldKindlyWhyTheyTalk(t *testing.T) {
	t.Parallel()
	pair, trio := []int32{0, 1}, []int32{0, 1, 2}
	two := []int32{0, 1}
	wishes := Lines{DifferOrganisation, DifferRegion, fieldPrefix + "f", commonPrefix + WishTopics}
	words := spoken(t)
	for _, c := range []struct {
		name   string
		people []int32
		chance bool
		reason match.Reason
		want   string
	}{
		{"new", pair, false, match.Reason{Code: match.FirstMeeting}, "You have not met in this network before."},
		{"all new", trio, false, match.Reason{Code: match.FirstMeeting}, "None of you have met in this network before."},
		{"different", trio, false, match.Reason{Code: match.Differ}, "You work for different organisations."},
		{"own field", pair, false, match.Reason{Code: match.Differ, Trait: 2}, "You differ in: Grade."},
		{"again", pair, false, match.Reason{Code: match.MetBefore, People: two, Why: match.WhyOthers}, "You have met before. We avoid that where we can."},
		{"nobody new", pair, false, match.Reason{Code: match.MetBefore, People: two, Why: match.WhyAllMet}, "nobody new was left this time"},
		{"again in a trio", trio, false, match.Reason{Code: match.MetBefore, People: two, Why: match.WhyOthers}, "Ann and Ben have met before."},
		{"second chance", pair, false, match.Reason{Code: match.TogetherBefore, People: two}, "You were put together before, but did not get to talk. Here is another chance."},
		{"same", pair, false, match.Reason{Code: match.Share, People: two, Why: match.WhyOthers}, "You work for the same organisation. We avoid that where we can."},
		{"all the same", pair, false, match.Reason{Code: match.Share, People: two, Why: match.WhyAllShare, Count: 7, Of: 7}, "as everybody in this round does"},
		{"most", pair, false, match.Reason{Code: match.Share, People: two, Why: match.WhyMajority, Count: 7, Of: 10, Least: 2}, "7 of the 10 people in this round do"},
		{"met the rest", pair, false, match.Reason{Code: match.Share, People: two, Why: match.WhyMetTheRest}, "One of you has met everybody from other organisations who was left"},
		{"two of three", trio, false, match.Reason{Code: match.Share, People: two, Why: match.WhyOthers}, "Ann and Ben work for the same organisation. This time"},
		{"by chance", pair, true, match.Reason{Code: match.Share, People: two, Why: match.WhyOthers}, "Here chance alone decides"},
		{"by hand", pair, false, match.Reason{Code: match.Share, People: two, Why: match.WhyByHand}, "An organiser put you together."},
		{"topics", pair, false, match.Reason{Code: match.Share, Trait: 3, People: two}, "You care about some of the same topics."},
		{"no topics", pair, false, match.Reason{Code: match.Differ, Trait: 3, People: two, Why: match.WhyNobody, Of: 7}, "so you can surprise each other"},
		{"not worth a word", pair, false, match.Reason{Code: match.Differ, Trait: 3, People: two, Why: match.WhyOthers}, ""},
		{"three", trio, false, match.Reason{Code: match.LargerGroup}, "There are 3 of you"},
		{"pinned", pair, false, match.Reason{Code: match.ByHand, People: two}, "An organiser put you together."},
	} {
		said := saidBy(words, kindly{
			group:  Group{People: c.people, Reasons: []match.Reason{c.reason}},
			traits: wishes, labels: map[string]string{fieldPrefix + "f": "Grade"}, chance: c.chance,
			name: func(p int32) string { return []string{"Ann", "Ben", "Cat"}[p] },
		})
		if c.want == "" && said != "" || !strings.Contains(said, c.want) {
			t.Errorf("%s: %q", c.name, said)
		}
	}
}

// Every wish and every obstacle has words, for members and for organisers.
func TestEveryReasonHasWords(t *testing.T) {
	t.Parallel()
	words := spoken(t)
	for _, wish := range append(Lines{DifferOrganisation, DifferRegion, DifferRole, fieldPrefix + "f"}, commonPrefix+WishTopics, commonPrefix+DifferRegion, commonPrefix+DifferRole, commonPrefix+fieldPrefix+"f") {
		for code := match.FirstMeeting; code <= match.ByHand; code++ {
			for why := match.WhyNone; why <= match.WhyMetThose; why++ {
				for _, people := range [][]int32{{0, 1}, {0, 1, 2}} {
					for _, chance := range []bool{false, true} {
						g := Group{People: people, Reasons: []match.Reason{{Code: code, People: []int32{0, 1}, Why: why, Count: 3, Of: 5, Least: 1}}}
						labels, name := map[string]string{fieldPrefix + "f": "Grade"}, func(int32) string { return "Ann" }
						said := saidBy(words, kindly{group: g, traits: Lines{wish}, labels: labels, chance: chance, name: name})
						plain, trouble := teller{ctx: words, traits: Lines{wish}, labels: labels, chance: chance, name: name}.reason(g)
						if all := said + plain + strings.Join(trouble, " "); strings.Contains(all, "unmentoring.") || strings.Contains(all, "{{") {
							t.Fatalf("%s, code %d, why %d: %s", wish, code, why, all)
						}
					}
				}
			}
		}
	}
}

func saidBy(words context.Context, k kindly) string {
	said := ""
	for _, p := range k.phrases() {
		said += p.In(words)
	}
	return said
}

func spoken(t *testing.T) context.Context {
	t.Helper()
	words, err := locale.Load(Files, locale.Files)
	if err != nil {
		t.Fatal(err)
	}
	return words.In(t.Context(), "en", time.UTC)
}
