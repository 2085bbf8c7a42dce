package mentoring

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
)

func requestByID(ctx context.Context, tx bun.IDB, id string) (Request, error) {
	var r Request
	err := tx.NewSelect().Model(&r).Where("r.id = ?", id).Scan(ctx)
	return r, db.Found(err)
}

func (s *Mentorings) lockRequest(ctx context.Context, tx bun.IDB, id string) (Request, error) {
	var r Request
	err := s.DB.ForUpdate(tx.NewSelect().Model(&r).Where("r.id = ?", id)).Scan(ctx)
	return r, db.Found(err)
}

func requests(ctx context.Context, tx bun.IDB, where string, args ...any) ([]Request, error) {
	var list []Request
	err := tx.NewSelect().Model(&list).Where(where, args...).OrderExpr("r.asked_at DESC, r.id DESC").Scan(ctx)
	return list, err
}

func insertRequest(ctx context.Context, tx bun.IDB, r Request) error {
	_, err := tx.NewInsert().Model(&r).Exec(ctx)
	return err
}

func updateRequest(ctx context.Context, tx bun.IDB, r Request) error {
	_, err := tx.NewUpdate().Model(&r).WherePK().ExcludeColumn("id", "asked_at", "message", "kind").Exec(ctx)
	return err
}

func countRequests(ctx context.Context, tx bun.IDB, where string, args ...any) (n int, err error) {
	err = tx.NewRaw("SELECT count(*) FROM mentoring_requests WHERE "+where, args...).Scan(ctx, &n)
	return n, err
}

// lately is how often each of these members was asked since a time. What went to
// an address does not count: the order of suggestions would tell whose it is.
func lately(ctx context.Context, tx bun.IDB, ids []string, since time.Time) (map[string]int, error) {
	return counts(ctx, tx, `SELECT to_id AS id, count(*) AS n FROM mentoring_requests
		WHERE to_id IN (?) AND person = '' AND asked_at > ? GROUP BY to_id`, bun.List(ids), since)
}

func (s *Mentorings) lockWait(ctx context.Context, tx bun.IDB, id string) (Wait, error) {
	var w Wait
	err := s.DB.ForUpdate(tx.NewSelect().Model(&w).Where("w.id = ?", id)).Scan(ctx)
	return w, db.Found(err)
}

func waitByID(ctx context.Context, tx bun.IDB, id string) (Wait, error) {
	var w Wait
	err := tx.NewSelect().Model(&w).Where("w.id = ?", id).Scan(ctx)
	return w, db.Found(err)
}

func waits(ctx context.Context, tx bun.IDB, where string, args ...any) ([]Wait, error) {
	var list []Wait
	err := tx.NewSelect().Model(&list).Where(where, args...).OrderExpr("w.since, w.id").Scan(ctx)
	return list, err
}

func insertWait(ctx context.Context, tx bun.IDB, w Wait) error {
	_, err := tx.NewInsert().Model(&w).Exec(ctx)
	return err
}

func updateWait(ctx context.Context, tx bun.IDB, w Wait) error {
	_, err := tx.NewUpdate().Model(&w).WherePK().ExcludeColumn("id", "offer_id", "member_id", "since").Exec(ctx)
	return err
}

// placeInLine is 1 for whoever is next. Who waits in vain is counted by nobody
// but themselves.
func placeInLine(ctx context.Context, tx bun.IDB, w Wait) (n int, err error) {
	err = tx.NewRaw(`SELECT 1 + count(*) FROM mentoring_waits WHERE offer_id = ? AND state = 'in_line' AND lapses_at IS NULL
		AND (since < ? OR since = ? AND id < ?)`, w.OfferID, w.Since, w.Since, w.ID).Scan(ctx, &n)
	return n, err
}

func refused(ctx context.Context, tx bun.IDB, person string) (bool, error) {
	var n int
	err := tx.NewRaw("SELECT count(*) FROM mentoring_refusals WHERE person = ?", person).Scan(ctx, &n)
	return n > 0, err
}

// due are the ids of what Tick has to do now.
type due struct{ requests, places, pauses, lines []string }

// whatIsDue asks for everything at once, through small indexes: almost always
// there is nothing.
func whatIsDue(ctx context.Context, tx bun.IDB, now time.Time) (due, error) {
	var rows []struct{ What, ID string }
	err := tx.NewRaw(`SELECT 'request' AS what, id FROM mentoring_requests WHERE lapses_at <= ?
		UNION ALL SELECT 'place', id FROM mentoring_waits WHERE lapses_at <= ?
		UNION ALL SELECT 'pause', id FROM mentoring_offers WHERE paused_until IS NOT NULL AND paused_until <= ?
		UNION ALL SELECT 'line', o.id FROM mentoring_offers AS o JOIN members AS m ON m.id = o.member_id
			WHERE o.waiting > 0 AND o.used < o.capacity AND NOT o.paused AND m.state = 'active'`, now, now, now).Scan(ctx, &rows)
	var d due
	for _, r := range rows {
		switch r.What {
		case "request":
			d.requests = append(d.requests, r.ID)
		case "place":
			d.places = append(d.places, r.ID)
		case "pause":
			d.pauses = append(d.pauses, r.ID)
		default:
			d.lines = append(d.lines, r.ID)
		}
	}
	return d, err
}
