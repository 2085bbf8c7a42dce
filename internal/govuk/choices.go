package govuk

import (
	"slices"
	"strconv"
)

// RadiosProps describe a question with one answer.
type RadiosProps struct {
	Name            string
	ID              string
	Legend          string
	LegendSize      string
	LegendIsHeading bool
	Hint            string
	Error           string
	Options         []Option
	Value           string
	Inline          bool // side by side; only for two or three short answers
	Small           bool
}

// CheckboxesProps describe a question with any number of answers. Without a legend (one
// box that says it all, such as agreeing to something) there is no fieldset.
type CheckboxesProps struct {
	Name            string
	ID              string
	Legend          string
	LegendSize      string
	LegendIsHeading bool
	Hint            string
	Error           string
	Options         []Option
	Values          []string
	Small           bool
}

// SelectProps describe a choice from a list; radios are easier to use where they fit.
type SelectProps struct {
	Name           string
	ID             string
	Label          string
	LabelSize      string
	LabelIsHeading bool
	LabelHidden    bool
	Hint           string
	Error          string
	Options        []Option
	Value          string
	Disabled       bool
}

func (p RadiosProps) checked(o Option) bool {
	return o.Selected || p.Value != "" && o.Value == p.Value
}

func (p CheckboxesProps) checked(o Option) bool {
	return o.Selected || slices.Contains(p.Values, o.Value)
}

func (p SelectProps) selected(o Option) bool {
	return o.Selected || p.Value != "" && o.Value == p.Value
}

// itemID numbers the second and later choices; the first has the field's own id, so that
// the error summary's link leads to it.
func (f field) itemID(i int) string {
	if i == 0 {
		return f.id
	}
	return f.id + "-" + strconv.Itoa(i+1)
}

func itemDescription(o Option, id, group string) string {
	return classes(group, when(o.Hint != "", id+"-item-hint"))
}
