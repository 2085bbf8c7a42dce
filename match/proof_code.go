package match

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
)

// proofHeader begins every encoded proof; its last byte is the version of the form.
const proofHeader = "cuppa draw proof \x01"

// proofMost bounds a number in an encoded proof.
const proofMost = 1 << 62

// Encode gives the proof as bytes, for a file: the header, the digest of the input,
// then variable-length integers (encoding/binary), the duals and sets after their
// number, people in a set as differences, and at the end the SHA-256 of all that.
func (p *Proof) Encode() []byte {
	b := append([]byte(proofHeader), p.Input[:]...)
	b = binary.AppendUvarint(b, uint64(len(p.Units)))
	for _, unit := range p.Units {
		b = binary.AppendVarint(b, unit)
	}
	b = binary.AppendVarint(b, p.Times)
	b = binary.AppendVarint(b, p.Loose)
	b = binary.AppendUvarint(b, uint64(len(p.Duals)))
	for _, y := range p.Duals {
		b = binary.AppendVarint(b, y)
	}
	b = binary.AppendUvarint(b, uint64(len(p.Sets)))
	for _, set := range p.Sets {
		b = binary.AppendVarint(b, set.Dual)
		b = binary.AppendUvarint(b, uint64(len(set.People)))
		last := int32(0)
		for _, a := range set.People {
			b = binary.AppendUvarint(b, uint64(a-last))
			last = a
		}
	}
	sum := sha256.Sum256(b)
	return append(b, sum[:]...)
}

// DecodeProof reads what Encode wrote. Its error wraps ErrInput. Whether the proof
// holds is for [Confirm] to say. It takes memory in proportion to the bytes.
func DecodeProof(b []byte) (*Proof, error) {
	rest, ok := bytes.CutPrefix(b, []byte(proofHeader))
	if !ok || len(rest) < 2*sha256.Size {
		return nil, wrong("not an encoded proof of this version")
	}
	end := len(b) - sha256.Size
	if sum := sha256.Sum256(b[:end]); !bytes.Equal(sum[:], b[end:]) {
		return nil, wrong("an encoded proof that was changed, or cut short")
	}
	p := &Proof{}
	copy(p.Input[:], rest)
	r := reader{rest: rest[sha256.Size : len(rest)-sha256.Size]}
	p.Units = r.signedList()
	p.Times, p.Loose = r.signed(), r.signed()
	p.Duals = r.signedList()
	for range r.length(2) {
		set := OddSet{Dual: r.signed()}
		last := int64(0)
		for range r.length(1) {
			last += int64(r.number(MaxPeople))
			if last > MaxPeople {
				r.bad = true
			}
			set.People = append(set.People, int32(min(last, MaxPeople)))
		}
		p.Sets = append(p.Sets, set)
	}
	if r.bad || len(r.rest) > 0 || !bytes.Equal(p.Encode(), b) {
		return nil, wrong("an encoded proof that is damaged, or not in its canonical form")
	}
	return p, nil
}

func (r *reader) signed() int64 {
	v, n := binary.Varint(r.rest)
	if r.bad || n <= 0 || v > proofMost || v < -proofMost {
		r.bad, r.rest = true, nil
		return 0
	}
	r.rest = r.rest[n:]
	return v
}

func (r *reader) signedList() []int64 {
	n := r.length(1)
	if n == 0 {
		return nil
	}
	list := make([]int64, n)
	for i := range list {
		list[i] = r.signed()
	}
	return list
}

// MarshalText is Encode in base64, so that a proof is one string in JSON.
func (p *Proof) MarshalText() ([]byte, error) {
	return base64.StdEncoding.AppendEncode(nil, p.Encode()), nil
}

// UnmarshalText is DecodeProof of base64.
func (p *Proof) UnmarshalText(text []byte) error {
	b, err := base64.StdEncoding.AppendDecode(nil, text)
	if err != nil {
		return wrong("a proof that is not in base64")
	}
	decoded, err := DecodeProof(b)
	if err == nil {
		*p = *decoded
	}
	return err
}
