package mentoring

import (
	"slices"
	"strings"
	"unicode"

	"cuppa.example/internal/member"
)

// empty are words that say nothing about what somebody can help with.
var empty = func() map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(`a about after all also am an and any are as at be been being better but by can could do
		for from get getting good had has have how i if im in into is it its ive just know learn like lot make me more most
		much my new of on one or other our out over people really so some than that the their them then there these they
		this those time to too up us very want was we what when where which who why will with within without work working
		worked would year you your help improve become skill`) {
		set[w] = true
	}
	return set
}()

// most words of one text count; nobody's text needs more to be found.
const mostWords = 80

// words are the different words of a text that say something, in order: folded,
// without endings of the plural, at most mostWords.
func words(texts ...string) []string {
	var list []string
	seen := map[string]bool{}
	for _, text := range texts {
		for _, w := range strings.FieldsFunc(member.Fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			if w = stem(w); len(w) < 2 || empty[w] || seen[w] || len(list) == mostWords {
				continue
			}
			seen[w] = true
			list = append(list, w)
		}
	}
	return list
}

// stem takes the endings off that a topic may have or not: "budgets" is found
// by "budget", "studies" by "study".
func stem(w string) string {
	switch {
	case len(w) > 30:
		return strings.ToValidUTF8(w[:30], "")
	case len(w) > 4 && strings.HasSuffix(w, "ies"):
		return w[:len(w)-3] + "y"
	case len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && !strings.HasSuffix(w, "is"):
		return w[:len(w)-1]
	}
	return w
}

// alike is how much two topics have in common, from 0 to 1: the share of their
// words that both have. "User research" and "research" are half alike.
func alike(a, b string) float64 {
	if member.Fold(a) == member.Fold(b) {
		return 1
	}
	x, y := words(a), words(b)
	both := 0
	for _, w := range x {
		if slices.Contains(y, w) {
			both++
		}
	}
	if both == 0 {
		return 0
	}
	return float64(both) / float64(len(x)+len(y)-both)
}

// common are the things that both lists name, as the first spells them.
func common(a, b []string) []string {
	var list []string
	for _, x := range a {
		if slices.ContainsFunc(b, func(y string) bool { return member.Fold(x) == member.Fold(y) }) {
			list = append(list, x)
		}
	}
	return list
}

// rungs are words of English job titles by how far up they stand. The highest rung
// of a title counts, but for the assistants and deputies, who stand one lower.
//
// That is all that is known of how far somebody is: members are not asked for a
// level. A title in another language, or one that nobody thought of, has no rung,
// and then role distance neither helps nor harms: docs/mentoring.md says so.
var rungs = []struct {
	rung  int
	words []string
}{
	{5, []string{"director", "chief", "ceo", "cto", "cio", "executive", "vice"}},
	{4, []string{"head", "manager", "owner", "leader"}},
	{3, []string{"senior", "lead", "principal", "specialist", "architect", "consultant"}},
	{2, []string{"officer", "analyst", "developer", "designer", "researcher", "engineer", "adviser", "advisor", "coordinator", "librarian", "planner"}},
	{1, []string{"apprentice", "trainee", "junior", "graduate", "intern", "student"}},
}

// rung is how far up a job stands as far as its title tells, from 1 to 5; 0 is
// unknown. It is rough on purpose, and only ever one reason among several.
func rung(job string) int {
	list := words(job)
	for _, r := range slices.Backward(rungs) { // a trainee manager is a trainee
		if r.rung == 1 && containsAny(list, r.words) {
			return 1
		}
	}
	for _, r := range rungs {
		if containsAny(list, r.words) {
			if r.rung > 2 && containsAny(list, []string{"assistant", "deputy"}) {
				return r.rung - 1
			}
			return r.rung
		}
	}
	if containsAny(list, []string{"assistant"}) {
		return 1
	}
	return 0
}

func containsAny(list, of []string) bool {
	return slices.ContainsFunc(of, func(w string) bool { return slices.Contains(list, w) })
}
