package circle_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/app"
	"cuppa.example/internal/circle"
	"cuppa.example/internal/meeting"
	"cuppa.example/internal/testkit"
)

// unfold joins the lines of a calendar that were folded.
func unfold(ics string) string { return strings.NewReplacer("\r\n ", "", "\n ", "").Replace(ics) }

func uid(ics string) string {
	_, after, _ := strings.Cut(ics, "UID:")
	line, _, _ := strings.Cut(after, "\r\n")
	return line
}

// holds fails the test unless a letter's calendar part has all of these.
func holds(t *testing.T, l testkit.Letter, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(unfold(l.Calendar), want) {
			t.Errorf("%s to %s: no %s in\n%s", l.Subject, l.To, want, l.Calendar)
		}
	}
}

// Acceptance: times on a grid, ticks, a pick, an invitation to each, a move and
// a cancellation with rising sequences.
func TestACallIsProposedPickedMovedAndCalledOff(t *testing.T) {
	t.Parallel()
	s, fay, ann, bob, eve := four(t)
	page := ann.Get(s.c.Path()+"/calls").Is(200, "Calls").Says("No call is planned").Follow("Propose a call").Is(200, "Propose a call")
	page.Press("Ask everybody", nil).Is(422, "Propose a call").Says("Choose at least one time")
	page = page.Press("Ask everybody", testkit.Fill("time", "2027-01-19T10:00Z", "time", "2027-01-20T14:00Z", "about", "Maps <b>first</b>")).
		Is(200, "When is the next call?").Says("Everybody has been asked.", "Maps <b>first</b>", "Not answered yet: Fay Host and Bob Roe.", "1: Ann Lee")
	poll := page.URL.Path
	ann.Get(s.c.Path() + "/calls").Says("1 of 3 have answered").SaysNot("Propose a call</a>")

	letter := s.Mail("bob.roe@example.org", "Open maps: when can you make the next call?")
	byLetter := s.Visitor().Get(letter.Link("/circle-calls/")).Is(200, "When is the next call?").SaysNot("Parts of Open maps", "Pick this time")
	byLetter.Press("Save my answer", nil).Is(422, "When is the next call?").Says("Tick the times that suit you")
	byLetter.Press("Save my answer", testkit.Fill("time", "2027-01-20T14:00Z")).Is(200, "When is the next call?").Says("2: Ann Lee and Bob Roe", "1: Bob Roe")
	if n := len(s.Inbox("fay.host@example.org")); n != 1 {
		t.Errorf("Fay has %d letters before everybody has answered", n)
	}
	fay.Get(poll).Press("Save my answer", testkit.Fill("time", "none")).Is(200, "When is the next call?").Says("2: Fay Host and Bob Roe", "1: Fay Host")
	s.Settle()
	pick := s.Mail("fay.host@example.org", "Open maps: pick the time of the next call")
	if !strings.Contains(pick.Text, "2pm on Wednesday 20 January 2027") {
		t.Errorf("the best time is not named:\n%s", pick.Text)
	}
	bob.Post(poll+"/pick", url.Values{"at": {"2027-01-20T14:00Z"}}).Is(403, "You cannot see this page")
	s.Visitor().Get(pick.Link("/circle-calls/")).Press("Pick this time 2pm on Wednesday", nil).Is(200, "Call on Wednesday 20 January 2027").Says("The time stands")
	s.Settle()
	for _, who := range []string{"fay.host", "ann.lee", "bob.roe"} {
		l := s.Mail(who+"@example.org", "Open maps: call on Wednesday 20 January 2027")
		holds(t, l, "METHOD:REQUEST", "SEQUENCE:0", "DTSTART:20270120T140000Z", "DTEND:20270120T150000Z", "mailto:"+who+"@example.org")
		if n := strings.Count(unfold(l.Calendar), "ATTENDEE"); n != 1 {
			t.Errorf("%d attendees in the calendar of %s", n, who)
		}
	}
	fay.Get(poll).Follow("Change the time or call it off").Press("Make this the time", testkit.Fill("time", "2027-01-21T09:00Z", "time", "2027-01-21T10:00Z")).
		Is(422, "Change the time or call it off").Says("Choose one time")
	fay.Get(poll+"/change").Press("Make this the time", testkit.Fill("time", "2027-01-21T09:00Z")).Is(200, "Call on Thursday 21 January 2027")
	s.Settle()
	first := s.Mail("bob.roe@example.org", "call on Wednesday")
	moved := s.Mail("bob.roe@example.org", "Open maps: the call is now on Thursday 21 January 2027")
	holds(t, moved, "METHOD:REQUEST", "SEQUENCE:1", "DTSTART:20270121T090000Z", "UID:"+uid(unfold(first.Calendar)))

	ann.Get(poll+"/change").Press("Call it off", nil).Is(200, "Call on Thursday 21 January 2027").Says("was called off")
	s.Settle()
	holds(t, s.Mail("bob.roe@example.org", "Open maps: no call on Thursday"), "METHOD:CANCEL", "SEQUENCE:2", "STATUS:CANCELLED", "UID:"+uid(unfold(first.Calendar)))
	if got := eve.Get(poll).Status; got != http.StatusNotFound {
		t.Errorf("somebody outside gets %d", got)
	}
}

