package mentoring_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"cuppa.example/internal/member"
	"cuppa.example/internal/testkit"
)

// byAddress asks an address, and gives the page that answers.
func byAddress(p testkit.Person, address string) *testkit.Page {
	return p.Post("/mentoring/ask", url.Values{"who": {address}, "kind": {"mentoring"}, "message": {"Please"}})
}

// flat is a text without the ends of its lines, which depend on its words.
func flat(text string) string { return strings.Join(strings.Fields(text), " ") }

// Whom an address belongs to does not show by how asking it is answered, nor
// afterwards by how its owner looks: not that they are a member, nor that they
// offer something, nor that they have no place left.
func TestAnAddressTellsNothingOfWhoseItIs(t *testing.T) {
	t.Parallel()
	looks := map[string]func(k *testkit.Kit, kim testkit.Person){
		"a member":         func(*testkit.Kit, testkit.Person) {},
		"offers something": func(_ *testkit.Kit, kim testkit.Person) { offer(kim, "2") },
		"has no place":     func(k *testkit.Kit, kim testkit.Person) { ask(k.Member("Cat Coe"), offer(kim, "1"), "Me") },
		"pauses an offer": func(_ *testkit.Kit, kim testkit.Person) {
			kim.Get(offer(kim, "1")).Press("Pause the offer", nil).Says("Your offer pauses")
		},
	}
	for name, prepare := range looks {
		k := testkit.New(t)
		ann, kim := k.Member("Ann Lee"), k.Member("Kim Kent")
		prepare(k, kim)
		profile := ann.Get("/people/" + kim.ID).Find("main").Text()
		suggested := names(t, seek(ann))
		for _, address := range []string{kim.Email, "nina@firm.example"} {
			page := byAddress(ann, address).Is(200, "You asked "+address)
			byAddress(ann, address).Is(422, "Ask somebody by name").Says("You have asked this person already")
			page.SaysNot("Kim")
		}
		if now := ann.Get("/people/" + kim.ID).Find("main").Text(); now != profile {
			t.Errorf("%s: the profile said %s and says %s", name, profile, now)
		}
		if now := names(t, seek(ann)); now != suggested {
			t.Errorf("%s: %q were suggested, now %q are", name, suggested, now)
		}
		letters := len(k.Inbox(kim.Email))
		if want := map[bool]int{true: 1}[name == "a member" || name == "offers something"]; name != "has no place" && letters != want {
			t.Errorf("%s: %d letters reach the owner, want %d", name, letters, want)
		}
		k.Advance(11 * day)
		lapsed := k.Mail(ann.Email, "No answer from "+kim.Email).Text
		other := k.Mail(ann.Email, "No answer from nina@firm.example").Text
		if lapsed = strings.ReplaceAll(lapsed, kim.Email, "nina@firm.example"); flat(lapsed) != flat(other) {
			t.Errorf("%s: who is no member lapses with\n%s\na member with\n%s", name, other, lapsed)
		}
	}
}

// Somebody who is suggested by their address stays an address to who asked and
// to who suggested them, whether they are a member, the asker, or neither; and
// the address itself is not shown to whoever did not type it.
func TestASuggestedAddressTellsNothingOfWhoseItIs(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann, kim, bob, mal := k.Member("Ann Lee"), k.Member("Kim Kent"), k.Member("Bob Ray"), k.Member("Mal Ory")
	k.InTx(func(ctx context.Context, tx bun.Tx) error { return k.Safety.Block(ctx, tx, mal.ID, ann.ID) })
	k.Advance(8 * day) // newcomers may write to few people
	pages := map[string]string{}
	for i, address := range []string{bob.Email, "nina@firm.example", mal.Email} {
		by := []testkit.Person{kim, k.Member("Kat Koe"), k.Member("Kay Roe")}[i]
		asked := ask(ann, offer(by, "1"), "Please").URL.Path
		by.Get(asked).Press("Suggest them", testkit.Fill("other", address)).Says("Your suggestion is on its way")
		page := ann.Get(asked).Says("Somebody whom "+by.Name+" suggested").SaysNot("Bob", "Mal", address)
		named := page.Follow("Ask them").SaysNot("Bob", "Mal", address)
		pages[address] = strings.ReplaceAll(named.Find(".govuk-inset-text").Text(), by.Name, "KIM")
		sent := named.Press("Send", testkit.Fill("kind", "mentoring", "message", "Hello "+by.Name)).Is(200, "What you asked by email")
		sent.SaysNot("Bob", "Mal", address)
		ann.Get("/mentoring").SaysNot("Bob", "Mal", address)
	}
	if a, b, c := pages[bob.Email], pages["nina@firm.example"], pages[mal.Email]; a != b || b != c || a == "" {
		t.Errorf("a member looks like %q, somebody else like %q, who blocked like %q", a, b, c)
	}
	k.Mail(bob.Email, "Ann Lee")
	k.Mail("nina@firm.example", "Ann Lee")
	if n := len(k.Inbox(mal.Email)); n != 0 {
		t.Errorf("who blocked her gets %d letters", n)
	}
	asked := ask(ann, offer(bob, "1"), "And you?").URL.Path
	bob.Get(asked).Press("Suggest them", testkit.Fill("other", ann.Email)).Is(200, "Ann Lee asks you to be their mentor").Says("Your suggestion is on its way")
}

// An old letter shows nothing of what was written to whoever opens it when they
// are kept out, nor of what somebody wrote who is kept out.
func TestOldRequestsAreClosedToWhoIsKeptOut(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	k.Organiser("Oona Osei")
	ann, kim, bob := k.Member("Ann Lee"), k.Member("Kim Kent"), k.Member("Bob Ray")
	full := offer(kim, "1")
	ask(ann, full, "Hippos")
	wait := bob.Get(full+"/ask").Press("Wait for a place", testkit.Fill("message", "Okapis")).URL.Path
	link := k.Mail(kim.Email, "Ann Lee").Link("/mentoring/r/")
	kim.Get(k.Mail(kim.Email, "Ann Lee").Link("/mentoring/r/")).Press("Say no, kindly", testkit.Fill("reason", "time"))
	held := k.Mail(bob.Email, "place").Link("/mentoring/w/")
	visitor := k.Visitor()
	visitor.Get(link).Says("Hippos")
	visitor.Get(held).Says("Okapis")
	_ = wait
	keepOut := func(p testkit.Person) {
		k.InTx(func(ctx context.Context, tx bun.Tx) error {
			return k.Members.Suspend(ctx, tx, p.ID, k.Clock.Now().AddDate(0, 1, 0))
		})
	}
	keepOut(bob)
	if p := visitor.Get(held); p.Status != http.StatusGone {
		t.Errorf("the place is answered with %d", p.Status)
	}
	keepOut(ann)
	visitor.Get(link).SaysNot("Hippos")
	k.InTx(func(ctx context.Context, tx bun.Tx) error { return k.Members.Reinstate(ctx, tx, ann.ID) })
	visitor.Get(link).Says("Hippos")
	keepOut(kim)
	if p := visitor.Get(link).SaysNot("Hippos", "Ann"); p.Status != http.StatusGone {
		t.Errorf("the request is answered with %d", p.Status)
	}
	var state member.State
	if err := k.DB.NewRaw("SELECT state FROM members WHERE id = ?", kim.ID).Scan(t.Context(), &state); err != nil || state != member.Suspended {
		t.Errorf("she is %s, %v", state, err)
	}
}
