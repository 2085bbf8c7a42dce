package insight

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"cuppa.example/internal/chart"
	"cuppa.example/internal/conversation"
	"cuppa.example/internal/member"
)

func TestCompletionIsARange(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		in   Counts
		want Range
	}{
		{"nothing", Counts{Cancelled: 3}, Range{}},
		{"everybody told us", Counts{Met: 3, NotMet: 1}, Range{0.75, 0.75, true}},
		{"nobody told us", Counts{Unconfirmed: 2, Open: 2}, Range{0, 1, true}},
		{"30 pairs of the reference", Counts{Met: 16, NotMet: 6, Unconfirmed: 8}, Range{16. / 30, 0.8, true}},
		{"called off does not count", Counts{Met: 1, NotMet: 1, Cancelled: 98}, Range{0.5, 0.5, true}},
	} {
		if got := c.in.Completion(); got != c.want {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
		}
	}
}

func TestAcrossCountsPairsThatSayWhereTheyWork(t *testing.T) {
	t.Parallel()
	at := map[string]member.Affiliation{"a": {OrganisationID: "1"}, "b": {OrganisationID: "1"}, "c": {OrganisationID: "2"}, "d": {Region: "North"}}
	got := across([][2]string{{"a", "b"}, {"a", "c"}, {"b", "c"}, {"c", "d"}, {"d", "gone"}}, at)
	if got != (Across{Pairs: 3, Different: 2, Unsaid: 2}) || got.Share().Least != 2./3 {
		t.Errorf("got %+v", got)
	}
	if (Across{Unsaid: 4}).Share().Known {
		t.Error("a share of nothing is known")
	}
}

func given(n ...int) Given {
	g := Given{}
	for i, v := range n {
		g[conversation.Reasons[i]] = v
	}
	return g
}

func TestFewAnswersAreNotShown(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		given Given
		want  string // - for few
		total int
	}{
		{"all large", given(5, 6, 7, 8, 9, 10), "5 6 7 8 9 10", 45},
		{"the rest is nobody", given(12), "12 - - - - -", 12},
		{"one hidden count could be subtracted", given(9, 9, 9, 9, 9, 3), "9 9 9 9 9 -", 0},
		{"a large rest of one", given(9, 9, 9, 9, 9, 4), "9 9 9 9 9 -", 0},
		{"few together", given(12, 2, 2), "12 - - - - -", 0},
		{"enough together, over many", given(12, 4, 3, 1), "12 - - - - -", 20},
		{"each as high as it can be", given(12, 12, 12, 12, 4, 4), "12 12 12 12 - -", 0},
		{"nothing large", given(3, 3, 2, 1, 1), "- - - - - -", 10},
	} {
		list, total := c.given.shown()
		text := ""
		for _, r := range list {
			if r.Few {
				text += "- "
			} else {
				text += fmt.Sprint(r.People, " ")
			}
		}
		if text != c.want+" " || total != c.total {
			t.Errorf("%s: got %s of %d, want %s of %d", c.name, text, total, c.want, c.total)
		}
	}
}

// Whoever knows everything that is shown, and how it is made, cannot tell any
// hidden count: each could be another number as well.
func TestHiddenCountsCannotBeFoundOut(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		g := given(rapid.SliceOfN(rapid.IntRange(0, 9), 6, 6).Draw(t, "given")...)
		list, total := g.shown()
		rest, hidden := total, 0
		for _, r := range list {
			rest -= r.People
			if r.Few {
				hidden++
			} else if r.People < few {
				t.Fatalf("%d is shown", r.People)
			}
		}
		if total == 0 || hidden == 0 || rest == 0 {
			return // no total to subtract from, or nobody is hidden
		}
		low, high := max(0, rest-(few-1)*(hidden-1)), min(few-1, rest)
		if low >= high {
			t.Fatalf("%v: each hidden count is %d, from a total of %d", g, low, total)
		}
	})
}

