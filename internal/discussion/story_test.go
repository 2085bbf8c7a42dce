package discussion_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/discussion"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/testkit"
)

func TestPeopleOfARoomWriteAndAnswer(t *testing.T) {
	t.Parallel()
	s, ann, bob, _ := three(t)
	ann.Get(s.page()).Says("Nobody has written anything yet", "Circle")
	s.says(ann, "Has anybody closed a **form**?").Says("Has anybody closed a form?", "Ann Lee")
	p := bob.Get(s.page()).Says("New since you were here", "Ann Lee", "Has anybody closed a form?")
	p = p.Follow("11 January 2027").Is(http.StatusOK, "A post by Ann Lee")
	p.Press("Post", testkit.Fill("text", "Yes, last week.")).Is(http.StatusOK, "Service designers").
		Says("Answers Ann Lee: Has anybody closed a **form**?", "Yes, last week.")
	ann.Get(p.URL.Path).Says("Yes, last week.")
}

// To whoever is not in the room it does not exist: organisers neither.
func TestNobodyElseSeesTheRoom(t *testing.T) {
	t.Parallel()
	s, ann, bob, _ := three(t)
	o := s.Organiser("Olga Orr")
	post := s.write(ann, "Between us")
	s.do(func(ctx context.Context, tx bun.Tx) error { return s.Discussions.Leave(ctx, tx, s.room, bob.ID) })
	for _, p := range []testkit.Person{o, bob, s.Member("Dan Poe")} {
		for _, path := range []string{s.page(), post.Path()} {
			if got := p.Get(path); got.Status != http.StatusNotFound {
				t.Errorf("%s: %s answers %d", p.Name, path, got.Status)
			}
		}
		if got := p.Post(s.page(), url.Values{"id": {s.NewID()}, "text": {"Hello"}}); got.Status != http.StatusNotFound {
			t.Errorf("%s: posting answers %d", p.Name, got.Status)
		}
		if _, err := s.Discussions.Write(t.Context(), s.room, p.ID, discussion.Draft{ID: s.NewID(), Text: "Hello"}); !errors.Is(err, fault.NotFound) {
			t.Errorf("%s: writing gives %v", p.Name, err)
		}
	}
	s.do(func(ctx context.Context, tx bun.Tx) error { return s.Discussions.Join(ctx, tx, s.room, bob.ID) })
	bob.Get(s.page()).Says("Between us")
}

func TestAFormThatIsSentTwicePostsOnce(t *testing.T) {
	t.Parallel()
	s, ann, bob, _ := three(t)
	id := s.NewID()
	for range 3 {
		ann.Post(s.page(), url.Values{"id": {id}, "text": {"Once"}}).Is(http.StatusOK, "Service designers")
	}
	if n := count(t, s, "discussion_posts"); n != 1 {
		t.Errorf("%d posts", n)
	}
	// Somebody else's form cannot take its place.
	if p := bob.Post(s.page(), url.Values{"id": {id}, "text": {"Mine"}}); p.Status != http.StatusConflict {
		t.Errorf("another author's id: %d", p.Status)
	}
}

func TestWhatIsWrongWithAPostIsSaidAndKept(t *testing.T) {
	t.Parallel()
	s, ann, _, _ := three(t)
	ann.Get(s.page()).Press("Post", nil).Is(http.StatusUnprocessableEntity, "Service designers").Says("Write something")
	long := make([]byte, discussion.MaxText+5)
	for i := range long {
		long[i] = 'x'
	}
	p := ann.Get(s.page()).Press("Post", testkit.Fill("text", string(long))).Is(http.StatusUnprocessableEntity, "Service designers")
	if got := p.Find("textarea").Text(); len(got) != len(long) {
		t.Errorf("%d characters are kept", len(got))
	}
	for range 30 {
		ann.Post(s.page(), url.Values{"id": {s.NewID()}, "text": {"Again"}})
	}
	ann.Get(s.page()).Press("Post", testkit.Fill("text", "And again")).Is(http.StatusUnprocessableEntity, "Service designers").
		Says("You have posted a lot in a short time")
}

