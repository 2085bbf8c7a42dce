package outcome

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"time"

	"cuppa.example/internal/form"
	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

const maxSearch = 100

// listView is a part of what is public.
type listView struct {
	filter Filter
	page   Page
}

func (s *Outcomes) listPage(w http.ResponseWriter, r *http.Request) error {
	q := form.Query(r)
	v := listView{filter: Filter{Search: q.Line("q"), After: q.Value("after")}}
	if runes := []rune(v.filter.Search); len(runes) > maxSearch {
		v.filter.Search = string(runes[:maxSearch])
	}
	var err error
	if v.page, err = s.List(r.Context(), v.filter); err != nil {
		return err
	}
	return web.OK(w, r, listPage(v))
}

func (v listView) href(after string) string {
	q := url.Values{}
	if v.filter.Search != "" {
		q.Set("q", v.filter.Search)
	}
	if after != "" {
		q.Set("after", after)
	}
	if len(q) == 0 {
		return "/outcomes"
	}
	return "/outcomes?" + q.Encode()
}

func (v listView) pagination(ctx context.Context) govuk.PaginationProps {
	p := govuk.PaginationProps{Label: locale.T(ctx, "outcome.list.pages")}
	if v.filter.After != "" {
		p.Previous = govuk.PageLink{Text: locale.T(ctx, "outcome.list.newest"), Href: v.href("")}
	}
	if v.page.Next != "" {
		p.Next = govuk.PageLink{Text: locale.T(ctx, "outcome.list.older"), Href: v.href(v.page.Next)}
	}
	return p
}

func (s *Outcomes) publicPage(w http.ResponseWriter, r *http.Request) error {
	o, err := s.Public(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	n, err := s.Networks.Current(r.Context())
	if err != nil {
		return err
	}
	me, _ := member.From(r.Context())
	mine, err := s.mine(r.Context(), o.ID, me.ID)
	if err != nil {
		return err
	}
	return web.OK(w, r, publicPage(o, n.Contact, mine, me.Organiser))
}

// mine is the page of an outcome for one of its people, and empty for everybody
// else.
func (s *Outcomes) mine(ctx context.Context, id, memberID string) (string, error) {
	if memberID == "" {
		return "", nil
	}
	o, err := s.byID(ctx, s.DB, id)
	if _, theirs := o.Person(memberID); err != nil || !theirs {
		return "", err
	}
	if o.Alone() {
		return o.postPath(), nil
	}
	return "/conversations/" + o.ConversationID + "/outcome", nil
}

// feedLinks let browsers and feed readers find the feeds.
func feedLinks(ctx context.Context) []govuk.Feed {
	title := locale.T(ctx, "outcome.list.title")
	return []govuk.Feed{
		{Title: title, Type: atomType, Href: "/outcomes.atom"},
		{Title: title, Type: jsonType, Href: "/outcomes.json"},
	}
}

func (s *Outcomes) atomFeed(w http.ResponseWriter, r *http.Request) error {
	return s.serveFeed(w, r, atomType, feed.atom)
}

func (s *Outcomes) jsonFeed(w http.ResponseWriter, r *http.Request) error {
	return s.serveFeed(w, r, jsonType, feed.json)
}

// serveFeed answers with a feed, or with "not modified". A reader asks every
// time, so that what was taken back is gone at once.
func (s *Outcomes) serveFeed(w http.ResponseWriter, r *http.Request, contentType string, format func(feed, string) ([]byte, error)) error {
	f, err := s.feed(r.Context())
	if err != nil {
		return err
	}
	body, err := format(f, s.URL(r.URL.Path))
	if err != nil {
		return err
	}
	sum := sha256.Sum256(body)
	tag := `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
	h := w.Header()
	h.Set("ETag", tag)
	h.Set("Cache-Control", "no-cache")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin") // anybody may show a feed
	h.Set("Access-Control-Allow-Origin", "*")
	// A date has whole seconds: what changed a moment ago might change again
	// within the same one.
	changed := f.changed.Truncate(time.Second)
	dated := !f.changed.IsZero() && s.Now().Sub(changed) >= 2*time.Second
	if dated {
		h.Set("Last-Modified", changed.UTC().Format(http.TimeFormat))
	}
	if unchanged(r, tag, changed, dated) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	h.Set("Content-Type", contentType+"; charset=utf-8")
	if r.Method == http.MethodHead {
		return nil
	}
	_, err = w.Write(body)
	return err
}

// unchanged reports whether the reader has this already. A tag says more than a
// date; where it comes, only it counts.
func unchanged(r *http.Request, tag string, changed time.Time, dated bool) bool {
	if given := r.Header.Get("If-None-Match"); given != "" {
		for one := range strings.SplitSeq(given, ",") {
			one = strings.TrimPrefix(strings.TrimSpace(one), "W/")
			if one == "*" || one == tag {
				return true
			}
		}
		return false
	}
	since, err := http.ParseTime(r.Header.Get("If-Modified-Since"))
	return err == nil && dated && !changed.After(since)
}
