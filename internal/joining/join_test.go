package joining_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"cuppa.example/internal/testkit"
)

// apply fills in the shortest form that is enough.
func apply(k *testkit.Kit, name, email string, more ...string) *testkit.Page {
	fill := append([]string{"name", name, "email", email, "agree", "yes", "adult", "yes"}, more...)
	return k.Visitor().Get("/join").Is(200, "Join Our network").Press("Join", testkit.Fill(fill...))
}

// confirmLink is the link in the newest letter that asks to confirm.
func confirmLink(k *testkit.Kit, email string) string {
	return k.Mail(email, "Confirm that you want to join").Link("/join/confirm/")
}

func TestJoiningTakesALetterAndTwoButtons(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	k.Member("Bob Bell", testkit.Works("Barton Council"))
	apply(k, "Ann Lee", "ann@example.org", "organisation", "barton  COUNCIL", "phone", "01632 960 001").Is(200, "Check your email")
	link := confirmLink(k, "ann@example.org")

	b := k.Visitor()
	b.Get(link).Is(200, "Confirm that you want to join Our network").Says("Ann Lee", "Ends in 001").SaysNot("01632")
	if _, err := k.Members.ByEmail(t.Context(), "ann@example.org"); err == nil {
		t.Fatal("opening the link made a member: a mail scanner would have")
	}
	p := b.Get(link).Press("Join Our network", nil).Is(200, "Say who you are and what you think about")
	p.Says("You have joined")

	m, err := k.Members.ByEmail(t.Context(), "ann@example.org")
	if err != nil {
		t.Fatal(err)
	}
	if m.Name != "Ann Lee" || m.Organisation != "Barton Council" || m.PledgedAt.IsZero() || m.Organiser {
		t.Errorf("joined as %+v", m)
	}
	if c, err := k.Members.Contact(t.Context(), m.ID); err != nil || c.Phone != "01632 960 001" {
		t.Errorf("contact %+v, %v", c, err)
	}
	if text := k.Mail("ann@example.org", "Welcome to Our network").Text; !strings.Contains(text, "No selling") || !strings.Contains(text, "/welcome") {
		t.Errorf("the welcome says %q", text)
	}
}

func TestConfirmationWorksOnce(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	apply(k, "Ann Lee", "ann@example.org")
	link := confirmLink(k, "ann@example.org")
	page := k.Visitor().Get(link)
	k.Visitor().Get(link).Press("Join", nil)
	page.Press("Join", nil).Is(410, "This link no longer works").Says("confirmed this already")
	k.Visitor().Get(link).Is(410, "This link no longer works")
	k.Visitor().Get("/join/confirm/forged").Is(410, "This link no longer works")
	k.Visitor().Post(link, nil).Is(410, "This link no longer works")
}

func TestApplicationsAreDeletedAfterAWeek(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	apply(k, "Ann Lee", "ann@example.org")
	link := confirmLink(k, "ann@example.org")
	k.Clock.Set(testkit.Start.Add(7*24*time.Hour - time.Minute))
	k.Settle()
	k.Visitor().Get(link).Is(200, "Confirm that you want to join Our network")
	k.Clock.Set(testkit.Start.Add(7 * 24 * time.Hour))
	k.Visitor().Get(link).Is(410, "This link no longer works")
	k.Settle()
	if n := count(k, "applications"); n != 0 {
		t.Errorf("%d applications are kept", n)
	}
}

func count(k *testkit.Kit, table string) int {
	var n int
	if err := k.DB.NewRaw("SELECT count(*) FROM "+table).Scan(k.T.Context(), &n); err != nil {
		k.T.Fatal(err)
	}
	return n
}

