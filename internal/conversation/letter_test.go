package conversation_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/app"
	"cuppa.example/internal/meeting"
	"cuppa.example/internal/member"
	"cuppa.example/internal/testkit"
)

// Acceptance: the letter read as plain text says everything that is needed.
func TestMatchLetterStandsOnItsOwn(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	bob := s.Mail("bob.roe@example.org", "UnMentoring: you are talking to Ann Lee")
	for _, want := range []string{
		"Hello Bob,", "Ann Lee", "I try to make forms shorter.", "Digital lead", "Ashby Council", "South West",
		"forms, plain English", "https://ann.example.org/blog", "ann.lee@example.org", "ann on Teams",
		"Why you two", "Who writes first Ann does.", "10am on Wednesday 13 January 2027 (GMT)", "2pm on Monday 18 January 2027 (GMT)",
		"What did you learn last month?", "No selling.", "I have had no reply", "I cannot make it this time", "Something is wrong",
	} {
		if !strings.Contains(plain(bob), want) {
			t.Errorf("the letter does not say %q:\n%s", want, bob.Text)
		}
	}
	for _, never := range []string{"01234", "567890"} {
		if strings.Contains(string(bob.Raw), never) {
			t.Errorf("the letter holds the phone number")
		}
	}
	if got := bob.Header.Get("Reply-To"); got != "<ann.lee@example.org>" {
		t.Errorf("an answer goes to %q", got)
	}
	if !strings.Contains(bob.HTML, "Ann Lee: Digital lead, Ashby Council. Ann writes first.") {
		t.Error("the preview does not say who")
	}
	ann := s.Mail("ann.lee@example.org", "you are talking to Bob Roe")
	if !strings.Contains(plain(ann), "You do. Send Bob two lines today") {
		t.Errorf("Ann is not told to write first:\n%s", ann.Text)
	}
	if s.mails(0) != 1 || s.mails(1) != 1 {
		t.Error("not one letter each")
	}
}

func TestEveryLinkOfTheLetterOpensAPageThatChangesNothing(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	before := s.now()
	links := s.Mail("ann.lee@example.org", "UnMentoring").Links()
	if len(links) < 7 {
		t.Fatalf("only %d links", len(links))
	}
	scanner := s.Visitor()
	for _, link := range links {
		if p := scanner.Get(link); p.Status != 200 {
			t.Errorf("%s answers %d", p.URL.Path, p.Status)
		}
	}
	after := s.now()
	if after.State != before.State || !after.People[0].ActedAt.IsZero() || s.mails(1) != 1 {
		t.Errorf("a mail scanner changed something: %+v", after.People[0])
	}
}

func TestGroupLetterNamesEverybodyAndIsAnsweredToAll(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe", "Cat Moe", "Dan Poe")
	l := s.Mail("dan.poe@example.org", "you are talking to Ann, Bob and Cat")
	for _, want := range []string{"Ann Lee, Bob Roe and Cat Moe", "Why this group", "Ann does."} {
		if !strings.Contains(plain(l), want) {
			t.Errorf("the letter does not say %q:\n%s", want, l.Text)
		}
	}
	to, err := l.Header.AddressList("Reply-To")
	if err != nil || len(to) != 3 {
		t.Errorf("an answer goes to %v (%v)", to, err)
	}
	if first := plain(s.Mail("ann.lee@example.org", "UnMentoring")); !strings.Contains(first, "Answering this email writes to all of them.") {
		t.Errorf("Ann is not told how to write to all:\n%s", first)
	}
}

