package discussion_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/discussion"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/testkit"
)

func TestEditingKeepsWhatStoodThere(t *testing.T) {
	t.Parallel()
	s, ann, bob, _ := three(t)
	post := s.write(ann, "I think *so*")
	s.Clock.Set(s.Clock.Now().Add(time.Hour))
	p := ann.Get(s.page()).Follow("Edit").Is(http.StatusOK, "Edit your post")
	p.Press("Save", testkit.Fill("text", "I think not")).Is(http.StatusOK, "A post by Ann Lee").Says("Your post is changed", "I think not")
	p = bob.Get(s.page()).Says("I think not", "edited 11 January 2027").SaysNot("I think <em>so", "/edit", "/delete")
	p.Follow("edited 11 January").Is(http.StatusOK, "What stood here before").Says("I think so", "I think not", "Ann Lee has edited this post")

	// The other window: what it would undo is said once, and then it may.
	w := ann.Get(post.Path() + "/edit")
	if err := s.Discussions.Edit(t.Context(), s.room, ann.ID, post.ID, "From my phone", 1); err != nil {
		t.Fatal(err)
	}
	w = w.Press("Save", testkit.Fill("text", "From my desk")).Is(http.StatusUnprocessableEntity, "Edit your post").Says("in another window")
	w.Press("Save", nil).Says("From my desk")
	ann.Get(post.Path()+"/edit").Press("Save", testkit.Fill("text", "")).Is(http.StatusUnprocessableEntity, "Edit your post").Says("Write something")

	// Saving without a change is none.
	ann.Get(post.Path()+"/edit").Press("Save", nil)
	if n := count(t, s, "discussion_versions"); n != 3 {
		t.Errorf("%d versions", n)
	}
}

func TestNobodyChangesWhatAnotherWrote(t *testing.T) {
	t.Parallel()
	s, ann, bob, _ := three(t)
	post := s.write(ann, "Mine")
	elsewhere := open(t, s.Kit, bob)
	for _, path := range []string{"/edit", "/delete"} {
		if p := bob.Get(post.Path() + path); p.Status != http.StatusForbidden {
			t.Errorf("GET %s: %d", path, p.Status)
		}
		if p := bob.Post(post.Path()+path, url.Values{"text": {"Yours"}, "versions": {"0"}}); p.Status != http.StatusForbidden {
			t.Errorf("POST %s: %d", path, p.Status)
		}
		// Nor through a room of one's own.
		if p := bob.Post(elsewhere.page()+"/posts/"+post.ID+path, url.Values{"text": {"Yours"}, "versions": {"0"}}); p.Status != http.StatusNotFound {
			t.Errorf("POST %s through another room: %d", path, p.Status)
		}
	}
	if p := bob.Get(elsewhere.page() + "/posts/" + post.ID); p.Status != http.StatusNotFound {
		t.Errorf("another room shows it: %d", p.Status)
	}
	if p := bob.Post(elsewhere.page(), url.Values{"id": {s.NewID()}, "text": {"Answer"}, "reply_to": {post.ID}}); p.Status != http.StatusNotFound {
		t.Errorf("another room answers it: %d", p.Status)
	}
	ann.Get(s.page()).Says("Mine")
}

func TestDeletingLeavesThePlace(t *testing.T) {
	t.Parallel()
	s, ann, bob, _ := three(t)
	post := s.write(ann, "A regret")
	if err := s.Discussions.Edit(t.Context(), s.room, ann.ID, post.ID, "A bigger regret", 0); err != nil {
		t.Fatal(err)
	}
	s.write(bob, "What do you mean?", func(d *discussion.Draft) { d.ReplyTo = post.ID })
	p := ann.Get(s.page()).Follow("Delete").Is(http.StatusOK, "Delete your post").Says("A bigger regret")
	p.Press("Delete the post", nil).Is(http.StatusOK, "Service designers").Says("Your post is deleted", "Deleted by its author", "Answers a deleted post by Ann Lee").
		SaysNot("regret")
	bob.Get(post.Path()).Says("Deleted by its author", "What do you mean?").SaysNot("regret")
	bob.Get(post.Path() + "/history").SaysNot("regret")
	ann.Get(post.Path()+"/edit").Is(http.StatusOK, "A post by Ann Lee").SaysNot("regret")
	if err := s.Discussions.Edit(t.Context(), s.room, ann.ID, post.ID, "Back", 0); !errors.Is(err, fault.Conflict) {
		t.Errorf("editing what is deleted: %v", err)
	}
	if err := s.Discussions.Delete(t.Context(), s.room, ann.ID, post.ID); err != nil {
		t.Errorf("deleting twice: %v", err)
	}
	if n := count(t, s, "discussion_versions"); n != 0 {
		t.Errorf("%d versions are left", n)
	}
}

func TestAClosedRoomChangesNothing(t *testing.T) {
	t.Parallel()
	s, ann, _, _ := three(t)
	post := s.write(ann, "Before")
	s.do(func(ctx context.Context, tx bun.Tx) error { return s.Discussions.Close(ctx, tx, s.room) })
	ann.Get(s.page()).SaysNot("/edit", "/delete")
	for _, path := range []string{"/edit", "/delete"} {
		if p := ann.Get(post.Path() + path); p.Status != http.StatusConflict {
			t.Errorf("GET %s: %d", path, p.Status)
		}
		if p := ann.Post(post.Path()+path, url.Values{"text": {"After"}, "versions": {"0"}}); p.Status != http.StatusConflict {
			t.Errorf("POST %s: %d", path, p.Status)
		}
	}
	ann.Get(s.page()).Says("Before")
}

