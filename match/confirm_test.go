package match

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"testing"
)

// confirmed draws and checks that the proof holds, before and after it was written
// down.
func confirmed(t *testing.T, in Input, s [32]byte) Result {
	t.Helper()
	res := mustDraw(t, in, s)
	if !res.Optimal || len(newProblem(in).provable(res.Groups)) == 0 {
		return res
	}
	if res.Proof == nil {
		t.Fatalf("no proof with an optimal draw of %+v", in)
	}
	if err := Confirm(in, res); err != nil {
		t.Fatalf("%v: %+v", err, in)
	}
	text, err := json.Marshal(res.Proof)
	if err != nil {
		t.Fatal(err)
	}
	var again *Proof
	if err := json.Unmarshal(text, &again); err != nil || !reflect.DeepEqual(again, res.Proof) {
		t.Fatalf("read back as another: %v", err)
	}
	return res
}

func TestDrawsOfPairsAreConfirmed(t *testing.T) {
	t.Parallel()
	chance := newSource(seed(11))
	proven, sets, even := 0, 0, 0
	for i := range 600 {
		res := confirmed(t, randomInput(chance, 2+chance.below(40), 2), seed(i))
		if res.Proof != nil {
			proven++
			sets += len(res.Proof.Sets)
			if res.Proof.Loose == 0 {
				even++
			}
		}
	}
	if proven < 300 || sets < 10 || even < 30 || even == proven {
		t.Fatalf("%d proven, with %d sets, %d without chance", proven, sets, even)
	}
	if res := confirmed(t, tangledInput(1000, 24), seed(1)); res.Proof == nil || res.Proof.Loose == 0 {
		t.Error("a thousand people are not proven by solving")
	}
	if res := confirmed(t, benchmarkInput(1001, 24, true), seed(1)); res.Proof == nil {
		t.Error("an odd number is not proven")
	}
}

// What a proof says is that no other pairs are better: try all.
func TestNoPairsAreBetterThanConfirmedOnes(t *testing.T) {
	t.Parallel()
	chance := newSource(seed(12))
	tried := 0
	for i := range 150 {
		n := 2 + 2*chance.below(4)
		if i%50 == 0 {
			n = 10
		}
		in := randomInput(chance, n, 2)
		res := confirmed(t, in, seed(i))
		if res.Proof == nil || len(res.Unplaced) > 0 {
			continue
		}
		p := newProblem(in)
		everyDivision(n, func(g []int32) bool { return len(g) <= 2 && !apartIn(in, g) }, func(groups [][]int32) {
			if slices.ContainsFunc(groups, func(g []int32) bool { return len(g) == 1 }) {
				return
			}
			tried++
			_, mine := p.sumOf(p.provable(res.Groups))
			if _, other := p.sumOf(p.provable(groups)); len(groups) == len(res.Groups) && other.less(&mine) {
				t.Fatalf("%v is better than %v, in %+v", groups, res.Groups, in)
			}
			// And pairs as good, no others, are confirmed by the same proof.
			other := p.result(groups)
			other.Proof = res.Proof
			_, sum := p.sumOf(p.provable(groups))
			if err := Confirm(in, other); (err == nil) != (sum == mine) {
				t.Fatalf("%v for %v, where the best is %v", err, sum, mine)
			}
		})
	}
	if tried < 1000 {
		t.Fatal("hardly anything was tried:", tried)
	}
}

