package drawfile

import (
	"encoding/binary"
	"hash/maphash"

	"cuppa.example/match"
)

// index finds people by their identifier: a hash table with open addressing that has
// short identifiers in its slots, so that finding one of a million looks at one place
// in memory and not at three.
type index struct {
	seed  maphash.Seed
	slots []slot
	long  map[string]int32 // identifiers that fit in no slot
}

// slot has an identifier, with zeros behind it, and the number of the person plus 1.
type slot struct {
	id     [mostShort]byte
	number int32
}

// mostShort is the length of the longest identifier that fits in a slot.
const mostShort = 20

// newIndex numbers identifiers as they come. None has a zero byte.
func newIndex(ids []string) *index {
	size := 64
	for size < 2*len(ids) {
		size *= 2
	}
	x := &index{seed: maphash.MakeSeed(), slots: make([]slot, size), long: map[string]int32{}}
	for i, id := range ids {
		if len(id) > mostShort {
			x.long[id] = int32(i)
			continue
		}
		at := x.place([]byte(id), x.hash([]byte(id)))
		copy(at.id[:], id)
		at.number = int32(i) + 1
	}
	return x
}

func (x *index) hash(id []byte) uint64 { return maphash.Bytes(x.seed, id) }

// place is the slot of an identifier, or the free one where it would be.
func (x *index) place(id []byte, hash uint64) *slot {
	var key [mostShort]byte
	copy(key[:], id)
	for i := hash; ; i++ {
		s := &x.slots[i&uint64(len(x.slots)-1)]
		if s.number == 0 || same20(&s.id, &key) {
			return s
		}
	}
}

func same20(a, b *[mostShort]byte) bool {
	return binary.LittleEndian.Uint64(a[:]) == binary.LittleEndian.Uint64(b[:]) &&
		binary.LittleEndian.Uint64(a[8:]) == binary.LittleEndian.Uint64(b[8:]) &&
		binary.LittleEndian.Uint32(a[16:]) == binary.LittleEndian.Uint32(b[16:])
}

// find gives the number of an identifier.
func (x *index) find(id []byte) (int32, bool) {
	if len(id) > mostShort {
		n, ok := x.long[string(id)]
		return n, ok
	}
	if len(id) == 0 {
		return 0, false
	}
	n := x.place(id, x.hash(id)).number - 1
	return n, n >= 0
}

// search is the looking for many identifiers at once, so that memory is asked for all
// their slots before the first has come.
type search struct {
	ids    [2 * searchRows][]byte
	hashes [2 * searchRows]uint64
	met    [searchRows]match.Meeting
	n      int
}

// searchRows is how many pairs are looked for at once.
const searchRows = 64

// add takes a pair, whose numbers follow with find.
func (s *search) add(a, b []byte, m match.Meeting) {
	s.ids[2*s.n], s.ids[2*s.n+1] = a, b
	s.met[s.n] = m
	s.n++
}

// find adds the pairs to a list. It reports false if somebody is nobody's or meets
// themselves.
func (s *search) find(x *index, met []match.Meeting) ([]match.Meeting, bool) {
	touched := int32(0)
	for i, id := range s.ids[:2*s.n] {
		h := x.hash(id)
		s.hashes[i] = h
		touched |= x.slots[h&uint64(len(x.slots)-1)].number
	}
	ok := touched >= 0 // as it always is
	for i := range s.met[:s.n] {
		m := &s.met[i]
		m.A = x.at(s.ids[2*i], s.hashes[2*i])
		m.B = x.at(s.ids[2*i+1], s.hashes[2*i+1])
		ok = ok && m.A >= 0 && m.B >= 0 && m.A != m.B
	}
	met = append(met, s.met[:s.n]...)
	s.n = 0
	return met, ok
}

// at is find with a hash, −1 for nobody.
func (x *index) at(id []byte, hash uint64) int32 {
	if len(id) > mostShort || len(id) == 0 {
		if n, ok := x.find(id); ok {
			return n
		}
		return -1
	}
	return x.place(id, hash).number - 1
}
