package unmentoring

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
)

func roundByID(ctx context.Context, tx bun.IDB, id string) (Round, error) {
	var r Round
	err := tx.NewSelect().Model(&r).Where("r.id = ?", id).Scan(ctx)
	return r, db.Found(err)
}

// rounds lists a programme's rounds, the newest first.
func rounds(ctx context.Context, tx bun.IDB, programmeID string) ([]Round, error) {
	var list []Round
	err := tx.NewSelect().Model(&list).Where("r.programme_id = ?", programmeID).Order("r.number DESC").Scan(ctx)
	return list, err
}

// allRounds lists the rounds of all programmes, the oldest first.
func allRounds(ctx context.Context, tx bun.IDB, states ...RoundState) ([]Round, error) {
	var list []Round
	q := tx.NewSelect().Model(&list)
	if len(states) > 0 {
		q = q.Where("r.state IN (?)", bun.List(states))
	}
	err := q.Order("r.open_at", "r.id").Scan(ctx)
	return list, err
}

// lastNumber is the number of a programme's newest round, 0 before the first.
func lastNumber(ctx context.Context, tx bun.IDB, programmeID string) (int, error) {
	var n int
	err := tx.NewRaw("SELECT COALESCE(max(number), 0) FROM rounds WHERE programme_id = ?", programmeID).Scan(ctx, &n)
	return n, err
}

// noDrawYet reports whether none of a programme's rounds has put anybody
// together, nor will: they were called off, or nobody was in.
func noDrawYet(ctx context.Context, tx bun.IDB, programmeID string) (bool, error) {
	var n int
	err := tx.NewRaw(`SELECT count(*) FROM rounds AS r WHERE r.programme_id = ? AND r.state <> ?
		AND (r.published_at IS NULL OR EXISTS (SELECT 1 FROM draws AS d WHERE d.id = r.draw_id AND d."groups" > 0))`,
		programmeID, Cancelled).Scan(ctx, &n)
	return n == 0, err
}

func insertRound(ctx context.Context, tx bun.IDB, r Round) error {
	_, err := tx.NewInsert().Model(&r).Exec(ctx)
	return err
}

func updateRound(ctx context.Context, tx bun.IDB, r Round) error {
	_, err := tx.NewUpdate().Model(&r).WherePK().ExcludeColumn("id", "programme_id", "number", "created_at").Exec(ctx)
	return err
}

// wake makes a round due at a time, unless it is due before.
func wake(ctx context.Context, tx bun.IDB, roundID string, at time.Time) error {
	_, err := tx.NewRaw("UPDATE rounds SET due_at = ? WHERE id = ? AND due_at > ?", at, roundID, at).Exec(ctx)
	return err
}

func entryOf(ctx context.Context, tx bun.IDB, roundID, memberID string) (Entry, error) {
	var e Entry
	err := tx.NewSelect().Model(&e).Where("e.round_id = ? AND e.member_id = ?", roundID, memberID).Scan(ctx)
	return e, db.Found(err)
}

func entries(ctx context.Context, tx bun.IDB, roundID string) ([]Entry, error) {
	var list []Entry
	err := tx.NewSelect().Model(&list).Where("e.round_id = ?", roundID).Order("e.member_id").Scan(ctx)
	return list, err
}

// entriesOf are somebody's entries in all rounds.
func entriesOf(ctx context.Context, tx bun.IDB, memberID string) ([]Entry, error) {
	var list []Entry
	err := tx.NewSelect().Model(&list).Where("e.member_id = ?", memberID).Order("e.round_id").Scan(ctx)
	return list, err
}

// currentEntries are somebody's entries in rounds that are not over.
func currentEntries(ctx context.Context, tx bun.IDB, memberID string) ([]Entry, error) {
	var list []Entry
	err := tx.NewSelect().Model(&list).Where("e.member_id = ?", memberID).
		Where("e.round_id IN (SELECT id FROM rounds WHERE due_at IS NOT NULL)").Order("e.round_id").Scan(ctx)
	return list, err
}

func waiting(ctx context.Context, tx bun.IDB, roundID string) ([]Entry, error) {
	var list []Entry
	err := tx.NewSelect().Model(&list).Where("e.round_id = ? AND e.place = 'waiting'", roundID).
		Order("e.waiting_since", "e.member_id").Scan(ctx)
	return list, err
}

// insertEntries adds entries of people who have none.
func insertEntries(ctx context.Context, tx bun.IDB, list []Entry) error {
	return chunked(list, func(part []Entry) error {
		_, err := tx.NewInsert().Model(&part).Returning("NULL").On("CONFLICT (round_id, member_id) DO NOTHING").Exec(ctx)
		return err
	})
}

