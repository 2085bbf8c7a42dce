package mentoring

import (
	"context"

	"github.com/uptrace/bun"
)

// leave ends everything of a member who leaves: those who asked them or wait
// for them are shown others, those whom they asked are left in peace.
func (s *Mentorings) leave(ctx context.Context, tx bun.Tx, memberID string) error {
	own, err := offers(ctx, tx, "member_id = ? AND ended_at IS NULL", memberID)
	if err != nil {
		return err
	}
	for _, o := range own {
		if err := s.end(ctx, tx, o); err != nil {
			return err
		}
	}
	if _, err := tx.NewRaw("UPDATE mentoring_seeks SET ended_at = ? WHERE member_id = ? AND ended_at IS NULL", s.Now(), memberID).Exec(ctx); err != nil {
		return err
	}
	line, err := waits(ctx, tx, "member_id = ? AND ended_at IS NULL", memberID)
	if err != nil {
		return err
	}
	for _, w := range line {
		if err := s.dismiss(ctx, tx, w, false); err != nil {
			return err
		}
		if err := s.settle(ctx, tx, w.OfferID); err != nil {
			return err
		}
	}
	return s.part(ctx, tx, "(from_id = ? OR to_id = ?)", memberID, memberID)
}

// Blocked ends what is open between two people. To the one who was blocked the
// other seems to pause from now on: what they asked gets no answer and lapses on
// its day, and where they wait no place becomes free.
func (s *Mentorings) Blocked(ctx context.Context, tx bun.Tx, by, other string) error {
	line, err := waits(ctx, tx, `ended_at IS NULL AND (member_id = ? AND offer_id IN (SELECT id FROM mentoring_offers WHERE member_id = ?)
		OR member_id = ? AND offer_id IN (SELECT id FROM mentoring_offers WHERE member_id = ?))`, by, other, other, by)
	if err != nil {
		return err
	}
	for _, w := range line {
		if w.MemberID == by {
			if err := s.dismiss(ctx, tx, w, false); err != nil {
				return err
			}
		}
		if err := s.settle(ctx, tx, w.OfferID); err != nil { // which lets the other one wait in vain
			return err
		}
	}
	// A request that the other one made lapses on its day, as all do: one that
	// ends at the moment of the block would tell.
	asked, err := requests(ctx, tx, "state = ? AND from_id = ? AND to_id = ?", Asked, other, by)
	if err != nil {
		return err
	}
	for _, r := range asked {
		r.Mute = true
		if err := updateRequest(ctx, tx, r); err != nil {
			return err
		}
		if err := s.nudges.Cancel(ctx, tx, r.ID); err != nil {
			return err
		}
		if r.OfferID == "" {
			continue
		}
		if err := s.settle(ctx, tx, r.OfferID); err != nil {
			return err
		}
	}
	own, err := requests(ctx, tx, "state = ? AND from_id = ? AND to_id = ?", Asked, by, other)
	if err != nil {
		return err
	}
	for _, r := range own {
		r.State = Withdrawn
		if err := s.finish(ctx, tx, r); err != nil {
			return err
		}
	}
	return nil
}

// part ends the open requests of somebody who goes.
func (s *Mentorings) part(ctx context.Context, tx bun.Tx, where, memberID, same string) error {
	list, err := requests(ctx, tx, "state = ? AND "+where, Asked, memberID, same)
	if err != nil {
		return err
	}
	for _, r := range list {
		if r.FromID != memberID {
			err = s.lapse(ctx, tx, r, Parted)
		} else {
			r.State = Withdrawn
			err = s.finish(ctx, tx, r)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// erase takes everything away that somebody wrote or that names them. What
// others asked them stays as a row without a name, for the counts.
func (s *Mentorings) erase(ctx context.Context, tx bun.Tx, memberID string) error {
	if err := s.leave(ctx, tx, memberID); err != nil {
		return err
	}
	m, err := s.members.In(ctx, tx, memberID)
	if err != nil {
		return err
	}
	for _, q := range []struct {
		statement string
		args      []any
	}{
		{"UPDATE mentoring_offers SET topics = '', experience = '', languages = '', rhythm = '', search_key = '' WHERE member_id = ?", []any{memberID}},
		{"DELETE FROM mentoring_seeks WHERE member_id = ?", []any{memberID}},
		{"DELETE FROM mentoring_waits WHERE member_id = ?", []any{memberID}},
		{"DELETE FROM mentoring_coaches WHERE member_id = ?", []any{memberID}},
		{"UPDATE mentoring_coaches SET marked_by = NULL WHERE marked_by = ?", []any{memberID}},
		{"UPDATE mentoring_requests SET message = NULL, address = NULL, from_id = NULL WHERE from_id = ?", []any{memberID}},
		{"UPDATE mentoring_requests SET reply = NULL, suggested = NULL, to_id = NULL, person = '' WHERE to_id = ?", []any{memberID}},
		{"UPDATE mentoring_requests SET suggested_id = NULL WHERE suggested_id = ?", []any{memberID}},
		{"UPDATE mentoring_requests SET person = '', address = NULL WHERE person = ? AND person <> ''", []any{s.person(m.Email)}},
	} {
		if _, err := tx.NewRaw(q.statement, q.args...).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}
