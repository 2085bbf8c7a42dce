package safety

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
)

// Measure is what organisers decide about a report.
type Measure string

// The measures, from the mildest to the hardest. All but the first are told to
// the person in a letter, which says how to appeal.
const (
	NoAction  Measure = "none"
	Warned    Measure = "warned"
	Content   Measure = "content" // what was reported is taken away
	Suspended Measure = "suspended"
	Expelled  Measure = "removed" // from the network
)

// longestSuspension is a year: what needs longer is a removal.
const longestSuspension = 366 * day

// measures are all of them, from the mildest on.
var measures = []Measure{NoAction, Warned, Content, Suspended, Expelled}

// Decision is what was decided about a report.
type Decision struct {
	ID, ReportID string
	By           string // empty when they were erased
	About        string // empty when they were erased
	Measure      Measure
	Message      string    // what the person was told
	Until        time.Time // the end of a suspension
	DecidedAt    time.Time
	UndoneAt     time.Time // by an appeal or by a later decision
	Appeal       *Appeal   // nil when there is none
}

// Take makes an organiser the one who looks after a report; giving it back is
// for the one who has it.
func (s *Safety) Take(ctx context.Context, tx bun.IDB, organiserID, reportID string, take bool) error {
	if _, err := reportByID(ctx, tx, reportID, organiserID); err != nil {
		return err
	}
	what := "taken"
	if !take {
		what = "given_back"
	}
	news, err := setTaken(ctx, tx, reportID, organiserID, take, s.Now())
	if err != nil || !news {
		return err
	}
	return s.log(ctx, tx, reportID, organiserID, what)
}

// Decide writes down what becomes of a report, does it, tells the person it is
// about, and closes the report. A decision made before about the same report
// is undone. Nobody decides about themselves.
func (s *Safety) Decide(ctx context.Context, tx bun.Tx, organiserID, reportID string, d Decision) error {
	r, err := s.lockReport(ctx, tx, reportID, organiserID)
	if err != nil {
		return err
	}
	if err := s.decidable(r, &d); err != nil {
		return err
	}
	d.ID, d.ReportID, d.By, d.About, d.DecidedAt = s.NewID(), r.ID, organiserID, r.AboutID, s.Now()
	before, err := standing(ctx, tx, reportID)
	if err != nil {
		return err
	}
	for _, old := range before {
		if err := s.undo(ctx, tx, r, old); err != nil {
			return err
		}
	}
	row := decisionRow{
		ID: d.ID, ReportID: r.ID, ByID: organiserID, AboutID: r.AboutID, Kind: d.Measure, UntilAt: d.Until, DecidedAt: d.DecidedAt,
		Message: s.Keys.Encrypt(d.Message, messagePurpose(d.ID)),
	}
	if _, err := tx.NewInsert().Model(&row).Exec(ctx); err != nil {
		return fmt.Errorf("write decision: %w", err)
	}
	if err := s.tellDecided(ctx, tx, d); err != nil { // before they cannot be reached
		return err
	}
	if err := s.enact(ctx, tx, r, d); err != nil {
		return err
	}
	if err := s.log(ctx, tx, r.ID, organiserID, "decided_"+string(d.Measure)); err != nil {
		return err
	}
	return s.Close(ctx, tx, organiserID, reportID)
}

// decidable checks a decision about an open report.
func (s *Safety) decidable(r reportRow, d *Decision) error {
	d.Message = form.CleanText(d.Message)
	switch {
	case !r.HandledAt.IsZero():
		return fault.Because(fault.Conflict, "safety.decide.handled")
	case d.Measure == NoAction:
		d.Message, d.Until = "", time.Time{}
		return nil
	case r.AboutID == "":
		return fault.Because(fault.Conflict, "safety.decide.gone")
	case d.Message == "":
		return fault.Because(fault.Invalid, "safety.decide.message.missing")
	case d.Measure == Suspended && !d.Until.After(s.Now()):
		return fault.Because(fault.Invalid, "safety.decide.until.missing")
	case d.Measure == Suspended && d.Until.After(s.Now().Add(longestSuspension)):
		return fault.Because(fault.Invalid, "safety.decide.until.long")
	case d.Measure != Suspended:
		d.Until = time.Time{}
	}
	return nil
}

// enact does what was decided.
func (s *Safety) enact(ctx context.Context, tx bun.Tx, r reportRow, d Decision) error {
	switch d.Measure {
	case Suspended:
		return s.members.Suspend(ctx, tx, d.About, d.Until)
	case Expelled:
		return s.members.Remove(ctx, tx, d.About)
	case Content:
		remove := s.subjects[r.SubjectKind].Remove
		if remove == nil {
			return nil // organisers take it away by hand
		}
		if err := remove(ctx, tx, r.SubjectID, d.By, d.Message); !errors.Is(err, fault.NotFound) {
			return err
		}
	}
	return nil
}

// undo takes back what a decision did, unless another one says the same.
func (s *Safety) undo(ctx context.Context, tx bun.Tx, r reportRow, old decisionRow) error {
	if err := setUndone(ctx, tx, old.ID, s.Now()); err != nil {
		return err
	}
	switch old.Kind {
	case Content:
		if restore := s.subjects[r.SubjectKind].Restore; restore != nil {
			if err := restore(ctx, tx, r.SubjectID); !errors.Is(err, fault.NotFound) {
				return err
			}
		}
	case Suspended, Expelled:
		return s.reinstate(ctx, tx, old)
	}
	return nil
}

// reinstate lets somebody back in whom no other decision keeps out.
func (s *Safety) reinstate(ctx context.Context, tx bun.Tx, old decisionRow) error {
	if old.AboutID == "" {
		return nil
	}
	others, err := barring(ctx, tx, old.AboutID, s.Now())
	if err != nil {
		return err
	}
	if len(others) == 0 {
		return s.members.Reinstate(ctx, tx, old.AboutID)
	}
	last := others[0] // the hardest, then the longest
	if last.Kind == Expelled {
		return s.members.Remove(ctx, tx, old.AboutID)
	}
	return s.members.Suspend(ctx, tx, old.AboutID, last.UntilAt)
}

func messagePurpose(id string) string { return "safety_decisions.message/" + id }
func wordsPurpose(id string) string   { return "safety_appeals.words/" + id }
func answerPurpose(id string) string  { return "safety_appeals.answer/" + id }

// lockReport finds a report that an organiser may handle, and holds it.
func (s *Safety) lockReport(ctx context.Context, tx bun.Tx, id, organiserID string) (reportRow, error) {
	var r reportRow
	err := s.DB.ForUpdate(visible(tx.NewSelect().Model(&r), organiserID).Where("id = ?", id)).Scan(ctx)
	return r, found(err)
}

// Event is a line of the record of what was done about a report.
type Event struct {
	ReportID string
	By       string // empty: see migrations
	Kind     string
	At       time.Time
}

// log writes a line of the record. Lines are only ever added.
func (s *Safety) log(ctx context.Context, tx bun.IDB, reportID, by, kind string) error {
	e := eventRow{ID: s.NewID(), ReportID: reportID, ByID: by, Kind: kind, HappenedAt: s.Now()}
	_, err := tx.NewInsert().Model(&e).Exec(ctx)
	return err
}
