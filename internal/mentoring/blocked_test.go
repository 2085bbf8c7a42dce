package mentoring_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/uptrace/bun"

	"cuppa.example/internal/testkit"
)

// away is how Kim, whom Ann knows, comes to be out of reach for her.
type away struct {
	name string
	do   func(k *testkit.Kit, ann, kim testkit.Person)
}

// ways are all of them: a pause, which is nothing to do with Ann, and a block in
// both directions and by an organiser, which must look the same.
var ways = []away{
	{"Kim pauses", func(k *testkit.Kit, _, kim testkit.Person) {
		k.InTx(func(ctx context.Context, tx bun.Tx) error {
			return k.Members.Pause(ctx, tx, kim.ID, testkit.Start.AddDate(1, 0, 0))
		})
	}},
	{"Kim blocks Ann", func(k *testkit.Kit, ann, kim testkit.Person) {
		k.InTx(func(ctx context.Context, tx bun.Tx) error { return k.Safety.Block(ctx, tx, kim.ID, ann.ID) })
	}},
	{"Ann blocks Kim", func(k *testkit.Kit, ann, kim testkit.Person) {
		k.InTx(func(ctx context.Context, tx bun.Tx) error { return k.Safety.Block(ctx, tx, ann.ID, kim.ID) })
	}},
	{"an organiser keeps them apart", func(k *testkit.Kit, ann, kim testkit.Person) {
		k.InTx(func(ctx context.Context, tx bun.Tx) error {
			return k.Safety.KeepApart(ctx, tx, kim.ID, ann.ID, kim.ID, "")
		})
	}},
}

// Whoever is kept apart from somebody looks to them like a member who pauses:
// on every page and at every attempt, with offers and without.
func TestABlockLooksLikeAPause(t *testing.T) {
	t.Parallel()
	for _, offers := range []bool{true, false} {
		want := ""
		for _, way := range ways {
			seen := attempts(t, way, offers)
			if want == "" {
				want = seen
				if strings.Count(want, "\n") < 10 || strings.Contains(want, "went wrong") {
					t.Fatalf("what Ann sees:\n%s", want)
				}
			}
			if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(seen, "\n")); diff != "" {
				t.Errorf("when %s (offers: %v) Ann sees something else than when Kim pauses:\n%s", way.name, offers, diff)
			}
		}
	}
}

// attempts is everything that Ann sees of Kim, without what differs anyway.
func attempts(t *testing.T, way away, offers bool) string {
	k := testkit.New(t)
	ann, kim, bob := k.Member("Ann Lee"), k.Member("Kim Kent"), k.Member("Bob Ray")
	offer(bob, "2") // somebody whom she can ask
	path := "/mentoring/offers/none"
	if offers {
		path = offer(kim, "2")
		ann.Get("/people/"+kim.ID).Follow("Ask Kim to be your mentor").Is(200, "Ask Kim Kent to be your mentor")
	} else {
		ann.Get("/people/"+kim.ID).Follow("Ask Kim to coach or mentor you").Is(200, "Ask somebody by name").Says("Kim Kent")
	}
	way.do(k, ann, kim)
	var out strings.Builder
	tidy := strings.NewReplacer(kim.ID, "KIM", path, "OFFER")
	see := func(what string, p *testkit.Page) {
		text := strings.Join(strings.Fields(p.Find("main").Text()), " ")
		out.WriteString(tidy.Replace(what+" "+p.URL.Path+": "+text) + "\n")
	}
	message := url.Values{"message": {"Please"}, "kind": {"mentoring"}, "member": {kim.ID}, "who": {kim.Name}}
	for _, address := range []string{"/people", "/people/" + kim.ID, path, path + "/ask", "/mentoring/directory", "/mentoring/directory?q=kim", "/mentoring/ask?member=" + kim.ID} {
		see("GET", ann.Get(address))
	}
	looking := seek(ann)
	tidy = strings.NewReplacer(kim.ID, "KIM", path, "OFFER", looking.URL.Path, "SEEK")
	see("suggested", looking)
	see("ask", ann.Post(path+"/ask", message))
	see("wait", ann.Post(path+"/wait", message))
	see("chosen", ann.Post("/mentoring/ask", message))
	message.Del("member")
	see("by name", ann.Post("/mentoring/ask", message))
	message.Set("who", kim.Email)
	page := ann.Post("/mentoring/ask", message).Is(200, "You asked "+kim.Email)
	tidy = strings.NewReplacer(kim.ID, "KIM", path, "OFFER", page.URL.Path, "REQUEST")
	see("by address", page)
	see("again", ann.Post("/mentoring/ask", message))
	k.Advance(11 * day)
	k.Mail(ann.Email, "No answer from "+kim.Email)
	if n := len(k.Inbox(kim.Email)); n != 0 {
		t.Errorf("when %s %d letters reach Kim", way.name, n)
	}
	ann = testkit.Person{Member: ann.Member, Browser: k.SignIn(ann.ID)}
	see("afterwards", ann.Get(page.URL.Path))
	see("all", ann.Get("/mentoring"))
	return out.String()
}

// Who waits for a place waits on when they are blocked, until a day that says
// nothing; nobody behind them waits for it.
func TestWhoIsBlockedWaitsInVain(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	kim, ann, bob, cat := k.Member("Kim Kent"), k.Member("Ann Lee"), k.Member("Bob Ray"), k.Member("Cat Coe")
	path := offer(kim, "1")
	first := ask(cat, path, "Me").URL.Path
	wait := func(p testkit.Person) string {
		return p.Get(path+"/ask").Press("Wait for a place", testkit.Fill("message", "Me too")).Is(200, "Your place in line for Kim Kent").URL.Path
	}
	inVain, behind := wait(ann), wait(bob)
	before := ann.Get(inVain).Says("next").Find("main").Text()
	k.InTx(func(ctx context.Context, tx bun.Tx) error { return k.Safety.Block(ctx, tx, kim.ID, ann.ID) })
	if now := ann.Get(inVain).Find("main").Text(); now != before {
		t.Errorf("she sees %s", now)
	}
	ann.Get(path).Says("You are next in line")
	bob.Get(behind).Says("next")
	kim.Get(first).Press("Say no, kindly", testkit.Fill("reason", "time"))
	k.Mail(bob.Email, "place")
	bob.Get(behind).Says("held for you")
	ann.Get(inVain).Says("next")
	if n := len(k.Inbox(ann.Email)); n != 0 {
		t.Errorf("%d letters to her", n)
	}
	k.Advance(11 * day)
	k.Mail(ann.Email, "Kim Kent")
	testkit.Person{Member: ann.Member, Browser: k.SignIn(ann.ID)}.Get(inVain).SaysNot("next in line")
}
