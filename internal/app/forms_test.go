package app_test

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"cuppa.example/internal/testkit"
)

// hostile is what is typed into every field of every form.
var hostile = map[string]string{
	"HTML":       `"><evil id="x">'&amp;{{.}}</textarea></title><evil>`,
	"a header":   "Ann\r\nBcc: victim@example.org\r\n\r\n<evil>",
	"long":       "<evil>" + strings.Repeat("é", 10_000),
	"unreadable": "\u202e\u200b\x00\xff <evil> \u2028'; DROP TABLE members; --",
}

// typedInto selects the fields that a person types into.
const typedInto = "textarea[name], input[name]:not([type=hidden]):not([type=checkbox]):not([type=radio]):not([type=file]):not([type=submit])"

var ids = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}|/[A-Za-z0-9_-]{30,}|\d+`)

// aForm is a form with what it sends as it stands on its page.
type aForm struct {
	page, action, method string
	values               url.Values
	fields               []string
}

// forms are all forms with something to type that one can come to, one of a kind.
func forms(b *testkit.Browser, queue ...string) []aForm {
	found := map[string]aForm{}
	seen := map[string]bool{}
	for len(queue) > 0 && len(seen) < 150 {
		path := queue[0]
		queue = queue[1:]
		if kind := ids.ReplaceAllString(path, "N"); seen[kind] {
			continue
		} else {
			seen[kind] = true
		}
		p := b.Get(path)
		p.Find("form").Each(func(_ int, form *goquery.Selection) {
			f := aForm{page: path, method: strings.ToUpper(form.AttrOr("method", "get")), values: url.Values{}}
			action, err := p.URL.Parse(form.AttrOr("action", path))
			if err != nil {
				panic(err) // no address of ours
			}
			f.action = action.RequestURI()
			form.Find("input[type=hidden], input[checked], option[selected]").Each(func(_ int, in *goquery.Selection) {
				name := in.AttrOr("name", in.Closest("select").AttrOr("name", ""))
				f.values.Add(name, in.AttrOr("value", ""))
			})
			form.Find(typedInto).Each(func(_ int, in *goquery.Selection) { f.fields = append(f.fields, in.AttrOr("name", "")) })
			if len(f.fields) > 0 {
				found[f.method+ids.ReplaceAllString(f.action, "N")] = f
			}
		})
		p.Find("a[href]").Each(func(_ int, a *goquery.Selection) {
			if u, err := p.URL.Parse(a.AttrOr("href", "")); err == nil && u.Host == p.URL.Host {
				queue = append(queue, u.RequestURI())
			}
		})
	}
	var list []aForm
	for _, key := range slices.Sorted(maps.Keys(found)) {
		list = append(list, found[key])
	}
	return list
}

// submit types the same into every field. What is refused stands in the form as
// it was typed; nothing of it is ever part of a page.
func submit(t *testing.T, b *testkit.Browser, f aForm, what, text string) (refused bool) {
	t.Helper()
	values := maps.Clone(f.values)
	for _, name := range f.fields {
		values[name] = []string{text}
	}
	var p *testkit.Page
	if f.method == http.MethodGet {
		path, _, _ := strings.Cut(f.action, "?")
		p = b.Get(path + "?" + values.Encode())
	} else {
		p = b.Post(f.action, values)
	}
	if p.Find("evil").Length() > 0 {
		t.Errorf("%s typed into %s %s is part of the page", what, f.method, f.action)
	}
	if p.Status != http.StatusUnprocessableEntity {
		return false
	}
	if p.Find(".govuk-error-summary").Length() == 0 {
		t.Errorf("%s typed into %s: the answer does not say what is wrong:\n%s", what, f.action, p.Text())
	}
	// What nobody can type is not kept; a reader of HTML has one kind of line end.
	shown := strings.NewReplacer("\r\n", "\n", "\x00", "", "\xff", "")
	p.Find(typedInto).Each(func(_ int, in *goquery.Selection) {
		if name := in.AttrOr("name", ""); slices.Contains(f.fields, name) {
			got, is := in.Attr("value")
			if !is {
				got = in.Text()
			}
			if got != shown.Replace(text) {
				t.Errorf("%s typed into %s is not kept in %s: %.80q", what, f.action, name, got)
			}
		}
	})
	return true
}

// Every form of the program takes whatever is typed: none fails, none lets it
// become part of a page or a letter, and what is refused is not lost.
func TestEveryFormTakesWhateverIsTyped(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	olu := k.Organiser("Olu Ade")
	for _, name := range []string{"Ann Lee", "Bea Lee", "Cem Lee"} {
		k.Member(name, testkit.Works("Council of "+name))
	}
	olu.Get("/organise/programmes/new").Press("Create the programme", testkit.Fill("title", "Coffee"))
	k.Advance(24 * 24 * time.Hour) // into the first conversations
	match := strings.TrimPrefix(k.Mail(testkit.Address("Ann Lee"), "Coffee").Link("/c/"), testkit.Base)

	olu.Browser = k.SignIn(olu.ID)
	visitor := k.Visitor()
	count, refused := 0, 0
	for _, who := range []struct {
		*testkit.Browser
		forms []aForm
	}{{visitor, forms(visitor, "/", "/join", "/sign-in", match)}, {olu.Browser, forms(olu.Browser, "/home", "/organise", "/profile")}} {
		for _, f := range who.forms {
			count++
			for _, what := range slices.Sorted(maps.Keys(hostile)) {
				if submit(t, who.Browser, f, what, hostile[what]) {
					refused++
				}
			}
		}
	}
	if count < 25 || refused < 50 {
		t.Errorf("only %d forms, and %d refusals", count, refused)
	}
	k.Settle()
	for _, l := range k.SMTP.All() {
		if l.Header.Get("Bcc") != "" || l.To == "victim@example.org" || strings.Contains(l.HTML, "<evil") {
			t.Errorf("the letter %q was changed by what somebody typed:\n%s", l.Subject, l.Raw)
		}
	}
}