// A round is in one batch, a batch has enough answers, and neither changes when
// later rounds come.
func TestBatchesAreFixed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var rounds []Round
		answers := map[string]Given{}
		for i := range rapid.IntRange(0, 12).Draw(t, "rounds") {
			r := Round{ID: fmt.Sprint(i), Number: i + 1}
			rounds = append(rounds, r)
			answers[r.ID] = given(rapid.SliceOfN(rapid.IntRange(0, 6), 6, 6).Draw(t, "given")...)
		}
		all, left := batches(rounds, answers)
		var again []Round
		for _, b := range all {
			n := 0
			for _, r := range b.Rounds {
				n += answers[r.ID].Total()
			}
			if n < enough || n-answers[b.Rounds[len(b.Rounds)-1].ID].Total() >= enough {
				t.Fatalf("a batch of %d answers", n)
			}
			again = append(again, b.Rounds...)
		}
		if diff := cmp.Diff(rounds, append(again, left...), cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}
		before, _ := batches(rounds[:len(rounds)/2], answers)
		if diff := cmp.Diff(before, all[:len(before)], cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestSumIsMadeOfWhatIsShown(t *testing.T) {
	t.Parallel()
	var list []Batch
	for _, g := range []Given{given(12, 4, 0), given(7, 5, 1), given(4, 4, 2)} {
		shown, total := g.shown()
		list = append(list, Batch{Shown: shown, Total: total})
	}
	got := sum(list)
	if got[0].People != 19 || got[1].People != 5 || got[1].Few || !got[2].Few {
		t.Errorf("got %+v", got)
	}
}

// Scenario 7: over 40 % "no time" makes a proposal, from five answers on.
func TestTooOften(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		given []Given
		want  bool
	}{
		{"no round", nil, false},
		{"four answers are too few", []Given{given(4)}, false},
		{"four and one from the round before", []Given{given(4), given(0, 1)}, true},
		{"three of five", []Given{given(3, 2)}, true},
		{"two of five is 40 %, not over", []Given{given(2, 3)}, false},
		{"the newest round decides", []Given{given(1, 9), given(20)}, false},
		{"nobody in the last ones", []Given{given(), given(0), given(6, 3)}, true},
	} {
		if got := tooOften(c.given); got != c.want {
			t.Errorf("%s: got %v", c.name, got)
		}
	}
}

func TestMonthsAreThoseOfTheZone(t *testing.T) {
	t.Parallel()
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	names := func(from, to string) (list []string) {
		t.Helper()
		var at [2]time.Time
		for i, s := range []string{from, to} {
			if at[i], err = time.Parse(time.RFC3339, s); err != nil {
				t.Fatal(err)
			}
		}
		for _, m := range monthsBetween(at[0].In(london), at[1].In(london)) {
			list = append(list, m.Format("2006-01-02 15:04 MST"))
		}
		return list
	}
	// 23:30 UTC on 31 March is April already.
	want := []string{"2026-04-01 00:00 BST", "2026-05-01 00:00 BST"}
	if diff := cmp.Diff(want, names("2026-03-31T23:30:00Z", "2026-04-02T00:00:00Z")); diff != "" {
		t.Error(diff)
	}
	list := names("2020-01-01T00:00:00Z", "2027-01-31T12:00:00Z")
	if len(list) != months+1 || list[0] != "2025-02-01 00:00 GMT" || list[months] != "2027-02-01 00:00 GMT" {
		t.Errorf("got %v", list)
	}
}

func TestPagesOfAList(t *testing.T) {
	t.Parallel()
	list := make([]int, 101)
	for _, c := range []struct{ ask, rows, at int }{{1, 50, 1}, {3, 1, 3}, {0, 50, 1}, {99, 1, 3}, {-5, 50, 1}} {
		if part, at, pages := pageOf(list, c.ask); len(part) != c.rows || at != c.at || pages != 3 {
			t.Errorf("page %d: %d rows, page %d of %d", c.ask, len(part), at, pages)
		}
	}
	if part, at, pages := pageOf([]int(nil), 1); len(part) != 0 || at != 1 || pages != 1 {
		t.Errorf("nothing: %v %d %d", part, at, pages)
	}
}

