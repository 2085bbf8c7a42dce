package circle

import (
	"context"
	"errors"

	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
)

func (v careView) props(ctx context.Context) govuk.PageProps {
	p := v.in.props(ctx, "circle.care.title")
	p.Errors = v.form.Problems(ctx)
	return p
}

func (v learntView) props(ctx context.Context) govuk.PageProps {
	p := v.in.props(ctx, "circle.learnt.title")
	p.Errors = v.form.Problems(ctx)
	return p
}

// standing is the message that says why the page is not public.
func (v learntView) standing() string {
	for _, id := range v.in.Here() {
		if v.learnt.Answers[id] == No {
			return "circle.learnt.standing.no"
		}
	}
	switch {
	case !v.learnt.HiddenAt.IsZero():
		return "circle.learnt.standing.hidden"
	case len(v.learnt.missing(v.in.Here())) > 0:
		return "circle.learnt.standing.waits"
	}
	return "circle.learnt.standing.agreed"
}

func (v learntView) writeKey() string {
	if v.learnt.Version == 0 {
		return "circle.learnt.begin"
	}
	return "circle.learnt.change"
}

// by is whose names stand on a public page.
func (v publicView) by(ctx context.Context) string {
	if len(v.names) == 0 {
		return locale.T(ctx, "circle.learnt.by.nobody", "date", locale.Date(ctx, v.learnt.PublishedAt))
	}
	return locale.T(ctx, "circle.learnt.by.names", "date", locale.Date(ctx, v.learnt.PublishedAt),
		"names", namesOf(ctx, v.names, func(_ context.Context, name string) string { return name }))
}

func isFault(err, what error) bool { return errors.Is(err, what) }
