package discussion_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/a-h/templ"
	"github.com/uptrace/bun"

	"cuppa.example/internal/discussion"
	"cuppa.example/internal/testkit"
)

// story is a room in a network, that belongs to a small feature of the test's own.
type story struct {
	*testkit.Kit
	room string
}

// open begins a story: these people are in a room.
func open(t testing.TB, k *testkit.Kit, people ...testkit.Person) story {
	t.Helper()
	k.Discussions.Register("test", discussion.Owner{Around: func(_ context.Context, r discussion.Room, memberID string) (discussion.Around, error) {
		return discussion.Around{Title: r.Title, Back: "/home", Nav: templ.Raw(`<nav aria-label="The circle">Circle</nav>`)}, nil
	}})
	s := story{k, k.NewID()}
	k.InTx(func(ctx context.Context, tx bun.Tx) error {
		err := k.Discussions.Open(ctx, tx, discussion.Room{ID: s.room, Kind: "test", SubjectID: s.room, Title: "Service designers"})
		if err != nil {
			return err
		}
		return k.Discussions.Join(ctx, tx, s.room, ids(people)...)
	})
	return s
}

func ids(people []testkit.Person) []string {
	list := make([]string, len(people))
	for i, p := range people {
		list[i] = p.ID
	}
	return list
}

// three is a room of Ann, Bob and Cat.
func three(t *testing.T) (s story, ann, bob, cat testkit.Person) {
	t.Helper()
	k := testkit.New(t)
	ann, bob, cat = k.Member("Ann Lee"), k.Member("Bob Roe"), k.Member("Cat Moe")
	return open(t, k, ann, bob, cat), ann, bob, cat
}

// page is the address of the room.
func (s story) page() string { return discussion.Path(s.room) }

// says posts something through the form.
func (s story) says(p testkit.Person, text string, more ...string) *testkit.Page {
	s.T.Helper()
	return p.Get(s.page()).Press("Post", testkit.Fill(append([]string{"text", text}, more...)...)).Is(http.StatusOK, "Service designers")
}

// write posts something without a page, and gives it back.
func (s story) write(p testkit.Person, text string, change ...func(*discussion.Draft)) discussion.Post {
	s.T.Helper()
	d := discussion.Draft{ID: s.NewID(), Text: text}
	for _, f := range change {
		f(&d)
	}
	post, err := s.Discussions.Write(s.T.Context(), s.room, p.ID, d)
	if err != nil {
		s.T.Fatal(err)
	}
	return post
}

// do changes the room in a transaction.
func (s story) do(f func(ctx context.Context, tx bun.Tx) error) {
	s.T.Helper()
	s.InTx(f)
}
