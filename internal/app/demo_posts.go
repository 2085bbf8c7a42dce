package app

import (
	"context"
	"strings"

	"cuppa.example/internal/discussion"
)

// demoPost is what somebody of the circle writes on a day.
type demoPost struct {
	who, day int
	text     string
	answers  int               // the post before it that it answers, counted from 1
	file     discussion.Upload // what is attached, if it has a name
	better   string            // what its author makes of it an hour later
}

var demoPosts = []demoPost{
	{who: 1, day: 1, text: "Welcome, all. Say hello here, and tell us **one thing** that you would like to be different in three months."},
	{who: 0, day: 2, text: "Hello from me. Our planning pages have 40 forms. I would like to have half of that, and no complaints."},
	{who: 2, day: 2, text: "Hello. I look after the blue badge form, which people dread. I would like to stop dreading it myself."},
	{who: 3, day: 4, text: "Hello all. I want to find out how others get a service owner to come to research."},
	{
		who: 4, day: 7, text: "Hello, late as ever. We have a checklist for letters, and I have attached it.",
		better: "Hello, late as ever. We have a checklist for letters, and I have attached it. Take whatever helps.",
		file: discussion.Upload{Name: "checklist-for-letters.txt", Content: []byte(strings.Join([]string{
			"Before a letter goes out", "", "1. Does the first sentence say what to do?", "2. Is there a date?",
			"3. Is there a name to ring?", "4. Would you send it to your aunt?", "",
		}, "\n"))},
	},
	{who: 2, day: 8, answers: 5, text: "Number 4 is the one that we fail."},
	{who: 0, day: 24, text: "I tried what you asked me in the call: I took down three forms that nobody had sent for a year. Nobody has noticed."},
	{who: 4, day: 25, answers: 7, text: "That gives me courage. How did you find out that nobody sends them?"},
	{who: 0, day: 26, answers: 7, text: "The server log, and one afternoon. I can show you in our one-to-one."},
	{who: 1, day: 37, text: "Whose problem gets the time in the next call? Put it into the queue, even if it is not tidy yet."},
}

// write has people post what is for this day.
func (d *demoLived) write(ctx context.Context, day int) error {
	for _, p := range demoPosts {
		if p.day != day || p.who >= len(d.people) {
			continue
		}
		draft := discussion.Draft{ID: d.NewID(), Text: p.text}
		if p.answers > 0 && p.answers <= len(d.posts) {
			draft.ReplyTo = d.posts[p.answers-1]
		}
		if p.file.Name != "" {
			draft.Files = []discussion.Upload{p.file}
		}
		written, err := d.Discussions.Write(ctx, d.c.ID, d.people[p.who], draft)
		if err == nil && p.better != "" {
			err = d.Discussions.Edit(ctx, d.c.ID, d.people[p.who], written.ID, p.better, written.Versions)
		}
		if err != nil {
			return err
		}
		d.posts = append(d.posts, written.ID)
	}
	return nil
}
