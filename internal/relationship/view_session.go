package relationship

import (
	"context"
	"slices"
	"strings"

	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
)

// passed reports whether the time that was agreed is over.
func (v *visit) passed() bool { return !v.agreed.StartsAt.IsZero() && !v.agreed.EndsAt().After(v.now) }

// past are the sessions that were held, the newest first.
func (v *visit) past() []Session {
	var list []Session
	for _, n := range v.sessions {
		if n.State == Held || n.State == Off && (n.AgendaText != "" || n.NotesText != "") {
			list = append(list, n)
		}
	}
	slices.Reverse(list)
	return list
}

func (v *visit) whenDue(ctx context.Context) string {
	if v.r.Missed > 0 {
		return locale.T(ctx, "relationship.next.late", "name", v.otherFirst(ctx))
	}
	return locale.T(ctx, "relationship.next.due", "name", v.otherFirst(ctx), "date", locale.Date(ctx, v.r.BeatAt))
}

func (v *visit) sessionTitle(ctx context.Context, n Session) string {
	return locale.T(ctx, "relationship.session", "number", int(n.Number))
}

func (v *visit) sessionLine(ctx context.Context, n Session) string {
	switch {
	case n.State == Held:
		return locale.T(ctx, "relationship.session.held", "date", locale.DayDate(ctx, n.HeldAt))
	case n.State == Off:
		return locale.T(ctx, "relationship.session.off")
	case !v.agreed.StartsAt.IsZero():
		return locale.DateTime(ctx, v.agreed.StartsAt)
	}
	return locale.T(ctx, "relationship.session.open")
}

func (v *visit) sessionTasks(ctx context.Context, list []Session, id string) govuk.TaskListProps {
	p := govuk.TaskListProps{ID: id}
	for _, n := range list {
		p.Tasks = append(p.Tasks, govuk.Task{
			Title: v.sessionTitle(ctx, n) + ": " + locale.T(ctx, "relationship.session.what"), Href: v.sessionPath(n), Hint: v.sessionLine(ctx, n),
		})
	}
	return p
}

func (v *visit) actionTasks(ctx context.Context, list []Action, id string) govuk.TaskListProps {
	p := govuk.TaskListProps{ID: id}
	for _, a := range list {
		t := govuk.Task{Title: a.Text, Href: v.base + "/actions/" + a.ID, Hint: v.actionLine(ctx, a)}
		switch {
		case a.Ended != "":
			t.Tag = &govuk.TagProps{Text: locale.T(ctx, "relationship.action.tag."+a.Ended), Colour: map[string]govuk.Colour{Done: govuk.Good}[a.Ended]}
		case a.DueAt.Before(v.now.AddDate(0, 0, -1)):
			t.Tag = &govuk.TagProps{Text: locale.T(ctx, "relationship.action.tag.late"), Colour: govuk.Waiting}
		}
		p.Tasks = append(p.Tasks, t)
	}
	return p
}

// actionLine is whose an action is, and until when.
func (v *visit) actionLine(ctx context.Context, a Action) string {
	if a.OwnerID == v.me {
		return locale.T(ctx, "relationship.action.line.you", "date", locale.DayDate(ctx, a.DueAt))
	}
	return locale.T(ctx, "relationship.action.line.other", "name", v.first(ctx, a.OwnerID), "date", locale.DayDate(ctx, a.DueAt))
}

func endedKey(a Action) string {
	if a.Ended == "" {
		return "over"
	}
	return a.Ended
}

func agendaText(ctx context.Context, n Session) string {
	if n.AgendaText == "" {
		return locale.T(ctx, "relationship.agenda.write")
	}
	return locale.T(ctx, "relationship.agenda.change")
}

func options(ctx context.Context, key string, values []string) []govuk.Option {
	list := make([]govuk.Option, len(values))
	for i, value := range values {
		list[i] = govuk.Option{Value: value, Text: locale.T(ctx, "relationship."+key+"."+value)}
	}
	return list
}

func reflectionID(r Reflection) string {
	if r.ID == "" {
		return "new"
	}
	return r.ID
}

// reflectionTitle is how a reflection begins.
func reflectionTitle(r Reflection) string {
	line, _, _ := strings.Cut(r.Text, "\n")
	if runes := []rune(line); len(runes) > 70 {
		return strings.TrimSpace(string(runes[:70])) + "…"
	}
	return line
}

func (v *visit) reflectionTasks(ctx context.Context, list []Reflection) govuk.TaskListProps {
	p := govuk.TaskListProps{ID: "reflections"}
	for _, r := range list {
		t := govuk.Task{Title: reflectionTitle(r), Href: v.base + "/reflections/" + r.ID, Hint: locale.Date(ctx, r.WrittenAt)}
		if r.Published != "" {
			t.Tag = &govuk.TagProps{Text: locale.T(ctx, "relationship.publish.tag"), Colour: govuk.Special}
		}
		p.Tasks = append(p.Tasks, t)
	}
	return p
}
