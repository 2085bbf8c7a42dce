package safety

import "testing"

func TestANameIsTakenOutOfAText(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"Ann Lee", "Ann's goals. ANN LEE and lee agree.", "–––'s goals. ––– and ––– agree."},
		{"Ann Lee", "An annual plan for leeway", "An annual plan for leeway"},
		{"Bo Li", "Bo and Bo Li talk", "Bo and ––– talk"},
		{"Zoë Núñez", "zoe, ZOË and Nun\u0303ez", "–––, ––– and –––"},
		{"王小明", "我和王小明談話", "我和–––談話"},
		{"Mary-Jane O'Neill", "Mary and O'Neill", "––– and O'–––"},
		{"A.* (", "A.* ( is a name", "––– is a name"},
		{"X", "X marks it", "X marks it"},
		{"", "Nobody", "Nobody"},
	} {
		if got := Without(c.text, c.name); got != c.want {
			t.Errorf("Without(%q, %q) = %q, want %q", c.text, c.name, got, c.want)
		}
	}
}
