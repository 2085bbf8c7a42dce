package simulate

import (
	"fmt"
	"math"
	"math/rand/v2"
	"net/url"
	"strings"
	"time"

	"cuppa.example/internal/browser"
)

// actor is a person who lives: reads letters some time after they come, opens
// the pages that their links lead to, and presses buttons.
type actor struct {
	Person
	run     *run
	rand    *rand.Rand
	browser *browser.Browser
	unread  []Letter  // in the order of At, which is when they will be read
	gone    time.Time // reads nothing until then: silent, or away
	talks   map[string]*talk
}

// talk is a conversation as the model knows it, shared by its actors: who has
// written, and what became of it. The program is not told but by its pages.
type talk struct {
	began    time.Time
	actors   []*actor
	pages    map[*actor]string
	begun    *actor // who wrote first
	replied  bool
	onSite   bool      // arranged on the page
	at       time.Time // when they talk
	resolved bool
	met      bool
	metAt    time.Time
}

// receive puts letters on the pile, each to be read some hours later: half of
// them within six hours, almost all within three days.
func (a *actor) receive(l Letter) {
	hours := 6 * math.Exp(a.rand.NormFloat64())
	l.At = l.At.Add(time.Duration(math.Min(hours, 96) * float64(time.Hour)))
	a.unread = append(a.unread, l)
}

// live reads what would be read by now.
func (a *actor) live(now time.Time) error {
	var later []Letter
	var due []Letter
	for _, l := range a.unread {
		if l.At.After(now) {
			later = append(later, l)
		} else {
			due = append(due, l)
		}
	}
	a.unread = later
	if now.Before(a.gone) {
		return nil // whatever came in the meantime is never read
	}
	for _, l := range due {
		if err := a.act(l, now); err != nil {
			return fmt.Errorf("%s reads %q: %w", a.Email, l.Subject, err)
		}
	}
	return nil
}

func (a *actor) chance(habit string) bool { return a.rand.Float64() < a.run.habits.share(habit) }

// act is what somebody does about a letter.
func (a *actor) act(l Letter, now time.Time) error {
	switch l.Kind {
	case "unmentoring.sign_up":
		if a.chance("declines") {
			return a.press(l.link("/r/"), "Not this time")
		}
	case "unmentoring.resting":
		if a.chance("comes_back") {
			return a.press(l.link("/back/"), "Come back")
		}
	case "conversation.match":
		return a.begin(l, now)
	case "conversation.offer":
		if t := a.talkOf(l); t != nil {
			return a.reply(t, now)
		}
	case "conversation.halfway":
		return a.halfway(l, now)
	case "conversation.did_meet", "conversation.ending", "conversation.again":
		return a.answer(l, now)
	case "outcome.ask":
		return a.agree(l)
	case "conversation.still":
		if a.chance("answers") {
			return a.press(a.page(l), "Yes, find me somebody")
		}
	}
	return nil
}

func (l Letter) link(part string) string {
	for _, link := range l.Links {
		if strings.Contains(link, part) {
			return link
		}
	}
	return ""
}

// page is the address of the conversation's page in a letter, without what
// comes after it.
func (a *actor) page(l Letter) string {
	u, err := url.Parse(l.link("/c/"))
	if err != nil {
		return ""
	}
	parts := strings.SplitN(u.Path, "/", 4) // "", "c", token, the rest
	if len(parts) < 3 {
		return ""
	}
	return "/c/" + parts[2]
}

// talkOf is the conversation that a letter is about.
func (a *actor) talkOf(l Letter) *talk { return a.talks[a.page(l)] }

// begin is the match letter: it names who writes first.
func (a *actor) begin(l Letter, now time.Time) error {
	t := a.talkOf(l)
	if t == nil || t.begun != nil {
		return nil
	}
	share := a.run.habits.Starts
	if strings.Contains(l.Preview, "You write first") {
		share = a.run.habits.Named
	}
	if a.rand.Float64() < share {
		return a.write(t, now)
	}
	return nil
}

