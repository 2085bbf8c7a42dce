package relationship

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
)

// Review is what one of the two says of how it goes, half-way or at its end.
type Review struct {
	bun.BaseModel `bun:"table:relationship_reviews,alias:v"`

	RelationshipID string `bun:",pk"`
	MemberID       string `bun:",pk"`
	Part           Part   `bun:",pk"`
	Going          string
	Again          string
	Sealed         []byte
	AnsweredAt     time.Time

	Words Words `bun:"-"`
}

// Part is when it is asked.
type Part string

// The parts.
const (
	Half Part = "half"
	End  Part = "close"
)

// Words is what they write. Changed is only for themselves; the other sees Thanks.
type Words struct {
	Changed string `json:"changed,omitempty"`
	Thanks  string `json:"thanks,omitempty"`
}

// The answers, in the order in which they are offered.
var (
	goings  = []string{"well", "fair", "badly"}
	repeats = []string{"yes", "perhaps", "no"}
)

func reviewPurpose(v Review) string {
	return "relationship_reviews.sealed/" + v.RelationshipID + "/" + v.MemberID + "/" + string(v.Part)
}

// Say records a review. A later one replaces an earlier one; thanks of the end
// are told to the other, once.
func (s *Relationships) Say(ctx context.Context, id, memberID string, v Review) error {
	return s.act(ctx, id, memberID, func(t *turn, ctx context.Context) error {
		kind := nudgeClosing
		switch {
		case !slices.Contains(goings, v.Going) || v.Part == End && !slices.Contains(repeats, v.Again):
			return fault.Invalid
		case v.Part == Half && t.r.State != Running || v.Part == End && t.r.State != Closed:
			return errOver
		case v.Part == Half:
			kind = nudgeHalf
		}
		v.RelationshipID, v.MemberID, v.AnsweredAt = id, memberID, t.now
		text, err := json.Marshal(v.Words)
		if err != nil {
			return err
		}
		v.Sealed = s.Keys.Encrypt(string(text), reviewPurpose(v))
		_, err = t.tx.NewInsert().Model(&v).On("CONFLICT (relationship_id, member_id, part) DO UPDATE").
			Set("going = EXCLUDED.going").Set("again = EXCLUDED.again").Set("sealed = EXCLUDED.sealed").Set("answered_at = EXCLUDED.answered_at").Exec(ctx)
		if err != nil {
			return err
		}
		if err := s.nudges.Answer(ctx, t.tx, kind, id+"/"+string(v.Part), memberID, v.Going); err != nil {
			return err
		}
		if v.Part == End && v.Words.Thanks != "" && t.r.ClosedWhy != Apart {
			return t.tellThanks(ctx, v.Words.Thanks)
		}
		return nil
	})
}

// reviews are what both have said.
func (s *Relationships) reviews(ctx context.Context, tx bun.IDB, id string) ([]Review, error) {
	var list []Review
	err := tx.NewSelect().Model(&list).Where("v.relationship_id = ?", id).Order("v.answered_at").Scan(ctx)
	for i := range list {
		text := ""
		if err == nil {
			text, err = s.Keys.Decrypt(list[i].Sealed, reviewPurpose(list[i]))
		}
		if err == nil && text != "" {
			err = json.Unmarshal([]byte(text), &list[i].Words)
		}
	}
	return list, err
}

func reviewed(ctx context.Context, tx bun.IDB, id, memberID string, part Part) (bool, error) {
	return tx.NewSelect().Model((*Review)(nil)).Where("v.relationship_id = ? AND v.member_id = ? AND v.part = ?", id, memberID, part).Exists(ctx)
}
