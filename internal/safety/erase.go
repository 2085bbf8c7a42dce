package safety

import (
	"context"

	"github.com/uptrace/bun"
)

// erase removes what ties a member to a block, a pair or a report.
func (s *Safety) erase(ctx context.Context, tx bun.Tx, memberID string) error {
	m, err := s.members.In(ctx, tx, memberID)
	if err != nil {
		return err
	}
	if err := s.blankOwn(ctx, tx, memberID, m.Name); err != nil {
		return err
	}
	for _, statement := range []string{
		"DELETE FROM safety_blocks WHERE by_id = ?",
		"DELETE FROM safety_blocks WHERE other_id = ?",
		"DELETE FROM safety_acceptances WHERE member_id = ?",
		"DELETE FROM safety_adults WHERE member_id = ?",
		"UPDATE safety_terms SET by_id = NULL WHERE by_id = ?",
		"DELETE FROM safety_reaches WHERE by_id = ?",
		"DELETE FROM safety_reaches WHERE to_id = ?",
		"DELETE FROM safety_reaches_outside WHERE by_id = ?",
		"DELETE FROM safety_refusals WHERE by_id = ?",
		"DELETE FROM safety_apart WHERE a_id = ?",
		"DELETE FROM safety_apart WHERE b_id = ?",
		"UPDATE safety_apart SET organiser_id = NULL WHERE organiser_id = ?",
		"UPDATE safety_notes SET words = NULL WHERE report_id IN (SELECT id FROM safety_reports WHERE about_id = ?)",
		"UPDATE safety_appeals SET words = NULL, answer = NULL WHERE decision_id IN (SELECT id FROM safety_decisions WHERE about_id = ?)",
		"UPDATE safety_appeals SET decided_by = NULL WHERE decided_by = ?",
		"UPDATE safety_decisions SET about_id = NULL, message = NULL WHERE about_id = ?",
		"UPDATE safety_decisions SET by_id = NULL WHERE by_id = ?",
		"UPDATE safety_events SET by_id = NULL WHERE by_id = ?",
		"UPDATE safety_reports SET taken_by = NULL WHERE taken_by = ?",
		"UPDATE safety_reports SET about_id = NULL, words = NULL, copy = NULL WHERE about_id = ?",
		"UPDATE safety_reports SET by_id = NULL WHERE by_id = ?",
		"UPDATE safety_reports SET handled_by = NULL WHERE handled_by = ?",
		"UPDATE safety_notes SET by_id = NULL WHERE by_id = ?",
	} {
		if _, err := tx.NewRaw(statement, memberID).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// blankOwn takes the writer's name out of the reports they wrote. The words
// stay: somebody else may need them.
func (s *Safety) blankOwn(ctx context.Context, tx bun.Tx, memberID, name string) error {
	rows, err := reportsBy(ctx, tx, memberID)
	if err != nil {
		return err
	}
	for _, r := range rows {
		text, err := s.Keys.Decrypt(r.Words, reportPurpose(r.ID))
		if err != nil {
			return err
		}
		words := s.Keys.Encrypt(Without(text, name), reportPurpose(r.ID))
		if _, err := tx.NewUpdate().Model((*reportRow)(nil)).Set("words = ?", words).Where("id = ?", r.ID).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}