func upsertEntries(ctx context.Context, tx bun.IDB, list ...Entry) error {
	_, err := tx.NewInsert().Model(&list).Returning("NULL").On("CONFLICT (round_id, member_id) DO UPDATE").
		Set("answer = EXCLUDED.answer, place = EXCLUDED.place, why = EXCLUDED.why, asked_at = EXCLUDED.asked_at, " +
			"answered_at = EXCLUDED.answered_at, waiting_since = EXCLUDED.waiting_since, " +
			"placed_at = EXCLUDED.placed_at, outcome = EXCLUDED.outcome, let_down = EXCLUDED.let_down, " +
			"silent = EXCLUDED.silent, own = EXCLUDED.own").Exec(ctx)
	return err
}

// ownOf are the numbers that people gave, by member.
func ownOf(ctx context.Context, tx bun.IDB, roundID string) (map[string]string, error) {
	var list []Entry
	err := tx.NewSelect().Model(&list).Column("member_id", "own").Where("e.round_id = ? AND e.own <> ''", roundID).Scan(ctx)
	own := make(map[string]string, len(list))
	for _, e := range list {
		own[e.MemberID] = e.Own
	}
	return own, err
}

// placeAll says of several people that they have a conversation.
func placeAll(ctx context.Context, tx bun.IDB, roundID string, memberIDs []string, now time.Time) error {
	return chunked(memberIDs, func(part []string) error {
		_, err := tx.NewRaw("UPDATE round_entries SET place = ?, placed_at = ?, waiting_since = NULL WHERE round_id = ? AND member_id IN (?)",
			Placed, now, roundID, bun.List(part)).Exec(ctx)
		return err
	})
}

// putInPool says of several people that they wait.
func putInPool(ctx context.Context, tx bun.IDB, roundID string, memberIDs []string, why Cause, now time.Time) error {
	return chunked(memberIDs, func(part []string) error {
		_, err := tx.NewRaw("UPDATE round_entries SET place = ?, why = ?, waiting_since = ? WHERE round_id = ? AND member_id IN (?)",
			Waiting, why, now, roundID, bun.List(part)).Exec(ctx)
		return err
	})
}

// entriesAmong are the entries of some members.
func entriesAmong(ctx context.Context, tx bun.IDB, roundID string, memberIDs []string) ([]Entry, error) {
	var list []Entry
	err := tx.NewSelect().Model(&list).Where("e.round_id = ? AND e.member_id IN (?)", roundID, bun.List(memberIDs)).
		Order("e.member_id").Scan(ctx)
	return list, err
}

// tally is how many entries stand where.
type tally struct {
	Answer  Answer
	Place   Place
	Outcome Outcome
	Asked   bool
	N       int
}

func tallies(ctx context.Context, tx bun.IDB, roundID string) ([]tally, error) {
	var list []tally
	err := tx.NewRaw(`SELECT answer, place, outcome, asked_at IS NOT NULL AS asked, count(*) AS n
		FROM round_entries WHERE round_id = ? GROUP BY answer, place, outcome, asked_at IS NOT NULL`, roundID).Scan(ctx, &list)
	return list, err
}

// pageOfEntries lists entries by member, after a member, at most n.
func pageOfEntries(ctx context.Context, tx bun.IDB, roundID string, f EntryFilter, n int) ([]Entry, error) {
	var list []Entry
	q := tx.NewSelect().Model(&list).Where("e.round_id = ? AND e.member_id > ?", roundID, f.After)
	switch {
	case f.Place != "":
		q = q.Where("e.place = ?", f.Place)
	case f.Answer == "none":
		q = q.Where("e.answer = ''")
	case f.Answer != "":
		q = q.Where("e.answer = ?", f.Answer)
	}
	if len(f.Members) > 0 {
		q = q.Where("e.member_id IN (?)", bun.List(f.Members))
	}
	err := q.Order("e.member_id").Limit(int64(n)).Scan(ctx)
	return list, err
}

// peopleWhoMet counts everybody who has met somebody in any round, and the
// rounds that are over.
func peopleWhoMet(ctx context.Context, tx bun.IDB) (people, closed int, err error) {
	var row struct{ People, Closed int }
	err = tx.NewRaw(`SELECT (SELECT count(DISTINCT member_id) FROM round_entries WHERE outcome = 'met') AS people,
		(SELECT count(*) FROM rounds WHERE state IN ('closing', 'closed')) AS closed`).Scan(ctx, &row)
	return row.People, row.Closed, err
}
