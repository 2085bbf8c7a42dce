package member

import "time"

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

// Link leads from the page about somebody to what one can do with them.
type Link struct {
	Text string // in the language of the reader
	Href string
}
