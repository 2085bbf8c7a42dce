package app_test

import (
	"strings"
	"testing"

	"cuppa.example/internal/testkit"
)

// Whatever shows a card is a page that a member gets.
func TestPreviewsAreOfPages(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	patterns := map[string]bool{}
	for _, r := range k.Routes() {
		patterns[r.Pattern] = true
	}
	for _, p := range k.Discussions.Previews() {
		if !patterns["GET "+p] {
			t.Errorf("%s is no page", p)
		}
		if strings.HasPrefix(p, "/organise") {
			t.Errorf("%s is not for members", p)
		}
	}
}
