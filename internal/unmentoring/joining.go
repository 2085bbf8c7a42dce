package unmentoring

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"slices"

	"cuppa.example/match"
)

// joinEngine names the way in which a pair is chosen for somebody who joins
// it. Any change to what choose answers changes it.
const joinEngine = "join 1"

// joining is what it depends on which pair somebody joins, besides the seed.
// People are numbers, as in a draw.
type joining struct {
	people int // 0…people−1
	who    int32
	pairs  []joinable // ordered by their first person
}

// joinable is a willing pair, and what it costs to join it. What costs the
// least is chosen; where several do, chance decides.
type joinable struct {
	a, b int32 // a < b
	busy bool  // has agreed a time: it is left alone
	joinCost
}

// joinCost is how often they have met who joins, how many of the two have not
// said that they are happy to be three, how many work for the same organisation,
// and how often they were three before. The first matters most.
type joinCost struct{ repeats, unsaid, same, turns int }

func (c joinCost) compare(o joinCost) int {
	return cmp.Or(cmp.Compare(c.repeats, o.repeats), cmp.Compare(c.unsaid, o.unsaid),
		cmp.Compare(c.same, o.same), cmp.Compare(c.turns, o.turns))
}

// choose gives the place of the pair to join, or -1 where none is free.
func (j joining) choose(seed [32]byte) int {
	best := -1
	for i, p := range j.pairs {
		if p.busy {
			continue
		}
		if best < 0 || cmp.Or(p.compare(j.pairs[best].joinCost), cmp.Compare(lot(seed, p.a), lot(seed, j.pairs[best].a))) < 0 {
			best = i
		}
	}
	return best
}

// result is the choice in the form of a draw: one conversation of three.
func (j joining) result(seed [32]byte) (match.Result, bool) {
	i := j.choose(seed)
	if i < 0 {
		return match.Result{}, false
	}
	return match.Result{Version: joinEngine, Groups: [][]int32{sorted(j.who, j.pairs[i].a, j.pairs[i].b)}}, true
}

var joinHeader = []byte("cuppa join 1\n")

// encode gives the canonical form: the header, then variable-length integers.
func (j joining) encode() []byte {
	b := slices.Clone(joinHeader)
	put := func(numbers ...int) {
		for _, n := range numbers {
			b = binary.AppendUvarint(b, uint64(n))
		}
	}
	put(j.people, int(j.who), len(j.pairs))
	for _, p := range j.pairs {
		busy := 0
		if p.busy {
			busy = 1
		}
		put(int(p.a), int(p.b), busy, p.repeats, p.unsaid, p.same, p.turns)
	}
	return b
}

var errJoining = errors.New("not the form of somebody who joins a pair")

// decodeJoining reads what encode wrote.
func decodeJoining(b []byte) (joining, error) {
	rest, ok := bytes.CutPrefix(b, joinHeader)
	if !ok {
		return joining{}, errJoining
	}
	next := func() int {
		n, size := binary.Uvarint(rest)
		if size <= 0 || n > match.MaxPeople {
			ok, rest = false, nil
			return 0
		}
		rest = rest[size:]
		return int(n)
	}
	j := joining{people: next(), who: int32(next())}
	for range min(next(), len(rest)) {
		j.pairs = append(j.pairs, joinable{
			a: int32(next()), b: int32(next()), busy: next() == 1,
			joinCost: joinCost{repeats: next(), unsaid: next(), same: next(), turns: next()},
		})
	}
	if !ok || !bytes.Equal(j.encode(), b) {
		return joining{}, errJoining
	}
	return j, nil
}

func digestOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// lot is a person's place in what chance decides.
func lot(seed [32]byte, person int32) uint64 {
	sum := sha256.Sum256(binary.BigEndian.AppendUint32(seed[:], uint32(person)))
	return binary.BigEndian.Uint64(sum[:])
}
