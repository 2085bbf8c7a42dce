package govuk

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// conformance says for each of govuk-frontend's components how its options become ours, how
// many of its fixtures that covers, and, where ours differs on purpose, how.
var conformance = map[string]struct {
	adapter adapter
	covers  int
	change  func(ours, theirs string) (string, string)
}{
	"input":               {adapt(inputFrom), 28, nil},
	"textarea":            {adapt(textareaFrom), 10, nil},
	"character-count":     {adapt(countedFrom), 12, nil},
	"select":              {adapt(selectFrom), 7, nil},
	"radios":              {adapt(radiosFrom), 23, nil},
	"checkboxes":          {adapt(checkboxesFrom), 24, nil},
	"date-input":          {adapt(dateFrom), 8, nameLikeID},
	"file-upload":         {adapt(fileFrom), 7, nil},
	"fieldset":            {adapt(fieldsetFrom), 14, nil},
	"button":              {adapt(buttonFrom), 19, nil},
	"error-summary":       {adapt(errorSummaryFrom), 5, nil},
	"notification-banner": {adapt(bannerFrom), 12, nil},
	"panel":               {adapt(panelFrom), 3, nil},
	"inset-text":          {adapt(func(b body) (templ.Component, error) { return around(InsetText(), b.String()), nil }), 3, nil},
	"warning-text":        {adapt(warningFrom), 4, nil},
	"details":             {adapt(detailsFrom), 5, nil},
	"phase-banner":        {adapt(phaseFrom), 3, nil},
	"tag":                 {adapt(tagFrom), 8, nil},
	"summary-list":        {adapt(summaryFrom), 14, nil},
	"table":               {adapt(tableFrom), 5, withoutScrollRegion},
	"pagination":          {adapt(paginationFrom), 10, nil},
	"task-list":           {adapt(taskListFrom), 2, nil},
	"breadcrumbs":         {adapt(breadcrumbsFrom), 5, nil},
	"back-link":           {adapt(backLinkFrom), 3, nil},
	"skip-link":           {adapt(skipLinkFrom), 2, toMainContent},
	"service-navigation":  {adapt(navigationFrom), 3, nil},
}

// a date's fields are named like their ids, so that an error can link to them
func nameLikeID(ours, theirs string) (string, string) {
	id := regexp.MustCompile(`id="([\w-]+)-(day|month|year)" name="[\w-]+"`)
	return ours, id.ReplaceAllString(theirs, `id="$1-$2" name="$1-$2"`)
}

func withoutScrollRegion(ours, theirs string) (string, string) {
	return ours[strings.Index(ours, "<table"):strings.LastIndex(ours, "</div>")], theirs
}

// the skip link always leads to the main content
func toMainContent(ours, theirs string) (string, string) {
	return ours, regexp.MustCompile(`href="#[\w-]+"`).ReplaceAllString(theirs, `href="#main-content"`)
}

func inputFrom(o struct {
	fieldOptions
	Classes      string     `json:"classes"`
	Value        text       `json:"value"`
	Type         string     `json:"type"`
	Autocomplete string     `json:"autocomplete"`
	Inputmode    string     `json:"inputmode"`
	Pattern      string     `json:"pattern"`
	Prefix       textOption `json:"prefix"`
	Suffix       textOption `json:"suffix"`
	Spellcheck   *bool      `json:"spellcheck"`
},
) (templ.Component, error) {
	width, err := suffix(o.Classes, "govuk-input--width-")
	size, err2 := suffix(o.Label.Classes, "govuk-label--")
	if err != nil || err2 != nil || o.Spellcheck != nil && *o.Spellcheck {
		return nil, errUnsupported
	}
	return Input(InputProps{
		Name: o.Name, ID: o.ID, Label: o.Label.Text, LabelSize: size, LabelIsHeading: o.Label.IsPageHeading,
		Hint: o.Hint.Text, Error: o.ErrorMessage.Text, Value: string(o.Value), Type: o.Type, Width: width,
		Autocomplete: o.Autocomplete, Inputmode: o.Inputmode, Pattern: o.Pattern, Prefix: o.Prefix.Text,
		Suffix: o.Suffix.Text, NoSpellcheck: o.Spellcheck != nil, Disabled: o.Disabled,
	}), nil
}

type textareaOptions struct {
	fieldOptions
	Value        string `json:"value"`
	Rows         int    `json:"rows"`
	Autocomplete string `json:"autocomplete"`
	Spellcheck   *bool  `json:"spellcheck"`
	MaxLength    int    `json:"maxlength"`
	Threshold    int    `json:"threshold"`
}

func countedFrom(o textareaOptions) (templ.Component, error) {
	if o.MaxLength == 0 {
		return nil, errUnsupported
	}
	return textareaFrom(o)
}

func textareaFrom(o textareaOptions) (templ.Component, error) {
	size, err := suffix(o.Label.Classes, "govuk-label--")
	if err != nil || o.Spellcheck != nil && *o.Spellcheck {
		return nil, errUnsupported
	}
	return Textarea(TextareaProps{
		Name: o.Name, ID: o.ID, Label: o.Label.Text, LabelSize: size, LabelIsHeading: o.Label.IsPageHeading,
		Hint: o.Hint.Text, Error: o.ErrorMessage.Text, Value: o.Value, Rows: o.Rows, Autocomplete: o.Autocomplete,
		NoSpellcheck: o.Spellcheck != nil, Disabled: o.Disabled, MaxLength: o.MaxLength, Threshold: o.Threshold,
	}), nil
}

