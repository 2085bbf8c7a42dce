package home

import (
	"testing"
	"time"

	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
)

// What was due is said to be late only when its day is over, and a date that stands
// in the text is not said twice.
func TestTasksSayTheirDayOnce(t *testing.T) {
	t.Parallel()
	words, err := locale.Load(Files, locale.Files)
	if err != nil {
		t.Fatal(err)
	}
	ctx := words.In(t.Context(), "en", time.UTC)
	now := time.Date(2027, time.March, 10, 15, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name       string
		task       member.Task
		late, hint bool
	}{
		{"no date", member.Task{}, false, false},
		{"to come", member.Task{Due: now.Add(time.Hour)}, false, true},
		{"earlier today", member.Task{Due: now.Add(-6 * time.Hour)}, false, true},
		{"yesterday", member.Task{Due: now.Add(-24 * time.Hour)}, true, true},
		{"takes place tomorrow", member.Task{Due: now.Add(24 * time.Hour), At: true}, false, false},
		{"took place yesterday", member.Task{Due: now.Add(-24 * time.Hour), At: true}, false, false},
		{"done late", member.Task{Due: now.Add(-24 * time.Hour), Done: true}, false, true},
	} {
		item := taskItems(ctx, now, []member.Task{c.task})[0]
		late := item.Tag != nil && item.Tag.Colour == govuk.Waiting
		if late != c.late || (item.Hint != "") != c.hint {
			t.Errorf("%s: late %v, hint %q", c.name, late, item.Hint)
		}
	}
}
