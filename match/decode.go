package match

import (
	"bytes"
	"encoding/binary"
	"math"
	"strings"
)

// Decode reads what Encode wrote. Its error wraps ErrInput. The bytes may be hostile: memory stays in proportion to them.
func Decode(b []byte) (Input, error) {
	if !strings.HasPrefix(string(b[:min(len(b), len(header))]), header) {
		return Input{}, wrong("not an encoded draw, or of a later release")
	}
	r := reader{rest: b[len(header):]}
	in := Input{Mode: Mode(r.number(uint64(Uniform))), People: int(r.number(MaxPeople)), Size: int(r.number(MaxSize))}
	for range r.number(MaxTraits) {
		in.Traits = append(in.Traits, r.trait())
	}
	var last Pair
	for range r.length(3) {
		p := r.pair(&last)
		in.Met = append(in.Met, Meeting{Round: r.round(), A: p.A, B: p.B})
	}
	in.Avoid = r.pairs()
	in.Apart = r.pairs()
	for range r.length(1) {
		in.Pin = append(in.Pin, r.values())
	}
	in.Priority = r.values()
	in.Larger = r.values()
	switch {
	case r.bad:
		return Input{}, wrong("an encoded draw that is cut short or damaged")
	case len(r.rest) > 0:
		return Input{}, wrong("an encoded draw with %d bytes too many", len(r.rest))
	}
	if err := in.Validate(); err != nil {
		return Input{}, err
	}
	if !bytes.Equal(in.Encode(), b) {
		return Input{}, wrong("an encoded draw that is not in its canonical form")
	}
	return in, nil
}

// reader takes numbers off its bytes. After the first that is missing or too
// large it is bad, and gives zeros.
type reader struct {
	rest []byte
	bad  bool
}

func (r *reader) number(limit uint64) uint64 {
	v, n := binary.Uvarint(r.rest)
	if r.bad || n <= 0 || v > limit {
		r.bad, r.rest = true, nil
		return 0
	}
	r.rest = r.rest[n:]
	return v
}

func (r *reader) round() int32 {
	v, n := binary.Varint(r.rest)
	if r.bad || n <= 0 || v < math.MinInt32 || v > math.MaxInt32 {
		r.bad, r.rest = true, nil
		return 0
	}
	r.rest = r.rest[n:]
	return int32(v)
}

// length gives the length of a list whose elements take so many bytes at least.
func (r *reader) length(bytes int) int {
	return int(r.number(uint64(len(r.rest) / bytes)))
}

func (r *reader) values() []int32 {
	n := r.length(1)
	if n == 0 {
		return nil
	}
	values := make([]int32, n)
	for i := range values {
		values[i] = int32(r.number(math.MaxInt32))
	}
	return values
}

func (r *reader) trait() Trait {
	flags := r.number(shareFlag | withFlag | setsFlag)
	t := Trait{Share: flags&shareFlag != 0, With: flags&withFlag != 0, Weight: int32(r.number(MaxWeight))}
	if flags&setsFlag == 0 {
		t.Values = r.values()
		return t
	}
	t.Sets = make([]uint64, r.length(1))
	for i := range t.Sets {
		t.Sets[i] = r.number(math.MaxUint64)
	}
	return t
}

func (r *reader) pairs() []Pair {
	var pairs []Pair
	var last Pair
	for range r.length(2) {
		pairs = append(pairs, r.pair(&last))
	}
	return pairs
}

func (r *reader) pair(last *Pair) Pair {
	a := last.A + int32(r.number(MaxPeople))
	from := last.B
	if a != last.A {
		from = a
	}
	*last = Pair{A: a, B: from + int32(r.number(MaxPeople))}
	if last.A > MaxPeople || last.B > MaxPeople {
		r.bad, r.rest = true, nil
		*last = Pair{}
	}
	return *last
}
