package simulate

import (
	"fmt"

	"cuppa.example/internal/browser"
)

// share writes down what they learnt, on the page that comes after "we met".
func (a *actor) share(t *talk) error {
	p, there, err := a.open(t.pages[a] + "/outcome")
	if err != nil || !there {
		return err
	}
	topic := a.Topics[a.rand.IntN(len(a.Topics))]
	fill := browser.Fill{}
	for name, text := range map[string]string{
		"talked": fmt.Sprintf("We talked about %s, and what we would do differently.", topic),
		"do":     "I will try it with one team first.",
		"others": fmt.Sprintf("Start small with %s, and show it to the people who use it after a week.", topic),
	} {
		if p.Find("textarea[name="+name+"]").Length() > 0 {
			fill[name] = []string{text}
		}
	}
	if len(fill) == 0 {
		return nil
	}
	for _, button := range []string{"Ask", "Share", "Save", "Continue"} {
		if p.HasButton(button) {
			_, err := p.Press(button, fill)
			return err
		}
	}
	return nil
}
