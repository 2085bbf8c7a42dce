package unmentoring_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/member"
	"cuppa.example/internal/testkit"
	"cuppa.example/internal/unmentoring"
)

// Scenario 2: ten people, seven from one council.
func TestOrganiserReviewsTheFirstDraw(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(7, "Ashby Council")
	n.join(1, "Bexley Council")
	n.join(1, "Corby Council")
	n.join(1, "Derby Council")

	olive := n.organiser
	olive.Get("/organise").Is(200, "Organise").Says("Create your first programme")
	p := olive.Get("/organise/programmes").Follow("New programme").Is(200, "New programme").
		Press("Create the programme", testkit.Fill("title", "Half an hour")).Is(200, "Half an hour").
		Says("Every month, on the fourth Monday", "25 January 2027", "People are asked", "Round 1")
	p = p.Follow("Round 1").Is(200, "Round 1").Says("Everybody is in who does not say")

	// A round that is under way is on the dashboard, and counts who is in so far.
	olive.Get("/organise").Is(200, "Organise").Says("Under way", "Half an hour, round 1: ").Follow("Half an hour, round 1").Is(200, "Round 1")

	// The organiser says "not this time" for herself, so that there are ten.
	n.Settle()
	link := n.Mail(olive.Email, "Half an hour: your next conversation").Link("/r/")
	n.Visitor().Get(link).Is(200, "Half an hour").Says("You are in, unless you say by Friday 22 January 2027").
		Press("Not this time", nil).Says("You are not in this time.")
	olive.Get("/organise/programmes/"+n.only().ID).Says("10 so far", "The best spread")

	p = p.Press("Draw now", nil).Is(200, "The draw").
		Says("The draw waits for an organiser", "goes out by itself at 9am on Wednesday 27 January 2027 (GMT)")
	p.Says("2 conversations could not be as wished", "7 of the 10 people who are in have it, so it cannot be avoided for at least 2 of the pairs",
		"First meeting; different organisation and region")
	if got := p.Find("tbody tr").Length(); got != 5 {
		t.Errorf("%d conversations", got)
	}
	if text := p.Find("tbody tr").Eq(2).Text(); strings.Contains(text, "same organisation") {
		t.Errorf("the third conversation is trouble too, or trouble does not come first: %s", text)
	}
	olive.Get("/organise").Says("Half an hour, round 1: look at the draw")

	p.Press("Release: goes out on Monday 25 January 2027", nil).Is(200, "Round 1").Says("The draw is released")
	round := n.rounds(n.only())[0]
	if len(n.talks(round)) != 0 {
		t.Fatal("it went out before its day")
	}
	n.Until(round.OpenAt)
	same := 0
	for _, c := range n.talks(round) {
		for _, person := range c.People {
			m, err := n.Members.ByID(t.Context(), person.MemberID)
			if err != nil {
				t.Fatal(err)
			}
			words, _ := n.Speak(t.Context(), "")
			said := ""
			for _, why := range c.Why {
				said += why.In(words) + " "
			}
			if strings.Contains(said, "7 of the 10 people in this round do, so some of you had to be put together") {
				same++
				if m.Organisation != "Ashby Council" {
					t.Errorf("%s is told so", m.Organisation)
				}
			}
		}
	}
	if same != 4 {
		t.Errorf("%d people are told why they talk to somebody of their own council, not 4", same)
	}
	n.verify(round)
}

// only is the one programme there is.
func (n *network) only() unmentoring.Programme {
	n.T.Helper()
	list, err := n.UnMentoring.List(n.T.Context())
	if err != nil || len(list) != 1 {
		n.T.Fatal(len(list), err)
	}
	return list[0]
}