// Points say their group only as far as nobody can be told by it, and the two
// views of the same picture do not give away more together than each alone.
func TestGroupsTellNobodyApartWhoDidNotAgree(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var p Picture
		for range rapid.IntRange(0, 60).Draw(t, "people") {
			d := Dot{Organisation: rapid.SampledFrom([]string{"", "A", "B", "C", "D", "E", "F", "G", "H", "I", "J"}).Draw(t, "organisation")}
			if rapid.Bool().Draw(t, "agreed") {
				d.Name = "Somebody's name"
			}
			p.Dots = append(p.Dots, d)
		}
		members, visitors := p.group(byOrganisation, false), p.group(byOrganisation, true)
		silent, seen := map[string]int{}, map[string]int{}
		for i, d := range p.Dots {
			if members.of[i] != "" && members.of[i] != d.Organisation || members.look[i] != 0 && members.of[i] == "" {
				t.Fatal("a point is in a group that is not its own")
			}
			if d.Name == "" && members.of[i] != "" {
				silent[d.Organisation]++
			}
			if visitors.of[i] != "" {
				seen[d.Organisation]++
				if members.of[i] == "" {
					t.Fatal("visitors see a group that members do not")
				}
			}
		}
		for name, n := range silent {
			if n < few {
				t.Fatalf("%d people of %s who did not agree can be told", n, name)
			}
		}
		for name, n := range seen {
			if n < few {
				t.Fatalf("visitors can tell %d people of %s", n, name)
			}
		}
		drawn := members.others
		for _, g := range members.groups {
			drawn += g.People
			if g.Look < 1 || g.Look > looks {
				t.Fatalf("look %d", g.Look)
			}
		}
		if drawn != len(p.Dots) {
			t.Fatalf("the legend counts %d of %d", drawn, len(p.Dots))
		}
	})
}

func TestKeptReadsOnceWhileItHolds(t *testing.T) {
	t.Parallel()
	k := kept[int]{most: 2}
	now, reads := time.Unix(0, 0), 0
	get := func(key string, err error) (int, error) {
		return k.get(key, now, func() (int, time.Duration, error) {
			reads++
			return reads, time.Minute, err
		})
	}
	for range 3 {
		if v, err := get("a", nil); v != 1 || err != nil {
			t.Fatalf("got %d, %v", v, err)
		}
	}
	now = now.Add(time.Minute)
	if _, err := get("a", errors.New("not now")); err == nil {
		t.Fatal("an error was swallowed")
	}
	if v, _ := get("a", nil); v != 3 {
		t.Fatalf("after an error: got %d", v)
	}
	now = now.Add(-time.Hour) // a clock that was put back does not keep it for longer
	if v, _ := get("a", nil); v != 4 {
		t.Fatalf("after the clock went back: got %d", v)
	}
	for _, key := range []string{"b", "c", "d"} {
		if _, err := get(key, nil); err != nil || len(k.keys) > 2 {
			t.Fatalf("%d are kept", len(k.keys))
		}
	}
	k.forget()
	if len(k.keys) != 0 {
		t.Fatal("it remembers")
	}
}

// The lines of a picture are written once for each end that they had.
func TestPictureDrawsEachLineOnce(t *testing.T) {
	t.Parallel()
	p := Picture{Dots: make([]Dot, 3), Lines: []Line{
		{A: 0, B: 1, State: conversation.Met},
		{A: 0, B: 1, State: conversation.Met},
		{A: 0, B: 1, State: conversation.NotMet},
		{A: 1, B: 2, State: conversation.Open},
		{A: 0, B: 2, State: conversation.Unconfirmed},
	}}
	p.Plan.Points = []chart.Point{{X: 1, Y: 2}, {X: 3, Y: 4}, {X: 50, Y: 60}}
	p.draw()
	if got := []string{p.Met, p.NotMet, p.Unknown}; !slices.Equal(got, []string{"M1 2L3 4", "M1 2L3 4", "M3 4L50 60M1 2L50 60"}) {
		t.Errorf("got %q", got)
	}
	if met, not, unknown := p.tally(); met != 2 || not != 1 || unknown != 2 {
		t.Errorf("%d %d %d", met, not, unknown)
	}
}
