package unmentoring

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"cuppa.example/internal/member"
	"cuppa.example/match"
)

// traits numbers what people have. The numbers are given in the order of the
// people, so that they say nothing by themselves.
func (s *Programmes) traits(ctx context.Context, tx bun.IDB, p pool, wishes Lines) ([]match.Trait, error) {
	var fields map[string]map[string]string
	if slices.ContainsFunc(wishes, func(w string) bool { return strings.Contains(w, fieldPrefix) }) {
		var err error
		if fields, err = s.members.ManyFieldValues(ctx, tx, p.ids()); err != nil {
			return nil, err
		}
	}
	var list []match.Trait
	for _, w := range wishes {
		trait, common := strings.CutPrefix(w, commonPrefix)
		have := make([][]string, len(p.people))
		several := false
		for i, m := range p.people {
			have[i] = valuesOf(m, trait, common, fields[m.ID])
			several = several || len(have[i]) > 1
		}
		t := match.Trait{Share: common}
		if several {
			t.Sets = sets(have)
		} else {
			t.Values = numbers(have)
		}
		list = append(list, t)
	}
	return list, nil
}

// numbers are what people have one of, by number; 0 is unknown.
func numbers(have [][]string) []int32 {
	known := map[string]int32{}
	values := make([]int32, len(have))
	for i, of := range have {
		if len(of) == 0 {
			continue
		}
		if known[of[0]] == 0 {
			known[of[0]] = int32(len(known) + 1)
		}
		values[i] = known[of[0]]
	}
	return values
}

// bits is how many different things a set can tell apart.
const bits = 64

// sets are what people have several of, a bit each. What only one of them has,
// nobody can have in common with them; of the rest the most frequent are told
// apart.
func sets(have [][]string) []uint64 {
	count := map[string]int{}
	for _, of := range have {
		for _, v := range of {
			count[v]++
		}
	}
	things := slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b))
	})
	bit := map[string]uint64{}
	for i, v := range things[:min(bits, len(things))] {
		if count[v] > 1 {
			bit[v] = 1 << i
		}
	}
	list := make([]uint64, len(have))
	for i, of := range have {
		for _, v := range of {
			list[i] |= bit[v]
		}
	}
	return list
}

// valuesOf is what a member has of a trait, folded and each once; none is
// unknown. Only what is to be in common can be several things.
func valuesOf(m member.Member, trait string, common bool, fields map[string]string) []string {
	var text string
	switch trait {
	case DifferOrganisation:
		text = m.OrganisationID
	case DifferRegion:
		text = member.Fold(m.Region)
	case DifferRole:
		text = member.Fold(m.Job)
	case WishTopics:
		text = strings.Join(m.Topics, "\n")
	default:
		text = fields[strings.TrimPrefix(trait, fieldPrefix)]
	}
	var list []string
	for _, part := range splitValues(text, common) {
		if v := member.Fold(part); v != "" && !slices.Contains(list, v) {
			list = append(list, v)
		}
	}
	return list
}

// splitValues parts "Welsh, English" where several things can be had.
func splitValues(text string, several bool) []string {
	if !several {
		return []string{text}
	}
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == '\n' })
}