func TestARoomIsOfferedWhereNobodySaysHowTheyTalk(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	n, err := k.Networks.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n.MeetingBase = "https://meet.example.org"
	if err := k.Networks.Change(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	ann, bob, cat := k.Member("Ann Lee", described), k.Member("Bob Roe"), k.Member("Cat Moe")
	list := open(k, opening(k, ann, bob), opening(k, bob, cat), opening(k, cat, bob))
	if list[0].Room != "" || list[1].Room == "" || list[1].Room == list[2].Room {
		t.Errorf("rooms %q, %q, %q", list[0].Room, list[1].Room, list[2].Room)
	}
	if l := k.Mail("cat.moe@example.org", "UnMentoring"); !strings.Contains(l.Text, "https://meet.example.org/cuppa-") {
		t.Errorf("no room in the letter:\n%s", l.Text)
	}
}

func TestARoomThatAsksForATokenIsEnteredThroughThePage(t *testing.T) {
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
	bob, cat := k.Member("Bob Roe"), k.Member("Cat Moe")
	c := open(k, opening(k, bob, cat))[0]
	l := k.Mail("cat.moe@example.org", "UnMentoring")
	if strings.Contains(l.Text, "meet.example.org") || !strings.Contains(l.Text, "/call") {
		t.Errorf("the letter leads past our page:\n%s", l.Text)
	}
	r := httptest.NewRecorder()
	k.Handler().ServeHTTP(r, httptest.NewRequest(http.MethodGet, testkit.Base+k.Conversations.Path(c, cat.ID)+"/call", nil))
	if to := r.Header().Get("Location"); !strings.HasPrefix(to, c.Room+"?jwt=") {
		t.Errorf("%d, sent to %q", r.Code, to)
	}
	k.Member("Dan Poe").Get("/conversations/"+c.ID+"/call").Is(404, "Page not found")
}

func TestWhatPeopleTypedCannotChangeALetterOrAPage(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	hostile := "Eve <script>alert(1)</script>\r\nBcc: all@example.org\u202egnp"
	ann := k.Member("Ann Lee")
	var eve member.Member
	k.InTx(func(ctx context.Context, tx bun.Tx) (err error) {
		eve, err = k.Members.Join(ctx, tx, "eve@example.org", member.Details{
			Name: hostile, Job: strings.Repeat("x", 10_000), About: "{{.names}} <img src=x>", Blog: "javascript:alert(1)",
			CallName: "javascript:alert(2)",
		}, true)
		return err
	})
	o := opening(k, ann, ann)
	o.Members[1] = eve.ID
	o.Prompts = []string{`<b onload="x">Prompt</b>`}
	c := open(k, o)[0]
	l := k.Mail("ann.lee@example.org", "UnMentoring")
	if l.Header.Get("Bcc") != "" || strings.Contains(l.HTML, "<script>") || strings.Contains(l.HTML, "<img") || strings.Contains(l.HTML, `href="javascript`) {
		t.Errorf("the letter was changed: %v", l.Header)
	}
	p := k.Visitor().Get(k.Conversations.Path(c, ann.ID))
	p.SaysNot("<script>alert", "<img src", `href="javascript`, "<b onload")
	k.Visitor().Get(k.Conversations.Path(c, ann.ID)).Press("Show how to reach", nil).SaysNot("<script>alert", `href="javascript`)
}

func TestMembersWhoCannotBeReachedGetNoLetter(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann, bob := k.Member("Ann Lee"), k.Member("Bob Roe")
	k.InTx(func(ctx context.Context, tx bun.Tx) error {
		return k.Members.Bounced(ctx, tx, bob.ID, testkit.Address("Bob Roe"), "")
	})
	open(k, opening(k, ann, bob))
	if n := len(k.Inbox("bob.roe@example.org")); n != 0 {
		t.Errorf("Bob got %d letters", n)
	}
	if l := k.Mail("ann.lee@example.org", "UnMentoring"); l.Header.Get("Reply-To") != "" || strings.Contains(l.Text, "bob.roe@") {
		t.Error("Ann is given an address that refuses mail")
	}
}

func TestAConversationThatEndsAtMidnightEndsTheDayBefore(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann, bob := k.Member("Ann Lee"), k.Member("Bob Roe")
	o := opening(k, ann, bob)
	o.Ends = time.Date(2027, 2, 1, 0, 0, 0, 0, time.UTC)
	open(k, o)
	if l := k.Mail("ann.lee@example.org", "UnMentoring"); !strings.Contains(plain(l), "until Sunday 31 January 2027") {
		t.Errorf("%s", l.Text)
	}
}

// plain is what a letter says, without its line breaks.
func plain(l testkit.Letter) string { return strings.Join(strings.Fields(l.Text), " ") }

func TestTwoPeopleOfTheSameFirstNameAreToldApart(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Sam Roe", "Sam Poe")
	if got := s.Mail("ann.lee@example.org", "UnMentoring").Subject; got != "UnMentoring: you are talking to Sam Roe and Sam Poe" {
		t.Error(got)
	}
	if got := s.Mail("sam.roe@example.org", "UnMentoring").Subject; got != "UnMentoring: you are talking to Ann and Sam" {
		t.Error(got)
	}
}