func TestWhoIsSilentIsAskedAndThenTheBestTimeIsPicked(t *testing.T) {
	t.Parallel()
	s, fay, ann, bob, _ := four(t)
	k := s.propose(ann, "2027-01-20T10:00Z", "2027-01-21T10:00Z")
	bob.Get(s.call(k)).Press("Save my answer", testkit.Fill("time", "2027-01-21T10:00Z"))
	s.Advance(3 * day)
	s.Mail("fay.host@example.org", "Open maps: which times suit you?")
	for _, l := range s.Inbox("bob.roe@example.org") {
		if strings.Contains(l.Subject, "which times") {
			t.Error("Bob is asked although he has answered")
		}
	}
	s.Advance(2 * day)
	s.Mail("fay.host@example.org", "Open maps: pick the time of the next call")
	s.Advance(2 * day)
	s.Mail("bob.roe@example.org", "Open maps: call on Thursday 21 January 2027")
	fay.Get(s.call(k)).Is(200, "Call on Thursday 21 January 2027")
	s.Until(time.Date(2027, 1, 20, 9, 0, 0, 0, time.UTC))
	s.Mail("bob.roe@example.org", "Open maps: call tomorrow at 10am")
	s.Until(time.Date(2027, 1, 22, 10, 0, 0, 0, time.UTC))
	s.Visitor().Get(s.Mail("fay.host@example.org", "who was there").Link("/after")).
		Press("Save the notes", testkit.Fill("there", ann.ID, "there", fay.ID, "notes", "We draw maps.\nBob asks Kent.")).
		Is(200, "Call on Thursday 21 January 2027").Says("Fay Host and Ann Lee", "We draw maps.", "By Fay Host on 22 January 2027")
	var stored string
	if err := s.DB.NewRaw("SELECT COUNT(*) FROM circle_calls WHERE notes IS NOT NULL").Scan(t.Context(), &stored); err != nil || stored != "1" {
		t.Errorf("%s notes, %v", stored, err)
	}
}

// propose has somebody propose a call at times like 2027-01-20T10:00Z.
func (s story) propose(p testkit.Person, times ...string) circle.Call {
	s.T.Helper()
	var list []time.Time
	for _, text := range times {
		at, err := time.Parse("2006-01-02T15:04Z", text)
		if err != nil {
			s.T.Fatal(err)
		}
		list = append(list, at)
	}
	var k circle.Call
	s.InTx(func(ctx context.Context, tx bun.Tx) (err error) {
		k, err = s.Circles.ProposeCall(ctx, tx, s.c.ID, circle.Proposal{By: p.ID, Times: list, Minutes: 60})
		return err
	})
	return k
}

func (s story) call(k circle.Call) string { return s.c.Path() + "/calls/" + k.ID }

// Nothing goes quiet: the rhythm asks about the next call, at the same clock
// after the clocks have changed.
func TestTheNextCallIsProposedByItself(t *testing.T) {
	t.Parallel()
	s, fay, _, bob, _ := four(t)
	s.Clock.Set(time.Date(2027, 3, 14, 9, 0, 0, 0, time.UTC))
	k := s.propose(fay, "2027-03-18T10:00Z")
	if err := s.Circles.PickTime(t.Context(), k.ID, fay.ID, k.Times[0]); err != nil {
		t.Fatal(err)
	}
	s.Until(time.Date(2027, 3, 19, 12, 0, 0, 0, time.UTC))
	asked := s.Mail("bob.roe@example.org", "Open maps: when can you make the next call?")
	// Two weeks later it is summer: the same clock is an hour earlier in UTC.
	page := s.Visitor().Get(asked.Link("/circle-calls/")).Says("10am on Thursday 1 April 2027 (BST)")
	if page.Find("input[value='2027-04-01T09:00Z']").Length() != 1 {
		t.Error("the time is not 9 in UTC")
	}
	if strings.Count(asked.Text, "Friday 26 March") > 0 { // Good Friday
		t.Errorf("a bank holiday is proposed:\n%s", asked.Text)
	}
	s.SignIn(bob.ID).Get(s.c.Path()+"/calls").Says("0 of 3 have answered", "Say when you can")
	before := len(s.Inbox("bob.roe@example.org"))
	s.Settle()
	s.Settle()
	if after := len(s.Inbox("bob.roe@example.org")); after != before {
		t.Errorf("asked %d times more", after-before)
	}
}

