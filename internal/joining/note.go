package joining

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
)

// maxNote is how long a note may be, in characters.
const maxNote = 500

// Note is the one thing that a member shares: a sentence, a link, or both.
type Note struct {
	bun.BaseModel `bun:"table:shared_notes,alias:n"`

	MemberID string `bun:",pk"`
	Text     string `bun:"note"`
	Link     string
	// Public says that the member agreed to have it shown to everybody, with
	// their name.
	Public    bool
	ChangedAt time.Time
	// HiddenAt is when an organiser took it off the public page. Until an
	// organiser lifts that, it stays off, whatever its member writes.
	HiddenAt time.Time `bun:",nullzero"`
}

// errHidden is said to whoever would put a note back that was taken off.
var errHidden = fault.Because(fault.Invalid, "joining.share.hidden")

// Note is what the member shares; fault.NotFound when there is nothing yet.
func (s *Applications) Note(ctx context.Context, memberID string) (Note, error) {
	return noteOf(ctx, s.DB, memberID)
}

// Share keeps what the member shares and ends the step. Without text and link
// it takes back what was shared before.
func (s *Applications) Share(ctx context.Context, n Note) error {
	n.ChangedAt = s.Now()
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		before, err := noteOf(ctx, tx, n.MemberID)
		if err != nil && !isNotFound(err) {
			return err
		}
		n.HiddenAt = before.HiddenAt
		switch {
		case n.Public && !n.HiddenAt.IsZero():
			return errHidden
		case n.Text == "" && n.Link == "" && n.HiddenAt.IsZero():
			return deleteNote(ctx, tx, n.MemberID)
		}
		if err := setNote(ctx, tx, n); err != nil {
			return err
		}
		return setStep(ctx, tx, stepRow{MemberID: n.MemberID, Step: Share, DoneAt: n.ChangedAt})
	})
}

// Shared lists the newest notes of members who agreed to show them to
// everybody.
func (s *Applications) Shared(ctx context.Context, limit int) ([]Note, error) {
	return publicNotes(ctx, s.DB, limit)
}

// Export is what this package holds about a member.
func (s *Applications) Export(ctx context.Context, memberID string) (any, error) {
	n, err := s.Note(ctx, memberID)
	if err != nil && !isNotFound(err) {
		return nil, err
	}
	steps, err := stepsOf(ctx, s.DB, memberID)
	if err != nil {
		return nil, err
	}
	x := exported{Shared: n.Text, Link: n.Link, Public: n.Public}
	for _, step := range []Step{Describe, Share, Meeting} {
		if steps[step] {
			x.Steps = append(x.Steps, step)
		}
	}
	return x, nil
}

type exported struct {
	Shared string `json:"shared"`
	Link   string `json:"link"`
	Public bool   `json:"shown_to_everybody"`
	Steps  []Step `json:"first_steps_done"`
}
