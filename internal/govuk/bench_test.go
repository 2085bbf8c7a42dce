package govuk

import (
	"io"
	"testing"

	"github.com/a-h/templ"
)

// BenchmarkPage draws a page with a table of 50 rows, as a signed-in person sees it.
func BenchmarkPage(b *testing.B) {
	var rows [][]Cell
	for range 50 {
		rows = append(rows, []Cell{
			{Text: "Ann Lee", Href: "/people/1"},
			{Text: "Ashbourne District Council"},
			{Content: Tag(TagProps{Text: "Met", Colour: Good})},
			{Text: "6"},
			{Content: ButtonForm(ButtonFormProps{Action: "/people/1", Text: "Take out", Hidden: "Ann Lee", Variant: Plain})},
		})
	}
	ctx := WithFrame(b.Context(), Frame{
		Network: "OneTeam", AccountName: "Priya Raman", AccountHref: "/profile",
		Nav: []NavItem{{Text: "Home", Href: "/", Current: true}, {Text: "People", Href: "/people"}},
	})
	table := Table(TableProps{Caption: "People", Columns: make([]Column, 5), Rows: rows, RowHeaders: true})
	page := Page(PageProps{Title: "People", Heading: "People", Width: Full})
	for b.Loop() {
		if err := page.Render(templ.WithChildren(ctx, table), io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}
