package govuk

import (
	"context"
	"encoding/json"
	"io"
	"strings"

	"github.com/a-h/templ"
)

// The options of govuk-frontend's templates that our components have too.

// text is a string that fixtures also write as a number.
type text string

func (s *text) UnmarshalJSON(b []byte) error {
	*s = text(strings.Trim(string(b), `"`))
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, (*string)(s))
	}
	return nil
}

// yes is a switch that can only be on: "checked: false" overrides a value there, not here.
type yes bool

func (y *yes) UnmarshalJSON(b []byte) error {
	if string(b) != "true" {
		return errUnsupported
	}
	*y = true
	return nil
}

type textOption struct {
	Text string `json:"text"`
}

type labelOption struct {
	Text          string `json:"text"`
	Classes       string `json:"classes"`
	IsPageHeading bool   `json:"isPageHeading"`
}

type fieldsetOption struct {
	Legend labelOption `json:"legend"`
}

type fieldOptions struct {
	ID           string      `json:"id"`
	Name         string      `json:"name"`
	Label        labelOption `json:"label"`
	Hint         textOption  `json:"hint"`
	ErrorMessage textOption  `json:"errorMessage"`
	Disabled     bool        `json:"disabled"`
}

type itemOption struct {
	Value       text           `json:"value"`
	Text        string         `json:"text"`
	Hint        textOption     `json:"hint"`
	Checked     yes            `json:"checked"`
	Selected    yes            `json:"selected"`
	Disabled    bool           `json:"disabled"`
	Divider     string         `json:"divider"`
	Behaviour   string         `json:"behaviour"`
	Conditional map[string]any `json:"conditional"`
}

// choiceOptions are those of radios and checkboxes.
type choiceOptions struct {
	IDPrefix     string         `json:"idPrefix"`
	Name         string         `json:"name"`
	Fieldset     fieldsetOption `json:"fieldset"`
	Hint         textOption     `json:"hint"`
	ErrorMessage textOption     `json:"errorMessage"`
	Items        []*itemOption  `json:"items"`
	Value        string         `json:"value"`
	Values       []string       `json:"values"`
	Classes      string         `json:"classes"`
}

type actionOption struct {
	Text   string `json:"text"`
	Href   string `json:"href"`
	Hidden string `json:"visuallyHiddenText"`
}

type actionsOption struct {
	Items []actionOption `json:"items"`
}

// suffix returns what follows prefix in a class, which is how our props name variants.
func suffix(class, prefix string) (string, error) {
	if class == "" {
		return "", nil
	}
	s, ok := strings.CutPrefix(class, prefix)
	if !ok || strings.ContainsAny(s, " :") {
		return "", errUnsupported
	}
	return s, nil
}

func optionsOf(items []*itemOption) ([]Option, error) {
	var out []Option
	for _, i := range items {
		if i == nil {
			return nil, errUnsupported // null among the items
		}
		o := Option{
			Value: string(i.Value), Text: i.Text, Hint: i.Hint.Text, Selected: bool(i.Checked || i.Selected),
			Disabled: i.Disabled, Divider: i.Divider, Exclusive: i.Behaviour == "exclusive",
		}
		if html, ok := i.Conditional["html"].(string); ok {
			o.Conditional = templ.Raw(html)
		}
		out = append(out, o)
	}
	return out, nil
}

// around puts html into a component that takes children.
func around(c templ.Component, html string) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return c.Render(templ.WithChildren(ctx, templ.Raw(html)), w)
	})
}

// body is a component's content, given as text or as HTML.
type body struct {
	Text string `json:"text"`
	HTML string `json:"html"`
}

func (b body) String() string {
	if b.HTML != "" {
		return b.HTML
	}
	return templ.EscapeString(b.Text)
}
