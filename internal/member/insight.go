package member

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"
)

// Change is how many people joined and left in a time.
type Change struct{ Joined, Left int }

// Growth counts who joined and who left between each of these times and the
// next, and who was a member at the first of them. Somebody who left and came
// back counts as having been here all the time.
func (s *Members) Growth(ctx context.Context, tx bun.IDB, times []time.Time) (before int, changes []Change, err error) {
	if len(times) < 2 {
		return 0, nil, nil
	}
	err = tx.NewRaw("SELECT count(*) FROM members WHERE joined_at < ? AND (left_at IS NULL OR left_at >= ?)", times[0], times[0]).Scan(ctx, &before)
	if err != nil {
		return 0, nil, err
	}
	var parts []string
	var args []any
	for i := 1; i < len(times); i++ {
		// Two ranges of an index each, however many members there are.
		parts = append(parts, fmt.Sprintf(`SELECT %d AS place, (SELECT count(*) FROM members WHERE joined_at >= ? AND joined_at < ?) AS joined,
			(SELECT count(*) FROM members WHERE left_at >= ? AND left_at < ?) AS gone`, i-1))
		args = append(args, times[i-1], times[i], times[i-1], times[i])
	}
	var rows []struct{ Place, Joined, Gone int }
	if err := tx.NewRaw(strings.Join(parts, " UNION ALL "), args...).Scan(ctx, &rows); err != nil {
		return 0, nil, err
	}
	changes = make([]Change, len(times)-1)
	for _, r := range rows {
		changes[r.Place] = Change{r.Joined, r.Gone}
	}
	return before, changes, nil
}

// FirstJoined is when the first member joined; zero before anybody did.
func (s *Members) FirstJoined(ctx context.Context, tx bun.IDB) (time.Time, error) {
	var first bun.NullTime
	err := tx.NewRaw("SELECT min(joined_at) FROM members").Scan(ctx, &first)
	return first.Time, err
}

// Affiliation is where somebody belongs.
type Affiliation struct{ OrganisationID, Region string }

// Affiliations are the organisation and region of everybody who has given one,
// by member.
func (s *Members) Affiliations(ctx context.Context, tx bun.IDB) (map[string]Affiliation, error) {
	rows, err := tx.QueryContext(ctx, `SELECT id, COALESCE(organisation_id, ''), region FROM members
		WHERE organisation_id IS NOT NULL OR region <> ''`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := map[string]Affiliation{}
	for rows.Next() {
		var id string
		var a Affiliation
		if err := rows.Scan(&id, &a.OrganisationID, &a.Region); err != nil {
			return nil, err
		}
		found[id] = a
	}
	return found, rows.Err()
}
