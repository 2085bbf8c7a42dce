package discussion_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/app"
	"cuppa.example/internal/discussion"
	"cuppa.example/internal/testkit"
)

// fast is a pace at which nobody waits for a test.
var fast = discussion.Pace{Look: 5 * time.Millisecond, Check: 10 * time.Millisecond, Beat: 5 * time.Millisecond}

// serve is a real server for the program, with a limit on how long answers take.
func serve(t testing.TB, a *app.App, limit time.Duration) *httptest.Server {
	t.Helper()
	server := httptest.NewUnstartedServer(a.Handler())
	server.Config.ReadTimeout, server.Config.WriteTimeout = limit, limit
	server.Start()
	t.Cleanup(func() {
		a.Discussions.EndStreams()
		server.Close()
	})
	return server
}

// cookie is that of a new session.
func (s story) cookie(memberID string) *http.Cookie {
	s.T.Helper()
	w := httptest.NewRecorder()
	if err := s.Members.Begin(s.T.Context(), w, httptest.NewRequest(http.MethodPost, "/", nil), memberID); err != nil {
		s.T.Fatal(err)
	}
	return w.Result().Cookies()[0]
}

func live(t *testing.T) (s story, server *httptest.Server, ann, bob, cat testkit.Person) {
	t.Helper()
	s, ann, bob, cat = three(t)
	s.Discussions.Pace = fast
	return s, serve(t, s.App, time.Minute), ann, bob, cat
}

func TestWhatIsWrittenArrives(t *testing.T) {
	t.Parallel()
	s, ann, bob, cat := three(t)
	s.Discussions.Pace = fast
	const limit = time.Second
	server := serve(t, s.App, limit)
	l := s.listen(server, s.cookie(bob.ID), "", "")
	l.beats(2 * int(limit/fast.Beat)) // the server lets other answers take half as long
	post := s.write(ann, "A **new** one\n\nwith lines")
	if e := l.next("post"); !strings.Contains(e.data, "<strong>new</strong>") || !strings.Contains(e.data, "post-"+post.ID) || e.id != "1" {
		t.Errorf("%+v", e)
	}
	if err := s.Discussions.Edit(t.Context(), s.room, ann.ID, post.ID, "Another one", 0); err != nil {
		t.Fatal(err)
	}
	if e := l.next("post"); !strings.Contains(e.data, "Another one") || !strings.Contains(e.data, "post-"+post.ID) || e.id != "2" {
		t.Errorf("%+v", e)
	}
	if err := s.Discussions.Delete(t.Context(), s.room, ann.ID, post.ID); err != nil {
		t.Fatal(err)
	}
	if e := l.next("post"); !strings.Contains(e.data, "Deleted by its author") || e.id != "3" {
		t.Errorf("%+v", e)
	}
	// Who comes back has missed nothing, and gets nothing twice.
	s.write(cat, "Fourth")
	_ = l.close()
	s.write(cat, "Fifth")
	for _, again := range []*listening{s.listen(server, s.cookie(bob.ID), "", "3"), s.listen(server, s.cookie(bob.ID), "?from=3", "")} {
		if e := again.next("post"); !strings.Contains(e.data, "Fourth") {
			t.Errorf("%+v", e)
		}
		if e := again.next("post"); !strings.Contains(e.data, "Fifth") {
			t.Errorf("%+v", e)
		}
	}
}

// What one process writes, the pages that listen to another one get.
func TestTwoProcessesShareARoom(t *testing.T) {
	t.Parallel()
	var shared app.Config
	k := testkit.New(t, func(c *app.Config, _ *app.Options) { shared = *c })
	ann, bob := k.Member("Ann Lee"), k.Member("Bob Roe")
	s := open(t, k, ann, bob)
	other := testkit.New(t, func(c *app.Config, _ *app.Options) { c.Data, c.Database = shared.Data, shared.Database })
	other.Discussions.Pace = fast
	l := s.listen(serve(t, other.App, time.Minute), s.cookie(bob.ID), "", "")
	l.beats(1)
	s.write(ann, "From the first process")
	if e := l.next("post"); !strings.Contains(e.data, "From the first process") {
		t.Errorf("%+v", e)
	}
	// A room that the other one opens has a number of its own.
	room := other.NewID()
	other.InTx(func(ctx context.Context, tx bun.Tx) error {
		return other.Discussions.Open(ctx, tx, discussion.Room{ID: room, Kind: "test", SubjectID: room, Title: "Another"})
	})
	r, err := roomNumbers(t, k)
	if err != nil || len(r) != 2 || r[0] == r[1] {
		t.Errorf("%v, %v", r, err)
	}
}

func roomNumbers(t *testing.T, k *testkit.Kit) (list []int64, err error) {
	t.Helper()
	err = k.DB.NewRaw("SELECT number FROM discussion_rooms").Scan(t.Context(), &list)
	return list, err
}

// Each sees what their page would show: their own actions, and folded what the
// people whom they have blocked write.
func TestEventsAreForTheirReader(t *testing.T) {
	t.Parallel()
	s, server, ann, bob, cat := live(t)
	a, b, c := s.listen(server, s.cookie(ann.ID), "", ""), s.listen(server, s.cookie(bob.ID), "", ""), s.listen(server, s.cookie(cat.ID), "", "")
	s.do(func(ctx context.Context, tx bun.Tx) error { return s.Safety.Block(ctx, tx, cat.ID, ann.ID) })
	s.write(ann, "Hello")
	for _, x := range []struct {
		l            *listening
		edit, folded bool
	}{{a, true, false}, {b, false, false}, {c, false, true}} {
		e := x.l.next("post")
		if strings.Contains(e.data, "/edit") != x.edit || strings.Contains(e.data, "somebody you blocked") != x.folded {
			t.Errorf("%+v", e)
		}
	}
}

