package match

import (
	"context"
	"errors"
)

// ErrInput is wrapped by every error about an input that makes no sense: a
// person who does not exist, a list of the wrong length, pinned people who are
// kept apart.
var ErrInput = errors.New("match: input")

// ErrApart is wrapped by the error of Assess for groups in which people are
// together who are kept apart.
var ErrApart = errors.New("match: kept apart")

// ErrDiffers is wrapped by the error of Verify.
var ErrDiffers = errors.New("match: the draw differs")

// Draw puts people into groups. Its error wraps ErrInput, or is that of ctx.
// Nobody or one person is no error.
func Draw(ctx context.Context, in Input, seed [32]byte) (Result, error) {
	return Result{}, errors.New("match: not built yet")
}

// Assess says what groups made or changed by hand cost: the same as Draw says of
// its own. Whoever is in no group is Unplaced with WhyOut. Its error wraps
// ErrInput (nobody in two groups, at least two in each) or ErrApart.
func Assess(in Input, groups [][]int32) (Result, error) {
	return Result{}, errors.New("match: not built yet")
}

// Explain gives the reasons for every group of a Result of Draw or Assess with
// the same input, in the order of its Groups.
func Explain(in Input, res Result) [][]Reason {
	return nil
}

// Verify repeats a draw, and returns nil if the result is the same to the last
// person. Its error wraps ErrDiffers if it is not, or if another Version drew
// it.
func Verify(ctx context.Context, in Input, seed [32]byte, res Result) error {
	return errors.New("match: not built yet")
}

// Validate returns nil or an error that wraps ErrInput. Draw, Assess and Verify
// call it themselves.
func (in Input) Validate() error {
	return nil
}

// Sizes gives the sizes of the groups for so many people, the largest first:
// ⌊people/size⌋ groups of which some are one larger, or ⌈people/size⌉ groups as
// equal as possible where one would be larger than size+1. One person is no
// group.
func Sizes(people, size int) []int {
	return nil
}

// Encode gives the canonical form of the input: the same bytes for inputs that
// mean the same. Decode reads it, so that a stored draw can be repeated years
// later.
func (in Input) Encode() []byte {
	return nil
}

// Decode reads what Encode wrote, in this or an earlier release. Its error wraps
// ErrInput.
func Decode(b []byte) (Input, error) {
	return Input{}, errors.New("match: not built yet")
}

// Digest is the SHA-256 of Encode.
func (in Input) Digest() [32]byte {
	return [32]byte{}
}
