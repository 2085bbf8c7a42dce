// Package gallery shows every component of govuk on a few pages, filled with made-up
// content. Nothing of the product imports it: its test looks at the pages in a real browser,
// and `go test ./internal/govuk/gallery -run Serve -serve 127.0.0.1:8090` lets people look.
package gallery

import (
	"net/http"

	"cuppa.example/assets"
	"cuppa.example/internal/govuk"
	"github.com/a-h/templ"
)

// Pages are the gallery's pages by path.
var Pages = map[string]templ.Component{
	"/":           front(),
	"/components": components(),
	"/form":       form(nil),
	"/errors":     form(mistakes),
	"/dashboard":  dashboard(),
	"/talk":       talk(),
	"/done":       done(),
	"/narrow":     narrow(),
}

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// Handler serves the gallery as the product serves its pages: with its policy.
func Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle(assets.Prefix, assets.Handler())
	for path, page := range Pages {
		pattern := "GET " + path
		if path == "/" {
			pattern += "{$}"
		}
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Security-Policy", policy)
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			if err := page.Render(govuk.WithFrame(r.Context(), frame(path)), w); err != nil {
				panic(err)
			}
		})
	}
	return mux
}

func frame(path string) govuk.Frame {
	f := govuk.Frame{
		Network: "OneTeam Exchange",
		Nav: []govuk.NavItem{
			{Text: "Home", Href: "/"},
			{Text: "Conversations", Href: "/talk"},
			{Text: "Outcomes", Href: "/components"},
			{Text: "People", Href: "/form"},
			{Text: "Organise", Href: "/dashboard"},
		},
		Footer: []govuk.NavItem{
			{Text: "About", Href: "#"},
			{Text: "Privacy", Href: "#"},
			{Text: "Cookies", Href: "#"},
			{Text: "Accessibility", Href: "#"},
			{Text: "How draws are made", Href: "#"},
			{Text: "Source code", Href: "#"},
		},
		Demo: path != "/", DemoHref: "#",
	}
	for i := range f.Nav {
		f.Nav[i].Current = f.Nav[i].Href == path
	}
	if path == "/" {
		f.SignInHref, f.JoinHref = "#", "/form"
	} else {
		f.AccountName, f.AccountHref = "Priya Raman", "#"
	}
	if path == "/dashboard" {
		f.Flash = "Round 4 is published. 58 people get their match email now."
	}
	return f
}

var mistakes = []govuk.FieldError{
	{Field: "name", Text: "Enter your name"},
	{Field: "email", Text: "Enter an email address in the correct format, like name@example.com"},
	{Field: "cadence", Text: "Choose how often you want to talk"},
	{Field: "topics", Text: "Choose at least one topic"},
	{Field: "away-day", Text: "The date you are back must be in the future"},
	{Field: "about", Text: "What you say about yourself must be 200 characters or fewer"},
	{Field: "file", Text: "Choose a CSV or Excel file"},
	{Field: "pledge", Text: "Agree to the pledge to join"},
}

func errorOf(errors []govuk.FieldError, field string) string {
	for _, e := range errors {
		if e.Field == field {
			return e.Text
		}
	}
	return ""
}
