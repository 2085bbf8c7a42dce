package joining

import (
	"context"
	"strings"

	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
)

// told is what somebody typed, for the page on which they confirm it. Mail
// scanners open that page too, so of a phone number only the end is shown, and
// of a call name that there is one.
func told(ctx context.Context, a Application) []govuk.SummaryRow {
	var rows []govuk.SummaryRow
	add := func(key, value string) {
		if value != "" {
			rows = append(rows, govuk.SummaryRow{Key: locale.T(ctx, "joining.told."+key), Value: value})
		}
	}
	d := a.Details
	add("name", d.Name)
	add("email", a.Email)
	add("organisation", d.Organisation)
	add("job", d.Job)
	add("region", d.Region)
	add("about", d.About)
	add("topics", strings.Join(d.Topics, ", "))
	add("blog", d.Blog)
	if digits := []rune(d.Phone); len(digits) > 3 {
		add("phone", locale.T(ctx, "joining.told.ends", "end", string(digits[len(digits)-3:])))
	}
	if d.CallName != "" {
		add("call_name", locale.T(ctx, "joining.told.given"))
	}
	return rows
}

// shown are the steps with how far somebody is, in words.
func (p Progress) shown(ctx context.Context) []govuk.Step {
	list := make([]govuk.Step, len(p.Steps))
	for i, step := range p.Steps {
		list[i] = govuk.Step{Text: locale.T(ctx, "joining.step."+string(step)+".title"), Done: p.Done[step], Current: step == p.Next}
		switch {
		case step == Meeting && p.Later:
			list[i].Done, list[i].State = false, locale.T(ctx, "joining.steps.later")
		case list[i].Current:
			list[i].State = locale.T(ctx, "joining.steps.now")
		case list[i].Done:
			list[i].State = locale.T(ctx, "joining.steps.done")
		}
	}
	return list
}
