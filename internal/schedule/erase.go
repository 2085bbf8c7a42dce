package schedule

import (
	"context"
	"time"

	"github.com/uptrace/bun"
)

func (s *Schedule) erase(ctx context.Context, tx bun.Tx, memberID string) error {
	for _, statement := range []string{
		"DELETE FROM schedule_proposals WHERE member_id = ?",
		"UPDATE schedule_appointments SET changed_by = NULL WHERE changed_by = ?",
	} {
		if _, err := tx.NewRaw(statement, memberID).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// Export is what a member's data download says: the times that they proposed,
// and the appointments that they arranged or cancelled last.
func (s *Schedule) Export(ctx context.Context, memberID string) (any, error) {
	type appointment struct {
		Starts    time.Time `json:"starts"`
		Minutes   int64     `json:"minutes"`
		Cancelled bool      `json:"cancelled"`
	}
	out := struct {
		Proposed []time.Time   `json:"times you proposed"`
		Arranged []appointment `json:"appointments you arranged"`
	}{[]time.Time{}, []appointment{}}
	err := s.DB.NewSelect().Model((*Proposal)(nil)).Column("starts_at").Where("member_id = ?", memberID).
		Order("starts_at").Scan(ctx, &out.Proposed)
	if err != nil {
		return nil, err
	}
	var list []Appointment
	err = s.DB.NewSelect().Model(&list).Where("changed_by = ?", memberID).Order("starts_at").Scan(ctx)
	for _, a := range list {
		out.Arranged = append(out.Arranged, appointment{a.StartsAt, a.Seconds / 60, !a.CancelledAt.IsZero()})
	}
	return out, err
}