func TestTheRoomIsEnteredFromThePageWithASignedToken(t *testing.T) {
	t.Parallel()
	k := testkit.New(t, func(c *app.Config, _ *app.Options) { c.JitsiAppID, c.JitsiSecret = "cuppa", "shared" })
	n, err := k.Networks.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n.MeetingService, n.MeetingBase = meeting.Jitsi, "https://meet.example.org"
	if err := k.Networks.Change(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	fay, ann, eve := k.Member("Fay Host"), k.Member("Ann Lee"), k.Member("Eve Out")
	s := running(t, k, fay, ann)
	c := s.propose(fay, "2027-01-20T10:00Z")
	if err := s.Circles.PickTime(t.Context(), c.ID, fay.ID, c.Times[0]); err != nil {
		t.Fatal(err)
	}
	s.Settle()
	for _, p := range []testkit.Person{fay, ann} {
		l := s.Mail(p.Email, "call on Wednesday")
		if strings.Contains(l.Text+l.HTML+l.Calendar, "meet.example.org") {
			t.Error("the room stands in a letter, which may be forwarded")
		}
		page := s.Visitor().Get(l.Link("/circle-calls/"))
		to := leaves(s.Kit, page.URL.Path+"/join")
		if !strings.HasPrefix(to, "https://meet.example.org/cuppa-") || !strings.Contains(to, "?jwt=") {
			t.Errorf("%s is sent to %q", p.Name, to)
		}
		ann.Get(s.call(c)).SaysNot("meet.example.org")
	}
	if got := eve.Get(s.call(c) + "/join").Status; got != http.StatusNotFound {
		t.Errorf("somebody outside gets %d", got)
	}
	s.Until(time.Date(2027, 1, 20, 12, 30, 0, 0, time.UTC))
	ann.Get(s.call(c)+"/join").Is(200, "Call on Wednesday 20 January 2027")
}

// leaves is where a page sends a browser.
func leaves(k *testkit.Kit, path string) string {
	r := httptest.NewRecorder()
	k.Handler().ServeHTTP(r, httptest.NewRequest(http.MethodGet, testkit.Base+path, nil))
	return r.Header().Get("Location")
}

func TestOwnLinksAreGivenAndChangedByThePeople(t *testing.T) {
	t.Parallel()
	s, fay, ann, _, _ := four(t)
	k := s.propose(fay, "2027-01-20T10:00Z")
	if err := s.Circles.PickTime(t.Context(), k.ID, fay.ID, k.Times[0]); err != nil {
		t.Fatal(err)
	}
	ann.Get(s.call(k)).Says("Nobody has given a link").Follow("Give or change the link").
		Press("Save the link", testkit.Fill("link", "javascript:alert(1)")).Is(422, "Give or change the link of the call")
	ann.Get(s.call(k)+"/link").Press("Save the link", testkit.Fill("link", "https://zoom.example/j/1?pwd=x")).Says("The link has been saved", "Join the call")
	var clear int
	if err := s.DB.NewRaw("SELECT COUNT(*) FROM circle_calls WHERE CAST(link AS TEXT) LIKE '%zoom%'").Scan(t.Context(), &clear); err != nil || clear != 0 {
		t.Errorf("%d links in clear, %v", clear, err)
	}
	link := func() (box []byte) {
		if err := s.DB.NewRaw("SELECT link FROM circle_calls WHERE id = ?", k.ID).Scan(t.Context(), &box); err != nil {
			t.Fatal(err)
		}
		return box
	}
	s.Until(time.Date(2027, 1, 20, 13, 0, 0, 0, time.UTC))
	before := link()
	ann.Post(s.call(k)+"/link", url.Values{"link": {"https://evil.example/"}}).Is(200, "Call on Wednesday 20 January 2027")
	if string(link()) != string(before) {
		t.Error("the link of a call that is over is changed")
	}
}

func TestPromisesAreAskedAbout(t *testing.T) {
	t.Parallel()
	s, _, ann, bob, eve := four(t)
	ann.Get(s.c.Path()+"/calls").Follow("Add a promise").
		Press("Add the promise", testkit.Fill("text", "Ask <Kent>", "who", eve.ID, "due-day", "18", "due-month", "1", "due-year", "2027")).
		Is(422, "Add a promise").Says("Choose who does it").
		Press("Add the promise", testkit.Fill("who", bob.ID)).Is(200, "Calls").Says("Ask <Kent>", "18 January 2027")
	s.Until(time.Date(2027, 1, 18, 9, 0, 0, 0, time.UTC))
	link := s.Mail("bob.roe@example.org", "Open maps: what became of your promise?").Link("/circle-promises/")
	s.Visitor().Get(link).Is(200, "Promise").Press("Save", nil).Is(422, "Promise").Says("Choose what became of it")
	s.Visitor().Get(link).Press("Save", testkit.Fill("state", "open", "due-day", "25", "due-month", "1", "due-year", "2027")).Says("You will be asked again")
	s.Until(time.Date(2027, 1, 25, 9, 0, 0, 0, time.UTC))
	asked := 0
	for _, l := range s.Inbox("bob.roe@example.org") {
		asked += strings.Count(l.Subject, "what became of your promise")
	}
	if asked != 2 {
		t.Errorf("asked %d times", asked)
	}
	ann.Post(s.Mail("bob.roe@example.org", "promise").Link("/circle-promises/"), url.Values{"state": {"done"}}).Says("Done")
	ann.Get(s.c.Path() + "/calls").Says("Nobody has promised anything that is still open.")
}
