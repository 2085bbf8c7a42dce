package testkit_test

import (
	"strings"
	"testing"

	"cuppa.example/internal/testkit"
)

func TestSignedInMemberSeesTheirName(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ann Lee", testkit.Works("Ashby Council"))
	p := ann.Get("/sign-in/sent").Is(200, "Check your email")
	if got := p.Find("header").Text(); !strings.Contains(got, "Ann Lee") {
		t.Errorf("the header says %q", got)
	}
}

func TestVisitorIsSentToSignIn(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	k.Visitor().Get("/nowhere").Is(404, "Page not found")
}
