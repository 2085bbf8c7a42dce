package unmentoring_test

import (
	"strings"
	"testing"

	"cuppa.example/internal/unmentoring"
)

// The digest of the inputs has nobody's secret in it. In a round of six, whoever saw
// it could try who is kept apart from whom until it fits; so nobody sees it but
// closed.
func TestTheDigestOfASmallRoundTellsNobodyWhoIsKeptApart(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(6, "Ashby Council")
	p := n.programme(func(p *unmentoring.Programme) { p.Review = unmentoring.ReviewAlways })
	n.Settle()
	r := n.round(p)
	n.reach(p, unmentoring.InReview)
	report, err := n.UnMentoring.Verify(t.Context(), r.ID)
	if err != nil || !report.OK() || len(report.Attempts) != 1 {
		t.Fatalf("%v: %+v", err, report)
	}
	open, closed := report.Attempts[0].Draw.Digest, report.Attempts[0].Shown
	if len(closed) != 64 || closed == open {
		t.Fatalf("digest %s is shown as %s", open, closed)
	}
	ann := n.SignIn(n.people[0].ID)
	for name, page := range map[string]string{
		"member":    ann.Get("/rounds/" + r.ID + "/draw").Says(closed).Text(),
		"organiser": n.organiser.Get("/organise/rounds/" + r.ID + "/draws").Says(closed).Text(),
		"row":       string(ann.Get("/rounds/" + r.ID + "/draw/receipt/1").Body),
	} {
		if strings.Contains(page, open) {
			t.Errorf("%s: the open digest is shown", name)
		}
	}
}
