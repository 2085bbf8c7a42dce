package safety

import (
	"cmp"
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
)

// pageSize is how many reports a page of the queue shows.
const pageSize = 50

// cursor is where a page of the queue ended.
type cursor struct {
	at time.Time
	id string
}

func readCursor(text string) cursor {
	stamp, id, _ := strings.Cut(text, "~")
	at, err := time.Parse(time.RFC3339Nano, stamp)
	if err != nil {
		return cursor{}
	}
	return cursor{at, id}
}

func (c cursor) String() string { return c.at.UTC().Format(time.RFC3339Nano) + "~" + c.id }

// Show is a part of the queue.
type Show string

// The parts of the queue.
const (
	Waiting Show = ""        // nobody has decided yet, oldest first
	Mine    Show = "mine"    // those of them that the organiser looks after
	Appeals Show = "appeals" // decided, and the person asks for another look
	Handled Show = "handled" // decided, newest first
)

// Filter selects a part of the queue.
type Filter struct {
	Show     Show
	Kind     string  // of what is reported; empty for all
	Decision Measure // what was decided and stands; empty for all
	After    string  // next of the page before
	Size     int     // reports a page; 50 when zero
}

// Queue lists the reports that an organiser may handle.
func (s *Safety) Queue(ctx context.Context, organiserID string, f Filter) (list []Report, next string, err error) {
	size := cmp.Or(f.Size, pageSize)
	rows, err := queue(ctx, s.DB, organiserID, f, size+1)
	if err != nil {
		return nil, "", err
	}
	if len(rows) > size {
		rows = rows[:size]
		last := rows[size-1]
		next = cursor{last.ReportedAt, last.ID}.String()
		if f.Show == Handled {
			next = cursor{last.HandledAt, last.ID}.String()
		}
	}
	for _, row := range rows {
		r, err := s.open(row)
		if err != nil {
			return nil, "", err
		}
		list = append(list, r)
	}
	return list, next, nil
}

// Read opens one report with what was noted about it. To the organiser whom it
// is about it does not exist.
func (s *Safety) Read(ctx context.Context, organiserID, reportID string) (Report, []Note, error) {
	row, err := reportByID(ctx, s.DB, reportID, organiserID)
	if err != nil {
		return Report{}, nil, err
	}
	r, err := s.open(row)
	if err != nil {
		return Report{}, nil, err
	}
	rows, err := notesOf(ctx, s.DB, reportID)
	if err != nil {
		return Report{}, nil, err
	}
	var notes []Note
	for _, n := range rows {
		text, err := s.Keys.Decrypt(n.Words, notePurpose(n.ID))
		if err != nil {
			return Report{}, nil, err
		}
		notes = append(notes, Note{By: n.ByID, Text: text, WrittenAt: n.WrittenAt})
	}
	return r, notes, nil
}

// Annotate writes down what an organiser found out or did about a report.
func (s *Safety) Annotate(ctx context.Context, tx bun.IDB, organiserID, reportID, text string) error {
	if _, err := reportByID(ctx, tx, reportID, organiserID); err != nil || text == "" {
		return err
	}
	n := noteRow{ID: s.NewID(), ReportID: reportID, ByID: organiserID, WrittenAt: s.Now()}
	n.Words = s.Keys.Encrypt(text, notePurpose(n.ID))
	if err := s.log(ctx, tx, reportID, organiserID, "noted"); err != nil {
		return err
	}
	return insertNote(ctx, tx, n)
}

// Close marks a report handled, and tells the one who wrote it.
func (s *Safety) Close(ctx context.Context, tx bun.IDB, organiserID, reportID string) error {
	r, err := reportByID(ctx, tx, reportID, organiserID)
	if err != nil {
		return err
	}
	news, err := settle(ctx, tx, reportID, organiserID, s.Now(), time.Time{})
	if err != nil || !news {
		return err
	}
	return s.thank(ctx, tx, r, organiserID)
}

// Reopen takes a report back into the queue.
func (s *Safety) Reopen(ctx context.Context, tx bun.IDB, organiserID, reportID string) error {
	if _, err := reportByID(ctx, tx, reportID, organiserID); err != nil {
		return err
	}
	news, err := settle(ctx, tx, reportID, "", time.Time{}, s.Now().Add(remindEvery))
	if err != nil || !news {
		return err
	}
	return s.log(ctx, tx, reportID, organiserID, "reopened")
}

// ForOrganisers says on the dashboard of the signed-in organiser that reports
// are open. It counts none about themselves.
func (s *Safety) ForOrganisers(ctx context.Context) ([]member.Task, error) {
	m, _ := member.From(ctx)
	n, oldest, err := countOpen(ctx, s.DB, m.ID)
	if err != nil {
		return nil, err
	}
	var tasks []member.Task
	if n > 0 {
		tasks = append(tasks, member.Task{Text: locale.T(ctx, "safety.task", "count", n), Href: "/organise/reports", Due: oldest.Add(remindEvery)})
	}
	appeals, err := countAppeals(ctx, s.DB, m.ID)
	if err == nil && appeals > 0 {
		tasks = append(tasks, member.Task{Text: locale.T(ctx, "safety.task.appeals", "count", int(appeals)), Href: "/organise/reports?show=appeals"})
	}
	return tasks, err
}