func selectFrom(o struct {
	fieldOptions
	Items []*itemOption `json:"items"`
	Value text          `json:"value"`
},
) (templ.Component, error) {
	options, err := optionsOf(o.Items)
	size, err2 := suffix(o.Label.Classes, "govuk-label--")
	// ours always writes the value out
	if err != nil || err2 != nil || slices.ContainsFunc(options, func(o Option) bool { return o.Value == "" }) {
		return nil, errUnsupported
	}
	return Select(SelectProps{
		Name: o.Name, ID: o.ID, Label: o.Label.Text, LabelSize: size, LabelIsHeading: o.Label.IsPageHeading,
		Hint: o.Hint.Text, Error: o.ErrorMessage.Text, Options: options, Value: string(o.Value), Disabled: o.Disabled,
	}), nil
}

func radiosFrom(o choiceOptions) (templ.Component, error) {
	options, err := optionsOf(o.Items)
	size, err2 := suffix(o.Fieldset.Legend.Classes, "govuk-fieldset__legend--")
	small, inline := strings.Contains(o.Classes, "govuk-radios--small"), strings.Contains(o.Classes, "govuk-radios--inline")
	if err != nil || err2 != nil || o.Values != nil {
		return nil, errUnsupported
	}
	return Radios(RadiosProps{
		Name: o.Name, ID: o.IDPrefix, Legend: o.Fieldset.Legend.Text, LegendSize: size, LegendIsHeading: o.Fieldset.Legend.IsPageHeading,
		Hint: o.Hint.Text, Error: o.ErrorMessage.Text, Options: options, Value: o.Value, Inline: inline, Small: small,
	}), nil
}

func checkboxesFrom(o choiceOptions) (templ.Component, error) {
	options, err := optionsOf(o.Items)
	size, err2 := suffix(o.Fieldset.Legend.Classes, "govuk-fieldset__legend--")
	small, err3 := suffix(o.Classes, "govuk-checkboxes--")
	if err != nil || err2 != nil || err3 != nil || o.Value != "" {
		return nil, errUnsupported
	}
	return Checkboxes(CheckboxesProps{
		Name: o.Name, ID: o.IDPrefix, Legend: o.Fieldset.Legend.Text, LegendSize: size, LegendIsHeading: o.Fieldset.Legend.IsPageHeading,
		Hint: o.Hint.Text, Error: o.ErrorMessage.Text, Options: options, Values: o.Values, Small: small == "small",
	}), nil
}

type datePartOption struct {
	Error yes `json:"error"`
}

func dateFrom(o struct {
	ID           string          `json:"id"`
	NamePrefix   string          `json:"namePrefix"`
	Fieldset     *fieldsetOption `json:"fieldset"`
	Hint         textOption      `json:"hint"`
	ErrorMessage textOption      `json:"errorMessage"`
	Values       map[string]int  `json:"values"`
	Day          datePartOption  `json:"day"`
	Month        datePartOption  `json:"month"`
	Year         datePartOption  `json:"year"`
},
) (templ.Component, error) {
	p := DateInputProps{Name: o.ID, Hint: o.Hint.Text, Error: o.ErrorMessage.Text}
	for name, part := range map[string]datePartOption{"day": o.Day, "month": o.Month, "year": o.Year} {
		if part.Error {
			p.Wrong = append(p.Wrong, name)
		}
	}
	if o.Fieldset == nil || p.Error == "" && len(p.Wrong) > 0 {
		return nil, errUnsupported // ours has a legend, and says what is wrong
	}
	p.Legend = o.Fieldset.Legend.Text
	for name, v := range o.Values {
		switch strings.TrimPrefix(name, o.NamePrefix+"-") {
		case "day":
			p.Day = strconv.Itoa(v)
		case "month":
			p.Month = strconv.Itoa(v)
		case "year":
			p.Year = strconv.Itoa(v)
		}
	}
	return DateInput(p), nil
}

func fileFrom(o struct {
	fieldOptions
	Multiple bool `json:"multiple"`
},
) (templ.Component, error) {
	size, err := suffix(o.Label.Classes, "govuk-label--")
	if err != nil || o.Disabled {
		return nil, errUnsupported
	}
	return FileUpload(FileUploadProps{
		Name: o.Name, ID: o.ID, Label: o.Label.Text, LabelSize: size, LabelIsHeading: o.Label.IsPageHeading,
		Hint: o.Hint.Text, Error: o.ErrorMessage.Text, Multiple: o.Multiple,
	}), nil
}

func fieldsetFrom(o struct {
	fieldsetOption
	DescribedBy string `json:"describedBy"`
	Role        string `json:"role"`
	HTML        string `json:"html"`
},
) (templ.Component, error) {
	size, err := suffix(o.Legend.Classes, "govuk-fieldset__legend--")
	p := FieldsetProps{Legend: o.Legend.Text, LegendSize: size, LegendIsHeading: o.Legend.IsPageHeading, DescribedBy: o.DescribedBy, Role: o.Role}
	return around(Fieldset(p), o.HTML), err
}
