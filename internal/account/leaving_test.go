package account_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"cuppa.example/internal/browser"
	"cuppa.example/internal/member"
	"cuppa.example/internal/testkit"
)

func state(k *testkit.Kit, id string) member.State {
	m, err := k.Members.ByID(k.T.Context(), id)
	if err != nil {
		k.T.Fatal(err)
	}
	return m.State
}

func until(day, month, year string) browser.Fill {
	return testkit.Fill("how", "date", "until-day", day, "until-month", month, "until-year", year)
}

func TestAPauseEndsByItselfOnItsDate(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ann Lee")
	ann.Get("/profile/pause").Is(200, "Pause").Press("Pause", until("1", "4", "2027")).
		Is(200, "What you show to whom").Says("You have paused until 1 April 2027")
	// British Summer Time has begun by then: the day begins an hour before UTC's.
	k.Until(time.Date(2027, 3, 31, 22, 0, 0, 0, time.UTC))
	if got := state(k, ann.ID); got != member.Paused {
		t.Errorf("too early: %s", got)
	}
	k.Until(time.Date(2027, 3, 31, 23, 0, 0, 0, time.UTC))
	if got := state(k, ann.ID); got != member.Active {
		t.Errorf("on the day: %s", got)
	}
}

func TestAnOpenPauseEndsWithOneButton(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ann Lee")
	p := ann.Get("/profile/pause").Press("Pause", testkit.Fill("how", "open")).Says("until you come back")
	ann.Get("/profile/pause").Is(200, "Pause").Says("You have paused until you come back.", "Pause until another day")
	ann.Get("/profile/leave").Is(200, "Leave the network").SaysNot("Pause")
	ann.Get("/home").Says("You have paused")
	p.Press("Come back now", nil).Says("Welcome back").SaysNot("You have paused")
	if got := state(k, ann.ID); got != member.Active {
		t.Errorf("got %s", got)
	}
}

func TestPausesAreChecked(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ann Lee")
	for _, c := range []struct {
		fill browser.Fill
		says string
	}{
		{nil, "Choose until when to pause"},
		{testkit.Fill("how", "for ever"), "Choose until when to pause"},
		{testkit.Fill("how", "date"), "Enter the date you are back"},
		{until("31", "2", "2027"), "Enter a real date"},
		{until("x", "2", "2027"), "Enter a real date"},
		{until("11", "1", "2027"), "must be in the future"},
		{until("1", "1", "2031"), "within two years"},
	} {
		ann.Get("/profile/pause").Press("Pause", c.fill).Is(422, "Pause").Says(c.says)
	}
	if got := state(k, ann.ID); got != member.Active {
		t.Errorf("got %s", got)
	}
}

func TestLeavingSignsOutEverywhereAndCanBeUndone(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ann Lee", full)
	other := k.SignIn(ann.ID)
	ann.Get("/profile").Follow("Leave the network").Is(200, "Leave the network").Says("join again").Press("Leave the network", nil).
		Says("You have left the network")
	if got := state(k, ann.ID); got != member.Left {
		t.Errorf("got %s", got)
	}
	for _, b := range []*testkit.Browser{ann.Browser, other} {
		if p := b.Get("/profile"); p.URL.Path != "/sign-in" {
			t.Error("somebody who left is signed in")
		}
	}
	k.Mail("ann.lee@example.org", "You have left")
	k.Visitor().Get("/sign-in").Press("Email me a link", testkit.Fill("email", "ann.lee@example.org"))
	for _, l := range k.Inbox("ann.lee@example.org") {
		if strings.Contains(l.Subject, "Sign in to") {
			t.Error("somebody who left can sign in without joining again")
		}
	}
}

