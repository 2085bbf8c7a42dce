package unmentoring

import (
	"context"

	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
)

func (v settings) title(ctx context.Context) string {
	if v.isNew {
		return locale.T(ctx, "unmentoring.form.new")
	}
	return locale.T(ctx, "unmentoring.form.settings")
}

func (v settings) button(ctx context.Context) string {
	if v.isNew {
		return locale.T(ctx, "unmentoring.form.create")
	}
	return locale.T(ctx, "unmentoring.form.save")
}

// hint is the message under a field, if it has one.
func hint(ctx context.Context, name string) string {
	if key := "unmentoring.form." + name + ".hint"; locale.Has(ctx, key) {
		return locale.T(ctx, key)
	}
	return ""
}

func (v settings) input(ctx context.Context, name, width string) govuk.InputProps {
	p := govuk.InputProps{
		Name: name, Label: locale.T(ctx, "unmentoring.form."+name), Hint: hint(ctx, name), Width: width,
		Value: v.form.Value(name), Error: v.form.Error(ctx, name),
	}
	if width != "" {
		p.Inputmode = "numeric"
	}
	return p
}

func (v settings) lines(ctx context.Context, name string, rows int) govuk.TextareaProps {
	return govuk.TextareaProps{
		Name: name, Label: locale.T(ctx, "unmentoring.form."+name), Hint: hint(ctx, name), Rows: rows,
		Value: v.form.Value(name), Error: v.form.Error(ctx, name),
	}
}

func (v settings) radios(ctx context.Context, name string, list []govuk.Option) govuk.RadiosProps {
	return govuk.RadiosProps{
		Name: name, Legend: locale.T(ctx, "unmentoring.form."+name), LegendSize: govuk.SizeS, Hint: hint(ctx, name),
		Options: list, Value: v.form.Value(name), Error: v.form.Error(ctx, name),
	}
}

func (v settings) cadence(ctx context.Context) govuk.RadiosProps {
	list := options(ctx, "unmentoring.form.cadence.", Cadences)
	list[len(list)-1].Conditional = datesField(v)
	return v.radios(ctx, "cadence", list)
}

func (v settings) first(ctx context.Context) govuk.DateInputProps {
	return govuk.DateInputProps{
		Name: "first", Legend: locale.T(ctx, "unmentoring.form.first"), LegendSize: govuk.SizeS, Hint: hint(ctx, "first"),
		Day: v.form.Value("first-day"), Month: v.form.Value("first-month"), Year: v.form.Value("first-year"),
		Error: v.form.Error(ctx, "first"),
	}
}
