package match

import (
	"crypto/sha256"
	"encoding/binary"
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
	c := in.canonical()
	b := []byte(header)
	b = binary.AppendUvarint(b, uint64(c.Mode))
	b = binary.AppendUvarint(b, uint64(c.People))
	b = binary.AppendUvarint(b, uint64(c.Size))
	b = binary.AppendUvarint(b, uint64(len(c.Traits)))
	for _, t := range c.Traits {
		b = t.append(b)
	}
	b = binary.AppendUvarint(b, uint64(len(c.Met)))
	var last Pair
	for _, m := range c.Met {
		b = appendPair(b, Pair{m.A, m.B}, &last)
		b = binary.AppendVarint(b, int64(m.Round))
	}
	b = appendPairs(b, c.Avoid)
	b = appendPairs(b, c.Apart)
	b = binary.AppendUvarint(b, uint64(len(c.Pin)))
	for _, pin := range c.Pin {
		b = appendValues(b, pin)
	}
	b = appendValues(b, c.Priority)
	return appendValues(b, c.Larger)
}

// Digest is the SHA-256 of Encode.
func (in Input) Digest() [32]byte {
	return sha256.Sum256(in.Encode())
}

// The flags of a trait.
const (
	shareFlag = 1 << iota
	withFlag
	setsFlag
)

func (t Trait) append(b []byte) []byte {
	flags := byte(0)
	if t.Share {
		flags |= shareFlag
	}
	if t.With {
		flags |= withFlag
	}
	if t.Sets != nil {
		flags |= setsFlag
	}
	b = binary.AppendUvarint(append(b, flags), uint64(t.Weight))
	if t.Sets == nil {
		return appendValues(b, t.Values)
	}
	b = binary.AppendUvarint(b, uint64(len(t.Sets)))
	for _, set := range t.Sets {
		b = binary.AppendUvarint(b, set)
	}
	return b
}

func appendValues(b []byte, values []int32) []byte {
	b = binary.AppendUvarint(b, uint64(len(values)))
	for _, v := range values {
		b = binary.AppendUvarint(b, uint64(v))
	}
	return b
}

func appendPairs(b []byte, pairs []Pair) []byte {
	b = binary.AppendUvarint(b, uint64(len(pairs)))
	var last Pair
	for _, p := range pairs {
		b = appendPair(b, p, &last)
	}
	return b
}

// appendPair writes A as the difference to the last pair's, and B to the last
// pair's if A is the same, else to A.
func appendPair(b []byte, p Pair, last *Pair) []byte {
	from := last.B
	if p.A != last.A {
		from = p.A
	}
	b = binary.AppendUvarint(b, uint64(p.A-last.A))
	b = binary.AppendUvarint(b, uint64(p.B-from))
	*last = p
	return b
}
