package discussion_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/discussion"
	"cuppa.example/internal/testkit"
)

// email says how often somebody wants letters.
func (s story) email(p testkit.Person, e discussion.Email) {
	s.T.Helper()
	p.Get(s.page()+"/emails").Press("Save", testkit.Fill("email", string(e))).Says("Your choice of emails is saved")
}

// subjects are those of the letters about the room that somebody has got.
func (s story) subjects(p testkit.Person) string {
	s.T.Helper()
	var list []string
	for _, l := range s.Inbox(testkit.Address(p.Name)) {
		if strings.Contains(l.Subject, "Service designers") {
			list = append(list, l.Subject)
		}
	}
	return strings.Join(list, "; ")
}

func TestEachGetsLettersAsTheyLike(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann, each, daily, weekly, none := k.Member("Ann Lee"), k.Member("Ed Each"), k.Member("Di Daily"), k.Member("Wim Weekly"), k.Member("Nan None")
	s := open(t, k, ann, each, daily, weekly, none)
	s.email(each, discussion.Each)
	s.email(weekly, discussion.Weekly)
	s.email(none, discussion.None)
	post := s.write(ann, "First") // Monday, 9am
	s.write(ann, "Second")
	later := s.write(ann, "A slip")
	if err := s.Discussions.Delete(t.Context(), s.room, ann.ID, later.ID); err != nil {
		t.Fatal(err)
	}
	s.Settle()
	expect := func(when string, wantEach, wantDaily, wantWeekly string) {
		t.Helper()
		for p, want := range map[*testkit.Person]string{&ann: "", &each: wantEach, &daily: wantDaily, &weekly: wantWeekly, &none: ""} {
			if got := s.subjects(*p); got != want {
				t.Errorf("%s: %s has %q, want %q", when, p.Name, got, want)
			}
		}
	}
	const two = "Service designers: 2 new posts"
	expect("at once", "", "", "")
	s.Clock.Set(s.Clock.Now().Add(2 * time.Minute))
	s.Settle()
	s.Settle()
	expect("after two minutes", two, "", "")
	s.Until(testkit.Start.Add(23 * time.Hour)) // Tuesday, 8am
	expect("on Tuesday", two, two, "")
	s.Until(testkit.Start.Add(7 * 24 * time.Hour))
	expect("on Monday", two, two, two)
	s.Advance(8 * 24 * time.Hour)
	expect("a week later", two, two, two)

	l := s.Inbox(testkit.Address(each.Name))[0]
	for _, text := range []string{"First", "Second", "Ann Lee", s.URL(s.page()), "#post-" + post.ID} {
		if !strings.Contains(l.Text, text) {
			t.Errorf("the letter does not say %q:\n%s", text, l.Text)
		}
	}
	if strings.Contains(l.Text, "A slip") {
		t.Error("the letter tells what was deleted")
	}
}

func TestWhatIsReadIsNotTold(t *testing.T) {
	t.Parallel()
	s, ann, bob, cat := three(t)
	s.write(ann, "Hello")
	bob.Get(s.page()).Press("I have read everything", nil)
	s.Advance(24 * time.Hour)
	if s.subjects(bob) != "" || s.subjects(cat) != "Service designers: a new post" {
		t.Errorf("%q, %q", s.subjects(bob), s.subjects(cat))
	}
}

func TestWhoIsMentionedHearsAtOnce(t *testing.T) {
	t.Parallel()
	s, ann, bob, cat := three(t)
	s.email(cat, discussion.None)
	s.says(ann, "What do you say, @bob?", "mention", cat.ID).Says("For Bob Roe and Cat Moe")
	s.Settle()
	const said = "Ann Lee mentioned you in Service designers"
	if got := s.subjects(bob); got != said {
		t.Errorf("Bob has %q", got)
	}
	s.Advance(24 * time.Hour)
	if got := s.subjects(bob); got != said {
		t.Errorf("Bob is told again: %q", got)
	}
	if got := s.subjects(cat); got != "" {
		t.Errorf("Cat wants none: %q", got)
	}
	// An edit that adds a name tells them, once.
	post := s.write(bob, "Nobody in particular")
	for i, text := range []string{"For @Ann", "For @Ann Lee!"} {
		if err := s.Discussions.Edit(t.Context(), s.room, bob.ID, post.ID, text, int64(i)); err != nil {
			t.Fatal(err)
		}
	}
	s.Settle()
	if got := s.subjects(ann); got != "Bob Roe mentioned you in Service designers" {
		t.Errorf("Ann has %q", got)
	}
}

func TestNobodyHearsFromWhomTheyBlocked(t *testing.T) {
	t.Parallel()
	s, ann, bob, _ := three(t)
	s.do(func(ctx context.Context, tx bun.Tx) error { return s.Safety.Block(ctx, tx, ann.ID, bob.ID) })
	s.write(bob, "Hello @Ann Lee")
	s.Advance(24 * time.Hour)
	if got := s.subjects(ann); got != "" {
		t.Errorf("%q", got)
	}
}

func TestALetterIsPartOfAThreadAndCanBeStopped(t *testing.T) {
	t.Parallel()
	s, ann, bob, cat := three(t)
	s.write(ann, "For @Bob Roe")
	s.Settle()
	l := s.Inbox(testkit.Address(bob.Name))[0]
	if got := l.Header.Get("References"); got != "<discussion."+s.room+"@cuppa.test>" {
		t.Errorf("References: %q", got)
	}
	address := strings.Trim(l.Header.Get("List-Unsubscribe"), "<>")
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	v := s.Visitor()
	v.Get(u.Path).Is(http.StatusOK, "Emails about this discussion").Press("Save", testkit.Fill("email", "weekly")).Says("Your choice of emails is saved")
	bob.Get(s.page()).Says("Emails: once a week")
	v.Post(u.Path, url.Values{"List-Unsubscribe": {"One-Click"}})
	bob.Get(s.page()).Says("Emails: never")
	v.Post(u.Path, url.Values{"email": {"hourly"}}).Is(http.StatusUnprocessableEntity, "Emails about this discussion")
	s.write(cat, "Again @Bob Roe")
	s.Advance(8 * 24 * time.Hour)
	if n := len(s.Inbox(testkit.Address(bob.Name))); n != 1 {
		t.Errorf("%d letters", n)
	}
	// Who begins to want them again is not told what was said meanwhile.
	s.email(bob, discussion.Each)
	s.Advance(time.Hour)
	if n := len(s.Inbox(testkit.Address(bob.Name))); n != 1 {
		t.Errorf("%d letters", n)
	}
	s.do(func(ctx context.Context, tx bun.Tx) error { return s.Discussions.Leave(ctx, tx, s.room, bob.ID) })
	if p := v.Get(u.Path); p.Status != http.StatusGone {
		t.Errorf("the link of who has left answers %d", p.Status)
	}
}
