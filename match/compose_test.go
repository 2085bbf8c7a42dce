package match

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// thirtyEight are people of 16 bodies and 5 kinds, seven of whom can lead, each
// free at some of twenty times.
func thirtyEight() Composition {
	c := Composition{People: 38, Size: 6, Kinds: 3}
	r := newSource([32]byte{38})
	for i := range c.People {
		lead := int32(0)
		if i%5 == 0 {
			lead = 1
		}
		c.Leaders = append(c.Leaders, lead)
		c.Bodies = append(c.Bodies, int32(i%16+1))
		c.Kind = append(c.Kind, int32(i%5+1))
		free := uint64(0)
		for range 9 {
			free |= 1 << r.below(20)
		}
		c.Free = append(c.Free, free)
	}
	c.Apart = []Pair{{0, 1}, {2, 30}, {7, 12}}
	return c
}

func TestComposesThirtyEightIntoFourOfSixAndTwoOfSeven(t *testing.T) {
	t.Parallel()
	c := thirtyEight()
	for seed := range byte(5) {
		got, err := c.Compose(context.Background(), [32]byte{seed})
		if err != nil {
			t.Fatal(err)
		}
		var sizes []int
		for _, team := range got.Teams {
			sizes = append(sizes, len(team.People))
			if team.Leader < 0 || team.Kinds < 3 || team.Free == 0 || len(team.Clashes) > 0 {
				t.Errorf("seed %d: %+v", seed, team)
			}
		}
		slices.Sort(sizes)
		if diff := cmp.Diff([]int{6, 6, 6, 6, 7, 7}, sizes); diff != "" || len(got.Left) > 0 {
			t.Errorf("seed %d: sizes (-want +got) %s left %v", seed, diff, got.Left)
		}
		again, _ := c.Compose(context.Background(), [32]byte{seed})
		if diff := cmp.Diff(got, again); diff != "" {
			t.Errorf("seed %d gives something else the second time: %s", seed, diff)
		}
	}
}

func TestWhoFitsNowhereIsLeft(t *testing.T) {
	t.Parallel()
	c := Composition{People: 7, Size: 6, Bodies: []int32{1, 2, 3, 4, 5, 6, 1}}
	got, err := c.Compose(context.Background(), [32]byte{})
	if err != nil {
		t.Fatal(err)
	}
	// Of the two from one body the one who came later is left.
	if len(got.Teams) != 1 || len(got.Teams[0].People) != 6 || !slices.Equal(got.Left, []int32{6}) {
		t.Errorf("%+v", got)
	}
	c = Composition{People: 20, Size: 6, Groups: 1, Leaders: make([]int32, 20)}
	c.Leaders[19] = 1
	if got, err = c.Compose(context.Background(), [32]byte{}); err != nil {
		t.Fatal(err)
	}
	if want := []int32{0, 1, 2, 3, 4, 19}; len(got.Teams) != 1 || !slices.Equal(got.Teams[0].People, want) {
		t.Errorf("one group of twenty, who came first and a leader: %+v", got.Teams)
	}
}

func TestHandMadeTeamsAreToldWhatIsWrong(t *testing.T) {
	t.Parallel()
	c := Composition{
		People: 5, Size: 4, Kinds: 3, Bodies: []int32{1, 1, 2, 3, 0}, Kind: []int32{1, 1, 2, 0, 0},
		Free: []uint64{3, 1, 2, 0, 1}, Leaders: []int32{0, 1, 2, 0, 0}, Apart: []Pair{{3, 2}},
	}
	teams, err := c.Assess([][]int32{{2, 0, 3}, {4, 1}})
	if err != nil {
		t.Fatal(err)
	}
	want := []Team{
		{People: []int32{0, 2, 3}, Leader: 2, Free: 2, Kinds: 3, Clashes: []Pair{{2, 3}}},
		{People: []int32{1, 4}, Leader: 1, Free: 1, Kinds: 2},
	}
	if diff := cmp.Diff(want, teams); diff != "" {
		t.Error(diff)
	}
	if _, err := c.Assess([][]int32{{1}, {1}}); err == nil {
		t.Error("somebody can be in two groups")
	}
	for _, b := range []struct {
		who   int32
		group []int32
		want  Bar
	}{
		{1, []int32{0, 3}, Bar{Body: true}},
		{2, []int32{3, 4}, Bar{Apart: true, Time: true, Kind: true}},
		{3, []int32{0, 1}, Bar{Kind: true}},
	} {
		if got := c.Bars(b.who, b.group); got != b.want {
			t.Errorf("%d into %v: %+v, want %+v", b.who, b.group, got, b.want)
		}
	}
}

func TestCompositionsKeepTheHardRules(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 24).Draw(t, "people")
		c := Composition{People: n, Size: rapid.IntRange(2, 8).Draw(t, "size"), Groups: rapid.IntRange(0, 3).Draw(t, "groups"), Kinds: 3}
		for i := range n {
			c.Bodies = append(c.Bodies, int32(rapid.IntRange(0, 5).Draw(t, "body")))
			c.Leaders = append(c.Leaders, int32(rapid.IntRange(0, 2).Draw(t, "leads")))
			c.Kind = append(c.Kind, int32(rapid.IntRange(0, 3).Draw(t, "kind")))
			c.Free = append(c.Free, uint64(rapid.IntRange(0, 15).Draw(t, "free")))
			if other := rapid.IntRange(0, n-1).Draw(t, "apart"); other < i {
				c.Apart = append(c.Apart, Pair{int32(i), int32(other)})
			}
		}
		got, err := c.Compose(context.Background(), [32]byte{})
		if err != nil {
			t.Fatal(err)
		}
		all := slices.Clone(got.Left)
		for _, team := range got.Teams {
			all = append(all, team.People...)
			if len(team.Clashes) > 0 || len(team.People) > c.Size+1 && len(team.People) > Sizes(n, c.Size)[0] {
				t.Fatalf("%+v", team)
			}
		}
		slices.Sort(all)
		for i, p := range all {
			if int(p) != i {
				t.Fatalf("people %v", all)
			}
		}
		if len(all) != n {
			t.Fatalf("%d people of %d", len(all), n)
		}
	})
}

func TestCompositionsThatMakeNoSenseAreRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []Composition{
		{People: -1, Size: 6},
		{People: 1001, Size: 6},
		{People: 3, Size: 13},
		{People: 3, Size: 6, Kind: []int32{1}},
		{People: 3, Size: 6, Apart: []Pair{{0, 3}}},
		{People: 3, Size: 6, Groups: -1},
	} {
		if _, err := c.Compose(context.Background(), [32]byte{}); err == nil {
			t.Errorf("%+v is accepted", c)
		}
	}
}

func BenchmarkCompose(b *testing.B) {
	c := thirtyEight()
	for b.Loop() {
		if _, err := c.Compose(context.Background(), [32]byte{}); err != nil {
			b.Fatal(err)
		}
	}
}