func TestConfirmRefusesWhatIsNotProven(t *testing.T) {
	t.Parallel()
	in := benchmarkInput(100, 400, true) // nearly everybody has met, so that the pairs are solved
	fresh := func() Result { return confirmed(t, in, seed(2)) }
	first := fresh()
	if first.Proof.Loose == 0 {
		t.Fatal("it was not solved")
	}
	much := 2 * first.Proof.Times
	for name, spoil := range map[string]func(in *Input, res *Result){
		"no proof":           func(_ *Input, r *Result) { r.Proof = nil },
		"a lower dual":       func(_ *Input, r *Result) { r.Proof.Duals[7] -= much },
		"a higher dual":      func(_ *Input, r *Result) { r.Proof.Duals[7] += much },
		"a dual too far":     func(_ *Input, r *Result) { r.Proof.Duals[7] = -1 << 63 },
		"duals exchanged":    func(_ *Input, r *Result) { slices.Reverse(r.Proof.Duals) },
		"too few duals":      func(_ *Input, r *Result) { r.Proof.Duals = r.Proof.Duals[1:] },
		"an even set":        func(_ *Input, r *Result) { r.Proof.Sets = append(r.Proof.Sets, OddSet{[]int32{1, 2}, 0}) },
		"a set below zero":   func(_ *Input, r *Result) { r.Proof.Sets = append(r.Proof.Sets, OddSet{[]int32{1, 2, 3}, -2}) },
		"a set of nobody":    func(_ *Input, r *Result) { r.Proof.Sets = append(r.Proof.Sets, OddSet{[]int32{1, 2, 100}, 2}) },
		"a set twice":        func(_ *Input, r *Result) { r.Proof.Sets = append(r.Proof.Sets, OddSet{[]int32{1, 2, 2}, 2}) },
		"smaller units":      func(_ *Input, r *Result) { r.Proof.Units[levelRepeat] = 1 },
		"too few units":      func(_ *Input, r *Result) { r.Proof.Units = r.Proof.Units[1:] },
		"no units":           func(_ *Input, r *Result) { clear(r.Proof.Units) },
		"costs times less":   func(_ *Input, r *Result) { r.Proof.Times /= 2 },
		"costs times more":   func(_ *Input, r *Result) { r.Proof.Times *= 2 },
		"costs times none":   func(_ *Input, r *Result) { r.Proof.Times = 0 },
		"no room for chance": func(_ *Input, r *Result) { r.Proof.Loose = 0 },
		"too much room":      func(_ *Input, r *Result) { r.Proof.Loose *= 1000 },
		"worse pairs":        func(in *Input, r *Result) { *r = worse(*in, *r) },
		"other counts":       func(_ *Input, r *Result) { r.Same[0]++ },
		"another input":      func(in *Input, _ *Result) { in.Met = in.Met[1:] },
		"kept apart":         func(in *Input, r *Result) { in.Apart = []Pair{{r.Groups[0][0], r.Groups[0][1]}} },
	} {
		res, other := fresh(), in
		if spoil(&other, &res); Confirm(other, res) == nil {
			t.Errorf("%s: confirmed", name)
		}
	}
	if err := Confirm(in, first); err != nil {
		t.Error(err)
	}
}

// worse exchanges partners until the pairs cost more.
func worse(in Input, res Result) Result {
	p := newProblem(in)
	_, before := p.sumOf(p.provable(res.Groups))
	for i := range res.Groups {
		groups := make([][]int32, len(res.Groups))
		for j, g := range res.Groups {
			groups[j] = slices.Clone(g)
		}
		j := (i + 1) % len(groups)
		groups[i][1], groups[j][1] = groups[j][1], groups[i][1]
		if _, after := p.sumOf(p.provable(groups)); before.less(&after) {
			other := p.result(groups)
			other.Proof = res.Proof
			return other
		}
	}
	return Result{}
}

func TestProveFindsWhatADrawDidNotKeep(t *testing.T) {
	t.Parallel()
	in := tangledInput(200, 24)
	in.Met = append(in.Met, benchmarkInput(200, 150, true).Met...)
	res := mustDraw(t, in, seed(4))
	res.Proof = nil
	proof, err := Prove(t.Context(), in, res)
	if err != nil || proof == nil {
		t.Fatal(err, proof)
	}
	res.Proof = proof
	if err := Confirm(in, res); err != nil {
		t.Error(err)
	}
	if _, err = Prove(t.Context(), in, worse(in, res)); !errors.Is(err, ErrNotProven) {
		t.Error("pairs that are not best are proven", err)
	}
}

func TestEncodedProofsThatAreRefused(t *testing.T) {
	t.Parallel()
	b := confirmed(t, benchmarkInput(30, 24, true), seed(1)).Proof.Encode()
	for i := range b {
		changed := slices.Clone(b)
		changed[i] ^= 1
		if _, err := DecodeProof(changed); !errors.Is(err, ErrInput) {
			t.Fatalf("byte %d changed: %v", i, err)
		}
		if _, err := DecodeProof(b[:i]); !errors.Is(err, ErrInput) {
			t.Fatalf("%d bytes: %v", i, err)
		}
	}
}
