package outcome

import (
	"bytes"
	"context"
	"encoding/json"
	"html"
	"strings"
	"time"

	"github.com/gorilla/feeds"

	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
)

// inFeed is how many of the newest are in a feed.
const inFeed = 30

// The formats of the feeds.
const (
	atomType = "application/atom+xml"
	jsonType = "application/feed+json"
)

// feed is what both formats are made from.
type feed struct {
	*feeds.Feed
	shown   []Shown
	lang    string
	changed time.Time // when anything in it, or out of it, last changed; zero when not known
}

// feed reads what is public, in the network's language whoever asks.
func (s *Outcomes) feed(ctx context.Context) (feed, error) {
	ctx, err := s.Speak(ctx, "")
	if err != nil {
		return feed{}, err
	}
	n, err := s.Networks.Current(ctx)
	if err != nil {
		return feed{}, err
	}
	// The date first: what changes while we read makes the feed newer than it
	// says, and never older.
	changed, err := lastChange(ctx, s.DB)
	if err != nil {
		return feed{}, err
	}
	shown, err := s.Latest(ctx, inFeed)
	if err != nil {
		return feed{}, err
	}
	f := feed{shown: shown, lang: locale.Lang(ctx), changed: changed}
	for _, o := range shown {
		if o.renamed.After(f.changed) {
			f.changed = o.renamed
		}
	}
	f.Feed = &feeds.Feed{
		Title: locale.T(ctx, "outcome.feed.title", "network", n.Name), Description: locale.T(ctx, "outcome.list.lede"),
		Link: &feeds.Link{Href: s.URL("/outcomes")}, Author: &feeds.Author{Name: n.Name}, Updated: f.changed,
	}
	if f.Updated.IsZero() {
		f.Updated = n.CreatedAt
	}
	for _, o := range shown {
		item := &feeds.Item{
			Id: "urn:uuid:" + o.ID, Title: o.Title, Link: &feeds.Link{Href: s.URL(o.Path())},
			Author: &feeds.Author{Name: o.By(ctx)}, Created: o.PublishedAt.UTC(), Updated: o.ChangedAt.UTC(), Content: o.html(ctx),
		}
		if o.Link != "" {
			item.Source = &feeds.Link{Href: o.Link}
		}
		f.Add(item)
	}
	return f, nil
}

// html is what is for others, as the content of an entry. What people wrote is
// text: it is escaped, and a link is only what they gave as one.
func (s Shown) html(ctx context.Context) string {
	var b strings.Builder
	para := func(text string) { b.WriteString("<p>" + html.EscapeString(text) + "</p>") }
	for _, part := range s.Parts {
		if part.Key != "" {
			b.WriteString("<h2>" + html.EscapeString(locale.T(ctx, part.Key)) + "</h2>")
		}
		for _, text := range govuk.Paragraphs(part.Text) {
			para(text)
		}
	}
	if s.Link != "" {
		link := html.EscapeString(s.Link)
		b.WriteString(`<p><a href="` + link + `" rel="nofollow ugc noopener">` + link + `</a></p>`)
	}
	return b.String()
}

// atomFeed has the links that a feed reader looks for, which the library's has not.
type atomFeed struct {
	*feeds.AtomFeed
	Links []feeds.AtomLink `xml:"link"`
}

// FeedXml makes it a feed of the library.
func (f atomFeed) FeedXml() any { return f } //nolint:revive // the library's name

// atom is the feed as Atom (RFC 4287); self is its own address.
func (f feed) atom(self string) ([]byte, error) {
	a := (&feeds.Atom{Feed: f.Feed}).AtomFeed()
	links := []feeds.AtomLink{
		{Href: self, Rel: "self", Type: atomType},
		{Href: a.Link.Href, Rel: "alternate", Type: "text/html"},
	}
	a.Link = nil
	for i, e := range a.Entries {
		e.Published = f.Items[i].Created.Format(time.RFC3339)
		if source := f.Items[i].Source; source != nil {
			e.Links = append(e.Links, feeds.AtomLink{Href: source.Href, Rel: "related"})
		}
	}
	var b bytes.Buffer
	err := feeds.WriteXML(atomFeed{a, links}, &b)
	return b.Bytes(), err
}

// jsonFeed has its items also when there are none, as the format asks.
type jsonFeed struct {
	*feeds.JSONFeed
	Items []*feeds.JSONItem `json:"items"`
}

// json is the feed as JSON Feed 1.1; self is its own address.
func (f feed) json(self string) ([]byte, error) {
	j := jsonFeed{(&feeds.JSON{Feed: f.Feed}).JSONFeed(), []*feeds.JSONItem{}}
	j.FeedUrl, j.Language = self, f.lang
	j.Author = nil
	for i, item := range j.JSONFeed.Items {
		item.Author = nil // of an older version of the format
		if len(f.shown[i].Names) > 0 {
			item.Authors = nil
			for _, name := range f.shown[i].Names {
				item.Authors = append(item.Authors, &feeds.JSONAuthor{Name: name})
			}
		}
		j.Items = append(j.Items, item)
	}
	return json.MarshalIndent(j, "", "  ")
}