func TestProgrammeFormKeepsWhatWasTypedAndSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	olive := n.organiser
	p := olive.Get("/organise/programmes/new").Press("Create the programme", testkit.Fill(
		"title", "", "purpose", "<b>bold</b>", "first-day", "23", "first-month", "1", "first-year", "2027",
		"size", "9", "minutes", "soon", "talk_days", "20"))
	p.Is(422, "New programme").Says("Enter what it is called", "Choose a working day, from Monday to Friday",
		"Enter a whole number from 2 to 8", "Enter a whole number from 5 to 240")
	if got := p.Find("#minutes").AttrOr("value", ""); got != "soon" {
		t.Errorf("minutes are %q now", got)
	}
	if _, open := p.Find("details").Attr("open"); !open {
		t.Error("what is wrong is folded away")
	}
	p.SaysNot("<b>bold</b>")
	p.Press("Create the programme", testkit.Fill("title", "T", "first-day", "12", "size", "2", "minutes", "30")).
		Is(422, "New programme").Says("Choose a later day", "may need 3 days")
	p.Press("Create the programme", testkit.Fill("title", "T", "first-day", "25", "size", "2", "minutes", "30", "cadence", "weekly")).
		Is(422, "New programme").Says("A round would run into the next one. Make the conversations or the closing 1")
	p.Press("Create the programme", testkit.Fill("title", "T", "size", "2", "minutes", "30", "talk_days", "", "cadence", "dates",
		"dates", "27 March 2027\n1 3 soon\n3/5/2027")).Is(422, "New programme").
		Says("This is a weekend: 27 March 2027")
	p.Press("Create the programme", testkit.Fill("title", "T", "size", "2", "minutes", "30", "talk_days", "", "cadence", "dates",
		"dates", "26 March 2027\n3/5/2027", "begin", "later")).Is(200, "T").
		Says("On 2 dates", "Tuesday 30 March 2027", "Tuesday 4 May 2027")
}

func TestProgrammeIsPausedTakenUpAndEnded(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(4, "Ashby Council")
	p := n.programme()
	n.organiser.Get("/organise/programmes/"+p.ID).Press("Pause", nil).Is(200, "Coffee").Says("Paused: no new round begins")
	n.Until(testkit.Start.AddDate(0, 2, 0))
	if len(n.rounds(p)) != 1 {
		t.Error("a paused programme began a round")
	}
	n.SignIn(n.organiser.ID).Get("/organise/programmes/"+p.ID).Press("Take it up again", nil).Says("The programme is taken up again.", "Round 2", "Monday 22 March 2027")
	n.Until(testkit.Start.AddDate(0, 2, 10))
	if got := n.rounds(p); len(got) != 2 || got[1].Day != "2027-03-22" {
		t.Errorf("%+v", got)
	}
	n.SignIn(n.organiser.ID).Get("/organise/programmes/"+p.ID).Follow("End").Is(200, "End Coffee").Press("End it", nil).Says("The programme has ended.")
	n.Clock.Set(testkit.Start.AddDate(0, 6, 0))
	n.Settle()
	if len(n.rounds(p)) != 2 {
		t.Error("an ended programme began a round")
	}
	n.SignIn(n.organiser.ID).Post("/organise/programmes/"+p.ID+"/state", map[string][]string{"state": {"running"}}).Is(409, "That cannot be done now")
	n.Member("Nora Nobody").Get("/organise/programmes").Is(403, "You cannot see this page")
}

// Nothing goes quiet by accident: a draw that nobody looks at goes out by itself.
func TestDrawThatNobodyReleasesGoesOutByItself(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(6, "Ashby Council")
	p := n.programme(func(p *unmentoring.Programme) { p.Review = unmentoring.ReviewAlways })
	r := n.reach(p, unmentoring.InReview)
	n.Mail(n.organiser.Email, "look at the draw")
	n.Until(r.OpenAt)
	n.Mail(n.organiser.Email, "the draw still waits")
	n.organiser.Get("/organise/rounds/" + r.ID + "/draw").Says("If nobody releases it, it goes out by itself at 9am on Wednesday 27 January 2027")
	if got := len(n.talks(r)); got != 0 {
		t.Fatalf("%d conversations", got)
	}
	n.Until(r.OpenAt.Add(49 * time.Hour))
	if got := len(n.talks(r)); got != 3 {
		t.Errorf("%d conversations", got)
	}
	n.Mail(n.organiser.Email, "the draw went out by itself")
	if got := len(n.Inbox(n.organiser.Email)); got != 3 {
		t.Errorf("%d letters to the organiser", got)
	}
}

