package account_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"cuppa.example/internal/testkit"
)

func askForEmail(p testkit.Person, email string) *testkit.Page {
	return p.Get("/profile/email").Is(200, "Change your email address").Press("Send the link", testkit.Fill("email", email))
}

func TestANewAddressIsConfirmedThereAndToldToTheOldOne(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ann Lee")
	elsewhere := k.SignIn(ann.ID)
	askForEmail(ann, "Ann@New.example").Is(200, "Check your new mailbox")
	letter := k.Mail("ann@new.example", "Confirm your new address")
	if strings.Contains(letter.Text, "Ann Lee") {
		t.Error("a letter to an unconfirmed address names somebody")
	}
	link := letter.Link("/profile/email/")
	k.Visitor().Get(link).Is(200, "Confirm your new address").Says("ann@new.example") // as a scanner would
	if m, _ := k.Members.ByID(t.Context(), ann.ID); m.Email != "ann.lee@example.org" {
		t.Fatalf("opening the link changed the address to %s", m.Email)
	}
	ann.Get(link).Press("Use this address", nil).Is(200, "What you show to whom").Says("Your new email address is in use", "ann@new.example")
	if p := elsewhere.Get("/profile"); p.URL.Path != "/sign-in" {
		t.Error("the other browser is still signed in")
	}
	if text := k.Mail("ann.lee@example.org", "has been changed").Text; strings.Contains(text, "ann@new.example") {
		t.Error("the old address learns the new one")
	}
	ann.Get(link).Is(410, "This link no longer works")
	k.Visitor().Get("/sign-in").Press("Email me a link", testkit.Fill("email", "ann@new.example"))
	k.Mail("ann@new.example", "Sign in to")
}

func TestALinkToANewAddressWorksInAnyBrowser(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ann Lee")
	bob := k.Member("Bob Bell")
	askForEmail(ann, "ann@new.example")
	link := k.Mail("ann@new.example", "Confirm").Link("/profile/email/")
	if p := bob.Get(link).Press("Use this address", nil); p.URL.Path == "/profile" {
		t.Error("somebody else's profile is shown as the changed one")
	}
	if b, _ := k.Members.ByID(t.Context(), bob.ID); b.Email != "bob.bell@example.org" {
		t.Errorf("somebody else got the address: %s", b.Email)
	}
	if p := ann.Get("/profile"); p.URL.Path != "/sign-in" {
		t.Error("the browser that asked is still signed in, though it was not the one that confirmed")
	}
}

func TestLinksToNewAddressesExpire(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ann Lee")
	askForEmail(ann, "ann@new.example")
	link := k.Mail("ann@new.example", "Confirm").Link("/profile/email/")
	k.Clock.Set(testkit.Start.Add(24 * time.Hour))
	k.Visitor().Get(link).Is(410, "This link no longer works")
	k.Visitor().Post(link, nil).Is(410, "This link no longer works")
	k.Visitor().Get("/profile/email/forged").Is(410, "This link no longer works")
	k.Settle()
	if n := count(k, "email_changes"); n != 0 {
		t.Errorf("%d addresses are kept", n)
	}
}

func TestChangingAddressDoesNotRevealWhoIsAMember(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ann Lee")
	k.Member("Bob Bell")
	taken, free := askForEmail(ann, "bob.bell@example.org"), askForEmail(ann, "free@example.org")
	if string(taken.Body) != string(free.Body) || taken.Status != free.Status || taken.URL.String() != free.URL.String() {
		t.Error("the answers differ")
	}
	letter := k.Mail("bob.bell@example.org", "wants to use your address")
	if strings.Contains(letter.Text, "Ann") || letter.Link("/profile/email/") != "" {
		t.Errorf("the letter says %q", letter.Text)
	}
}

func TestAnAddressThatWasTakenMeanwhileIsRefused(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ann Lee")
	askForEmail(ann, "bob.bell@example.org")
	link := k.Mail("bob.bell@example.org", "Confirm").Link("/profile/email/")
	k.Member("Bob Bell")
	ann.Get(link).Press("Use this address", nil).Is(409, "That cannot be done now").Says("cannot be used")
}

func TestAddressesAreChecked(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ann Lee")
	for email, says := range map[string]string{
		"":                                      "Enter the new email address",
		"ann":                                   "correct format",
		"ANN.lee@example.org":                   "This is your address already",
		"a@example.org\r\nBcc: all@example.org": "correct format",
		strings.Repeat("a", 10_000) + "@example.org": "Use 254 characters or fewer",
	} {
		askForEmail(ann, email).Is(422, "Change your email address").Says(says)
	}
	status := 0
	for i := range 6 {
		status = ann.Post("/profile/email", url.Values{"email": {strings.Repeat("a", i+1) + "@example.org"}}).Status
	}
	if status != 429 {
		t.Errorf("the sixth letter in a row answers %d", status)
	}
}

func TestLinksToTheOldMailboxStopWorking(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ann Lee")
	k.Visitor().Get("/sign-in").Press("Email me a link", testkit.Fill("email", "ann.lee@example.org"))
	old := k.Mail("ann.lee@example.org", "Sign in").Link("/sign-in/")
	askForEmail(ann, "ann@new.example")
	ann.Get(k.Mail("ann@new.example", "Confirm").Link("/profile/email/")).Press("Use this address", nil)
	k.Visitor().Get(old).Is(410, "This link no longer works")
}

func count(k *testkit.Kit, table string) int {
	var n int
	if err := k.DB.NewRaw("SELECT count(*) FROM "+table).Scan(k.T.Context(), &n); err != nil {
		k.T.Fatal(err)
	}
	return n
}

func TestSessionsAreListedAndEnded(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann, bob := k.Member("Ann Lee"), k.Member("Bob Bell")
	second, third := k.SignIn(ann.ID), k.SignIn(ann.ID)
	p := ann.Get("/profile/sessions").Is(200, "Where you are signed in").Says("This is the browser you are using now")
	if n := p.Find(".govuk-summary-card").Length(); n != 3 {
		t.Fatalf("%d sessions are listed", n)
	}
	theirs, err := k.Members.Sessions(t.Context(), bob.ID)
	if err != nil || len(theirs) != 1 {
		t.Fatal(theirs, err)
	}
	ann.Post("/profile/sessions/"+theirs[0].ID+"/end", nil).Is(404, "Page not found")
	bob.Get("/profile").Is(200, "What you show to whom")

	secondID := second.Get("/profile/sessions").Find("p:contains('using now')").Parent().Find("form").AttrOr("action", "")
	ann.Post(secondID, nil).Says("That browser has been signed out")
	if p := second.Get("/profile"); p.URL.Path != "/sign-in" {
		t.Error("the ended session works")
	}
	ann.Get("/profile/sessions").Press("Sign out everywhere else", nil).Says("All other browsers have been signed out")
	if p := third.Get("/profile"); p.URL.Path != "/sign-in" {
		t.Error("the third session works")
	}
	ann.Get("/profile/sessions").Press("Sign out", nil)
	if p := ann.Get("/profile"); p.URL.Path != "/sign-in" {
		t.Error("the last session works")
	}
}
