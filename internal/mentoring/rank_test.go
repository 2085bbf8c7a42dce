package mentoring

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// some are the values that the generated people have, few enough to clash.
func some(t *rapid.T, label string, of ...string) []string {
	var list []string
	for _, v := range of {
		if rapid.Bool().Draw(t, label+" "+v) {
			list = append(list, v)
		}
	}
	return list
}

var topicsKnown = []string{"Service design", "User research", "Research", "Managing a team", "Data", "Procurement"}

func aCandidate(t *rapid.T, i int) Candidate {
	n := rapid.IntRange(0, 5)
	return Candidate{
		OfferID: fmt.Sprintf("offer-%d", i), MemberID: fmt.Sprintf("m%d", n.Draw(t, "member")+i/2),
		OrganisationID: rapid.SampledFrom([]string{"", "devon", "kent", "york"}).Draw(t, "organisation"),
		Job:            rapid.SampledFrom([]string{"", "Head of digital", "Senior user researcher", "Trainee planner", "Poet"}).Draw(t, "job"),
		Kind:           rapid.SampledFrom([]Kind{Coaching, Mentoring}).Draw(t, "kind"),
		Topics:         some(t, "topic", topicsKnown...), Experience: rapid.SampledFrom([]string{"", "I ran research for budgets"}).Draw(t, "experience"),
		Languages: some(t, "language", "English", "Welsh"), Times: some(t, "time", times...),
		Capacity: n.Draw(t, "capacity"), Used: n.Draw(t, "used"), Lately: n.Draw(t, "lately"),
		Waiting: rapid.IntRange(0, 1).Draw(t, "waiting"), Paused: rapid.IntRange(0, 5).Draw(t, "paused") == 0, Qualified: rapid.Bool().Draw(t, "qualified"),
	}
}

func aWish(t *rapid.T) Wish {
	return Wish{
		ID: rapid.SampledFrom([]string{"k1", "k2", "k3"}).Draw(t, "id"), MemberID: "m1", OrganisationID: rapid.SampledFrom([]string{"", "devon"}).Draw(t, "own"),
		Job:  rapid.SampledFrom([]string{"", "User researcher", "Director", "Poet"}).Draw(t, "job"),
		Kind: rapid.SampledFrom([]Kind{Coaching, Mentoring, Either}).Draw(t, "kind"), Topics: some(t, "want", topicsKnown...),
		Aim: rapid.SampledFrom([]string{"", "running research with small budgets"}).Draw(t, "aim"), Languages: some(t, "speak", "English", "Welsh"),
		Times: some(t, "at", times...), OwnOrganisation: rapid.Bool().Draw(t, "colleagues"), Apart: map[string]bool{"m3": true},
	}
}

func ids(list []Suggestion) []string {
	var out []string
	for _, s := range list {
		out = append(out, s.OfferID)
	}
	return out
}

// What Rank promises holds whoever is there.
func TestRankKeepsItsPromises(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := aWish(t)
		var list []Candidate
		for i := range rapid.IntRange(0, 12).Draw(t, "how many") {
			list = append(list, aCandidate(t, i))
		}
		n := rapid.IntRange(1, 6).Draw(t, "n")
		got := Rank(w, list, n)
		if len(got) > n {
			t.Fatalf("%d of %d", len(got), n)
		}
		seen := map[string]bool{}
		for i, s := range got {
			switch {
			case Excluded(w, s.Candidate):
				t.Fatalf("%s must not be suggested: %+v", s.OfferID, s.Candidate)
			case seen[s.MemberID]:
				t.Fatalf("%s twice", s.MemberID)
			case s.Score < 0 || s.Score > 100.0001:
				t.Fatalf("%s has %v of 100", s.OfferID, s.Score)
			case len(s.Reasons) == 0 || len(s.Reasons) > mostReasons:
				t.Fatalf("%s has %d reasons", s.OfferID, len(s.Reasons))
			case i > 0 && s.Fits && !got[i-1].Fits:
				t.Fatalf("%s fits and stands behind one who does not", s.OfferID)
			}
			seen[s.MemberID] = true
		}
		eligible := map[string]bool{}
		for _, c := range list {
			if !Excluded(w, c) {
				eligible[c.MemberID] = true
			}
		}
		if len(got) != min(n, len(eligible)) {
			t.Fatalf("%d suggested of %d who could be", len(got), len(eligible))
		}
		shuffled := rapid.Permutation(list).Draw(t, "shuffled")
		if again := Rank(w, shuffled, n); !slices.Equal(ids(got), ids(again)) {
			t.Fatalf("the order matters: %v and %v", ids(got), ids(again))
		}
	})
}

