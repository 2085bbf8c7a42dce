package safety

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
	"cuppa.example/internal/network"
)

const (
	// appealLife is how long somebody has to appeal: long enough to be on holiday.
	appealLife = 28 * day
	// secondLife is how long the safeguarding contact's link opens the appeal.
	secondLife = 90 * day

	appealLink = "safety.appeal" // ids: decision, member
	secondLink = "safety.second" // id: decision
)

// Appeal is somebody asking for another look at what was decided about them.
type Appeal struct {
	Words      string
	AppealedAt time.Time
	DecidedAt  time.Time // zero while it is open
	DecidedBy  string    // empty: open, erased, or the safeguarding contact
	ByContact  bool
	Upheld     bool // the decision stands
	Answer     string
}

// errSecond is the answer to the one who decided first.
var errSecond = fault.Because(fault.Forbidden, "safety.appeal.second")

// Appeal asks for another look at a decision, once. Whoever may decide it gets
// a letter.
func (s *Safety) Appeal(ctx context.Context, tx bun.Tx, decisionID, memberID, words string) error {
	d, err := s.lockDecision(ctx, tx, decisionID)
	if err != nil {
		return err
	}
	words = form.CleanText(words)
	switch {
	case d.AboutID != memberID || memberID == "":
		return fault.NotFound
	case words == "":
		return fault.Because(fault.Invalid, "safety.appeal.words.missing")
	case !d.UndoneAt.IsZero():
		return fault.Because(fault.Conflict, "safety.appeal.undone")
	}
	row := appealRow{
		DecisionID: d.ID, Words: s.Keys.Encrypt(words, wordsPurpose(d.ID)), AppealedAt: s.Now(), RemindAt: s.Now().Add(remindEvery),
	}
	fresh, err := insertAppeal(ctx, tx, row)
	if err != nil {
		return err
	}
	if !fresh {
		return fault.Because(fault.Conflict, "safety.appeal.once")
	}
	if err := s.log(ctx, tx, d.ReportID, "", "appealed"); err != nil {
		return err
	}
	return s.tellAppeal(ctx, tx, d, first)
}

// seconds are the organisers who may decide an appeal: not the one who decided,
// not the one it is about, and not the one who reported them.
func (s *Safety) seconds(ctx context.Context, tx bun.IDB, d decisionRow) ([]member.Member, error) {
	r, err := reportRowByID(ctx, tx, d.ReportID)
	if err != nil {
		return nil, err
	}
	all, err := s.readers(ctx, tx, d.AboutID)
	var list []member.Member
	for _, o := range all {
		if o.ID != d.ByID && o.ID != r.ByID {
			list = append(list, o)
		}
	}
	return list, err
}

// secondEyes is the safeguarding contact, where they can look at an appeal
// because no organiser may: they are none of those who decided, whom it is about
// and who reported it.
func (s *Safety) secondEyes(ctx context.Context, tx bun.IDB, d decisionRow) (n network.Network, can bool, err error) {
	if n, err = s.Networks.Current(ctx); err != nil || n.SafeguardingEmail == "" {
		return n, false, err
	}
	r, err := reportRowByID(ctx, tx, d.ReportID)
	if err != nil {
		return n, false, err
	}
	people, err := s.members.Many(ctx, tx, []string{d.ByID, d.AboutID, r.ByID})
	for _, m := range people {
		if strings.EqualFold(m.Email, n.SafeguardingEmail) {
			return n, false, err
		}
	}
	return n, err == nil, err
}

// Answer is what a second person says about an appeal.
type Answer struct {
	Upheld bool
	Words  string
}

// DecideAppeal is an organiser's answer to an appeal. It is refused to everybody
// but a second person: two people look at everything that is appealed.
func (s *Safety) DecideAppeal(ctx context.Context, tx bun.Tx, organiserID, decisionID string, a Answer) error {
	d, err := s.lockDecision(ctx, tx, decisionID)
	if err != nil {
		return err
	}
	if _, err := reportByID(ctx, tx, d.ReportID, organiserID); err != nil {
		return err
	}
	may, err := s.seconds(ctx, tx, d)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(may, func(o member.Member) bool { return o.ID == organiserID }) {
		return errSecond
	}
	return s.answer(ctx, tx, d, organiserID, a)
}

// answer settles an appeal, by an organiser or by the safeguarding contact.
func (s *Safety) answer(ctx context.Context, tx bun.Tx, d decisionRow, organiserID string, a Answer) error {
	a.Words = form.CleanText(a.Words)
	if a.Words == "" {
		return fault.Because(fault.Invalid, "safety.appeal.answer.missing")
	}
	news, err := settleAppeal(ctx, tx, appealRow{
		DecisionID: d.ID, DecidedAt: s.Now(), DecidedBy: organiserID, ByContact: organiserID == "", Upheld: a.Upheld,
		Answer: s.Keys.Encrypt(a.Words, answerPurpose(d.ID)),
	})
	if err != nil {
		return err
	}
	if !news {
		return fault.Because(fault.Conflict, "safety.appeal.decided")
	}
	kind := "upheld"
	if !a.Upheld {
		kind = "overturned"
		r, err := reportRowByID(ctx, tx, d.ReportID)
		if err != nil {
			return err
		}
		if err := s.undo(ctx, tx, r, d); err != nil {
			return err
		}
	}
	if err := s.log(ctx, tx, d.ReportID, organiserID, kind); err != nil {
		return err
	}
	return s.tellAnswered(ctx, tx, d, a)
}

// lockDecision finds a decision and holds it.
func (s *Safety) lockDecision(ctx context.Context, tx bun.Tx, id string) (decisionRow, error) {
	var d decisionRow
	err := s.DB.ForUpdate(tx.NewSelect().Model(&d).Where("id = ?", id)).Scan(ctx)
	return d, found(err)
}

// remindAppeals writes again to those who may decide an appeal that has been
// open for another week; by then there may be a second organiser.
func (s *Safety) remindAppeals(ctx context.Context, now time.Time) error {
	due, err := dueAppeals(ctx, s.DB, now)
	if err != nil || len(due) == 0 {
		return err
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		for _, a := range due {
			still, err := putOffAppeal(ctx, tx, a.DecisionID, now, now.Add(remindEvery))
			if err != nil {
				return err
			}
			if !still {
				continue
			}
			d, err := decisionByID(ctx, tx, a.DecisionID)
			if err != nil {
				return err
			}
			if err := s.tellAppeal(ctx, tx, d, now.Format(time.DateOnly)); err != nil {
				return err
			}
		}
		return nil
	})
}
