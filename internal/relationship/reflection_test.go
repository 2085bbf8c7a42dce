package relationship_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/uptrace/bun"

	"cuppa.example/internal/app"
	"cuppa.example/internal/testkit"
)

// secret is what Lee thinks.
const secret = "I am afraid of the <director>"

// logged keeps what the program logs.
type logged struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logged) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(b)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// reflected is a story in which Lee has written a reflection; path is its page.
func reflected(t *testing.T, log *logged) (s *story, path string) {
	t.Helper()
	k := testkit.New(t, func(_ *app.Config, o *app.Options) {
		if log != nil {
			o.Log = slog.New(slog.NewTextHandler(log, nil))
		}
	})
	s = &story{Kit: k, mentor: k.Member("Mia Mentor"), mentee: k.Member("Lee Learner")}
	s.id = s.open(s.mentor, s.mentee)
	s.agree()
	s.page(s.mentee, "/sessions/1").Follow("Write a reflection").Press("Save for me alone", testkit.Fill("text", secret)).Is(200, "Your reflections").Says(secret)
	path, _ = s.page(s.mentee, "/reflections").Find("main .govuk-task-list a").Attr("href")
	return s, path
}

func TestReflectionIsForItsAuthorAlone(t *testing.T) {
	t.Parallel()
	log := &logged{}
	s, path := reflected(t, log)
	olive := s.Organiser("Olive Organ")
	for _, address := range []string{path, path + "/publish", s.Relationships.Path(s.id) + "/reflections", s.Relationships.Path(s.id) + "/reflections/none"} {
		if p := olive.Get(address); p.Status != http.StatusForbidden || strings.Contains(string(p.Body), "afraid") {
			t.Errorf("an organiser gets %d on %s", p.Status, address)
		}
	}
	for _, address := range []string{path, path + "/publish", path + "/forget"} {
		if p := olive.Post(address, map[string][]string{"text": {"mine"}, "sure": {"yes"}}); p.Status != http.StatusForbidden {
			t.Errorf("an organiser gets %d posting to %s", p.Status, address)
		}
		if p := s.mentor.Post(address, map[string][]string{"text": {"mine"}, "sure": {"yes"}}); p.Status != http.StatusForbidden {
			t.Errorf("the other gets %d posting to %s", p.Status, address)
		}
	}
	if p := s.mentor.Get(path); p.Status != http.StatusForbidden {
		t.Errorf("the other gets %d", p.Status)
	}
	if p := s.Member("Eve Poe").Get(path); p.Status != http.StatusNotFound {
		t.Errorf("a stranger gets %d", p.Status)
	}
	for _, page := range []string{"", "/sessions/1", "/reflections"} {
		s.page(s.mentor, page).SaysNot("afraid")
	}
	if n := strings.Count(log.String(), "a reflection was refused"); n != 11 {
		t.Errorf("%d refusals are logged, want 11:\n%s", n, log)
	}
	for _, private := range []string{"Lee", "Olive", olive.ID, s.mentee.ID, "afraid"} {
		if strings.Contains(log.String(), private) {
			t.Errorf("the log names %s:\n%s", private, log)
		}
	}
	s.mentee.Get(path).Is(200, "A reflection").Says(secret).Press("Save for me alone", testkit.Fill("text", "I was afraid")).Says("I was afraid")
	s.mentee.Get(path).Press("Delete this reflection", nil).SaysNot("I was afraid")
}

func TestReflectionIsEncryptedWithItsOwnKey(t *testing.T) {
	t.Parallel()
	s, path := reflected(t, nil)
	id := path[strings.LastIndex(path, "/")+1:]
	var sealed []byte
	if err := s.DB.NewRaw("SELECT sealed FROM relationship_reflections WHERE id = ?", id).Scan(t.Context(), &sealed); err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(sealed, []byte("afraid")) || len(sealed) < len(secret) {
		t.Errorf("the database holds %q", sealed)
	}
	purpose := "relationship_reflections.sealed/" + id + "/" + s.mentee.ID
	if text, err := s.Keys.Decrypt(sealed, purpose); err == nil {
		t.Errorf("the common key opens it: %s", text)
	}
	private, err := s.Keys.Apart("relationship reflections v1")
	if err != nil {
		t.Fatal(err)
	}
	if text, err := private.Decrypt(sealed, purpose); err != nil || text != secret {
		t.Errorf("its own key gives %q, %v", text, err)
	}
	// Put under another name it opens for nobody.
	s.InTx(func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewRaw("UPDATE relationship_reflections SET author_id = ? WHERE id = ?", s.mentor.ID, id).Exec(ctx)
		return err
	})
	if b, err := s.mentor.Browser.Browser.Get(path); err != nil || b.Status != http.StatusInternalServerError || strings.Contains(string(b.Body), "afraid") {
		t.Errorf("a row that was moved answers %d (%v)", b.Status, err)
	}
}

func TestDownloadHasOnesOwnReflectionsAlone(t *testing.T) {
	t.Parallel()
	s, _ := reflected(t, nil)
	for p, want := range map[*testkit.Person]bool{&s.mentee: true, &s.mentor: false} {
		data, err := s.Relationships.Export(t.Context(), p.ID)
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(data)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "afraid") != want || !strings.Contains(string(text), "Every 6 weeks") && !strings.Contains(string(text), `"every weeks":6`) {
			t.Errorf("the download of %s is\n%s", p.Name, text)
		}
	}
}
