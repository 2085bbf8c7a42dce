package mentoring_test

import (
	"net/url"
	"strings"
	"testing"

	"cuppa.example/internal/testkit"
)

// A block cannot be gone around with another spelling of the same mailbox: the
// page says what it always says, and no letter goes out.
func TestABlockHoldsForEverySpellingOfAMailbox(t *testing.T) {
	t.Parallel()
	for _, way := range ways[1:] {
		k := testkit.New(t)
		ann, kim := k.Member("Ann Lee"), k.Member("Kim_Kent")
		way.do(k, ann, kim)
		address := strings.Replace(kim.Email, "@", "+again@", 1)
		ann.Post("/mentoring/ask", url.Values{"who": {address}, "message": {"Please"}, "kind": {"mentoring"}}).Is(200, "You asked "+address)
		other := strings.Replace(address, "_", "x", 1) // somebody else's
		ann.Post("/mentoring/ask", url.Values{"who": {other}, "message": {"Please"}, "kind": {"mentoring"}}).Is(200, "You asked "+other)
		if n := len(k.Inbox(address)); n != 0 {
			t.Errorf("when %s %d letters reach Kim", way.name, n)
		}
		if n := len(k.Inbox(other)); n != 1 {
			t.Errorf("when %s %d letters reach somebody else", way.name, n)
		}
	}
}