func TestOrganiserChangesADrawByHand(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	for i := range 6 {
		n.join(1, fmt.Sprintf("Council %d", i))
	}
	p := n.programme(func(p *unmentoring.Programme) { p.Review = unmentoring.ReviewAlways })
	r := n.reach(p, unmentoring.InReview)
	draw := "/organise/rounds/" + r.ID + "/draw"
	olive := n.organiser
	heads := olive.Get(draw).Find("tbody th")
	first, second := strings.TrimSpace(heads.Eq(0).Text()), strings.TrimSpace(heads.Eq(1).Text())
	a, b := names(first)
	c, d := names(second)

	// Swap two people: both conversations are by hand now.
	page := olive.Get(draw).Follow("Change "+first).Is(200, first).
		Follow("Move "+a).Is(200, "Where should "+a+" go?")
	page = page.Press("Change places with "+c, nil).Is(200, "The draw").Says("They have changed places.", "Put together by hand", "Kept together")
	page.Says(pair(c, b), pair(a, d))

	// A page that was opened before is refused.
	olive.Post(draw+"/change", map[string][]string{"seen": {"100000"}, "kind": {"out"}, "person": {"0"}}).
		Is(409, "That cannot be done now").Says("The draw has changed since you opened the page")

	// Take somebody out: their partner has nobody, then joins another conversation.
	page = olive.Get(draw).Follow("Change "+pair(a, d)).Press("Take out of this round "+a, nil).Is(200, "The draw").
		Says("Taken out of this round", "1 person without a conversation", "1 person has no conversation", d)
	page = page.Follow("Find a place "+d).Press("Join this conversation "+pair(c, b), nil).Is(200, "The draw")
	page.Says("A conversation of 3")

	// Draw again: who was put together stays, who was taken out stays out.
	page = page.Press("Draw again", nil).Is(200, "Draws side by side").
		Press("Choose this draw Draw 2", nil).Is(200, "The draw").Says("Taken out of this round" + a)
	if text := page.Text(); !strings.Contains(text, trio(b, c, d)) {
		t.Errorf("%s, %s and %s are not together:\n%s", b, c, d, text)
	}
	page.Press("Send it out now", nil).Is(200, "Round 1")
	if got := n.talks(r); len(got) != 2 {
		t.Errorf("%d conversations", len(got))
	}
	olive.Get("/organise/rounds/"+r.ID+"/draws").Is(200, "Draws on record").
		Says("Draw 1", "Draw 2", "By itself, when it was time", "Olive Organ", "changed places", "taken out", "joined the conversation")
	report := n.verify(r)
	if len(report.Attempts) != 2 || len(report.Attempts[0].Changes) != 3 {
		t.Errorf("%+v", report)
	}
}

// Two who are kept together and then must not be: drawing again parts them.
func TestBlockIsStrongerThanAPin(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(4, "Ashby Council")
	p := n.programme(func(p *unmentoring.Programme) { p.Review = unmentoring.ReviewAlways })
	r := n.reach(p, unmentoring.InReview)
	draw := "/organise/rounds/" + r.ID + "/draw"
	a, b := names(strings.TrimSpace(n.organiser.Get(draw).Find("tbody th").Eq(0).Text()))
	n.organiser.Get(draw).Follow("Change "+pair(a, b)).Press("Keep them together", nil).Says("They stay together", "Kept together")
	ids := map[string]string{}
	for _, m := range n.people {
		ids[m.Name] = m.ID
	}
	n.InTx(func(ctx context.Context, tx bun.Tx) error { return n.Safety.Block(ctx, tx, ids[a], ids[b]) })
	before := len(n.Inbox(n.organiser.Email))
	page := n.organiser.Get(draw).Press("Draw again", nil).Is(200, "Draws side by side").
		Press("Choose this draw Draw 2", nil).Is(200, "The draw")
	if strings.Contains(page.Text(), pair(a, b)) {
		t.Error("they are together")
	}
	if got := len(n.Inbox(n.organiser.Email)); got != before {
		t.Error("who draws again gets a letter about it")
	}
	// Putting them together by hand is refused, without saying why.
	page.Follow("Change "+pair(a, partner(page.Text(), a, n.people))).Follow("Move "+a).Press("Change places with "+partner(page.Text(), b, n.people), nil).
		Is(409, "That cannot be done now").Says("These people cannot be put together.")
}

// partner finds with whom somebody is, in the text of a page.
func partner(text, who string, people []member.Member) string {
	for _, m := range people {
		if m.Name != who && strings.Contains(text, pair(m.Name, who)) {
			return m.Name
		}
	}
	return ""
}

// names are the two people of a conversation.
func names(text string) (a, b string) {
	a, b, _ = strings.Cut(text, " and ")
	return a, b
}

func pair(a, b string) string { return min(a, b) + " and " + max(a, b) }

func trio(people ...string) string {
	slices.Sort(people)
	return people[0] + ", " + people[1] + " and " + people[2]
}
