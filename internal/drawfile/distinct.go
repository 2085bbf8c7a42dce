package drawfile

import "hash/maphash"

// distinct numbers texts in the order in which they come first, "" being 0. It keeps
// them in one piece: of a million there are few objects, and nothing for the collector
// of garbage to look through.
type distinct struct {
	seed  maphash.Seed
	text  []byte
	ends  []int    // where each text ends
	slots []uint64 // a hash table with open addressing: 32 bits of the hash, and the number plus 1
}

func newDistinct() *distinct {
	return &distinct{seed: maphash.MakeSeed(), ends: []int{0}, slots: make([]uint64, 64)}
}

// len is how many there are, "" among them.
func (d *distinct) len() int { return len(d.ends) }

// at gives a text by its number; it is not to be changed.
func (d *distinct) at(n int32) []byte {
	if n == 0 {
		return nil
	}
	return d.text[d.ends[n-1]:d.ends[n]]
}

// number gives a text its number.
func (d *distinct) number(text string) int32 {
	if text == "" {
		return 0
	}
	if 2*len(d.ends) > len(d.slots) {
		d.grow()
	}
	hash := uint32(maphash.String(d.seed, text))
	at := uint(hash)
	for ; ; at++ {
		slot := d.slots[at&uint(len(d.slots)-1)]
		if slot == 0 {
			break
		}
		if uint32(slot>>32) == hash && string(d.at(int32(uint32(slot)-1))) == text {
			return int32(uint32(slot) - 1)
		}
	}
	n := int32(len(d.ends))
	d.text = append(d.text, text...)
	d.ends = append(d.ends, len(d.text))
	d.slots[at&uint(len(d.slots)-1)] = uint64(hash)<<32 | uint64(n+1)
	return n
}

func (d *distinct) grow() {
	old := d.slots
	d.slots = make([]uint64, 2*len(old))
	for _, slot := range old {
		if slot == 0 {
			continue
		}
		at := uint(slot >> 32)
		for d.slots[at&uint(len(d.slots)-1)] != 0 {
			at++
		}
		d.slots[at&uint(len(d.slots)-1)] = slot
	}
}
