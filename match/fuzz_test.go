package match

import (
	"bytes"
	"crypto/sha256"
	"testing"
)

// FuzzDecodeProof reads anything as a proof, with its checksum put right, so that
// what stands before it is looked at. What is read is written the same again, and
// confirming it ends without a fault.
func FuzzDecodeProof(f *testing.F) {
	in := benchmarkInput(30, 24, true)
	res := mustDraw(f, in, seed(1))
	f.Add(res.Proof.Encode())
	res.Proof.Sets = []OddSet{{[]int32{1, 2, 5}, 4}}
	f.Add(res.Proof.Encode())
	f.Fuzz(func(t *testing.T, b []byte) {
		if n := len(b) - sha256.Size; n > 0 {
			sum := sha256.Sum256(b[:n])
			copy(b[n:], sum[:])
		}
		proof, err := DecodeProof(b)
		if err != nil {
			return
		}
		if !bytes.Equal(proof.Encode(), b) {
			t.Fatal("written as something else")
		}
		proof.Input = in.Digest()
		other := res
		other.Proof = proof
		_ = Confirm(in, other)
	})
}
