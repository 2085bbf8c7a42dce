package mentoring_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"cuppa.example/internal/member"
	"cuppa.example/internal/testkit"
)

type selection = goquery.Selection

const day = 24 * time.Hour

// at makes the details of a member: job, organisation and topics.
func at(organisation, job string, topics ...string) func(*member.Details) {
	return func(d *member.Details) { d.Organisation, d.Job, d.Topics = organisation, job, topics }
}

// over is more, and of the usual values those that it does not say.
func over(more []string, usual ...string) []string {
	fill := more
	for i := 0; i+1 < len(usual); i += 2 {
		if !slices.Contains(more, usual[i]) {
			fill = append(fill, usual[i], usual[i+1])
		}
	}
	return fill
}

// offer puts up an offer through the pages, and gives its path.
func offer(p testkit.Person, capacity string, more ...string) string {
	fill := over(more, "kind", "mentoring", "topics", "Service design", "experience", "Ten years of services.", "capacity", capacity)
	return p.Get("/mentoring/offers/new").Press("Put up the offer", testkit.Fill(fill...)).Is(200, p.Name).URL.Path
}

// seek looks for something through the pages, and gives the page of suggestions.
func seek(p testkit.Person, more ...string) *testkit.Page {
	fill := over(more, "aim", "Designing services with councillors", "topics", "Service design", "kind", "mentoring")
	return p.Get("/mentoring/seeks/new").Press("See who fits", testkit.Fill(fill...)).Is(200, "People who could help you")
}

// ask sends a request about an offer, and gives the page of the request.
func ask(p testkit.Person, path, message string) *testkit.Page {
	page := p.Get(path + "/ask")
	button := ""
	page.Find("form button").Each(func(_ int, b *selection) {
		if text := strings.TrimSpace(b.Text()); strings.HasPrefix(text, "Ask ") {
			button = text
		}
	})
	return page.Press(button, testkit.Fill("message", message))
}

func names(t *testing.T, page *testkit.Page) string {
	t.Helper()
	var list []string
	page.Find(".cuppa-card h2").Each(func(_ int, h *selection) { list = append(list, strings.TrimSpace(h.Text())) })
	return strings.Join(list, ", ")
}
