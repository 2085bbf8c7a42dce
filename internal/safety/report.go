package safety

import (
	"context"
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
)

// MaxText is how many characters a report or a note may have.
const MaxText = 5000

// Report is what somebody tells the organisers about somebody else.
type Report struct {
	ID    string // given by Safety.Report
	By    string // empty when they were erased, and for somebody outside
	About string // empty when they were erased
	// SubjectKind and SubjectID say where it happened: "conversation" and its id.
	SubjectKind, SubjectID string
	Text                   string // may be empty: one click is enough
	// Copy is what was reported, as it was then. Give it when the report does
	// not come from the page of a Subject.
	Copy string
	// Nameless is that the reporter does not know whom it is about.
	Nameless   bool
	ReportedAt time.Time
	HandledAt  time.Time // zero while it is open
	HandledBy  string
	TakenBy    string // who looks after it; empty when nobody does
}

// Note is what an organiser wrote about a report.
type Note struct {
	By        string // empty when they were erased
	Text      string
	WrittenAt time.Time
}

// Receipt is what the reporter is told.
type Receipt struct {
	// Reached is false when the reported person is the only organiser, so that
	// nobody else can read the report.
	Reached bool
	// Path is the page that says so, for everybody, signed in or not. Redirect
	// there after the POST.
	Path string
}

// Report queues a report and writes to all organisers but the one it is about.
// The letters hold neither names nor words. The same report, while it is
// open, counts once. Somebody outside, with no id, sends one about each thing.
func (s *Safety) Report(ctx context.Context, tx bun.IDB, r Report) (Receipt, error) {
	r.Text = form.CleanText(r.Text)
	switch {
	case r.By == r.About:
		return Receipt{}, fault.Because(fault.Invalid, "safety.yourself")
	case utf8.RuneCountInString(r.Text) > MaxText:
		return Receipt{}, fault.Because(fault.Invalid, "safety.report.long", "max", MaxText)
	}
	readers, err := s.readers(ctx, tx, r.About)
	if err != nil {
		return Receipt{}, err
	}
	receipt := Receipt{Reached: len(readers) > 0, Path: "/report/sent"}
	if !receipt.Reached {
		receipt.Path = "/report/kept"
	}
	twice, err := s.known(ctx, tx, r)
	if err != nil || twice {
		return receipt, err
	}
	row := reportRow{
		ID: s.NewID(), ByID: r.By, AboutID: r.About, SubjectKind: r.SubjectKind, SubjectID: r.SubjectID,
		ReportedAt: s.Now(), RemindAt: s.Now().Add(remindEvery), Nameless: r.Nameless,
	}
	row.Copy = s.Keys.Encrypt(r.Copy, copyPurpose(row.ID))
	row.Words = s.Keys.Encrypt(r.Text, reportPurpose(row.ID))
	if _, err := tx.NewInsert().Model(&row).Exec(ctx); err != nil {
		return Receipt{}, fmt.Errorf("write report: %w", err)
	}
	if err := s.log(ctx, tx, row.ID, "", "reported"); err != nil {
		return Receipt{}, err
	}
	return receipt, s.tell(ctx, tx, row.ID, first, readers)
}

// readers are the organisers who may handle a report about somebody.
func (s *Safety) readers(ctx context.Context, tx bun.IDB, about string) ([]member.Member, error) {
	all, err := s.members.Organisers(ctx, tx)
	var list []member.Member
	for _, o := range all {
		if o.ID != about {
			list = append(list, o)
		}
	}
	return list, err
}

// known finds the report that was sent a moment ago by the same two clicks.
func (s *Safety) known(ctx context.Context, tx bun.IDB, r Report) (bool, error) {
	rows, err := sameOpen(ctx, tx, r)
	for _, row := range rows {
		text, err := s.Keys.Decrypt(row.Words, reportPurpose(row.ID))
		if err != nil {
			return false, err
		}
		if text == r.Text || r.By == "" { // a link that anybody may hold is good for one
			return true, nil
		}
	}
	return false, err
}

func reportPurpose(id string) string { return "safety_reports.words/" + id }
func copyPurpose(id string) string   { return "safety_reports.copy/" + id }
func notePurpose(id string) string   { return "safety_notes.words/" + id }

func (s *Safety) open(r reportRow) (Report, error) {
	text, err := s.Keys.Decrypt(r.Words, reportPurpose(r.ID))
	if err != nil {
		return Report{}, err
	}
	was, err := s.Keys.Decrypt(r.Copy, copyPurpose(r.ID))
	return Report{
		ID: r.ID, By: r.ByID, About: r.AboutID, SubjectKind: r.SubjectKind, SubjectID: r.SubjectID,
		Text: text, Copy: was, Nameless: r.Nameless, ReportedAt: r.ReportedAt, HandledAt: r.HandledAt, HandledBy: r.HandledBy, TakenBy: r.TakenBy,
	}, err
}
