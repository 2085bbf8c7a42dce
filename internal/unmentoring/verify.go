package unmentoring

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"cuppa.example/match"
)

// VerifyReport says whether a round's draws can be repeated.
type VerifyReport struct {
	Round     Round
	Programme string
	Attempts  []Verified
}

// OK reports whether every attempt came out the same.
func (r VerifyReport) OK() bool {
	return !slices.ContainsFunc(r.Attempts, func(v Verified) bool { return v.Problem != nil })
}

// Verified is one attempt that was drawn again.
type Verified struct {
	Draw    Draw // without its input
	Changes []Change
	Shown   string // what people see instead of the digest
	// Problem is why the attempt cannot be believed, or nil.
	Problem error
}

// The problems that Verify finds, besides those of package match.
var (
	ErrDigest  = errors.New("the inputs are not the ones that were written down")
	ErrChanged = errors.New("the conversations are not what the draw and the changes by hand give")
	ErrRows    = errors.New("the rows of its people do not make the fingerprint that was shown")
	ErrPeople  = errors.New("somebody else stands behind a number, or in another conversation, than was drawn")
	ErrCounts  = errors.New("what the pages say of the draw is not what it is")
	ErrMissing = errors.New("an attempt or a change is missing from the record")
)

// Verify draws every attempt of a round again from what was written down, and
// compares it bit by bit. Nothing but numbers goes into it, so that it works
// after members were erased.
func (s *Programmes) Verify(ctx context.Context, roundID string) (VerifyReport, error) {
	r, p, err := s.Round(ctx, roundID)
	if err != nil {
		return VerifyReport{}, err
	}
	report := VerifyReport{Round: r, Programme: p.Title}
	list, err := draws(ctx, s.DB, roundID)
	if err != nil {
		return report, err
	}
	for _, head := range list {
		if head.State == DrawPrepared || head.State == DrawStopped {
			continue // not drawn yet
		}
		d, err := drawByID(ctx, s.DB, head.ID)
		if err != nil {
			return report, err
		}
		v := Verified{Draw: head, Shown: s.veiled(head)}
		if v.Changes, err = changes(ctx, s.DB, d.ID); err != nil {
			return report, err
		}
		groups, err := groupsOf(ctx, s.DB, d.ID, 0, 0)
		if err != nil {
			return report, err
		}
		if v.Problem = repeat(ctx, d, v.Changes, groups); ctx.Err() != nil {
			return report, ctx.Err()
		}
		people, err := drawn(ctx, s.DB, d.ID)
		if err != nil {
			return report, err
		}
		if v.Problem == nil && d.Kind == DrawRound && r.Seal+d.Root != "" {
			v.Problem = r.bound(d, people)
		}
		if v.Problem == nil {
			v.Problem = s.behind(d, people, groups)
		}
		if v.Problem == nil {
			v.Problem = complete(list, d, v.Changes)
		}
		report.Attempts = append(report.Attempts, v)
	}
	return report, nil
}

// repeat draws an attempt again, then does again what was changed by hand.
func repeat(ctx context.Context, d Draw, made []Change, groups []Group) error {
	if d.Kind == DrawJoin {
		return repeatJoin(d, groups)
	}
	in, err := match.Decode(d.Input)
	if err != nil {
		return err
	}
	if digest := in.Digest(); hex.EncodeToString(digest[:]) != d.Digest {
		return ErrDigest
	}
	seed, err := d.seed()
	if err != nil {
		return err
	}
	if d.Decides != "" && d.Decides.mode() != in.Mode {
		return ErrDigest
	}
	res, err := d.result()
	if err != nil {
		return err
	}
	if err := match.Verify(ctx, in, seed, res); err != nil {
		return err
	}
	list := groupList(res.Groups)
	for _, c := range made {
		if list, err = list.apply(c.Kind, c.People); err != nil {
			return fmt.Errorf("change %d: %w", c.Number, ErrChanged)
		}
	}
	stored, _ := listed(groups)
	if !sameGroups(list, stored) {
		return ErrChanged
	}
	return d.counted(in, res, made, list)
}

