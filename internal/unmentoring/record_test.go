package unmentoring_test

import (
	"bytes"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cuppa.example/internal/app"
	"cuppa.example/internal/testkit"
	"cuppa.example/internal/unmentoring"
)

// A round from its seal to a check by one of its people, with a number of their
// own, a second attempt, a change by hand, and a change that nobody noted.
func TestPeopleOfARoundCheckItsDraw(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(4, "Ashby Council")
	n.join(4, "Bexley Council")
	p := n.programme(func(p *unmentoring.Programme) { p.Review = unmentoring.ReviewAlways })
	n.Settle()
	r := n.round(p)
	mine := "/rounds/" + r.ID + "/draw"
	ann := n.SignIn(n.people[0].ID)

	// While people sign up: the seal, on the page and in the letter, but no secret.
	if letter := n.Mail(n.people[0].Email, "Coffee: your next conversation"); !strings.Contains(letter.Text, r.Seal) {
		t.Error("the letter does not have the seal")
	}
	page := ann.Get("/programmes/"+p.ID).Follow("How the draw of this round is made, and how to check it").Is(200, "How this draw is made").
		Says(r.Seal, "Shown here once the draw has gone out.")
	if r.Secret == "" || strings.Contains(page.Text(), r.Secret) {
		t.Error("the secret is shown, or there is none")
	}
	page.Press("Save number", testkit.Fill("number", "twelve")).Is(422, "How this draw is made").Says("Enter a number of up to 18 digits, with digits only")
	ann.Get(mine).Press("Save number", testkit.Fill("number", "0815")).Is(200, "How this draw is made").Says("Your number is saved.")
	ann.Get(mine+"/receipt/1").Is(404, "Page not found")

	// The draw is looked at: the fingerprint is shown, and still no secret.
	n.reach(p, unmentoring.InReview)
	draw := "/organise/rounds/" + r.ID + "/draw"
	n.organiser.Get(draw).Press("Draw again", nil).Is(200, "Draws side by side")
	first := n.receipt(ann.Get(mine + "/receipt/1"))
	if err := first.Check(); err != nil || first.Secret+first.Seed != "" || !strings.Contains(first.Row, "number 0815") || first.Seal != r.Seal {
		t.Errorf("%v: %+v", err, first)
	}
	page = ann.Get(mine).Says("Draw 1", "Draw 2", first.Fingerprint, "By an organiser")
	if strings.Contains(page.Text(), r.Secret) {
		t.Error("the secret is shown before the draw has gone out")
	}
	ann.Post(mine+"/number", url.Values{"number": {"7"}}).Is(409, "That cannot be done now")
	if err := n.UnMentoring.ChangeDraw(t.Context(), r.ID, n.organiser.ID, n.mark(r), unmentoring.ChangeSwap, swapped(n.groups(r))...); err != nil {
		t.Fatal(err)
	}

	// It goes out: everything is shown, and holds together.
	n.organiser.Get(draw).Press("Send it out now", nil).Is(200, "Round 1")
	last := n.receipt(ann.Get(mine + "/receipt/1"))
	if err := last.Check(); err != nil || last.Secret != r.Secret || last.Fingerprint != first.Fingerprint || len(last.Numbers) != 1 {
		t.Errorf("%v: %+v", err, last)
	}
	page = ann.Get(mine).Says(r.Secret, last.Seed, "Two people changed places", "Not chosen", "Went out")
	for _, m := range n.people {
		if strings.Contains(page.Text(), m.Name) && m.ID != n.people[0].ID {
			t.Errorf("%s is named", m.Name)
		}
	}
	stranger := n.Organiser("Nora New")
	stranger.Get(mine).Is(200, "How this draw is made").Says("You were not in this draw.")
	stranger.Get(mine+"/receipt/1").Is(404, "Page not found")

	n.checkFile(last, "the seed follows from what was sealed", 0)
	last.Attempt++
	n.checkFile(last, unmentoring.ErrSeed.Error(), 1)
	n.verify(n.round(p))
	n.run("DELETE FROM draw_changes")
	report, err := n.UnMentoring.Verify(t.Context(), r.ID)
	if err != nil || report.OK() {
		t.Errorf("a change that is not on record was believed: %v", err)
	}
}

func (n *network) receipt(p *testkit.Page) (r unmentoring.Receipt) {
	n.T.Helper()
	if err := json.Unmarshal(p.Body, &r); err != nil {
		n.T.Fatalf("%v: %s", err, p.Body)
	}
	return r
}

// checkFile checks a receipt from the command line.
func (n *network) checkFile(r unmentoring.Receipt, says string, status int) {
	n.T.Helper()
	b, err := json.Marshal(r)
	if err != nil {
		n.T.Fatal(err)
	}
	file := filepath.Join(n.T.TempDir(), "draw.json")
	if err := os.WriteFile(file, b, 0o600); err != nil {
		n.T.Fatal(err)
	}
	var out, errs bytes.Buffer
	if got := app.Main([]string{"draw", "check", file}, &out, &errs); got != status || !strings.Contains(out.String()+errs.String(), says) {
		n.T.Errorf("%d: %s%s", got, out.String(), errs.String())
	}
}

func (n *network) mark(r unmentoring.Round) int {
	n.T.Helper()
	report, err := n.UnMentoring.Verify(n.T.Context(), r.ID)
	if err != nil {
		n.T.Fatal(err)
	}
	return report.Attempts[0].Draw.Mark()
}

// groups are those of the first attempt.
func (n *network) groups(r unmentoring.Round) [][]int32 {
	n.T.Helper()
	var texts []string
	if err := n.DB.NewRaw("SELECT dg.people FROM draw_groups dg JOIN draws d ON d.id = dg.draw_id WHERE d.round_id = ? AND d.attempt = 1 ORDER BY dg.group_no", r.ID).Scan(n.T.Context(), &texts); err != nil {
		n.T.Fatal(err)
	}
	var list [][]int32
	for _, text := range texts {
		var g []int32
		if err := json.Unmarshal([]byte(text), &g); err != nil {
			n.T.Fatal(err)
		}
		list = append(list, g)
	}
	return list
}

func swapped(groups [][]int32) []int32 { return []int32{groups[0][0], groups[1][0]} }

// The secret says nothing of a round that does not take place, and whoever was not
// asked sees nothing.
func TestWhoWasNotAskedSeesNoRecord(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(4, "Ashby Council")
	p := n.programme(func(p *unmentoring.Programme) { p.SignUpDays = 3; p.TalkDays, p.ClosingDays = 14, 7 })
	r := n.reach(p, unmentoring.Talking)
	n.Clock.Set(n.Clock.Now().Add(time.Hour))
	late := n.join(1, "Late Council")[0]
	n.SignIn(late.ID).Get("/rounds/"+r.ID+"/draw").Is(404, "Page not found")
	n.SignIn(late.ID).Get("/rounds/nothing/draw").Is(404, "Page not found")
	n.Visitor().Get("/rounds/"+r.ID+"/draw").Is(200, "Sign in")
}