func TestStreamsEnd(t *testing.T) {
	t.Parallel()
	s, server, ann, bob, cat := live(t)
	for name, c := range map[string]struct {
		p   testkit.Person
		end func()
	}{
		"leaving the room": {bob, func() {
			s.do(func(ctx context.Context, tx bun.Tx) error { return s.Discussions.Leave(ctx, tx, s.room, bob.ID) })
		}},
		"signing out": {cat, func() {
			if err := s.Members.EndOtherSessions(t.Context(), cat.ID, ""); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		l := s.listen(server, s.cookie(c.p.ID), "", "")
		l.beats(1)
		c.end()
		s.write(ann, "Not for them any more")
		if got := l.ends(); len(got) > 0 {
			t.Errorf("%s: still gets %q", name, got)
		}
	}
	l := s.listen(server, s.cookie(ann.ID), "?from=0", "")
	l.next("post")
	s.Discussions.EndStreams()
	l.ends()
}

// Whoever is kept out of the network, or gone from it, hears nothing more on a
// page that is open, and no page of an error comes where events came.
func TestStreamsOfWhoIsGoneEnd(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(ctx context.Context, k story, tx bun.Tx, id string) error{
		"suspended": func(ctx context.Context, k story, tx bun.Tx, id string) error {
			return k.Members.Suspend(ctx, tx, id, k.Clock.Now().AddDate(0, 1, 0))
		},
		"removed": func(ctx context.Context, k story, tx bun.Tx, id string) error { return k.Members.Remove(ctx, tx, id) },
		"erased":  func(ctx context.Context, k story, tx bun.Tx, id string) error { return k.Members.Erase(ctx, tx, id) },
	} {
		s, server, ann, bob, _ := live(t)
		l := s.listen(server, s.cookie(bob.ID), "", "")
		l.beats(1)
		s.do(func(ctx context.Context, tx bun.Tx) error { return end(ctx, s, tx, bob.ID) })
		s.write(ann, "Not for him any more")
		var rest []string
		for l.lines.Scan() {
			rest = append(rest, l.lines.Text())
		}
		if text := strings.Join(rest, "\n"); strings.Contains(text, "Not for him") || strings.Contains(text, "<html") || strings.Contains(text, "event: post") {
			t.Errorf("%s: still gets %q", name, text)
		}
	}
}

func TestNobodyElseHearsAnything(t *testing.T) {
	t.Parallel()
	s, server, _, _, _ := live(t)
	o := s.Organiser("Olga Orr")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+s.page()+"/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.AddCookie(s.cookie(o.ID))
	answer, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusNotFound {
		t.Errorf("an organiser gets %d", answer.StatusCode)
	}
}

func TestWhoIsHereIsSaidInside(t *testing.T) {
	t.Parallel()
	s, server, ann, bob, cat := live(t)
	a := s.listen(server, s.cookie(ann.ID), "", "")
	b := s.listen(server, s.cookie(bob.ID), "", "")
	if e := a.next("here"); !strings.Contains(e.data, "Here now: Bob Roe and you.") {
		t.Errorf("%+v", e)
	}
	if e := b.next("here"); !strings.Contains(e.data, "Here now: Ann Lee and you.") {
		t.Errorf("%+v", e)
	}
	// People who are kept apart are not shown to each other, either way round.
	s.do(func(ctx context.Context, tx bun.Tx) error { return s.Safety.Block(ctx, tx, cat.ID, ann.ID) })
	c := s.listen(server, s.cookie(cat.ID), "", "")
	if e := c.next("here"); !strings.Contains(e.data, "Here now: Bob Roe and you.") {
		t.Errorf("%+v", e)
	}
	if e := b.next("here"); !strings.Contains(e.data, "Here now: Ann Lee, Cat Moe and you.") {
		t.Errorf("%+v", e)
	}
	_ = b.close()
	if e := a.next("here"); strings.TrimSpace(e.data) != "" {
		t.Errorf("nobody else is here: %+v", e)
	}
}

func TestAMemberListensOnSoManyPages(t *testing.T) {
	t.Parallel()
	s, server, ann, bob, _ := live(t)
	cookie := s.cookie(ann.ID)
	for range 8 {
		s.listen(server, cookie, "", "")
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+s.page()+"/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.AddCookie(cookie)
	answer, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusTooManyRequests {
		t.Errorf("the ninth gets %d", answer.StatusCode)
	}
	s.listen(server, s.cookie(bob.ID), "", "")
}

// An erasure of more posts than are sent at a time is one change.
func TestAnErasureArrivesWhole(t *testing.T) {
	t.Parallel()
	s, server, ann, bob, _ := live(t)
	const n = 120
	for range n {
		s.Clock.Set(s.Clock.Now().Add(time.Minute))
		s.write(ann, "Words")
	}
	l := s.listen(server, s.cookie(bob.ID), "", "")
	l.beats(1)
	s.do(func(ctx context.Context, tx bun.Tx) error { return s.Members.Erase(ctx, tx, ann.ID) })
	seen := map[string]bool{}
	for range n {
		e := l.next("post")
		at := strings.Index(e.data, "post-")
		seen[e.data[at:at+41]] = strings.Contains(e.data, "Deleted by its author")
	}
	if len(seen) != n {
		t.Errorf("%d of %d posts", len(seen), n)
	}
}
