package discussion_test

import (
	"bufio"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// listening is a page that listens.
type listening struct {
	t     testing.TB
	lines *bufio.Scanner
	close func() error
}

type event struct{ name, id, data string }

// listen opens the events of the room.
func (s story) listen(server *httptest.Server, cookie *http.Cookie, query, last string) *listening {
	s.T.Helper()
	r, err := http.NewRequestWithContext(s.T.Context(), http.MethodGet, server.URL+s.page()+"/events"+query, nil)
	if err != nil {
		s.T.Fatal(err)
	}
	r.AddCookie(cookie)
	r.Header.Set("Accept-Encoding", "gzip")
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	answer, err := server.Client().Do(r)
	if err != nil {
		s.T.Fatal(err)
	}
	if answer.StatusCode != http.StatusOK || answer.Header.Get("Content-Type") != "text/event-stream" || answer.Header.Get("Content-Encoding") != "" {
		s.T.Fatalf("%d %v", answer.StatusCode, answer.Header)
	}
	return &listening{s.T, bufio.NewScanner(answer.Body), answer.Body.Close}
}

// next waits for an event of this name.
func (l *listening) next(name string) event {
	l.t.Helper()
	for e, more := l.read(); more; e, more = l.read() {
		if e.name == name {
			return e
		}
	}
	l.t.Fatalf("the stream ended before an event %q", name)
	return event{}
}

// beats waits for n signs of life.
func (l *listening) beats(n int) {
	l.t.Helper()
	for ; n > 0 && l.lines.Scan(); n-- {
		for l.lines.Text() != ":" && l.lines.Scan() {
		}
	}
	if n > 0 {
		l.t.Fatal("the stream ended")
	}
}

// ends waits until the stream is over, and gives back the posts that came before.
func (l *listening) ends() (posts []string) {
	for e, more := l.read(); more; e, more = l.read() {
		if e.name == "post" {
			posts = append(posts, e.data)
		}
	}
	return posts
}

func (l *listening) read() (e event, more bool) {
	for l.lines.Scan() {
		name, value, _ := strings.Cut(l.lines.Text(), ": ")
		switch name {
		case "event":
			e.name = value
		case "id":
			e.id = value
		case "data":
			e.data += value + "\n"
		case "":
			if e.name != "" {
				return e, true
			}
		}
	}
	return e, false
}
