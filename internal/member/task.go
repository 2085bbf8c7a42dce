package member

import (
	"cmp"
	"slices"
	"time"
)

// Task is something that waits for a person: on a member's home page, or on
// the organisers' dashboard. It has a date and leads to where it is done.
type Task struct {
	Text string // already in the reader's language
	Href string
	Hint string    // said under it, empty for none
	Due  time.Time // zero when there is none
	At   bool      // it takes place then, and Text says so
	Done bool      // shown as done, to give a list its end
}

// InOrder puts what is due first on top, and what has no date at the end.
func InOrder(tasks []Task) []Task {
	slices.SortStableFunc(tasks, func(a, b Task) int {
		if a.Due.IsZero() != b.Due.IsZero() {
			return cmp.Compare(b.Due.Unix(), a.Due.Unix()) // a zero time is before all others
		}
		return a.Due.Compare(b.Due)
	})
	return tasks
}

// Link leads from the page about somebody to what one can do with them.
type Link struct {
	Text string // in the language of the reader
	Href string
}
