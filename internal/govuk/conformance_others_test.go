package govuk

import (
	"errors"
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

func buttonFrom(o struct {
	Text     string `json:"text"`
	Href     string `json:"href"`
	Classes  string `json:"classes"`
	Name     string `json:"name"`
	Value    string `json:"value"`
	Type     string `json:"type"`
	ID       string `json:"id"`
	Start    bool   `json:"isStartButton"`
	Disabled bool   `json:"disabled"`
	Prevent  *bool  `json:"preventDoubleClick"`
},
) (templ.Component, error) {
	variant, err := suffix(o.Classes, "govuk-button--")
	if err != nil || o.Prevent != nil && !*o.Prevent {
		return nil, errUnsupported
	}
	return Button(ButtonProps{
		Text: o.Text, Href: o.Href, Variant: Variant(variant), Start: o.Start, Type: o.Type, Name: o.Name, Value: o.Value,
		ID: o.ID, Disabled: o.Disabled, AllowRepeat: o.Prevent == nil,
	}), nil
}

func errorSummaryFrom(o struct {
	Title  string `json:"titleText"`
	Errors []struct {
		Text string `json:"text"`
		Href string `json:"href"`
	} `json:"errorList"`
},
) (templ.Component, error) {
	if o.Title != english.ErrorSummary || len(o.Errors) == 0 {
		return nil, errUnsupported
	}
	var list []FieldError
	for _, e := range o.Errors {
		list = append(list, FieldError{Field: strings.TrimPrefix(e.Href, "#"), Text: e.Text})
	}
	return ErrorSummary(list), nil
}

func bannerFrom(o struct {
	Title string `json:"titleText"`
	ID    string `json:"titleId"`
	Type  string `json:"type"`
	body
},
) (templ.Component, error) {
	p := NotificationBannerProps{Title: o.Title, ID: o.ID, Text: o.Text, Success: o.Type == "success"}
	return around(NotificationBanner(p), o.HTML), nil
}

func panelFrom(o struct {
	Title string `json:"titleText"`
	body
},
) (templ.Component, error) {
	if o.String() == "" {
		return nil, errUnsupported
	}
	return around(Panel(o.Title), o.String()), nil
}

func warningFrom(o struct {
	Text string `json:"text"`
	Icon string `json:"iconFallbackText"`
},
) (templ.Component, error) {
	if o.Icon != "" && o.Icon != english.Warning {
		return nil, errUnsupported
	}
	return WarningText(o.Text), nil
}

func detailsFrom(o struct {
	Summary string `json:"summaryText"`
	body
},
) (templ.Component, error) {
	return around(Details(o.Summary), o.String()), nil
}

func phaseFrom(o struct {
	Tag textOption `json:"tag"`
	body
},
) (templ.Component, error) {
	return around(PhaseBanner(o.Tag.Text), o.String()), nil
}

func tagFrom(o struct {
	Text    string `json:"text"`
	Classes string `json:"classes"`
},
) (templ.Component, error) {
	colour, err := suffix(o.Classes, "govuk-tag--")
	if err != nil || colour == "" {
		return nil, errUnsupported // ours always says which colour
	}
	return Tag(TagProps{Text: o.Text, Colour: Colour(colour)}), nil
}

func actionsFrom(o actionsOption) []Action {
	var out []Action
	for _, a := range o.Items {
		out = append(out, Action{Text: a.Text, Hidden: a.Hidden, Href: a.Href})
	}
	return out
}

func summaryFrom(o struct {
	Classes string `json:"classes"`
	Card    *struct {
		Title   textOption    `json:"title"`
		Actions actionsOption `json:"actions"`
	} `json:"card"`
	Rows []*struct {
		Key     textOption    `json:"key"`
		Value   body          `json:"value"`
		Actions actionsOption `json:"actions"`
	} `json:"rows"`
},
) (templ.Component, error) {
	border, err := suffix(o.Classes, "govuk-summary-list--")
	p := SummaryListProps{NoBorder: border == "no-border"}
	if o.Card != nil {
		p.Title, p.Actions = o.Card.Title.Text, actionsFrom(o.Card.Actions)
	}
	for _, r := range o.Rows {
		if r == nil {
			return nil, errUnsupported
		}
		row := SummaryRow{Key: r.Key.Text, Value: r.Value.Text, Actions: actionsFrom(r.Actions)}
		if r.Value.HTML != "" {
			row.Content = templ.Raw(r.Value.HTML)
		}
		p.Rows = append(p.Rows, row)
	}
	return SummaryList(p), err
}

type cellOption struct {
	Text   text   `json:"text"`
	HTML   string `json:"html"`
	Format string `json:"format"`
}

func tableFrom(o struct {
	Caption        string         `json:"caption"`
	CaptionClasses string         `json:"captionClasses"`
	RowHeaders     bool           `json:"firstCellIsHeader"`
	Classes        string         `json:"classes"`
	Head           []cellOption   `json:"head"`
	Rows           [][]cellOption `json:"rows"`
},
) (templ.Component, error) {
	size, err := suffix(o.CaptionClasses, "govuk-table__caption--")
	small, err2 := suffix(o.Classes, "govuk-table--")
	p := TableProps{Caption: o.Caption, CaptionSize: size, RowHeaders: o.RowHeaders, Small: small != ""}
	for _, c := range o.Head {
		if c.HTML != "" {
			return nil, errUnsupported
		}
		p.Columns = append(p.Columns, Column{Text: string(c.Text), Numeric: c.Format == "numeric"})
	}
	for _, r := range o.Rows {
		var row []Cell
		for i, c := range r {
			// in ours the column says whether it is numeric, so it needs a heading
			if c.Format != "" && (i >= len(p.Columns) || !p.Columns[i].Numeric) {
				return nil, errUnsupported
			}
			row = append(row, Cell{Text: string(c.Text), Content: templ.Raw(c.HTML)})
		}
		if r == nil {
			return nil, errUnsupported
		}
		p.Rows = append(p.Rows, row)
	}
	return Table(p), errors.Join(err, err2)
}

type pageLinkOption struct {
	Text  string `json:"text"`
	Label string `json:"labelText"`
	Href  string `json:"href"`
}

func paginationFrom(o struct {
	Label    string         `json:"landmarkLabel"`
	Previous pageLinkOption `json:"previous"`
	Next     pageLinkOption `json:"next"`
	Items    []struct {
		Number   text   `json:"number"`
		Href     string `json:"href"`
		Current  bool   `json:"current"`
		Ellipsis bool   `json:"ellipsis"`
	} `json:"items"`
},
) (templ.Component, error) {
	p := PaginationProps{Label: o.Label, Previous: PageLink(o.Previous), Next: PageLink(o.Next)}
	for _, i := range o.Items {
		n, err := strconv.Atoi(string(i.Number))
		if err != nil && !i.Ellipsis {
			return nil, errUnsupported
		}
		p.Items = append(p.Items, PageItem{Number: n, Href: i.Href, Current: i.Current, Gap: i.Ellipsis})
	}
	return Pagination(p), nil
}

func taskListFrom(o struct {
	ID    string `json:"idPrefix"`
	Items []*struct {
		Title  textOption `json:"title"`
		Href   string     `json:"href"`
		Hint   textOption `json:"hint"`
		Status struct {
			Text string `json:"text"`
			Tag  *struct {
				Text    string `json:"text"`
				Classes string `json:"classes"`
			} `json:"tag"`
		} `json:"status"`
	} `json:"items"`
},
) (templ.Component, error) {
	p := TaskListProps{ID: o.ID}
	for _, i := range o.Items {
		if i == nil {
			return nil, errUnsupported
		}
		t := Task{Title: i.Title.Text, Href: i.Href, Hint: i.Hint.Text, Status: i.Status.Text}
		if tag := i.Status.Tag; tag != nil {
			colour, err := suffix(tag.Classes, "govuk-tag--")
			if err != nil || colour == "" {
				return nil, errUnsupported
			}
			t.Tag = &TagProps{Text: tag.Text, Colour: Colour(colour)}
		}
		p.Tasks = append(p.Tasks, t)
	}
	return TaskList(p), nil
}

type linkOption struct {
	Text   string `json:"text"`
	Href   string `json:"href"`
	Active bool   `json:"active"`
}

func linksFrom(items []linkOption) []NavItem {
	var out []NavItem
	for _, i := range items {
		out = append(out, NavItem{Text: i.Text, Href: i.Href, Current: i.Active})
	}
	return out
}

func breadcrumbsFrom(o struct {
	Items []linkOption `json:"items"`
},
) (templ.Component, error) {
	return Breadcrumbs(linksFrom(o.Items)), nil
}

func backLinkFrom(o linkOption) (templ.Component, error) {
	return BackLink(orElse(o.Href, "#"), o.Text), nil
}

func skipLinkFrom(o linkOption) (templ.Component, error) {
	if o.Text != english.SkipLink {
		return nil, errUnsupported
	}
	return SkipLink(), nil
}

func navigationFrom(o struct {
	Items []*linkOption `json:"navigation"`
},
) (templ.Component, error) {
	var items []linkOption
	for _, i := range o.Items {
		if i == nil || i.Href == "" {
			return nil, errUnsupported
		}
		items = append(items, *i)
	}
	if len(items) == 0 {
		return nil, errUnsupported
	}
	return serviceNavigation(Frame{Nav: linksFrom(items), Texts: Texts{MenuLabel: english.Menu}}.complete()), nil
}
