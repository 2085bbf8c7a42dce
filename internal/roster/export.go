package roster

import (
	"context"
	"fmt"
	"strings"
	"time"

	"cuppa.example/internal/member"
	"cuppa.example/internal/sheet"
)

// Export is a table that can be downloaded as CSV.
type Export struct {
	Name  string // of the file, and of the message "roster.export.NAME"
	Write func(ctx context.Context, w *sheet.Writer) error
}

// writeMembers writes everybody but those who were erased. Phone numbers and
// call names are not in it: they are for the people somebody is matched with.
func (r *Roster) writeMembers(ctx context.Context, w *sheet.Writer) error {
	fields, err := r.members.Fields(ctx, r.DB)
	if err != nil {
		return err
	}
	header := []string{"id", "name", "email", "state", "organiser", "organisation", "role", "region", "about", "topics", "blog", "joined", "pledged", "paused until", "mail refused"}
	for _, f := range fields {
		header = append(header, f.Label)
	}
	if err := w.Write(header...); err != nil {
		return err
	}
	return r.members.All(ctx, r.DB, func(m member.Member) error {
		row := []string{
			m.ID, m.Name, m.Email, string(m.State), fmt.Sprint(m.Organiser), m.Organisation, m.Job, m.Region, m.About,
			strings.Join(m.Topics, ", "), m.Blog, day(m.JoinedAt), day(m.PledgedAt), day(m.PausedUntil), day(m.BouncedAt),
		}
		if len(fields) > 0 {
			values, err := r.members.FieldValues(ctx, r.DB, m.ID)
			if err != nil {
				return err
			}
			for _, f := range fields {
				row = append(row, values[f.ID])
			}
		}
		return w.Write(row...)
	})
}

// day is a date as spreadsheets read it, or empty.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
