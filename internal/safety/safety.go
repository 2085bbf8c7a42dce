package safety

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/member"
	"cuppa.example/internal/site"
)

// Safety keeps people apart and holds the reports.
type Safety struct {
	site.Site
	members  *member.Members
	subjects map[string]Subject
	onBlock  []BlockFunc
	// onTogether say where people meet who are kept apart.
	onTogether []TogetherFunc
	refused    *refusals
	rules      rulesCache
	agreed     agreed
}

// New makes the store, and says what becomes of it when somebody is erased.
func New(s site.Site, members *member.Members) *Safety {
	safety := &Safety{Site: s, members: members, subjects: map[string]Subject{}, refused: &refusals{}}
	members.OnErase(safety.erase)
	members.SignedIn = safety.signedIn
	safety.Subject(ProfileKind, safety.profile())
	return safety
}

// Block is somebody whom a member does not want to meet.
type Block struct {
	bun.BaseModel `bun:"table:safety_blocks"`

	ByID      string `bun:",pk"`
	OtherID   string `bun:",pk"`
	BlockedAt time.Time
}

// Block keeps other away from by from now on. Blocking twice is blocking once.
// Nothing that the other person can see says so; what runs between the two
// ends as if by could not go on.
func (s *Safety) Block(ctx context.Context, tx bun.Tx, by, other string) error {
	if by == other {
		return fault.Because(fault.Invalid, "safety.yourself")
	}
	if err := insertBlock(ctx, tx, Block{ByID: by, OtherID: other, BlockedAt: s.Now()}); err != nil {
		return err
	}
	for _, part := range s.onBlock {
		if err := part(ctx, tx, by, other); err != nil {
			return fmt.Errorf("block: %w", err)
		}
	}
	return nil
}

// Unblock takes a block away. There need not be one.
func (s *Safety) Unblock(ctx context.Context, tx bun.IDB, by, other string) error {
	return deleteBlock(ctx, tx, by, other)
}

// Blocks lists whom a member has blocked, newest first.
func (s *Safety) Blocks(ctx context.Context, tx bun.IDB, by string) ([]Block, error) {
	return blocksOf(ctx, tx, by)
}

// Pair is two people whom an organiser keeps apart.
type Pair struct {
	A, B        string
	OrganiserID string // who did it; empty when they were erased
	Note        string
	KeptAt      time.Time
}

// KeepApart sees to it that two people are never put together. Doing it again
// replaces the note.
func (s *Safety) KeepApart(ctx context.Context, tx bun.IDB, organiserID, a, b, note string) error {
	if a == b {
		return fault.Because(fault.Invalid, "safety.apart.same")
	}
	a, b = min(a, b), max(a, b)
	return upsertPair(ctx, tx, pairRow{
		AID: a, BID: b, OrganiserID: organiserID, KeptAt: s.Now(), Note: s.Keys.Encrypt(note, apartPurpose(a, b)),
	})
}

// LetMeet ends keeping two people apart. They need not be kept apart.
func (s *Safety) LetMeet(ctx context.Context, tx bun.IDB, a, b string) error {
	return deletePair(ctx, tx, min(a, b), max(a, b))
}

// KeptApart lists the pairs that organisers keep apart, newest first.
func (s *Safety) KeptApart(ctx context.Context, tx bun.IDB) ([]Pair, error) {
	rows, err := pairs(ctx, tx)
	if err != nil {
		return nil, err
	}
	list := make([]Pair, len(rows))
	for i, r := range rows {
		note, err := s.Keys.Decrypt(r.Note, apartPurpose(r.AID, r.BID))
		if err != nil {
			return nil, err
		}
		list[i] = Pair{A: r.AID, B: r.BID, OrganiserID: r.OrganiserID, Note: note, KeptAt: r.KeptAt}
	}
	return list, nil
}

func apartPurpose(a, b string) string { return "safety_apart.note/" + a + "/" + b }

// Apart gives the pairs among these people who must not be put together,
// because one has blocked the other or an organiser keeps them apart. Each pair
// comes once, the smaller id first, in order; nothing says which it was.
func (s *Safety) Apart(ctx context.Context, tx bun.IDB, ids []string) ([][2]string, error) {
	among := make(map[string]bool, len(ids))
	for _, id := range ids {
		among[id] = true
	}
	// All of them: there are few, and a list of ten thousand ids is a slow question.
	all, err := separations(ctx, tx)
	if err != nil {
		return nil, err
	}
	var list [][2]string
	for _, p := range all {
		if among[p.A] && among[p.B] {
			list = append(list, [2]string{min(p.A, p.B), max(p.A, p.B)})
		}
	}
	slices.SortFunc(list, func(x, y [2]string) int { return cmp.Or(cmp.Compare(x[0], y[0]), cmp.Compare(x[1], y[1])) })
	return slices.Compact(list), nil
}

// Separated reports whether two people must not be put together.
func (s *Safety) Separated(ctx context.Context, tx bun.IDB, a, b string) (bool, error) {
	return separated(ctx, tx, a, b)
}
