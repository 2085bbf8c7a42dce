package safety

import (
	"context"

	"github.com/uptrace/bun"
)

// Case is everything about one report.
type Case struct {
	Report    Report
	Notes     []Note
	Decisions []Decision // in order
	Events    []Event    // in order
}

// ReadCase opens a report for an organiser. To the organiser whom it is about it
// does not exist.
func (s *Safety) ReadCase(ctx context.Context, organiserID, reportID string) (c Case, err error) {
	if c.Report, c.Notes, err = s.Read(ctx, organiserID, reportID); err != nil {
		return c, err
	}
	if c.Decisions, err = s.decisions(ctx, s.DB, "report_id", reportID); err != nil {
		return c, err
	}
	rows, err := eventsOf(ctx, s.DB, reportID)
	for _, e := range rows {
		c.Events = append(c.Events, Event{ReportID: e.ReportID, By: e.ByID, Kind: e.Kind, At: e.HappenedAt})
	}
	return c, err
}

// decisions reads the decisions about a report or a person with their appeals.
func (s *Safety) decisions(ctx context.Context, tx bun.IDB, column, id string) ([]Decision, error) {
	rows, err := decisionsOf(ctx, tx, column, id)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	appeals, err := appealsOf(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	list := make([]Decision, len(rows))
	for i, r := range rows {
		if list[i], err = s.openDecision(r, appeals); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (s *Safety) openDecision(r decisionRow, appeals map[string]appealRow) (Decision, error) {
	d := Decision{
		ID: r.ID, ReportID: r.ReportID, By: r.ByID, About: r.AboutID, Measure: r.Kind,
		Until: r.UntilAt, DecidedAt: r.DecidedAt, UndoneAt: r.UndoneAt,
	}
	var err error
	if d.Message, err = s.Keys.Decrypt(r.Message, messagePurpose(r.ID)); err != nil {
		return d, err
	}
	row, is := appeals[r.ID]
	if !is {
		return d, nil
	}
	a := Appeal{AppealedAt: row.AppealedAt, DecidedAt: row.DecidedAt, DecidedBy: row.DecidedBy, ByContact: row.ByContact, Upheld: row.Upheld}
	if a.Words, err = s.Keys.Decrypt(row.Words, wordsPurpose(r.ID)); err != nil {
		return d, err
	}
	a.Answer, err = s.Keys.Decrypt(row.Answer, answerPurpose(r.ID))
	d.Appeal = &a
	return d, err
}

// decision reads one decision with its appeal.
func (s *Safety) decision(ctx context.Context, tx bun.IDB, id string) (Decision, error) {
	r, err := decisionByID(ctx, tx, id)
	if err != nil {
		return Decision{}, err
	}
	appeals, err := appealsOf(ctx, tx, []string{id})
	if err != nil {
		return Decision{}, err
	}
	return s.openDecision(r, appeals)
}
