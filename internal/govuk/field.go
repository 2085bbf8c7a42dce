package govuk

import (
	"strings"

	"github.com/a-h/templ"
)

// Sizes of labels and legends; as a page's only question, pair SizeL with IsHeading.
const (
	SizeS  = "s"
	SizeM  = "m"
	SizeL  = "l"
	SizeXL = "xl"
)

// Option is one choice of a Select, of Radios or of Checkboxes.
type Option struct {
	Value    string
	Text     string
	Hint     string
	Selected bool // in addition to the component's own Value or Values
	Disabled bool
	// Divider puts a word ("or") between choices; such an option has nothing else.
	Divider string
	// Conditional is shown only while this choice is taken (always, without JavaScript).
	Conditional Conditional
	// Exclusive unticks all other checkboxes ("None of these").
	Exclusive bool
}

// field is what all form controls have in common.
type field struct {
	name, id, hint, err, describedBy string
}

func newField(name, id, hint, err string) field {
	if id == "" {
		id = name
	}
	f := field{name: name, id: id, hint: hint, err: err}
	if hint != "" {
		f.describe(f.hintID())
	}
	if err != "" {
		f.describe(f.errorID())
	}
	return f
}

func (f *field) describe(id string) {
	if id != "" {
		f.describedBy = strings.TrimSpace(f.describedBy + " " + id)
	}
}

func (f field) hintID() string  { return f.id + "-hint" }
func (f field) errorID() string { return f.id + "-error" }

func (f field) group(extra ...string) string {
	return classes(append([]string{"govuk-form-group", when(f.err != "", "govuk-form-group--error")}, extra...)...)
}

// classes joins the class names that are not empty.
func classes(names ...string) string {
	joined := ""
	for _, n := range names {
		switch {
		case n == "":
		case joined == "":
			joined = n // mostly there is only one, which costs nothing
		default:
			joined += " " + n
		}
	}
	return joined
}

// class is a class attribute for a templ element: { class("a", when(b, "c"))... }. templ's own
// class={ … } collects sets of stylesheets on the way, which takes longer than the rest of
// the element.
func class(names ...string) templ.OrderedAttributes {
	return templ.OrderedAttributes{{Key: "class", Value: classes(names...)}}
}

func when(cond bool, s string) string {
	if cond {
		return s
	}
	return ""
}

func orElse(s, fallback string) string {
	if s == "" {
		return fallback
	}
	return s
}

func sized(prefix, size string) string {
	if size == "" {
		return ""
	}
	return prefix + size
}