func TestJoiningDoesNotRevealWhoIsAMember(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	k.Member("Ann Lee")
	known := apply(k, "Mallory", "ann.lee@example.org")
	unknown := apply(k, "Mallory", "new@example.org")
	again := apply(k, "Mallory", "new@example.org")
	for _, p := range []*testkit.Page{known, again} {
		if string(p.Body) != string(unknown.Body) || p.Status != unknown.Status || p.URL.String() != unknown.URL.String() {
			t.Error("the answers differ")
		}
	}
	if a, b := len(k.Inbox("ann.lee@example.org")), len(k.Inbox("new@example.org")); a != 1 || b != 2 {
		t.Errorf("letters: %d to the member, %d to the newcomer", a, b)
	}
	letter := k.Mail("ann.lee@example.org", "You are a member of Our network already")
	if strings.Contains(letter.Text, "Mallory") {
		t.Error("the letter repeats what a stranger typed")
	}
	k.Visitor().Get(letter.Link("/sign-in/")).Says("You are about to sign in as Ann Lee")
	if m, _ := k.Members.ByEmail(t.Context(), "ann.lee@example.org"); m.Name != "Ann Lee" {
		t.Errorf("a stranger changed the name to %q", m.Name)
	}
}

func TestNobodyIsBombedWithLetters(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	for range 10 {
		apply(k, "Mallory", "ann@example.org").Is(200, "Check your email")
	}
	for i := range 5 {
		apply(k, "Mallory", fmt.Sprintf("ann+%d@example.org", i)) // the same mailbox by other names
	}
	k.Settle()
	if n := len(k.SMTP.All()); n != 3 {
		t.Errorf("%d letters", n)
	}
}

func TestOnePlaceCannotFillInTheFormForEver(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	b := k.Visitor()
	values := func(i int) url.Values {
		return url.Values{"name": {"Mallory"}, "email": {strings.Repeat("a", i+1) + "@example.org"}, "agree": {"yes"}, "adult": {"yes"}}
	}
	for i := range 60 { // a whole workshop in one room gets in
		b.Post("/join", values(i)).Is(200, "Check your email")
	}
	p := b.Post("/join", values(60)).Is(429, "Join Our network")
	if p.Find("#name").AttrOr("value", "") != "Mallory" {
		t.Error("what was typed is lost")
	}
	k.Clock.Set(testkit.Start.Add(time.Minute))
	b.Post("/join", values(60)).Is(200, "Check your email")
}

func TestTheFormKeepsWhatWasTypedAndSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	long := strings.Repeat("x", 10_000)
	for _, c := range []struct{ field, value, says string }{
		{"name", "", "Enter your name"},
		{"name", "\u200b \u2060", "Enter your name"},
		{"name", long, "Use 100 characters or fewer. You have 9,900 too many"},
		{"email", "", "Enter your email address"},
		{"email", "ann", "Enter an email address in the correct format"},
		{"email", "ann@example.org\r\nBcc: all@example.org", "Enter an email address in the correct format"},
		{"organisation", long, "Use 150 characters or fewer"},
		{"job", long, "Use 150 characters or fewer"},
		{"region", long, "Use 100 characters or fewer"},
		{"about", long, "Use 300 characters or fewer"},
		{"topics", long, "Use 600 characters or fewer"},
		{"blog", "javascript:alert(1)", "Enter a web address"},
		{"phone", "call me", "Enter a phone number"},
		{"phone", "12345", "Enter a phone number"},
		{"call_name", long, "Use 200 characters or fewer"},
	} {
		fill := testkit.Fill("name", "Ann Lee", "email", "ann@example.org", "agree", "yes", "adult", "yes")
		fill[c.field] = []string{c.value}
		p := k.Visitor().Get("/join").Press("Join", fill).Is(422, "Join Our network").Says("There is a problem", c.says)
		if c.field != "name" && p.Find("#name").AttrOr("value", "") != "Ann Lee" {
			t.Errorf("%s: the name is lost", c.field)
		}
		if p.Find(".govuk-error-summary a[href='#"+c.field+"']").Length() != 1 {
			t.Errorf("%s: the summary does not lead to the field", c.field)
		}
	}
	k.Visitor().Get("/join").Press("Join", testkit.Fill("name", "Ann", "email", "ann@example.org")).
		Is(422, "Join Our network").Says("Tick the box to agree")
	if n := len(k.Inbox("ann@example.org")); n != 0 {
		t.Errorf("%d letters for forms that were wrong", n)
	}
}

