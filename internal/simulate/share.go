package simulate

import (
	"hash/fnv"
	"math/rand/v2"
	"strings"

	"cuppa.example/internal/browser"
)

// learnt is what people write down after they have met, about their topic.
var learnt = []struct{ talked, will, shared string }{
	{
		"We talked about how both our teams begin with %s.", "I will try it with one team first.",
		"Begin small with %s. Show it to the people who use it after a week, not after a year.",
	},
	{
		"We compared what %s costs us, and found the same three problems.", "I will send my list of mistakes.",
		"Both of us had bought the same thing twice for %s. Ask another council before you buy.",
	},
	{
		"We talked about %s and who decides about it.", "I will invite our finance people to the next demo.",
		"Nobody owns %s where we work. Write down one name, and half of the questions go away.",
	},
	{
		"We looked at each other's pages about %s.", "I will read ours aloud to somebody who has never seen them.",
		"Read your pages about %s aloud to a stranger. It found more than our last audit did.",
	},
	{
		"We talked about %s, and about being the only one who does it.", "I will come to the next round.",
		"You are not the only one who does %s. There is somebody like you two towns away.",
	},
}

// share writes down what they learnt, on the page that comes after "we met".
// Saving it asks the others whether it may be public.
func (a *actor) share(t *talk) error {
	p, there, err := a.open(t.pages[a] + "/outcome")
	if err != nil || !there {
		return err
	}
	topic := a.Topics[a.rand.IntN(len(a.Topics))]
	if p.Find("textarea[name=shared]").Length() == 0 || !p.HasButton("Save") {
		return nil // somebody else has written it
	}
	words := learnt[aside(a.Email+topic).IntN(len(learnt))]
	about := func(text string) []string { return []string{strings.ReplaceAll(text, "%s", topic)} }
	_, err = p.Press("Save", browser.Fill{"talked": about(words.talked), "will": about(words.will), "shared": about(words.shared)})
	return err
}

// agreed is the button that lets others read what came of a conversation.
const agreed = "Yes, with my name"

// agree answers whether what the other has written may be public.
func (a *actor) agree(l Letter) error {
	if aside(a.Email+l.At.String()).Float64() < a.run.habits.share("answers") {
		return a.press(l.link("/o/"), agreed)
	}
	return nil
}

// aside is chance that depends on nothing but what it is about: whatever is
// decided with it changes nothing of what else people do.
func aside(about string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(about))
	return rand.New(rand.NewPCG(h.Sum64(), 1)) //nolint:gosec // a model, not a secret
}
