package conversation_test

import (
	"errors"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/testkit"
)

func TestTwoPeopleAgreeASuggestedTimeFromTheirLetters(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	s.Visitor().Get(s.Mail("ann.lee@example.org", "UnMentoring").Link("/time?at=20270113T1000Z")).
		Is(200, "Does this time suit you?").Says("10am on Wednesday 13 January 2027 (GMT)", "We will tell Bob").
		Press("This suits me", nil).Is(200, "Your conversation with Bob Roe").
		Says("This suits you. Waiting for Bob.", "Agree a time")
	if s.Mail("ann.lee@example.org", "").Calendar != "" {
		t.Error("one yes is not an agreement")
	}
	offer := s.Mail("bob.roe@example.org", "Ann Lee can talk at these times")
	s.Visitor().Get(offer.Link("/time?at=20270113T1000Z")).Says("This suits Ann.", "invitation").
		Press("Agree this time", nil).Is(200, "Your conversation with Ann Lee").
		Says("You are talking to Ann Lee at", "10am on Wednesday 13 January 2027 (GMT)")
	for i := range s.people {
		l := s.Mail(s.email(i), "on Wednesday 13 January 2027")
		for _, want := range []string{"METHOD:REQUEST", "DTSTART:20270113T100000Z", "DTEND:20270113T103000Z", "SEQUENCE:0", "mailto:network@cuppa.test", "mailto:" + s.email(i)} {
			if !strings.Contains(unfold(l.Calendar), want) {
				t.Errorf("the invitation of %s does not hold %s:\n%s", s.email(i), want, l.Calendar)
			}
		}
		if strings.Contains(unfold(l.Calendar), "mailto:"+s.email(1-i)) {
			t.Error("an invitation tells one person's calendar the other's address")
		}
	}
	s.at(wednesday.Add(-26 * time.Hour))
	if n := s.mails(0); n != 2 {
		t.Fatalf("Ann has %d letters", n)
	}
	s.at(wednesday.Add(-20 * time.Hour))
	s.Mail("ann.lee@example.org", "Tomorrow at 10am: Bob Roe")
	s.Mail("bob.roe@example.org", "Tomorrow at 10am: Ann Lee")
}

// unfold joins the lines of a calendar that were folded.
func unfold(ics string) string { return strings.NewReplacer("\r\n ", "", "\n ", "").Replace(ics) }

func TestOtherTimesMoveTheInvitation(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	s.agree(wednesday)
	s.visit(1, "").Follow("Change or cancel this time").Follow("Suggest other times").
		Says("That stands until another time is agreed.").
		Press("Suggest these times", testkit.Fill("time", "2027-01-15T13:00Z", "time", "2027-01-15T15:00Z")).
		Is(200, "Your conversation with Ann Lee").Says("10am on Wednesday 13 January 2027", "Another time instead", "Waiting for Ann")
	offer := s.Mail("ann.lee@example.org", "Bob Roe can talk at these times")
	if !strings.Contains(plain(offer), "You had agreed on 10am on Wednesday 13 January 2027 (GMT).") {
		t.Errorf("Ann is not told what stands:\n%s", offer.Text)
	}
	s.visit(0, "").Press("Agree this time 1pm", nil).Says("1pm on Friday 15 January 2027").SaysNot("Wednesday 13")
	moved := unfold(s.Mail("bob.roe@example.org", "on Friday 15 January 2027").Calendar)
	first := unfold(s.Mail("bob.roe@example.org", "on Wednesday 13 January 2027").Calendar)
	if uid(moved) != uid(first) || !strings.Contains(moved, "SEQUENCE:1") {
		t.Errorf("the invitation is not moved:\n%s\n%s", first, moved)
	}
}

func uid(ics string) string {
	_, after, _ := strings.Cut(ics, "UID:")
	line, _, _ := strings.Cut(after, "\r\n")
	return line
}

// agree has everybody say that a time suits them, until it is agreed.
func (s *story) agree(at time.Time) {
	s.T.Helper()
	for _, p := range s.people {
		agreed, err := s.Conversations.Suits(s.T.Context(), s.c.ID, p.ID, time.Time{}, at)
		if err != nil {
			s.T.Fatal(err)
		}
		if agreed {
			return
		}
	}
	s.T.Fatal("nothing is agreed")
}

func TestCancellingATimeTakesItOutOfBothCalendars(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	s.agree(wednesday)
	s.visit(0, "/change").Press("Cancel this time", nil).Is(200, "Your conversation with Bob Roe").Says("Agree a time")
	for i := range s.people {
		ics := unfold(s.Mail(s.email(i), "Off: your conversation").Calendar)
		if !strings.Contains(ics, "METHOD:CANCEL") || !strings.Contains(ics, "SEQUENCE:1") {
			t.Errorf("%s", ics)
		}
	}
	before := s.mails(1)
	s.Visitor().Post(s.Conversations.Path(s.c, s.people[0].ID)+"/cancel-time", nil) // pressed twice
	if s.mails(1) != before {
		t.Error("a button that is pressed twice sends twice")
	}
	s.at(wednesday.Add(48 * time.Hour)) // no reminder, and nobody asks about a talk that was off
	if s.mails(1) != before {
		t.Errorf("then came %q", s.Mail("bob.roe@example.org", "").Subject)
	}
	s.at(testkit.Start.Add(11 * day))
	s.Mail("bob.roe@example.org", "Have you found a time with Ann Lee?")
}

