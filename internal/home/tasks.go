package home

import (
	"context"
	"time"

	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
)

func taskItems(ctx context.Context, now time.Time, tasks []member.Task) []govuk.Task {
	items := make([]govuk.Task, len(tasks))
	for i, t := range tasks {
		items[i] = govuk.Task{Title: t.Text, Href: t.Href, Tag: &govuk.TagProps{Text: locale.T(ctx, "home.task.todo")}}
		if late(ctx, now, t) {
			items[i].Tag = &govuk.TagProps{Text: locale.T(ctx, "home.task.late"), Colour: govuk.Waiting}
		}
		if t.Done {
			items[i].Tag, items[i].Status = nil, locale.T(ctx, "home.task.done")
		}
		if !t.Due.IsZero() && !t.At {
			items[i].Hint = locale.T(ctx, "home.task.due", "date", locale.DayDate(ctx, t.Due))
		}
	}
	return items
}

// late reports whether the day is over on which something was due.
func late(ctx context.Context, now time.Time, t member.Task) bool {
	return !t.Due.IsZero() && !t.At && t.Due.Before(now) && locale.DayDate(ctx, t.Due) != locale.DayDate(ctx, now)
}
