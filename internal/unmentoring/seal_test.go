package unmentoring

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"cuppa.example/match"
)

// What was shown to somebody must be checked in the same way for ever.
func TestSealsStayWhatTheyAre(t *testing.T) {
	t.Parallel()
	secret := strings.Repeat("07", 32)
	if got := sealOf(secret); got != "bb6adbb3ced8f91a3cd328b817d64ed2281356dc8b2d434345ff28a6cf4bc17f" {
		t.Errorf("seal %s", got)
	}
	if got := seedOf(secret, 2, []OwnNumber{{3, "555"}}); got != "21da666ef37ecdf3dd4ab8a2a22a40063be3c9b2e412a9c674a6e0b82beed292" {
		t.Errorf("seed %s", got)
	}
	in := match.Input{
		People: 3, Size: 2, Met: []match.Meeting{{Round: 1, A: 0, B: 1}, {Round: 2, A: 0, B: 1}, {Round: 1, A: 0, B: 2}},
		Traits: []match.Trait{{Values: []int32{1, 2, 0}}, {Sets: []uint64{31, 0, 1}}}, Priority: []int32{0, 4, 0},
		Apart: []match.Pair{{A: 1, B: 2}},
	}
	list := rows(in, 2, []Drawn{{Salt: "a"}, {Salt: "b", Own: "9"}, {Salt: "c"}})
	if want := "cuppa row 1\nattempt 2\nperson 2 of 3\nsalt b\ntrait 2\ntrait 0x0\nmet 1\nfirst 4\nlarger 0\nnumber 9\n"; list[1] != want {
		t.Errorf("row %q", list[1])
	}
	if root, _ := fingerprint(list, 0); root != "0ce2b29f77781d9c4caab9dfe78c7cdf942f94e484867513a62bae01ee76a1cc" {
		t.Errorf("fingerprint %s", root)
	}
}

// Everybody's row leads to the one fingerprint, and no other row does.
func TestEveryRowLeadsToTheFingerprint(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 70).Draw(t, "people")
		list := make([]string, n)
		for i := range list {
			list[i] = fmt.Sprint("row ", i)
		}
		of := rapid.IntRange(0, n-1).Draw(t, "of")
		root, way := fingerprint(list, of)
		if climb(list[of], way) != root {
			t.Fatalf("row %d of %d does not lead there", of, n)
		}
		if climb("another", way) == root {
			t.Fatal("another row leads there")
		}
		list[rapid.IntRange(0, n-1).Draw(t, "changed")] += "!"
		if other, _ := fingerprint(list, of); other == root {
			t.Fatal("the same fingerprint of other rows")
		}
	})
}

func TestAReceiptIsRefusedOnceAnythingInItIsChanged(t *testing.T) {
	t.Parallel()
	secret := strings.Repeat("07", 32)
	list := []string{"cuppa row 1\nperson 1 of 3\n", "cuppa row 1\nperson 2 of 3\nnumber 5\n", "cuppa row 1\nperson 3 of 3\n"}
	whole := func() Receipt {
		root, way := fingerprint(list, 1)
		numbers := []OwnNumber{{2, "5"}}
		return Receipt{
			Seal: sealOf(secret), Attempt: 1, Fingerprint: root, Row: list[1], Way: way,
			Secret: secret, Numbers: numbers, Seed: seedOf(secret, 1, numbers),
		}
	}
	if err := whole().Check(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		want   error
		change func(r *Receipt)
	}{
		{ErrRow, func(r *Receipt) { r.Row += "x" }},
		{ErrRow, func(r *Receipt) { r.Way = r.Way[:1] }},
		{ErrSeal, func(r *Receipt) { r.Secret = strings.Repeat("08", 32) }},
		{ErrSeed, func(r *Receipt) { r.Attempt = 2 }},
		{ErrSeed, func(r *Receipt) { r.Numbers = nil }},
		{ErrNumber, func(r *Receipt) { r.Numbers = nil; r.Seed = seedOf(secret, 1, nil) }},
		{nil, func(r *Receipt) { r.Secret, r.Seed, r.Numbers = "", "", nil }},
	} {
		r := whole()
		if c.change(&r); !errors.Is(r.Check(), c.want) {
			t.Errorf("%v, want %v", r.Check(), c.want)
		}
	}
}
