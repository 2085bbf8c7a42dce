package circle_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/uptrace/bun"

	"cuppa.example/internal/testkit"
)

func suspend(k *testkit.Kit, p testkit.Person) {
	k.InTx(func(ctx context.Context, tx bun.Tx) error {
		return k.Members.Suspend(ctx, tx, p.ID, k.Clock.Now().AddDate(1, 0, 0))
	})
}

// Whoever is kept out of the network does not come in by the public form of a
// circle, nor reads on about a circle by an old link.
func TestWhoIsKeptOutTakesNoPlace(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	k.Organiser("Oona Osei")
	fay := worker(k, "Fay Host", "Devon", "Coach")
	ann, bob, mal := worker(k, "Ann Lee", "Kent", "Designer"), worker(k, "Bob Roe", "Leeds", "Developer"), worker(k, "Mal Ory", "York", "Planner")
	o := opened(t, k, fay)
	for _, p := range []testkit.Person{ann, bob} {
		applies(t, k, o, p, "mon-am,tue-noon", false)
	}
	suspend(k, mal)
	v := k.Visitor()
	v.Get(o.PublicPath()).Press("Apply", testkit.Fill("name", "Mal Ory", "email", mal.Email, "organisation", "Hull", "job", "Planner", "want", "Maps", "free", "tue-noon")).
		Is(http.StatusOK, "Check your email")
	for _, l := range k.Inbox(mal.Email) {
		if link := l.Link("/applications/"); link != "" {
			v.Post(path(t, link)+"/confirm", nil)
		}
	}
	fay.Get(o.Path()).SaysNot("Mal Ory")

	k.Advance(22 * day)
	offer := path(t, k.Mail(ann.Email, "You have a place").Link("/applications/"))
	v.Get(offer).Is(http.StatusOK, "You have a place").Says("Fay Host")
	suspend(k, ann)
	if p := v.Get(offer).SaysNot("Fay Host", "Leeds"); p.Status != http.StatusGone {
		t.Errorf("an old link is answered with %d", p.Status)
	}
	if p := v.Post(offer+"/accept", nil); p.Status != http.StatusGone {
		t.Errorf("the place is taken: %d", p.Status)
	}
}
