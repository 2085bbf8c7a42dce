package home

import (
	"context"

	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
)

func taskItems(ctx context.Context, tasks []member.Task) []govuk.Task {
	items := make([]govuk.Task, len(tasks))
	for i, t := range tasks {
		items[i] = govuk.Task{Title: t.Text, Href: t.Href, Tag: &govuk.TagProps{Text: locale.T(ctx, "home.task.todo")}}
		if t.Done {
			items[i].Tag, items[i].Status = nil, locale.T(ctx, "home.task.done")
		}
		if !t.Due.IsZero() {
			items[i].Hint = locale.T(ctx, "home.task.due", "date", locale.DayDate(ctx, t.Due))
		}
	}
	return items
}