// write is the first word: on the page, or by an email that the program never sees.
func (a *actor) write(t *talk, now time.Time) error {
	t.begun = a
	t.onSite = a.chance("on_site")
	if t.onSite {
		if done, err := a.try(t.pages[a], "This suits me"); err != nil || done {
			return err
		}
		t.onSite = false // the times on the page were over
	}
	for _, other := range t.actors {
		if other != a && !now.Before(other.gone) && other.chance("replies") {
			t.replied = true
			t.at = now.Add(time.Duration(2+a.rand.IntN(6)) * 24 * time.Hour)
		}
	}
	return nil
}

// reply answers a partner who offered times on the page.
func (a *actor) reply(t *talk, now time.Time) error {
	if t.replied || t.begun == nil || t.begun == a || !a.chance("replies") {
		return nil
	}
	p, there, err := a.open(t.pages[a])
	if err != nil || !there {
		return err
	}
	button := p.Button("Agree this time")
	if button == nil {
		return nil // the times are over, a time is agreed already, or a group waits for others
	}
	when, err := time.Parse("20060102T1504Z", button.Find("input[name=at]").AttrOr("value", ""))
	if err != nil {
		return fmt.Errorf("the page's times are not as expected: %w", err)
	}
	if _, err := p.Press("Agree this time", nil); err != nil {
		return err
	}
	t.replied, t.at = true, when
	return nil
}

// halfway is the question whether a time was found.
func (a *actor) halfway(l Letter, now time.Time) error {
	t := a.talkOf(l)
	switch {
	case t == nil || t.resolved || t.replied:
		return nil
	case t.begun == nil && a.chance("nudged"):
		return a.write(t, now)
	case t.begun == a && a.chance("gives_up"):
		return a.press(t.pages[a]+"/no-reply", "Find me somebody else")
	case t.begun != nil && t.begun != a && a.chance("nudged"):
		return a.reply(t, now)
	}
	return nil
}

// answer says whether they met.
func (a *actor) answer(l Letter, now time.Time) error {
	t := a.talkOf(l)
	if t == nil || !a.chance("answers") {
		return nil
	}
	if t.met {
		done, err := a.try(t.pages[a]+"/met", "Yes, we met")
		if err == nil && done && a.chance("shares") {
			err = a.share(t)
		}
		return err
	}
	if !t.at.IsZero() && now.Before(t.at) || !a.chance("says_no") {
		return nil
	}
	p, there, err := a.open(t.pages[a] + "/not-met")
	if err != nil || !there || !p.HasButton("Save my answer") {
		return err // somebody else has answered in the meantime
	}
	reasons := []string{"no_time", "no_time", "no_time", "no_reply", "no_reply", "away", "other"}
	_, err = p.Press("Save my answer", browser.With("reason", reasons[a.rand.IntN(len(reasons))]))
	return err
}

// happen decides what became of a talk whose time has come.
func (t *talk) happen(now time.Time, keeps bool) {
	if t.resolved || t.at.IsZero() || now.Before(t.at) {
		return
	}
	t.resolved = true
	there := 0
	for _, a := range t.actors {
		if !t.at.Before(a.gone) {
			there++
		}
	}
	if there >= 2 && keeps {
		t.met, t.metAt = true, t.at
	}
}

// open opens a page, and says whether there is one: a link may no longer work.
func (a *actor) open(address string) (p *browser.Page, there bool, err error) {
	if address == "" {
		return nil, false, nil
	}
	if p, err = a.browser.Get(address); err != nil {
		return nil, false, err
	}
	if p.Status >= 500 {
		return nil, false, fmt.Errorf("%s answers %d: %s", p.URL.Path, p.Status, p.Text())
	}
	return p, p.Status == 200, nil
}

// try opens a page and presses a button if it is there.
func (a *actor) try(address, button string) (bool, error) {
	p, there, err := a.open(address)
	if err != nil || !there || !p.HasButton(button) {
		return false, err
	}
	after, err := p.Press(button, nil)
	if err != nil {
		return false, err
	}
	if after.Status >= 500 {
		return false, fmt.Errorf("%q on %s answers %d: %s", button, p.URL.Path, after.Status, after.Text())
	}
	return after.Status == 200, nil
}

func (a *actor) press(address, button string) error {
	_, err := a.try(address, button)
	return err
}
