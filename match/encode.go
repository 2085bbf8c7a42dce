package match

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
)

// header begins every encoded input; its last byte is the version of the form.
const header = "cuppa draw input \x02"

// Encode gives the canonical form of the input: the same bytes for inputs that
// mean the same. Decode reads it, so that a stored draw can be repeated years
// later. The input must be valid.
//
// The form is the header, then variable-length integers (encoding/binary):
// mode, people, size; the traits, each with its flags (1 Share, 2 With, 4 Sets),
// weight and a value or set per person; the meetings, the pairs of Avoid and of
// Apart, the pins; Priority and Larger. Every list begins
// with its length, pairs are sorted and hold the difference to the pair before.
func (in Input) Encode() []byte {
	e := encoder{}
	e.input(in.canonical())
	return e.bytes
}

// Digest is the SHA-256 of Encode.
func (in Input) Digest() (sum [32]byte) {
	e := encoder{hash: sha256.New()}
	e.input(in.canonical())
	e.hash.Write(e.bytes)
	e.hash.Sum(sum[:0])
	return sum
}

// encoder keeps what it encodes, or hands it on to a hash a piece at a time.
type encoder struct {
	bytes []byte
	hash  hash.Hash
	last  Pair
}

func (e *encoder) input(c Input) {
	e.bytes = append(e.bytes, header...)
	e.number(uint64(c.Mode))
	e.number(uint64(c.People))
	e.number(uint64(c.Size))
	e.number(uint64(len(c.Traits)))
	for _, t := range c.Traits {
		e.trait(t)
	}
	e.begin(c.Past.Len())
	for m := range c.Past.All() {
		e.pair(Pair{m.A, m.B})
		e.bytes = binary.AppendVarint(e.bytes, int64(m.Round))
	}
	e.pairs(c.Avoid)
	e.pairs(c.Apart)
	e.number(uint64(len(c.Pin)))
	for _, pin := range c.Pin {
		e.values(pin)
	}
	e.values(c.Priority)
	e.values(c.Larger)
}

func (e *encoder) number(n uint64) {
	if e.hash != nil && len(e.bytes) > 1<<15 {
		e.hash.Write(e.bytes)
		e.bytes = e.bytes[:0]
	}
	e.bytes = binary.AppendUvarint(e.bytes, n)
}

// begin begins a list of pairs.
func (e *encoder) begin(n int) {
	e.number(uint64(n))
	e.last = Pair{}
}

// The flags of a trait.
const (
	shareFlag = 1 << iota
	withFlag
	setsFlag
)

func (e *encoder) trait(t Trait) {
	flags := uint64(0)
	if t.Share {
		flags |= shareFlag
	}
	if t.With {
		flags |= withFlag
	}
	if t.Sets != nil {
		flags |= setsFlag
	}
	e.number(flags)
	e.number(uint64(t.Weight))
	if t.Sets == nil {
		e.values(t.Values)
		return
	}
	e.number(uint64(len(t.Sets)))
	for _, set := range t.Sets {
		e.number(set)
	}
}

func (e *encoder) values(values []int32) {
	e.number(uint64(len(values)))
	for _, v := range values {
		e.number(uint64(v))
	}
}

func (e *encoder) pairs(pairs []Pair) {
	e.begin(len(pairs))
	for _, p := range pairs {
		e.pair(p)
	}
}

// pair writes A as the difference to the last pair's, and B to the last
// pair's if A is the same, else to A.
func (e *encoder) pair(p Pair) {
	from := e.last.B
	if p.A != e.last.A {
		from = p.A
	}
	e.number(uint64(p.A - e.last.A))
	e.number(uint64(p.B - from))
	e.last = p
}