// counted says whether what the pages say of a draw is what it is.
func (d Draw) counted(in match.Input, res match.Result, made []Change, list groupList) error {
	in.Pin = nil
	stands, err := match.Assess(in, list.filled())
	if err != nil {
		return fmt.Errorf("%w: %w", ErrChanged, err)
	}
	said := d
	d.count(stands, nil)
	d.Unplaced -= out(made, list)
	if said.Repeats != d.Repeats || said.Unplaced != d.Unplaced || said.Groups != d.Groups || said.People != in.People ||
		!slices.Equal(said.Same, d.Same) || said.Optimal != (res.Optimal && said.Changes == 0) || said.Engine != res.Version ||
		said.How != res.How || said.Steps != res.Steps || said.Least == nil || !reflect.DeepEqual(*said.Least, res.Least) {
		return ErrCounts
	}
	return nil
}

// repeatJoin chooses again which pair somebody joined.
func repeatJoin(d Draw, groups []Group) error {
	j, err := decodeJoining(d.Input)
	if err != nil {
		return err
	}
	if digestOf(d.Input) != d.Digest {
		return ErrDigest
	}
	seed, err := d.seed()
	if err != nil {
		return err
	}
	stored, err := d.result()
	if err != nil {
		return err
	}
	if again, ok := j.result(seed); !ok || again.Version != stored.Version || !sameGroups(again.Groups, stored.Groups) {
		return match.ErrDiffers
	}
	if went, _ := listed(groups); !sameGroups(stored.Groups, went) {
		return ErrChanged
	}
	return nil
}

// sameGroups compares groups, whatever their numbers.
func sameGroups(a, b groupList) bool {
	key := func(l groupList) string {
		groups := l.clone().filled()
		slices.SortFunc(groups, func(x, y []int32) int { return slices.Compare(x, y) })
		text, _ := json.Marshal(groups)
		return string(text)
	}
	return key(a) == key(b)
}

// bound says whether a draw has the seed and the fingerprint that follow from what
// was sealed.
func (r Round) bound(d Draw, people []Drawn) error {
	if sealOf(r.Secret) != r.Seal {
		return ErrSeal
	}
	if seedOf(r.Secret, d.Attempt, ownNumbers(people)) != d.Seed {
		return ErrSeed
	}
	in, err := match.Decode(d.Input)
	if err != nil {
		return err
	}
	if len(people) != in.People {
		return ErrRows
	}
	if root, _ := fingerprint(rows(in, d.Attempt, people), 0); root != d.Root {
		return ErrRows
	}
	return nil
}

// behind says whether those who were written down as drawn are the people whom the
// numbers stand for, and have the conversations that were drawn.
func (s *Programmes) behind(d Draw, people []Drawn, groups []Group) error {
	in := make(map[int]int, len(people))
	for _, g := range groups {
		for _, person := range g.People {
			in[int(person)] = g.GroupNo
		}
	}
	for _, p := range people {
		if p.Pseudonym != s.Keys.Pseudonym("draw/"+d.RoundID, p.MemberID) ||
			p.Salt != "" && p.Salt != s.Keys.Pseudonym("row/"+d.ID, p.MemberID) || p.GroupNo != in[p.Person] {
			return ErrPeople
		}
	}
	return nil
}

// complete says whether attempts and changes are numbered without a gap.
func complete(attempts []Draw, d Draw, made []Change) error {
	for i, a := range attempts {
		if a.Attempt != i+1 {
			return ErrMissing
		}
	}
	if d.Kind != DrawJoin && len(made) != d.Changes {
		return ErrMissing
	}
	for i, c := range made {
		if c.Number != i+1 {
			return ErrMissing
		}
	}
	return nil
}
