package app

import "testing"

// TestTheAddressFollowsWhereItListens, unless it is given: whoever tries
// another port gets links that lead there.
func TestTheAddressFollowsWhereItListens(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ base, listen, want string }{
		{"", "127.0.0.1:9000", "http://127.0.0.1:9000"},
		{"", "localhost:9000", "http://localhost:9000"},
		{"", ":9000", "http://127.0.0.1:9000"},
		{"", "0.0.0.0:9000", "http://127.0.0.1:9000"},
		{"", "[::1]:9000", "http://[::1]:9000"},
		{"", "", "http://127.0.0.1:8080"},
		{"https://network.example.org", "127.0.0.1:9000", "https://network.example.org"},
	} {
		if got := baseOf(c.base, c.listen); got != c.want {
			t.Errorf("base %q, listening on %q: %q, want %q", c.base, c.listen, got, c.want)
		}
	}
}