func TestPagesGoBackAndForward(t *testing.T) {
	t.Parallel()
	s, ann, _, _ := three(t)
	for i := range 70 {
		s.Clock.Set(s.Clock.Now().Add(time.Minute))
		s.write(ann, "Post "+string(rune('a'+i/26))+string(rune('a'+i%26)))
	}
	p := ann.Get(s.page()).Says("Post cr", "Post bo").SaysNot("Post bn", "Later posts")
	p = p.Follow("Earlier posts").Says("Post bn", "Post ak").SaysNot("Post aj", "Post bo")
	p = p.Follow("Earlier posts").Says("Post aa", "Post aj").SaysNot("Post ak", "Earlier posts")
	p = p.Follow("Later posts").Says("Post ak", "Post bn").SaysNot("Post aj", "Post bo")
	p.Follow("Later posts").Says("Post bo", "Post cr").SaysNot("Later posts")
	p.Follow("The newest posts").Says("Post cr")
}

func TestWhatIsUnreadIsMarked(t *testing.T) {
	t.Parallel()
	s, ann, bob, _ := three(t)
	s.write(ann, "First")
	bob.Get(s.page()).Says("1 new post since you were here", "New since you were here")
	ann.Get(s.page()).SaysNot("New since you were here", "since you were here")
	// Looking changes nothing; saying so does.
	p := bob.Get(s.page()).Says("1 new post").Press("I have read everything", nil).Says("Everything is marked as read")
	p.SaysNot("1 new post", "New since you were here")
	for range 35 {
		s.Clock.Set(s.Clock.Now().Add(time.Minute))
		s.write(ann, "More")
	}
	p = bob.Get(s.page()).Says("35 new posts since you were here").SaysNot(`id="new"`)
	if first := p.Follow("Go to the first of them").Find("#new + article").Text(); first == "" {
		t.Error("the first unread post is not marked")
	}
	// Who posts has read what their page showed, and no more.
	late := bob.Get(s.page())
	s.write(ann, "Meanwhile")
	late.Press("Post", testkit.Fill("text", "Mine")).Says("1 new post since you were here")
	n, err := s.Discussions.Unread(t.Context(), bob.ID, s.room)
	if err != nil || n[s.room] != 1 {
		t.Errorf("%v, %v", n, err)
	}
	// The mark is moved neither back nor beyond what there is.
	bob.Post(s.page()+"/read", url.Values{"seen": {"1"}})
	bob.Post(s.page()+"/read", url.Values{"seen": {"999999"}})
	bob.Post(s.page()+"/read", url.Values{"seen": {"-5"}}).Says("1 new post")
}

func TestAClosedRoomIsReadOnly(t *testing.T) {
	t.Parallel()
	s, ann, _, _ := three(t)
	post := s.write(ann, "Before")
	s.do(func(ctx context.Context, tx bun.Tx) error { return s.Discussions.Close(ctx, tx, s.room) })
	for _, path := range []string{s.page(), post.Path()} {
		p := ann.Get(path).Says("Before", "This discussion was closed on 11 January 2027")
		if p.Find("textarea").Length() != 0 {
			t.Errorf("%s still has a form", path)
		}
	}
	if p := ann.Post(s.page(), url.Values{"id": {s.NewID()}, "text": {"After"}}); p.Status != http.StatusConflict {
		t.Errorf("posting answers %d", p.Status)
	}
	if n := count(t, s, "discussion_posts"); n != 1 {
		t.Errorf("%d posts", n)
	}
}

func TestActivityAndTranscript(t *testing.T) {
	t.Parallel()
	s, ann, bob, cat := three(t)
	first := s.write(ann, "One")
	s.Clock.Set(s.Clock.Now().Add(time.Hour))
	s.write(bob, "Two, @Ann Lee", func(d *discussion.Draft) { d.ReplyTo = first.ID })
	got, err := s.Discussions.Activity(t.Context(), s.DB, s.room)
	if err != nil || len(got) != 2 || !got[ann.ID].Equal(testkit.Start) || !got[bob.ID].Equal(testkit.Start.Add(time.Hour)) {
		t.Errorf("%v, %v", got, err)
	}
	if _, wrote := got[cat.ID]; wrote {
		t.Error("Cat has written nothing")
	}
	var list []discussion.Entry
	err = s.Discussions.Transcript(t.Context(), s.room, func(e discussion.Entry) error { list = append(list, e); return nil })
	if err != nil || len(list) != 2 || list[0].Text != "One" || list[1].Author != "Bob Roe" || list[1].ReplyTo != 1 ||
		len(list[1].Mentions) != 1 || list[1].Mentions[0] != "Ann Lee" {
		t.Errorf("%+v, %v", list, err)
	}
}

func count(t *testing.T, s story, table string) int {
	t.Helper()
	var n int
	if err := s.DB.NewRaw("SELECT count(*) FROM ?", bun.Ident(table)).Scan(t.Context(), &n); err != nil {
		t.Fatal(err)
	}
	return n
}
