package unmentoring_test

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"cuppa.example/internal/member"
	"cuppa.example/internal/testkit"
	"cuppa.example/internal/unmentoring"
	"cuppa.example/match"
)

// reviewed is a round whose draw is looked at.
func (n *network) reviewed() (unmentoring.Programme, unmentoring.Round) {
	p := n.programme(func(p *unmentoring.Programme) { p.Review = unmentoring.ReviewAlways })
	return p, n.reach(p, unmentoring.InReview)
}

func TestOrganiserComparesDrawsBeforeChoosing(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(6, "Ashby Council")
	n.join(6, "Bexley Council")
	p, r := n.reviewed()
	draw, olive := "/organise/rounds/"+r.ID+"/draw", n.organiser
	olive.Get(draw).Press("Release: goes out", nil)
	conversations := func() string { return olive.Get(draw).Find("tbody th").Text() }
	first := conversations()

	page := olive.Get(draw).Press("Draw again", nil).Is(200, "Draws side by side").Says("Another draw is made.", "Draw 1", "Draw 2", "Chosen now")
	page = page.Press("Draw by pure chance", nil).Is(200, "Draws side by side").Says("Draw 3", "Pure chance")
	if got := n.round(p); got.ApprovedAt.IsZero() || conversations() != first {
		t.Error("looking at others changed the draw that is released")
	}
	if got := page.Find("tbody tr").Length(); got != 3 {
		t.Errorf("%d draws side by side", got)
	}
	page.Press("Choose this draw Draw 3", nil).Is(200, "The draw").Says("The draw is chosen.")
	if got := n.round(p); !got.ApprovedAt.IsZero() {
		t.Error("a draw that nobody released is released")
	}
	third := conversations()
	if third == first {
		t.Error("it is the same draw")
	}

	// And back again; a page from before is refused.
	olive.Post(draw+"/beside/choose", url.Values{"seen": {"100000"}, "draw": {n.round(p).DrawID}}).Is(409, "That cannot be done now")
	olive.Get(draw+"/beside").Press("Choose this draw Draw 1", nil).Is(200, "The draw")
	if conversations() != first {
		t.Error("the first draw does not come back as it was")
	}
	olive.Get(draw).Press("Send it out now", nil).Is(200, "Round 1")
	olive.Get("/organise/rounds/"+r.ID+"/draws").Is(200, "Draws on record").Says("Went out", "Not chosen", "Pure chance")
	olive.Get(draw+"/beside").Is(409, "That cannot be done now")
	if got := n.verify(r); len(got.Attempts) != 3 {
		t.Errorf("%d attempts on record", len(got.Attempts))
	}
}

func TestDrawThatIsChangedHasNothingBesideIt(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(8, "Ashby Council")
	_, r := n.reviewed()
	draw, olive := "/organise/rounds/"+r.ID+"/draw", n.organiser
	olive.Get(draw).Press("Draw again", nil)
	before := olive.Get(draw + "/beside")
	first := strings.TrimSpace(olive.Get(draw).Find("tbody th").Eq(0).Text())
	olive.Get(draw).Follow("Change "+first).Press("Keep them together", nil)
	olive.Get(draw + "/beside").Says("Draw 1").SaysNot("Draw 2")
	before.Press("Choose this draw Draw 2", nil).Is(409, "That cannot be done now").Says("The draw has changed since")
	// Another one keeps them together.
	olive.Get(draw).Press("Draw again", nil).Press("Choose this draw Draw 3", nil).Is(200, "The draw").Says(first)
	n.verify(r)
}

func TestTwoWhoDrawAgainAtOnceGetOneDraw(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(8, "Ashby Council")
	p, r := n.reviewed()
	engine := hold(n.UnMentoring)
	one := n.organiser.Get("/organise/rounds/" + r.ID + "/draw")
	two := n.organiser.Get("/organise/rounds/" + r.ID + "/draw")
	one.Press("Draw again", nil).Is(200, "Draws side by side").Says("Draw 2 is being made", "You can close this page.").SaysNot("Draw by pure chance")
	<-engine.begun
	two.Press("Draw again", nil).Is(200, "Draws side by side").Says("Draw 2 is being made")
	close(engine.on)
	n.Settle()
	two.Press("Draw again", nil).Is(200, "Draws side by side").SaysNot("Draw 3", "is being made")
	if engine.draws != 1 || n.round(p).State != unmentoring.InReview {
		t.Errorf("drawn %d times, %s", engine.draws, n.round(p).State)
	}
}

// What is drawn only to be compared never holds up the draw that goes out.
func TestDrawBesideThatFailsHoldsNothingUp(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(8, "Ashby Council")
	p, r := n.reviewed()
	n.UnMentoring.Engine = func(context.Context, match.Input, [32]byte) (match.Result, error) {
		return match.Result{}, errors.New("no tea")
	}
	n.organiser.Get("/organise/rounds/"+r.ID+"/draw").Press("Draw again", nil).Is(200, "Draws side by side").SaysNot("Draw 2")
	n.organiser.Get("/organise/rounds/"+r.ID+"/draws").Says("Draw 2", "Never drawn")
	n.reach(p, unmentoring.Talking)
	if got := n.verify(r); len(got.Attempts) != 1 {
		t.Errorf("%d attempts can be repeated", len(got.Attempts))
	}
}

func TestProgrammeLeavesEverythingToChance(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(8, "Ashby Council")
	p := n.programme(func(p *unmentoring.Programme) { p.Review = unmentoring.ReviewAlways })
	n.organiser.Get("/organise/programmes/"+p.ID+"/settings").Press("Save", testkit.Fill("decides", "")).
		Is(422, "Settings").Says("Choose what decides who talks to whom")
	n.organiser.Get("/organise/programmes/"+p.ID+"/settings").Press("Save", testkit.Fill("decides", "chance")).
		Is(200, "Coffee").Says("Your changes are saved.")
	r := n.reach(p, unmentoring.InReview)
	n.organiser.Get("/organise/rounds/" + r.ID + "/draws").Says("Pure chance")
	n.verify(r)
}

func TestPeopleAreWishedToHaveATopicInCommon(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	topics := []member.Topics{{"Data", "Tea"}, {"Data"}, {"Open source"}, {"open source", "Housing"}}
	for i, m := range n.join(4, "Ashby Council") {
		n.InTx(func(ctx context.Context, tx bun.Tx) error {
			_, err := n.Members.Describe(ctx, tx, m.ID, member.Details{Name: m.Name, Organisation: m.Organisation, Topics: topics[i]})
			return err
		})
	}
	p := n.programme(func(p *unmentoring.Programme) { p.Review = unmentoring.ReviewAlways })
	n.organiser.Get("/organise/programmes/"+p.ID+"/settings").Press("Save", testkit.Fill("differ-2", "", "common-1", "topics")).Is(200, "Coffee")
	r := n.reach(p, unmentoring.InReview)
	n.organiser.Get("/organise/rounds/"+r.ID+"/draw").Is(200, "The draw").
		Says(n.people[0].Name+" and "+n.people[1].Name, "First meeting; same topics", "As far as people have said, everybody has something in common with their partner in topics.",
			"all 3 others who are in have the same")
	n.organiser.Get("/organise/rounds/"+r.ID+"/draw").Press("Send it out now", nil)
	if text := n.Mail(n.people[0].Email, "").Text; !strings.Contains(text, "You care about some of the same topics.") {
		t.Error(text)
	}
}