// Being asked more never moves somebody up, naming what is sought never down.
func TestRankIsMonotone(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := aWish(t)
		w.Topics = append(w.Topics, "Budgets")
		c := aCandidate(t, 8)
		r := newRanker(w)
		base := r.judge(c).Score
		busier := c
		busier.Lately++
		if r.judge(busier).Score > base {
			t.Fatal("asked more often, and higher")
		}
		fuller := c
		fuller.Used++
		if r.judge(fuller).Score > base {
			t.Fatal("fuller, and higher")
		}
		better := c
		better.Topics = append(slices.Clone(c.Topics), "Budgets")
		if r.judge(better).Score < base {
			t.Fatal("names what is sought, and lower")
		}
	})
}

// Forty mentors who are alike in all but chance, two hundred people who want
// the same: nobody is asked by many more than their share.
func TestTheSameFewAreNotAskedByEverybody(t *testing.T) {
	t.Parallel()
	const mentors, seekers = 40, 200
	list := make([]Candidate, mentors)
	for i := range list {
		list[i] = Candidate{
			OfferID: fmt.Sprintf("0193a1b2-0000-7000-8000-%012x", i*7919), MemberID: fmt.Sprint("m", i), Kind: Mentoring,
			Topics: []string{"Leadership"}, Capacity: 6,
		}
	}
	first := map[string]int{}
	for i := range seekers {
		w := Wish{ID: fmt.Sprintf("0193a1b2-1111-7000-8000-%012x", i), MemberID: fmt.Sprint("s", i), Kind: Mentoring, Topics: []string{"Leadership"}}
		got := Rank(w, list, 5)
		first[got[0].OfferID]++
		for j := range list {
			if list[j].OfferID == got[0].OfferID {
				list[j].Used++
				list[j].Lately++
			}
		}
	}
	for id, n := range first {
		if n != seekers/mentors {
			t.Errorf("%s is asked %d times, not %d", id, n, seekers/mentors)
		}
	}
}

func TestRankTable(t *testing.T) {
	t.Parallel()
	w := Wish{ID: "k", MemberID: "me", OrganisationID: "devon", Job: "User researcher", Kind: Mentoring, Topics: []string{"Service design"}, Aim: "lead workshops with councillors"}
	base := Candidate{OfferID: "base", MemberID: "base", OrganisationID: "kent", Kind: Mentoring, Capacity: 2, Topics: []string{"service design"}}
	with := func(id string, f func(*Candidate)) Candidate {
		c := base
		c.OfferID, c.MemberID = id, id
		f(&c)
		return c
	}
	for _, c := range []struct {
		name          string
		better, worse Candidate
	}{
		{"the topic before half of it", base, with("half", func(c *Candidate) { c.Topics = []string{"Design"} })},
		{"half of the topic before none", with("half", func(c *Candidate) { c.Topics = []string{"Design"} }), with("none", func(c *Candidate) { c.Topics = []string{"Trees"} })},
		{"experience counts", with("said", func(c *Candidate) { c.Experience = "Workshops for councillors" }), base},
		{"a head before a trainee", with("head", func(c *Candidate) { c.Job = "Head of research" }), with("trainee", func(c *Candidate) { c.Job = "Trainee researcher" })},
		{"who is asked less", base, with("asked", func(c *Candidate) { c.Lately = 4 })},
		{"who has more room", base, with("half full", func(c *Candidate) { c.Used = 1 })},
	} {
		if got := ids(Rank(w, []Candidate{c.worse, c.better}, 2)); got[0] != c.better.OfferID {
			t.Errorf("%s: %v", c.name, got)
		}
	}
	if got := Rank(w, []Candidate{with("colleague", func(c *Candidate) { c.OrganisationID = "devon" })}, 5); len(got) != 0 {
		t.Error("a colleague is suggested")
	}
	w.OwnOrganisation = true
	if got := Rank(w, []Candidate{with("colleague", func(c *Candidate) { c.OrganisationID = "devon" })}, 5); len(got) != 1 {
		t.Error("a colleague was chosen, and is not suggested")
	}
}

func TestRungs(t *testing.T) {
	t.Parallel()
	for job, want := range map[string]int{
		"": 0, "Poet": 0, "Head of digital": 4, "Assistant director": 4, "Director of place": 5, "Senior user researcher": 3,
		"Trainee project manager": 1, "User researcher": 2, "Service delivery managers": 4, "Digital assistant": 1,
	} {
		if got := rung(job); got != want {
			t.Errorf("%q stands on %d, not %d", job, got, want)
		}
	}
}

func FuzzWords(f *testing.F) {
	f.Add("Managing teams’ budgets", "budget")
	f.Add("\xff\x00ééééééééééééééééééééééééééééééééééé", "s")
	f.Fuzz(func(t *testing.T, a, b string) {
		for _, w := range words(a, b) {
			if len(w) > 40 || len(w) < 2 {
				t.Fatalf("%q", w)
			}
		}
		if x := alike(a, b); x < 0 || x > 1 || x != alike(b, a) {
			t.Fatalf("%q and %q are %v alike", a, b, x)
		}
	})
}
