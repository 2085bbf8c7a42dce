package unmentoring_test

import (
	"strings"
	"testing"

	"cuppa.example/internal/unmentoring"
)

// Members find out how draws are made from where they meet one: the programme,
// the letter and the conversation.
func TestMembersFindOutHowDrawsAreMade(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	m := n.join(2, "Ashby Council")[0]
	p := n.programme()
	page := n.SignIn(m.ID).Get("/programmes/"+p.ID).Says("What decides the draw", "The best spread").
		Follow("How draws are made, and how to check one").Is(200, "How draws are made")
	page.Says("Two people who must not meet are never put together.", "the digest", "commitment", "The seed", "cuppa draw verify", "What this cannot do")
	n.reach(p, unmentoring.Talking)
	letter := n.Mail(m.Email, "Person")
	if !strings.Contains(letter.Text, "How draws are made") || letter.Link("/about/fair") == "" {
		t.Error(letter.Text)
	}
	n.Visitor().Get(letter.Link("/c/")).Follow("How draws are made").Is(200, "How draws are made")
}