func TestDeletingRemovesEverythingThatNamesSomebody(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann, bob := k.Member("Ann Lee", full), k.Member("Bob Bell")
	askForEmail(ann, "ann@new.example")
	p := ann.Get("/profile/delete").Is(200, "Delete me").Says("What is deleted", "What stays, without your name")
	p = p.Follow("Continue").Is(200, "Delete me for good").Says("cannot be undone")
	if got := state(k, ann.ID); got != member.Active {
		t.Fatalf("looking deleted: %s", got)
	}
	p.Press("Delete me", nil).Says("You have been deleted")
	if p := ann.Get("/profile"); p.URL.Path != "/sign-in" {
		t.Error("somebody who was deleted is signed in")
	}
	k.Mail("ann.lee@example.org", "You have been deleted")
	m, err := k.Members.ByID(t.Context(), ann.ID)
	if err != nil || m.State != member.Erased || m.Name+m.Email+m.Job+m.About+m.Organisation != "" {
		t.Errorf("left behind: %+v, %v", m, err)
	}
	if n := count(k, "email_changes"); n != 0 {
		t.Errorf("%d new addresses are kept", n)
	}
	bob.Get("/people").SaysNot("Ann Lee")
}

func TestTheLastOrganiserCanNeitherLeaveNorBeDeleted(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	olga := k.Organiser("Olga Orr")
	for _, path := range []string{"/profile/leave", "/profile/delete", "/profile/delete/confirm"} {
		p := olga.Get(path).Says("You are the only organiser")
		if p.Find("main form").Length() != 0 {
			t.Errorf("%s has a button", path)
		}
	}
	olga.Post("/profile/leave", nil).Is(409, "That cannot be done now").Says("You are the only organiser")
	olga.Post("/profile/delete", nil).Is(409, "That cannot be done now")
	if got := state(k, olga.ID); got != member.Active {
		t.Errorf("got %s", got)
	}
	k.Organiser("Otto Oak")
	olga.Get("/profile/leave").Press("Leave the network", nil).Says("You have left the network")
}

func TestADownloadHoldsEverythingAndNothingOfOthers(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ann <Lee>", full)
	k.Member("Bob Bell", testkit.Works("Barton Council"))
	ann.Get("/welcome/share").Press("Share", testkit.Fill("note", "We stopped printing"))
	askForEmail(ann, "ann@new.example")

	page := ann.Get("/profile/data").Is(200, "Download my data")
	file := page.Follow("As JSON")
	if got := file.Header.Get("Content-Disposition"); !strings.Contains(got, "attachment") {
		t.Errorf("disposition %q", got)
	}
	var d struct{ Data map[string]any }
	if err := json.Unmarshal(file.Body, &d); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"member", "joining", "account", "nudge", "safety", "schedule", "mail"} {
		if _, ok := d.Data[name]; !ok {
			t.Errorf("%s is missing", name)
		}
	}
	html := page.Follow("As a page")
	for _, text := range []string{"Ann <Lee>", "01632 960 001", "ann.calls", "We stopped printing", "ann@new.example", "bins"} {
		escaped, _ := json.Marshal(text)
		if !strings.Contains(string(file.Body), strings.Trim(string(escaped), `"`)) {
			t.Errorf("the JSON does not say %q", text)
		}
		if !strings.Contains(html.Text(), text) {
			t.Errorf("the page does not say %q", text)
		}
	}
	for _, text := range []string{"Bob", "Barton"} {
		if strings.Contains(string(file.Body)+html.Text(), text) {
			t.Errorf("the download says %q", text)
		}
	}
	html.SaysNot("<Lee>", "2027-01-11T")
	if text := html.Text(); !strings.Contains(text, "9am on Monday 11 January 2027 (GMT)") || !strings.Contains(text, "Video-call name") {
		t.Errorf("the page is not for people: %s", text)
	}
	if p := k.Visitor().Get("/profile/data.json"); p.URL.Path != "/sign-in" {
		t.Error("a visitor downloads")
	}
}

func TestGoodbyesNeedAPost(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ann Lee")
	for _, path := range []string{"/profile/leave", "/profile/delete", "/profile/pause", "/profile/delete/confirm"} {
		ann.Get(path)
	}
	ann.Get("/profile/resume").Is(405, "Page not found")
	if got := state(k, ann.ID); got != member.Active {
		t.Errorf("got %s", got)
	}
	k.Visitor().Post("/profile/delete", url.Values{"id": {ann.ID}})
	if got := state(k, ann.ID); got != member.Active {
		t.Errorf("a visitor deleted somebody: %s", got)
	}
}
