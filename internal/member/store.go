package member

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
)

// Organisation is whom somebody works for.
type Organisation struct {
	bun.BaseModel `bun:"table:organisations"`

	ID        string `bun:",pk"`
	Name      string
	NameKey   string
	CreatedAt time.Time
}

const columns = `m.id, m.email, m.name, m.name_key, m.state, m.organiser, m.organisation_id, m.job, m.region, m.about,
	m.topics, m.blog, m.language, m.pictured, m.paused_until, m.pledged_at, m.bounced_at, m.joined_at, m.changed_at,
	COALESCE(o.name, '') AS organisation`

const tables = `members AS m LEFT JOIN organisations AS o ON o.id = m.organisation_id`

func isNotFound(err error) bool { return errors.Is(err, fault.NotFound) }

func one(ctx context.Context, tx bun.IDB, where string, args ...any) (Member, error) {
	var m Member
	err := tx.NewRaw("SELECT "+columns+" FROM "+tables+" WHERE "+where, args...).Scan(ctx, &m)
	return m, db.Found(err)
}

// list reads by hand, in half the time: a round's letters need everybody.
func list(ctx context.Context, tx bun.IDB, rest string, args ...any) ([]Member, error) {
	rows, err := tx.QueryContext(ctx, "SELECT "+columns+" FROM "+tables+" "+rest, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var ms []Member
	var email, organisation sql.NullString
	var paused, pledged, bounced, joined, changed bun.NullTime
	for rows.Next() {
		ms = append(ms, Member{})
		m := &ms[len(ms)-1]
		err := rows.Scan(&m.ID, &email, &m.Name, &m.NameKey, &m.State, &m.Organiser, &organisation, &m.Job, &m.Region, &m.About,
			&m.Topics, &m.Blog, &m.Language, &m.Pictured, &paused, &pledged, &bounced, &joined, &changed, &m.Organisation)
		if err != nil {
			return nil, err
		}
		m.Email, m.OrganisationID, m.PausedUntil, m.PledgedAt = email.String, organisation.String, paused.Time, pledged.Time
		m.BouncedAt, m.JoinedAt, m.ChangedAt = bounced.Time, joined.Time, changed.Time
	}
	return ms, rows.Err()
}

// brief is list, of about so many, without what a list does not show. It is
// read by hand, in half the time, since lists are what is read most.
func brief(ctx context.Context, tx bun.IDB, size int, rest string, args ...any) ([]Member, error) {
	rows, err := tx.QueryContext(ctx, "SELECT m.id, m.name, m.name_key, m.state, m.job, m.region, m.joined_at, m.pledged_at, m.bounced_at, "+
		"COALESCE(o.name, '') FROM "+tables+" "+rest, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	ms := make([]Member, 0, size) // growing it would copy more than is read
	var joined, pledged, bounced bun.NullTime
	for rows.Next() {
		ms = append(ms, Member{})
		m := &ms[len(ms)-1]
		err := rows.Scan(&m.ID, &m.Name, &m.NameKey, &m.State, &m.Job, &m.Region, &joined, &pledged, &bounced, &m.Organisation)
		if err != nil {
			return nil, err
		}
		m.JoinedAt, m.PledgedAt, m.BouncedAt = joined.Time, pledged.Time, bounced.Time
	}
	return ms, rows.Err()
}

func byID(ctx context.Context, tx bun.IDB, id string) (Member, error) {
	return one(ctx, tx, "m.id = ?", id)
}

func byEmail(ctx context.Context, tx bun.IDB, email string) (Member, error) {
	return one(ctx, tx, "m.email = ?", email)
}

func inMailbox(ctx context.Context, tx bun.IDB, email string) ([]Member, error) {
	mailbox := form.Mailbox(email)
	local, domain, _ := strings.Cut(mailbox, "@")
	return list(ctx, tx, `WHERE m.email = ? OR m.email LIKE ? ESCAPE '\'`, mailbox, escapeLike(local)+"+%@"+escapeLike(domain))
}

// chunk keeps the lists of ids in a statement to a size both engines like.
const chunk = 1000

func many(ctx context.Context, tx bun.IDB, ids []string) (map[string]Member, error) {
	found := make(map[string]Member, len(ids))
	for start := 0; start < len(ids); start += chunk {
		part := ids[start:min(start+chunk, len(ids))]
		ms, err := list(ctx, tx, "WHERE m.id IN (?)", bun.List(part))
		if err != nil {
			return nil, err
		}
		for _, m := range ms {
			found[m.ID] = m
		}
	}
	return found, nil
}

func organisers(ctx context.Context, tx bun.IDB) ([]Member, error) {
	return list(ctx, tx, "WHERE m.organiser AND m.state IN ('active', 'paused') ORDER BY m.name_key, m.id")
}

func otherOrganisers(ctx context.Context, tx bun.IDB, id string) (int, error) {
	n, err := tx.NewSelect().Model((*Member)(nil)).
		Where("organiser AND state IN ('active', 'paused') AND id <> ?", id).Count(ctx)
	return int(n), err
}

func upsert(ctx context.Context, tx bun.IDB, m *Member) error {
	_, err := tx.NewInsert().Model(m).On("CONFLICT (id) DO UPDATE").
		Set("name = EXCLUDED.name, name_key = EXCLUDED.name_key, state = EXCLUDED.state, " +
			"organisation_id = EXCLUDED.organisation_id, job = EXCLUDED.job, region = EXCLUDED.region, " +
			"about = EXCLUDED.about, topics = EXCLUDED.topics, blog = EXCLUDED.blog, language = EXCLUDED.language, " +
			"pictured = EXCLUDED.pictured, paused_until = EXCLUDED.paused_until, pledged_at = EXCLUDED.pledged_at, " +
			"changed_at = EXCLUDED.changed_at, " +
			"left_at = CASE WHEN EXCLUDED.state IN ('left', 'erased') THEN m.left_at ELSE NULL END").Exec(ctx)
	return err
}

func setContact(ctx context.Context, tx bun.IDB, id string, phone, call []byte) error {
	_, err := tx.NewUpdate().Model((*Member)(nil)).Set("phone = ?", phone).Set("call_name = ?", call).
		Where("id = ?", id).Exec(ctx)
	return err
}

func contactOf(ctx context.Context, tx bun.IDB, id string) (phone, call []byte, err error) {
	var row struct{ Phone, CallName []byte }
	err = tx.NewRaw("SELECT phone, call_name FROM members WHERE id = ?", id).Scan(ctx, &row)
	return row.Phone, row.CallName, db.Found(err)
}

// setState moves a member who is here. Somebody who has left comes back only by
// joining again: what they began before, in another window, does not bring them.
func setState(ctx context.Context, tx bun.IDB, id string, to State, until, now time.Time) error {
	var left time.Time
	if to == Left {
		left = now
	}
	_, err := tx.NewUpdate().Model((*Member)(nil)).Set("state = ?", to).Set("paused_until = ?", bun.NullTime{Time: until}).
		Set("left_at = ?", bun.NullTime{Time: left}).Set("changed_at = ?", now).Where("id = ? AND state IN (?)", id, bun.List([]State{Active, Paused})).Exec(ctx)
	return err
}

func setOrganiser(ctx context.Context, tx bun.IDB, id string, organiser bool, now time.Time) error {
	_, err := tx.NewUpdate().Model((*Member)(nil)).Set("organiser = ?", organiser).
		Set("changed_at = ?", now).Where("id = ?", id).Exec(ctx)
	return err
}

func eraseRows(ctx context.Context, tx bun.IDB, id string, now time.Time) error {
	for _, statement := range []string{
		"DELETE FROM sessions WHERE member_id = ?",
		"DELETE FROM sign_in_links WHERE member_id = ?",
		"DELETE FROM profile_values WHERE member_id = ?",
	} {
		if _, err := tx.NewRaw(statement, id).Exec(ctx); err != nil {
			return err
		}
	}
	_, err := tx.NewRaw(`UPDATE members SET email = NULL, name = '', name_key = '', state = ?, organiser = ?,
		organisation_id = NULL, job = '', region = '', about = '', topics = '', blog = '', language = '',
		phone = NULL, call_name = NULL, pictured = ?, paused_until = NULL, pause_until = NULL, barred_from = '', pledged_at = NULL, bounced_at = NULL,
		left_at = COALESCE(left_at, ?), changed_at = ? WHERE id = ?`, Erased, false, false, now, now, id).Exec(ctx)
	return err
}

func organisationByKey(ctx context.Context, tx bun.IDB, key string) (Organisation, error) {
	var o Organisation
	err := tx.NewSelect().Model(&o).Where("name_key = ?", key).Scan(ctx)
	return o, db.Found(err)
}

// anythingDue looks before tick writes: almost always there is nothing to do.
func anythingDue(ctx context.Context, tx bun.IDB, now time.Time) (bool, error) {
	var n int
	err := tx.NewRaw(`SELECT CASE WHEN EXISTS (SELECT 1 FROM members WHERE paused_until <= ? AND state IN (?))
		OR EXISTS (SELECT 1 FROM sessions WHERE expires_at <= ?)
		OR EXISTS (SELECT 1 FROM sign_in_links WHERE expires_at <= ?) THEN 1 ELSE 0 END`,
		now, bun.List([]State{Paused, Suspended}), now, now.Add(-24*time.Hour)).Scan(ctx, &n)
	return n == 1, err
}

// backFrom are the ids of those whose pause is over, held for tick to end it.
func backFrom(ctx context.Context, d *db.DB, tx bun.Tx, now time.Time) ([]string, error) {
	var ids []string
	err := d.ForUpdate(tx.NewSelect().Table("members").Column("id")).Where("state = ? AND paused_until <= ?", Paused, now).Order("id").Scan(ctx, &ids)
	return ids, err
}

func tick(ctx context.Context, tx bun.IDB, now time.Time) error {
	if err := unbar(ctx, tx, now, "state = ? AND paused_until <= ?", Suspended, now); err != nil {
		return err
	}
	for _, s := range []struct {
		statement string
		args      []any
	}{
		{"UPDATE members SET state = ?, paused_until = NULL, changed_at = ? WHERE state = ? AND paused_until <= ?", []any{Active, now, Paused, now}},
		{"DELETE FROM sessions WHERE expires_at <= ?", []any{now}},
		{"DELETE FROM sign_in_links WHERE expires_at <= ?", []any{now.Add(-24 * time.Hour)}},
	} {
		if _, err := tx.NewRaw(s.statement, s.args...).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}