// A block folds what the other writes, for the one who blocked and for nobody
// else, wherever it stands.
func TestABlockFoldsAndIsNeverRevealed(t *testing.T) {
	t.Parallel()
	s, ann, bob, cat := three(t)
	post := s.write(bob, "You again")
	s.write(cat, "Quiet please", func(d *discussion.Draft) { d.ReplyTo = post.ID })
	before := string(bob.Get(s.page()).Body)
	s.do(func(ctx context.Context, tx bun.Tx) error { return s.Safety.Block(ctx, tx, ann.ID, bob.ID) })
	for _, path := range []string{s.page(), post.Path()} {
		p := ann.Get(path).Says("A post from somebody you blocked")
		if got := p.Find("details:contains('You again')").Length(); got != 1 {
			t.Errorf("%s: %d are folded", path, got)
		}
		if p.Find("details:contains('Quiet please')").Length() != 0 {
			t.Errorf("%s folds somebody else", path)
		}
	}
	ann.Get(s.page()).Says("Answers a post from somebody you blocked").SaysNot("Answers Bob Roe: You again")
	id := func(body string) string { // but for the form's own number
		a := strings.Index(body, `name="id" value="`)
		return body[:a] + body[a+17+36:]
	}
	if after := string(bob.Get(s.page()).Body); id(after) != id(before) {
		t.Error("who is blocked sees another page than before")
	}
	cat.Get(s.page()).SaysNot("somebody you blocked")
}

// Organisers see a reported post in the report, also after it was deleted, and
// nothing else of the room.
func TestAPostIsReported(t *testing.T) {
	t.Parallel()
	s, ann, bob, _ := three(t)
	o := s.Organiser("Olga Orr")
	post := s.write(bob, "Something vile")
	s.write(ann, "Something kind")
	p := ann.Get(s.page())
	if got := p.Find("a[href^='/report/']").Length(); got != 1 {
		t.Errorf("%d posts can be reported: one's own cannot", got)
	}
	p = p.Follow("Report").Says("A post in the discussion “Service designers”")
	p.Press("Send", testkit.Fill("text", "Look at this"))
	if got := s.Member("Dan Poe").Get("/report/post/" + post.ID); got.Status != http.StatusNotFound {
		t.Errorf("somebody who is not in the room reports it: %d", got.Status)
	}
	if err := s.Discussions.Delete(t.Context(), s.room, bob.ID, post.ID); err != nil {
		t.Fatal(err)
	}
	if got := ann.Get("/report/post/" + post.ID); got.Status != http.StatusNotFound {
		t.Errorf("what is deleted is reported: %d", got.Status)
	}
	q := o.Get("/organise/reports")
	href, _ := q.Find("main a[href^='/organise/reports/']").Attr("href")
	o.Get(href).Says("Something vile", "Look at this").SaysNot("Something kind", post.Path())
}

// The rule said before somebody deletes themselves: words and files go, places stay.
func TestWhoIsErasedTakesTheirWordsAlong(t *testing.T) {
	t.Parallel()
	s, ann, bob, _ := three(t)
	post := s.write(ann, "Ring me on 5550100")
	if err := s.Discussions.Edit(t.Context(), s.room, ann.ID, post.ID, "Ring me on 5550101", 0); err != nil {
		t.Fatal(err)
	}
	s.write(bob, "I will, @Ann Lee", func(d *discussion.Draft) { d.ReplyTo = post.ID })
	ann.Get("/profile/delete").Says("posts")
	s.do(func(ctx context.Context, tx bun.Tx) error { return s.Discussions.Close(ctx, tx, s.room) })
	s.do(func(ctx context.Context, tx bun.Tx) error { return s.Members.Erase(ctx, tx, ann.ID) })
	for _, path := range []string{s.page(), post.Path(), post.Path() + "/history"} {
		bob.Get(path).Says("Deleted by its author", "Somebody who has left").SaysNot("555010", "For Ann Lee")
	}
	if n := count(t, s, "discussion_versions") + count(t, s, "discussion_mentions"); n != 0 {
		t.Errorf("%d versions and mentions are left", n)
	}
	if people := count(t, s, "discussion_people"); people != 2 {
		t.Errorf("%d people", people)
	}
}

func TestWhoLeavesTheNetworkLeavesTheRoom(t *testing.T) {
	t.Parallel()
	s, ann, bob, _ := three(t)
	s.write(ann, "I stay here")
	s.do(func(ctx context.Context, tx bun.Tx) error { return s.Members.Leave(ctx, tx, ann.ID) })
	bob.Get(s.page()).Says("I stay here", "Ann Lee")
	if _, _, err := s.Discussions.In(t.Context(), s.DB, s.room, ann.ID); !errors.Is(err, fault.NotFound) {
		t.Errorf("is still in: %v", err)
	}
}

func TestTheDownloadHoldsOnesOwnPosts(t *testing.T) {
	t.Parallel()
	s, ann, bob, _ := three(t)
	post := s.write(ann, "Mine one")
	s.write(bob, "Not mine")
	if err := s.Discussions.Edit(t.Context(), s.room, ann.ID, post.ID, "Mine two", 0); err != nil {
		t.Fatal(err)
	}
	x, err := s.Discussions.Export(t.Context(), ann.ID)
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(x)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{"Mine one": true, "Mine two": true, "Not mine": false, "Service designers": true, "daily": true} {
		if strings.Contains(string(b), text) != want {
			t.Errorf("%q: %s", text, b)
		}
	}
}
