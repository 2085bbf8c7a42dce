package govuk

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

// body is the rows of a table. It is written by hand since a list has hundreds
// of cells: as components of their own they took a fifth of the page's time.
func (p TableProps) body() templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		h := pieces{w: w}
		for _, row := range p.Rows {
			h.tag("<tr class=\"govuk-table__row\"", p.Stack, " role=\"row\"")
			for i, c := range row {
				p.cell(ctx, &h, i, c)
			}
			h.raw("</tr> ")
		}
		return h.err
	})
}

func (p TableProps) cell(ctx context.Context, h *pieces, i int, c Cell) {
	if i == 0 && p.RowHeaders {
		h.tag("<th scope=\"row\" class=\"govuk-table__header\"", p.Stack, " role=\"rowheader\"")
		h.cell(ctx, c)
		h.raw("</th> ")
		return
	}
	col := p.column(i)
	h.raw("<td class=\"govuk-table__cell")
	if col.Numeric {
		h.raw(" govuk-table__cell--numeric")
	}
	h.raw("\"")
	if p.Stack && !col.Hidden {
		h.raw(" data-label=\"")
		h.text(col.Text)
		h.raw("\"")
	}
	h.tag("", p.Stack, " role=\"cell\"")
	h.cell(ctx, c)
	h.raw("</td> ")
}

// pieces writes the pieces of a page until one fails.
type pieces struct {
	w   io.Writer
	err error
}

func (h *pieces) raw(piece string) {
	if h.err == nil {
		_, h.err = io.WriteString(h.w, piece)
	}
}

func (h *pieces) text(text string) { h.raw(templ.EscapeString(text)) }

// tag ends the tag that begins with head, with more in it or not.
func (h *pieces) tag(head string, more bool, attribute string) {
	h.raw(head)
	if more {
		h.raw(attribute)
	}
	h.raw(">")
}

func (h *pieces) cell(ctx context.Context, c Cell) {
	if c.Href != "" {
		h.raw("<a class=\"govuk-link\" href=\"")
		h.text(string(templ.URL(c.Href)))
		h.raw("\">")
		h.text(c.Text)
		h.raw("</a>")
	} else {
		h.text(c.Text)
	}
	if c.Content != nil && h.err == nil {
		h.err = c.Content.Render(ctx, h.w)
	}
}
