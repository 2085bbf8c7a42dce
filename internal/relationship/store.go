package relationship

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
)

func where(ctx context.Context, tx bun.IDB, condition string, args ...any) ([]Relationship, error) {
	var list []Relationship
	err := tx.NewSelect().Model(&list).Where(condition, args...).Order("r.id").Scan(ctx)
	return list, err
}

// between is what two people have together of one kind that is not closed.
func between(ctx context.Context, tx bun.IDB, o Opening) ([]Relationship, error) {
	return where(ctx, tx, "r.kind = ? AND r.helper_id = ? AND r.learner_id = ? AND r.state <> ?", o.Kind, o.Helper, o.Learner, Closed)
}

// insert reports whether two people have one relationship of its kind now that
// they had not: of two that begin at the same moment the second one waits, and
// is none.
func insert(ctx context.Context, tx bun.IDB, r Relationship) (bool, error) {
	done, err := tx.NewInsert().Model(&r).On("CONFLICT (kind, helper_id, learner_id) WHERE state <> 'closed' DO NOTHING").Exec(ctx)
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	return n > 0, err
}

func byID(ctx context.Context, tx bun.IDB, id string) (Relationship, error) {
	list, err := where(ctx, tx, "r.id = ?", id)
	if err == nil && len(list) == 0 {
		err = fault.NotFound
	}
	return first(list), err
}

// lock finds a relationship and keeps everybody else from changing it until the
// transaction ends.
func (s *Relationships) lock(ctx context.Context, tx bun.Tx, id string) (Relationship, error) {
	list, err := s.lockAll(ctx, tx, "r.id = ?", id)
	if err == nil && len(list) == 0 {
		err = fault.NotFound
	}
	return first(list), err
}

func (s *Relationships) lockAll(ctx context.Context, tx bun.Tx, condition string, args ...any) ([]Relationship, error) {
	var list []Relationship
	err := s.DB.ForUpdate(tx.NewSelect().Model(&list).Where(condition, args...).Order("r.id")).Scan(ctx)
	return list, err
}

// save writes what can change of a relationship.
func save(ctx context.Context, tx bun.IDB, r Relationship) error {
	_, err := tx.NewUpdate().Model(&r).WherePK().
		Column("state", "goals", "started_at", "ends_at", "beat_at", "missed", "check_at", "closed_at", "closed_by", "closed_why").Exec(ctx)
	return err
}

func ofMember(ctx context.Context, tx bun.IDB, memberID string) ([]Relationship, error) {
	var list []Relationship
	err := tx.NewSelect().Model(&list).Where("r.helper_id = ? OR r.learner_id = ?", memberID, memberID).
		OrderExpr("CASE WHEN r.state = ? THEN 1 ELSE 0 END, r.id DESC", Closed).Scan(ctx)
	return list, err
}

func helping(ctx context.Context, tx bun.IDB, memberIDs []string) (map[string]int, error) {
	const chunk = 1000
	counts := make(map[string]int, len(memberIDs))
	for start := 0; start < len(memberIDs); start += chunk {
		var rows []struct {
			HelperID string
			N        int
		}
		part := memberIDs[start:min(start+chunk, len(memberIDs))]
		err := tx.NewRaw("SELECT helper_id, count(*) AS n FROM relationships WHERE helper_id IN (?) AND state <> ? GROUP BY helper_id",
			bun.List(part), Closed).Scan(ctx, &rows)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			counts[r.HelperID] = r.N
		}
	}
	return counts, nil
}

func countAll(ctx context.Context, tx bun.IDB) (f Figures, err error) {
	var minutes int
	err = tx.NewRaw(`SELECT
		(SELECT count(*) FROM relationships WHERE state = ?), (SELECT count(*) FROM relationships WHERE state = ?),
		(SELECT count(*) FROM relationships WHERE state = ?),
		(SELECT count(*) FROM relationship_sessions WHERE state = ?), (SELECT coalesce(sum(minutes), 0) FROM relationship_sessions WHERE state = ?),
		(SELECT count(*) FROM relationship_reviews), (SELECT count(*) FROM relationship_reviews WHERE going = ?),
		(SELECT count(*) FROM relationship_reviews WHERE part = ?), (SELECT count(*) FROM relationship_reviews WHERE again = ?)`,
		Agreeing, Running, Closed, Held, Held, goings[0], End, repeats[0]).
		Scan(ctx, &f.Agreeing, &f.Running, &f.Closed, &f.Sessions, &minutes, &f.Answered, &f.Well, &f.LookedBack, &f.Again)
	f.Hours = minutes / 60
	return f, err
}

// together reads a part of the list at a time: a statement has its limits.
func together(ctx context.Context, tx bun.IDB, memberIDs []string) ([][2]string, error) {
	const chunk = 1000
	among := make(map[string]bool, len(memberIDs))
	for _, id := range memberIDs {
		among[id] = true
	}
	var pairs [][2]string
	for start := 0; start < len(memberIDs); start += chunk {
		part := memberIDs[start:min(start+chunk, len(memberIDs))]
		list, err := where(ctx, tx, "r.helper_id IN (?) AND r.state <> ?", bun.List(part), Closed)
		if err != nil {
			return nil, err
		}
		for _, r := range list {
			if among[r.LearnerID] {
				pairs = append(pairs, [2]string{min(r.HelperID, r.LearnerID), max(r.HelperID, r.LearnerID)})
			}
		}
	}
	return pairs, nil
}

// due are the ids of those that Tick looks at, in order.
func due(ctx context.Context, tx bun.IDB, now time.Time, limit int) ([]string, error) {
	var ids []string
	err := tx.NewRaw("SELECT id FROM relationships WHERE check_at IS NOT NULL AND check_at <= ? ORDER BY check_at, id LIMIT ?", now, limit).Scan(ctx, &ids)
	return ids, err
}

func postpone(ctx context.Context, tx bun.IDB, id string, until time.Time) error {
	_, err := tx.NewRaw("UPDATE relationships SET check_at = ? WHERE id = ?", until, id).Exec(ctx)
	return err
}
