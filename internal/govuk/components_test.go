package govuk

import (
	"fmt"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"
	"github.com/google/go-cmp/cmp"
)

func document(t *testing.T, c templ.Component) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(render(t, t.Context(), c)))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestPages(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		current, total int
		want           string
	}{
		{1, 1, ""},
		{1, 2, "[1] 2 >"},
		{2, 3, "< 1 [2] 3 >"},
		{1, 10, "[1] 2 … 10 >"},
		{4, 10, "< 1 2 3 [4] 5 … 10 >"}, // a gap of one page is that page
		{5, 10, "< 1 … 4 [5] 6 … 10 >"},
		{10, 10, "< 1 … 9 [10]"},
	} {
		p := Pages(c.current, c.total, func(n int) string { return fmt.Sprintf("?page=%d", n) })
		var parts []string
		if p.Previous.Href != "" {
			parts = append(parts, "<")
		}
		for _, i := range p.Items {
			switch {
			case i.Gap:
				parts = append(parts, "…")
			case i.Current:
				parts = append(parts, fmt.Sprintf("[%d]", i.Number))
			default:
				parts = append(parts, fmt.Sprint(i.Number))
			}
		}
		if p.Next.Href != "" {
			parts = append(parts, ">")
		}
		if got := strings.Join(parts, " "); got != c.want {
			t.Errorf("page %d of %d: %q, want %q", c.current, c.total, got, c.want)
		}
	}
}

// What screen readers say must not run together, which the fixtures cannot tell.
func TestHiddenWordsStandApart(t *testing.T) {
	t.Parallel()
	for want, c := range map[string]templ.Component{
		"Change your name":                actionLink(Action{Text: "Change", Hidden: "your name", Href: "#"}, ""),
		"Change your name (Round 4)":      actionLink(Action{Text: "Change", Hidden: "your name", Href: "#"}, "Round 4"),
		"Rules (Round 4)":                 actionLink(Action{Text: "Rules", Href: "#"}, "Round 4"),
		"Take out Ann Lee":                Button(ButtonProps{Text: "Take out", Hidden: "Ann Lee"}),
		"Error: Enter your name":          errorMessage("x", "Enter your name"),
		"Next page":                       pageLinkText(PageLink{}, false, "Next", "page"),
		"! Warning This cannot be undone": WarningText("This cannot be undone"),
	} {
		got := strings.Join(strings.Fields(document(t, c).Text()), " ")
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestHostileText(t *testing.T) {
	t.Parallel()
	hostile := "\"><script>alert(1)</script>'\u202e\x00"
	for name, c := range map[string]templ.Component{
		"input":    Input(InputProps{Name: "n", Label: hostile, Hint: hostile, Error: hostile, Value: hostile, Suggestions: []string{hostile}}),
		"textarea": Textarea(TextareaProps{Name: "n", Label: hostile, Value: hostile, MaxLength: 10}),
		"radios":   Radios(RadiosProps{Name: "n", Legend: hostile, Options: []Option{{Value: hostile, Text: hostile, Hint: hostile}}}),
		"table":    Table(TableProps{Caption: hostile, Columns: []Column{{Text: hostile}}, Rows: [][]Cell{Row(hostile)}, Stack: true}),
		"list":     SummaryList(SummaryListProps{Title: hostile, Rows: []SummaryRow{{Key: hostile, Value: hostile, Actions: []Action{{Text: hostile, Hidden: hostile, Href: hostile}}}}}),
		"page":     Page(PageProps{Title: hostile, Heading: hostile, Description: hostile, Errors: []FieldError{{hostile, hostile}}}),
		"form":     ButtonForm(ButtonFormProps{Action: hostile, Text: hostile, Fields: []HiddenField{{hostile, hostile}}}),
	} {
		if n := document(t, c).Find("script:not([src])").Length(); n > 0 {
			t.Errorf("%s lets a script through", name)
		}
	}
}

func TestLinksGoNowhereDangerous(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]templ.Component{
		"button": Button(ButtonProps{Text: "x", Href: "javascript:alert(1)"}),
		"card":   Card(CardProps{Title: "x", Href: "javascript:alert(1)"}),
		"cell":   Table(TableProps{Rows: [][]Cell{{{Text: "x", Href: " JavaScript:alert(1)"}}}}),
		"form":   ButtonForm(ButtonFormProps{Action: "javascript:alert(1)", Text: "x"}),
		"search": SearchForm(SearchFormProps{Action: "data:text/html,x", Label: "x"}),
	} {
		html := strings.ToLower(render(t, t.Context(), c))
		if strings.Contains(html, "javascript:") || strings.Contains(html, "data:") {
			t.Errorf("%s: %s", name, html)
		}
	}
}

// Browsers drop the first newline of a textarea; what people wrote must come back whole.
func TestTextareaKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	for _, typed := range []string{"", "a", "\na", "\n\na\n", "\r\na", " a "} {
		got := document(t, Textarea(TextareaProps{Name: "n", Value: typed})).Find("textarea").Text()
		want := strings.ReplaceAll(typed, "\r\n", "\n")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", typed, diff)
		}
	}
}

func TestButtonsGuardAgainstDoubleClicks(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		button ButtonProps
		want   bool
	}{
		"submit":  {ButtonProps{}, true},
		"allowed": {ButtonProps{AllowRepeat: true}, false},
		"link":    {ButtonProps{Href: "/"}, false},
		"plain":   {ButtonProps{Type: "button"}, false},
	} {
		_, guarded := document(t, Button(c.button)).Find(".govuk-button").Attr("data-prevent-double-click")
		if guarded != c.want {
			t.Errorf("%s: guarded %t", name, guarded)
		}
	}
}

func TestCountTextsAreSentOnlyWhereTheyDiffer(t *testing.T) {
	t.Parallel()
	area := Textarea(TextareaProps{Name: "n", MaxLength: 5})
	if html := render(t, t.Context(), area); strings.Contains(html, "data-i18n") || !strings.Contains(html, "up to 5 characters") {
		t.Error(html)
	}
	welsh := WithFrame(t.Context(), Frame{Texts: Texts{CountUnderOther: "%{count} ar ôl", CountLimit: "Hyd at %{count}"}})
	html := render(t, welsh, area)
	if !strings.Contains(html, `data-i18n.characters-under-limit.other="%{count} ar ôl"`) || !strings.Contains(html, "Hyd at 5") {
		t.Error(html)
	}
}