func TestWhatStrangersTypeIsHarmless(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	name := "<script>alert(1)</script>\r\nBcc: all \u202eevil"
	k.Visitor().Post("/join", url.Values{
		"name": {name}, "email": {"ann@example.org"}, "agree": {"yes"}, "adult": {"yes"}, "about": {"</textarea><img src=x onerror=alert(1)>"},
		"organiser": {"true"}, "Organiser": {"true"}, "state": {"active"}, "ID": {"1"}, "id": {"1"},
	}).Is(200, "Check your email")
	letter := k.Mail("ann@example.org", "Confirm")
	if strings.Contains(string(letter.Raw), "script") || letter.Header.Get("Bcc") != "" {
		t.Error("the letter repeats what a stranger typed")
	}
	b := k.Visitor()
	p := b.Get(letter.Link("/join/confirm/")).SaysNot("<script>alert", "<img src=x", "\u202e")
	p.Press("Join", nil)
	m, err := k.Members.ByEmail(t.Context(), "ann@example.org")
	if err != nil {
		t.Fatal(err)
	}
	if m.Organiser || m.ID == "1" || strings.ContainsAny(m.Name, "\r\n\u202e") {
		t.Errorf("joined as %+v", m)
	}
	b.Get("/organise").Is(403, "You cannot see this page")
	if raw := string(k.Mail("ann@example.org", "Welcome").Raw); strings.Contains(raw, "\nBcc:") {
		t.Error("a header came in through the name")
	}
}

func TestWhoeverLeftComesBackAsTheyWere(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ann Lee", testkit.Works("Ashby Council"))
	leave(k, ann.ID)
	apply(k, "Ann Bell", "ann.lee@example.org")
	k.Visitor().Get(confirmLink(k, "ann.lee@example.org")).Press("Join", nil)
	m, err := k.Members.ByID(t.Context(), ann.ID)
	if err != nil || m.State != "active" || m.Name != "Ann Bell" || m.Organisation != "Ashby Council" {
		t.Errorf("came back as %+v, %v", m, err)
	}
}

func TestTwoApplicationsMakeOneMember(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	apply(k, "Ann Lee", "ann@example.org")
	first := confirmLink(k, "ann@example.org")
	k.Clock.Set(testkit.Start.Add(time.Minute))
	apply(k, "Ann Lee", "ann@example.org")
	second := confirmLink(k, "ann@example.org")
	if first == second {
		t.Fatal("the letters have the same link")
	}
	k.Visitor().Get(first).Press("Join", nil).Is(200, "Say who you are and what you think about")
	k.Visitor().Get(second).Is(410, "This link no longer works")
	if n := count(k, "members"); n != 1 {
		t.Errorf("%d members", n)
	}
}

func TestWhatWaitsIsUnreadableInTheDatabase(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	apply(k, "Ann Lee", "ann@example.org", "phone", "01632 960 001")
	var row struct {
		Payload []byte
		Person  string
	}
	if err := k.DB.NewRaw("SELECT payload, person FROM applications").Scan(t.Context(), &row); err != nil {
		t.Fatal(err)
	}
	if text := string(row.Payload) + row.Person; strings.Contains(text, "ann") || strings.Contains(text, "01632") || len(row.Payload) == 0 {
		t.Errorf("stored %q", text)
	}
}

func TestASignedInMemberIsNotAskedToJoin(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	if p := k.Member("Ann Lee").Get("/join"); p.URL.Path != "/home" {
		t.Errorf("led to %s", p.URL)
	}
}

func TestNobodyUnder18IsTakenIn(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	page := k.Visitor().Get("/join").Says("Version 1").Press("Join", testkit.Fill("name", "Kid", "email", "kid@example.org", "agree", "yes"))
	page.Is(422, page.Heading()).Says("People under 18 cannot be members.")
	if len(k.Inbox("kid@example.org")) != 0 {
		t.Error("taken in")
	}
	k.Visitor().Get("/join").Press("Join", testkit.Fill("name", "Ann Lee", "email", "ann@example.org", "agree", "yes", "adult", "yes"))
	m := k.Mail("ann@example.org", "")
	b := k.Visitor()
	b.Get(m.Link("/join/confirm/")).Press("Join", nil)
	b.Get("/agree").Is(200, "Our network") // nothing is left to accept
}
