package unmentoring

import (
	"fmt"
	"slices"
	"testing"

	"cuppa.example/internal/member"
	"cuppa.example/match"
)

func TestPeopleHaveSeveralThingsInCommon(t *testing.T) {
	t.Parallel()
	m := member.Member{Region: "North, East", Topics: member.Topics{"Data", " data ", "Open source"}}
	fields := map[string]string{"f": "Welsh; English"}
	for _, c := range []struct {
		trait  string
		common bool
		want   []string
	}{
		{DifferRegion, false, []string{member.Fold("North, East")}},
		{WishTopics, true, []string{"data", member.Fold("Open source")}},
		{fieldPrefix + "f", true, []string{"welsh", "english"}},
		{fieldPrefix + "g", true, nil},
		{DifferRole, false, nil},
	} {
		if got := valuesOf(m, c.trait, c.common, fields); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, not %q", c.trait, got, c.want)
		}
	}
}

func TestSetsTellTheMostFrequentThingsApart(t *testing.T) {
	t.Parallel()
	got := sets([][]string{{"a", "b"}, {"b"}, {"c"}, nil, {"a", "b"}})
	if got[0] != got[4] || got[0]&got[1] == 0 || got[1] == got[0] || got[2] != 0 || got[3] != 0 {
		t.Errorf("%b", got)
	}
	many := make([][]string, 200)
	for i := range many {
		many[i] = []string{fmt.Sprint(i / 2), fmt.Sprint(i % 100)}
	}
	in := match.Input{People: len(many), Size: 2, Traits: []match.Trait{{Sets: sets(many), Share: true}}}
	if err := in.Validate(); err != nil {
		t.Error(err)
	}
}
