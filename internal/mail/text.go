package mail

import (
	"strings"
	"unicode/utf8"

	"cuppa.example/internal/form"
)

const columns = 76

// frame is what surrounds the blocks of every letter.
type frame struct {
	lang, network, base, footer string
	contact                     string // who reads answers to the network
}

// plainText is the plain twin of a letter.
func plainText(l Letter, f frame) string {
	var t text
	t.Grow(4096)
	for _, b := range l.Blocks {
		t.block(b)
	}
	t.gap()
	t.WriteString("-- \n") // mail programs leave out what follows when they answer
	t.wrap(f.footer, "", "")
	t.line(f.base)
	return t.String()
}

type text struct{ strings.Builder }

func (t *text) block(b Block) {
	t.gap()
	switch b.Kind {
	case "heading":
		if t.Len() > 0 {
			t.WriteByte('\n')
		}
		t.wrap(b.Text, "", "")
	case "button", "link":
		if b.Text != b.Href {
			t.wrap(strings.TrimRight(tidy(b.Text), ":.")+":", "", "")
		}
		t.line(b.Href)
	case "list":
		for _, item := range b.Items {
			t.wrap(item, "- ", "  ")
		}
	case "facts":
		t.facts(b.Rows)
	case "quote":
		t.wrap(b.Text, "> ", "> ")
	default:
		t.wrap(b.Text, "", "")
	}
}

// facts sets the values in one column, unless the labels are too long for it.
func (t *text) facts(rows []Row) {
	wide := 0
	for _, r := range rows {
		wide = max(wide, utf8.RuneCountInString(tidy(r.Label)))
	}
	wide += len(":  ")
	for _, r := range rows {
		label := tidy(r.Label) + ":"
		indent := strings.Repeat(" ", wide)
		first := label + strings.Repeat(" ", wide-utf8.RuneCountInString(label))
		if wide > columns/2 {
			t.wrap(label, "", "")
			first, indent = "  ", "  "
		}
		t.wrap(r.Text, first, indent)
		if r.Href != "" && r.Href != r.Text && strings.TrimPrefix(r.Href, "mailto:") != r.Text {
			t.WriteString(indent)
			t.line(r.Href)
		}
	}
}

// gap is an empty line between blocks.
func (t *text) gap() {
	if t.Len() > 0 {
		t.WriteByte('\n')
	}
}

func (t *text) line(s string) {
	t.WriteString(tidy(s))
	t.WriteByte('\n')
}

// wrap writes a text in lines of no more than 76 columns. Its own line breaks
// stay; a word that is longer, such as an address, has a line of its own.
func (t *text) wrap(s, first, rest string) {
	lead := first
	for line := range strings.SplitSeq(tidy(s), "\n") {
		column := utf8.RuneCountInString(lead)
		if strings.TrimSpace(line) == "" {
			lead = strings.TrimRight(lead, " ")
		}
		t.WriteString(lead)
		fresh := true
		for word := range strings.FieldsSeq(line) {
			n := utf8.RuneCountInString(word)
			switch {
			case fresh:
			case column+1+n > columns:
				t.WriteByte('\n')
				t.WriteString(rest)
				column = utf8.RuneCountInString(rest)
			default:
				t.WriteByte(' ')
				column++
			}
			t.WriteString(word)
			column += n
			fresh = false
		}
		t.WriteByte('\n')
		lead = rest
	}
}

// tidy is text without what could disturb a letter. Most text is tidy, and
// finding that out costs little.
func tidy(s string) string {
	for i := range len(s) {
		if (s[i] < ' ' && s[i] != '\n') || s[i] >= 0x7f {
			return form.CleanText(s)
		}
	}
	return strings.TrimSpace(s)
}
