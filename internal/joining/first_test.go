package joining_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"cuppa.example/internal/joining"
	"cuppa.example/internal/testkit"
)

func firstLink(k *testkit.Kit) string {
	return "/first/" + k.Keys.Link(k.Clock.Now().Add(24*time.Hour), joining.FirstKind, "1")
}

func TestTheFirstOrganiserStartsTheNetwork(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	link := firstLink(k)
	late := k.Visitor().Get(link).Is(200, "Start your network")
	b := k.Visitor()
	p := b.Get(link).Press("Start the network", testkit.Fill("network", "Digital people", "purpose", "We learn.", "name", "Ann Lee", "email", "ann@example.org"))
	p.Says("you are its organiser")
	b.Get("/organise").Is(200, "Organise").Says("Bring in your members").Says("Create your first programme")

	n, err := k.Networks.Current(t.Context())
	if err != nil || n.Name != "Digital people" || n.Purpose != "We learn." || n.Contact != "ann@example.org" {
		t.Errorf("settings %+v, %v", n, err)
	}
	m, err := k.Members.ByEmail(t.Context(), "ann@example.org")
	if err != nil || !m.Organiser || m.PledgedAt.IsZero() {
		t.Errorf("organiser %+v, %v", m, err)
	}
	k.Visitor().Get(link).Is(410, "This link no longer works").Says("has an organiser")
	late.Press("Start the network", testkit.Fill("network", "Stolen", "purpose", "x", "name", "Mallory", "email", "m@example.org")).
		Is(410, "This link no longer works")
	if k.Networks.Name(t.Context()) != "Digital people" {
		t.Error("the network was renamed by the link a second time")
	}
}

func TestTheFirstLinkIsSignedAndExpires(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	link := firstLink(k)
	k.Visitor().Get(link+"x").Is(404, "Page not found")
	other := "/first/" + k.Keys.Link(testkit.Start.Add(time.Hour), "conversation", "1")
	k.Visitor().Get(other).Is(404, "Page not found")
	k.Clock.Set(testkit.Start.Add(25 * time.Hour))
	k.Visitor().Get(link).Is(410, "This link no longer works").Says("expired")
	k.Visitor().Post(link, url.Values{"network": {"x"}, "purpose": {"x"}, "name": {"x"}, "email": {"x@example.org"}}).
		Is(410, "This link no longer works")
}

func TestTheFirstFormKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	p := k.Visitor().Get(firstLink(k)).Press("Start the network", testkit.Fill("network", "<b>Digital</b>", "purpose", strings.Repeat("x", 400)))
	p.Is(422, "Start your network").Says("Use 300 characters or fewer", "Enter your name", "Enter your email address").SaysNot("<b>Digital")
	if p.Find("#network").AttrOr("value", "") != "<b>Digital</b>" {
		t.Error("the name is lost")
	}
}
