package unmentoring

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/match"
)

// Receipt is what somebody can keep of a draw: their own row, and that it was in.
// It has nothing in it of anybody else but hashes and the numbers they gave.
type Receipt struct {
	Round       string   `json:"round"`
	Seal        string   `json:"seal"`
	Attempt     int      `json:"attempt"`
	Fingerprint string   `json:"fingerprint"`
	Row         string   `json:"row"`
	Way         []Beside `json:"way"`
	// From here on it is empty until the draw has gone out.
	Secret  string      `json:"secret,omitempty"`
	Numbers []OwnNumber `json:"numbers,omitempty"`
	Seed    string      `json:"seed,omitempty"`
}

// The problems that a receipt can have.
var (
	ErrRow    = errors.New("the row is not one of those that make the fingerprint")
	ErrSeal   = errors.New("the secret is not the one that was sealed")
	ErrSeed   = errors.New("the seed does not follow from the secret, the attempt and the numbers people gave")
	ErrNumber = errors.New("the number in the row is not among those that the seed was made of")
)

// Check says whether a receipt holds together. It needs nothing but the receipt:
// compare its seal and fingerprint with those that you were shown.
func (r Receipt) Check() error {
	if climb(r.Row, r.Way) != r.Fingerprint {
		return ErrRow
	}
	if r.Secret == "" {
		return nil
	}
	if sealOf(r.Secret) != r.Seal {
		return ErrSeal
	}
	if seedOf(r.Secret, r.Attempt, r.Numbers) != r.Seed {
		return ErrSeed
	}
	person, number := 0, ""
	for line := range strings.Lines(r.Row) {
		_, _ = fmt.Sscanf(line, "person %d", &person)
		_, _ = fmt.Sscanf(line, "number %s", &number)
	}
	if at := slices.IndexFunc(r.Numbers, func(n OwnNumber) bool { return n.Person == person }); at < 0 && number != "" ||
		at >= 0 && r.Numbers[at].Number != number {
		return ErrNumber
	}
	return nil
}

// Receipt gives a member theirs of an attempt at a round's draw.
func (s *Programmes) Receipt(ctx context.Context, roundID, memberID string, attempt int) (Receipt, error) {
	r, _, err := s.Round(ctx, roundID)
	if err != nil {
		return Receipt{}, err
	}
	list, err := draws(ctx, s.DB, roundID)
	if err != nil {
		return Receipt{}, err
	}
	at := slices.IndexFunc(list, func(d Draw) bool { return d.Attempt == attempt && d.Root != "" })
	if at < 0 {
		return Receipt{}, fault.NotFound
	}
	d, err := drawByID(ctx, s.DB, list[at].ID)
	if err != nil {
		return Receipt{}, err
	}
	people, err := drawn(ctx, s.DB, d.ID)
	if err != nil {
		return Receipt{}, err
	}
	me := slices.IndexFunc(people, func(p Drawn) bool { return p.MemberID == memberID })
	if me < 0 {
		return Receipt{}, fault.NotFound
	}
	in, err := match.Decode(d.Input)
	if err != nil {
		return Receipt{}, err
	}
	all := rows(in, attempt, people)
	_, way := fingerprint(all, me)
	receipt := Receipt{Round: r.ID, Seal: r.Seal, Attempt: attempt, Fingerprint: d.Root, Row: all[me], Way: way}
	if r.Begun() {
		receipt.Secret, receipt.Numbers, receipt.Seed = r.Secret, ownNumbers(people), d.Seed
	}
	return receipt, nil
}

// GiveNumber takes a number of a member's own, which goes into the seeds of the
// round's draw; empty takes it back.
func (s *Programmes) GiveNumber(ctx context.Context, roundID, memberID, number string) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		r, _, err := s.lock(ctx, tx, roundID)
		if err != nil {
			return err
		}
		if r.State != SignUp || r.Secret == "" {
			return fault.Because(fault.Conflict, "unmentoring.error.too_late")
		}
		e, err := entryOf(ctx, tx, roundID, memberID)
		if err != nil {
			return err
		}
		e.Own = number
		return upsertEntries(ctx, tx, e)
	})
}
