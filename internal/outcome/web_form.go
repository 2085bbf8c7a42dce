package outcome

import (
	"context"
	"slices"
	"strconv"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/form"
	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
)

// begin is the form as it opens: what stands, or nothing but the names of
// everybody who may have been there.
func (v *visit) begin() *form.Form {
	pairs := []string{
		"talked", v.o.Talked, "will", v.o.Will, "shared", v.o.Shared, "link", v.o.Link,
		"edits", strconv.FormatInt(v.o.Edits, 10),
	}
	if v.o.ShowTalked {
		pairs = append(pairs, "also", "talked")
	}
	if v.o.ShowWill {
		pairs = append(pairs, "also", "will")
	}
	for _, id := range v.party() {
		if v.ticked(id) {
			pairs = append(pairs, "names", id)
		}
	}
	return form.With(pairs...)
}

func (v *visit) ticked(id string) bool {
	if p, in := v.o.Person(id); in && v.o.Version > 0 && v.o.Standing() != Blank {
		return p.Named && (id != v.me || p.Answer != Unnamed)
	}
	p, _ := v.c.Person(id)
	return p.Answer != conversation.SaidNotMet
}

// party is the ids of everybody whose name can stand on it: one's own first.
func (v *visit) party() []string {
	ids := append([]string{v.me}, v.rest()...)
	return slices.DeleteFunc(ids, func(id string) bool { return v.people[id].Name == "" })
}

func (v *visit) read(f *form.Form) Draft {
	d := Draft{ShowTalked: f.Has("also", "talked"), ShowWill: f.Has("also", "will")}
	d.Talked = f.Text("talked", form.Max(MaxText))
	d.Will = f.Text("will", form.Max(MaxText))
	d.Shared = f.Text("shared", form.Max(MaxText))
	d.Link = f.URL("link")
	for _, id := range f.Values("names") {
		if slices.Contains(v.party(), id) {
			d.Names = append(d.Names, id)
		}
	}
	return d
}

// rest is the ids of everybody else of the conversation.
func (v *visit) rest() []string {
	if len(v.o.People) > 0 {
		return v.o.others(v.me)
	}
	var ids []string
	for _, p := range v.c.Others(v.me) {
		ids = append(ids, p.MemberID)
	}
	return ids
}

// others names everybody else of the conversation.
func (v *visit) others(ctx context.Context) string { return names(ctx, v.people, v.rest()) }

func (v *visit) nameOptions(ctx context.Context) []govuk.Option {
	var options []govuk.Option
	for _, id := range v.party() {
		name := called(ctx, v.people[id].Name)
		if id == v.me {
			name = locale.T(ctx, "outcome.write.you", "name", name)
		}
		options = append(options, govuk.Option{Value: id, Text: name})
	}
	return options
}

func (v *visit) answerOf() Answer {
	p, _ := v.o.Person(v.me)
	return p.Answer
}

// waitsFor names who has not answered, but for the visitor.
func (v *visit) waitsFor(ctx context.Context) string {
	var ids []string
	for _, p := range v.o.People {
		if p.Answer == Pending && p.MemberID != v.me && v.people[p.MemberID].Name != "" {
			ids = append(ids, p.MemberID)
		}
	}
	return names(ctx, v.people, ids)
}

func (v *visit) version() string { return strconv.FormatInt(v.o.Version, 10) }

// standing is the sentence that says where it stands.
func (v *visit) standing(ctx context.Context) string {
	s := v.o.Standing()
	key := "outcome.standing." + string(s)
	switch {
	case s == Waiting && v.waitsFor(ctx) == "":
		return locale.T(ctx, key+".you")
	case s == Waiting && v.o.SettleAt.IsZero():
		return locale.T(ctx, key+".over", "names", v.waitsFor(ctx))
	case s == Waiting:
		return locale.T(ctx, key, "names", v.waitsFor(ctx), "date", locale.DayDate(ctx, v.o.SettleAt))
	case s == Declined && v.answerOf() == No:
		return locale.T(ctx, key+".you")
	}
	return locale.T(ctx, key)
}

// whoWrote says whose words these are, where they are not the visitor's.
func (v *visit) whoWrote(ctx context.Context) string {
	return locale.T(ctx, "outcome.wrote", "name", called(ctx, v.people[v.o.WriterID].Name))
}