func TestAGroupAgreesWhatSuitsMoreThanHalf(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe", "Cat Moe", "Dan Poe")
	yes := func(i int) bool {
		agreed, err := s.Conversations.Suits(t.Context(), s.c.ID, s.people[i].ID, time.Time{}, wednesday)
		if err != nil {
			t.Fatal(err)
		}
		return agreed
	}
	if yes(0) || yes(1) {
		t.Error("two of four are not more than half")
	}
	s.visit(2, "").Says("This suits Ann and Bob.")
	if !yes(2) {
		t.Error("three of four are enough")
	}
	if !strings.Contains(s.Mail("dan.poe@example.org", "on Wednesday 13").Calendar, "BEGIN:VEVENT") {
		t.Error("Dan, who said nothing, has no invitation")
	}
}

func TestBothAcceptDifferentTimesAtOnce(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	monday := time.Date(2027, 1, 18, 14, 0, 0, 0, time.UTC)
	for i, at := range []time.Time{wednesday, monday} {
		if _, err := s.Conversations.Suits(t.Context(), s.c.ID, s.people[i].ID, time.Time{}, at); err != nil {
			t.Fatal(err)
		}
	}
	var wait sync.WaitGroup
	results := make([]error, 2)
	for i, at := range []time.Time{monday, wednesday} { // each accepts what the other proposed
		wait.Go(func() { _, results[i] = s.Conversations.Suits(t.Context(), s.c.ID, s.people[i].ID, time.Time{}, at) })
	}
	wait.Wait()
	if (results[0] == nil) == (results[1] == nil) || !errors.Is(errors.Join(results...), fault.Conflict) {
		t.Fatalf("one of them is first: %v", results)
	}
	for i := range s.people {
		invited := 0
		for _, l := range s.Inbox(s.email(i)) {
			if l.Calendar != "" {
				invited++
			}
		}
		if invited != 1 {
			t.Errorf("%s has %d invitations", s.email(i), invited)
		}
	}
}

func TestWhoseTimeWasOvertakenLooksFirst(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	page := s.visit(0, "") // seen before Bob and Ann agree elsewhere
	s.agree(wednesday)
	page.Press("This suits me 2pm", nil).Is(409, "That cannot be done now").Says("A time has been agreed since you opened the page.")
	page.Press("This suits me 10am", nil).Is(200, "Your conversation with Bob Roe") // the very time: nothing is wrong
}

func TestTimesThatCannotBe(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	p := s.visit(0, "/times")
	p.Press("Suggest these times", nil).Is(422, "Suggest times").Says("Choose at least one time")
	p.Press("Suggest these times", testkit.Fill("other-day", "1", "other-month", "1", "other-year", "2027", "other-time", "10:00")).
		Is(422, "Suggest times").Says("This time has passed")
	p.Press("Suggest these times", testkit.Fill("other-day", "2", "other-month", "2", "other-year", "2027", "other-time", "10:00")).
		Is(422, "Suggest times").Says("Choose a time before the end of this conversation.")
	s.visit(0, "/time?at=20270111T0800Z").Is(200, "Your conversation with Bob Roe") // it has passed
	s.visit(0, "/time?at=nonsense").Is(200, "Your conversation with Bob Roe")
	s.Visitor().Post(s.Conversations.Path(s.c, s.people[0].ID)+"/suits", url.Values{"at": {"nonsense"}}).Is(422, "That cannot be done now")
	if s.mails(1) != 1 {
		t.Error("Bob was told of a time that cannot be")
	}
}

func TestATimeThatTheClocksSkip(t *testing.T) {
	t.Parallel()
	s := &story{Kit: testkit.New(t)}
	s.people = []testkit.Person{s.Member("Ann Lee"), s.Member("Bob Roe")}
	s.Clock.Set(time.Date(2027, 3, 22, 9, 0, 0, 0, time.UTC))
	s.c = open(s.Kit, opening(s.Kit, s.people...))[0]
	p := s.visit(0, "/times")
	fill := func(clock string) *testkit.Page {
		return p.Press("Suggest these times", testkit.Fill("other-day", "28", "other-month", "3", "other-year", "2027", "other-time", clock))
	}
	fill("1:30am").Is(422, "Suggest times").Says("The clocks go forward then")
	fill("9am").Is(200, "Your conversation with Bob Roe").Says("9am on Sunday 28 March 2027 (BST)")
}

func TestTimesAreShownInTheViewersZone(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	p := s.visit(0, "/times?zone=America/New_York").Says("New York")
	p.Press("Suggest these times", testkit.Fill("other-day", "13", "other-month", "1", "other-year", "2027", "other-time", "9am"))
	proposals, err := s.Times.Proposals(t.Context(), s.DB, s.c.ID)
	if err != nil || len(proposals) != 1 || proposals[0].StartsAt.Hour() != 14 {
		t.Errorf("got %v (%v)", proposals, err)
	}
}

func TestOfferOfSomebodyWhoLeftCountsNoMore(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe", "Cat Moe")
	if _, err := s.Conversations.Suits(t.Context(), s.c.ID, s.people[0].ID, time.Time{}, wednesday); err != nil {
		t.Fatal(err)
	}
	if err := s.Conversations.CannotMakeIt(t.Context(), s.c.ID, s.people[0].ID); err != nil {
		t.Fatal(err)
	}
	agreed, err := s.Conversations.Suits(t.Context(), s.c.ID, s.people[1].ID, time.Time{}, wednesday)
	if err != nil || agreed {
		t.Errorf("agreed %t with somebody who left (%v)", agreed, err)
	}
	if got := s.now().FirstWriter; got != s.people[1].ID {
		t.Errorf("%s writes first", s.called(got))
	}
	s.is(conversation.Open)
}
