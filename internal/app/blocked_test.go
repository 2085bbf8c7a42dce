package app

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/uptrace/bun"
)

// One member after the other blocks the visitor of the demo, who then reads
// everything again. What differs is what would differ if that member paused and,
// where the two were together, could not make it (docs/decisions/0017 and 0018):
// no other list or page drops a name, and none speaks of a block.
func TestABlockTellsNothing(t *testing.T) {
	t.Parallel()
	a := demoAt(t)
	me, err := a.visitor(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ids, err := a.Members.ActiveIDs(t.Context(), a.DB)
	if err != nil {
		t.Fatal(err)
	}
	people, err := a.Members.Many(t.Context(), a.DB, ids)
	if err != nil {
		t.Fatal(err)
	}
	b := signIn(t, a, me)
	before := everything(t, b)
	together, strangers := 0, 0
	for _, id := range slices.DeleteFunc(ids, func(id string) bool { return id == me }) {
		may := []string{"/mentoring", "/people/" + id}
		if with(before, people[id].Name) {
			may = append(may, shared...)
			together++
		} else {
			strangers++
		}
		if err := a.DB.InTx(t.Context(), func(ctx context.Context, tx bun.Tx) error { return a.Safety.Block(ctx, tx, id, me) }); err != nil {
			t.Fatal(err)
		}
		after := everything(t, b)
		for path, text := range before {
			if now, linked := after[path]; now == text || !linked {
				continue
			}
			if !within(path, may) {
				t.Errorf("%s changed when %s blocked:\n- %s\n+ %s", path, people[id].Name, text, after[path])
			}
			if strings.Count(strings.ToLower(after[path]), "block") > strings.Count(strings.ToLower(text), "block") {
				t.Errorf("%s speaks of a block: %s", path, after[path])
			}
		}
		before = after
	}
	if together < 5 || strangers < 5 || len(before) < 200 {
		t.Errorf("%d who are together with the visitor, %d strangers, %d pages", together, strangers, len(before))
	}
}

// shared are the pages of what two people are in together, and those that list it.
var shared = []string{"/conversations", "/relationships", "/circles", "/programmes", "/work-together/", "/home", "/welcome", "/profile/data.html"}

func within(path string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(path, prefix) })
}

// with reports whether a page of what people are in together names somebody.
func with(pages map[string]string, name string) bool {
	for path, text := range pages {
		if within(path, shared) && strings.Contains(text, name) {
			return true
		}
	}
	return false
}
