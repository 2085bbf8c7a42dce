package circle_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/uptrace/bun"

	"cuppa.example/internal/safety"
	"cuppa.example/internal/testkit"
)

// decided has an organiser take away what is reported; it gives the decision.
func (s story) decided(organiser testkit.Person) string {
	s.T.Helper()
	list, _, err := s.Safety.Queue(s.T.Context(), organiser.ID, safety.Filter{})
	if err != nil || len(list) != 1 {
		s.T.Fatalf("%d reports, %v", len(list), err)
	}
	s.InTx(func(ctx context.Context, tx bun.Tx) error {
		if err := s.Safety.Take(ctx, tx, organiser.ID, list[0].ID, true); err != nil {
			return err
		}
		return s.Safety.Decide(ctx, tx, organiser.ID, list[0].ID, safety.Decision{Measure: safety.Content, Message: "It names a resident"})
	})
	var id string
	if err := s.DB.NewRaw("SELECT id FROM safety_decisions WHERE report_id = ?", list[0].ID).Scan(s.T.Context(), &id); err != nil {
		s.T.Fatal(err)
	}
	return id
}

func TestWhatIsReportedIsTakenAwayAndPutBackAfterAnAppeal(t *testing.T) {
	t.Parallel()
	s, _, ann, bob, _ := four(t)
	oona, otto := s.Organiser("Oona Osei"), s.Organiser("Otto Orr")
	page := s.take(ann, "A resident called Zed")
	bob.Get(page).Follow("Report").Press("Send the report", testkit.Fill("text", "A name"))
	id := s.decided(oona)
	bob.Get(page).Says("Organisers have removed this.").SaysNot("Zed")
	s.InTx(func(ctx context.Context, tx bun.Tx) error {
		if err := s.Safety.Appeal(ctx, tx, id, ann.ID, "He agreed"); err != nil {
			return err
		}
		return s.Safety.DecideAppeal(ctx, tx, otto.ID, id, safety.Answer{Upheld: false, Words: "He did"})
	})
	bob.Get(page).Says("A resident called Zed").SaysNot("Organisers have removed this.")
}

func TestAnOpeningIsReportedByMembersAndCalledOff(t *testing.T) {
	t.Parallel()
	s, fay, ann, _, _ := four(t)
	oona := s.Organiser("Oona Osei")
	o := opened(t, s.Kit, fay)
	fay.Get(o.PublicPath()).SaysNot("Report")
	s.Visitor().Get(o.PublicPath()).SaysNot("Report")
	ann.Get(o.PublicPath()).Follow("Report").Press("Send the report", testkit.Fill("text", "It sells something"))
	s.decided(oona)
	s.Visitor().Get(o.PublicPath()).Is(http.StatusOK, o.Name).Says("does not take applications any more")
}
