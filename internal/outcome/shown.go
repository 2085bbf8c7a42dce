package outcome

import (
	"context"
	"net/url"
	"strings"
	"time"
	"unicode"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
)

// Shown is an outcome as everybody sees it.
type Shown struct {
	ID          string
	Programme   string
	Alone       bool   // a post of one member
	Title       string // its first sentence, or the beginning of it
	Rest        string // what follows the title in the same text
	Parts       []Part
	Link        string
	Names       []string // of those who agreed to be named
	PublishedAt time.Time
	ChangedAt   time.Time

	renamed time.Time // when one of those who are named last changed what they say of themselves
}

// Part is one of the texts that are for others. Key is the message over it; the
// one that was written for others has none.
type Part struct{ Key, Text string }

// Path is the address of the public page.
func (o Outcome) Path() string { return "/outcomes/" + o.ID }

// Path is the address of the public page.
func (s Shown) Path() string { return "/outcomes/" + s.ID }

// parts are the texts that are for others, in order.
func (o Outcome) parts() []Part {
	var list []Part
	add := func(key, text string) {
		if text != "" {
			list = append(list, Part{key, text})
		}
	}
	t := o.forOthers()
	add("", t.Shared)
	add("outcome.talked.public", t.Talked)
	add("outcome.will.public", t.Will)
	return list
}

func (o Outcome) search() string {
	var words []string
	for _, p := range o.parts() {
		words = append(words, p.Text)
	}
	return member.Fold(strings.Join(words, " "))
}

// face is what others see of an outcome, to notice when it changes.
type face struct {
	texts Texts
	names string
	shown bool
}

func (o Outcome) face() face {
	if o.Standing() != Public {
		return face{}
	}
	return face{o.forOthers(), strings.Join(o.with(Yes), " "), true}
}

// show is the outcome as everybody sees it. Somebody who was erased has no name.
func (o Outcome) show(people map[string]member.Member) Shown {
	s := Shown{
		ID: o.ID, Programme: o.Programme, Alone: o.Alone(), Parts: o.parts(), Link: o.forOthers().Link,
		PublishedAt: o.PublishedAt, ChangedAt: o.ChangedAt,
	}
	for _, id := range o.with(Yes) {
		if name := people[id].Name; name != "" {
			s.Names = append(s.Names, name)
			if at := people[id].ChangedAt; at.After(s.renamed) {
				s.renamed = at
			}
		}
	}
	if len(s.Parts) > 0 {
		s.Title, s.Rest = headline(s.Parts[0].Text)
		if s.Parts[0].Key != "" {
			s.Rest = s.Parts[0].Text
		}
	}
	return s
}

// By names who made it, or says that they are members where nobody is named.
func (s Shown) By(ctx context.Context) string {
	if len(s.Names) == 0 {
		return locale.T(ctx, "outcome.by.members")
	}
	return and(ctx, s.Names)
}

// Meta is who and when, in a line.
func (s Shown) Meta(ctx context.Context) string {
	return locale.T(ctx, "outcome.meta", "names", s.By(ctx), "date", locale.Date(ctx, s.PublishedAt))
}

// after is who, when, and after which conversation, in a line.
func (s Shown) after(ctx context.Context) string {
	if s.Alone {
		return s.Meta(ctx)
	}
	return locale.T(ctx, "outcome.public.meta", "names", s.By(ctx), "programme", s.Programme, "date", locale.Date(ctx, s.PublishedAt))
}

// Host is where the link leads, in a word.
func (s Shown) Host() string {
	u, err := url.Parse(s.Link)
	if err != nil {
		return ""
	}
	return u.Host
}

const maxHeadline = 100

// headline is the first sentence of a text and what follows it. Where the
// sentence is long, the headline is its beginning, and what follows is all of it.
func headline(text string) (title, rest string) {
	if text = strings.TrimSpace(text); text == "" {
		return "", ""
	}
	runes := []rune(text)
	for i, r := range runes {
		if i >= maxHeadline {
			break
		}
		last := i+1 == len(runes)
		ends := strings.ContainsRune(".!?…", r) && (last || unicode.IsSpace(runes[i+1]))
		if r != '\n' && !ends && !last {
			continue
		}
		title = strings.TrimSpace(string(runes[:i+1]))
		if strings.HasSuffix(title, ".") && !strings.HasSuffix(title, "..") {
			title = strings.TrimSuffix(title, ".")
		}
		return title, strings.TrimSpace(string(runes[i+1:]))
	}
	short := string(runes[:maxHeadline])
	if at := strings.LastIndexFunc(short, unicode.IsSpace); at > len(short)/2 {
		short = short[:at]
	}
	return strings.TrimSpace(short) + "…", text
}

// namesLine says whose names would stand on it.
func namesLine(ctx context.Context, people map[string]member.Member, o Outcome) string {
	var list []string
	for _, p := range o.People {
		if name := people[p.MemberID].Name; name != "" && (p.Answer == Yes || p.Named && p.Answer == Pending) {
			list = append(list, name)
		}
	}
	if len(list) == 0 {
		return locale.T(ctx, "outcome.names.none")
	}
	return locale.T(ctx, "outcome.names", "names", and(ctx, list))
}

func called(ctx context.Context, name string) string {
	if name == "" {
		return locale.T(ctx, "outcome.somebody")
	}
	return name
}

// names lists people: "Bob Roe, Cat Moe and Dan Poe".
func names(ctx context.Context, people map[string]member.Member, ids []string) string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = called(ctx, people[id].Name)
	}
	return and(ctx, list)
}

func and(ctx context.Context, list []string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	last := len(list) - 1
	return locale.T(ctx, "outcome.and", "list", strings.Join(list[:last], ", "), "last", list[last])
}

// onlyOurs is what is only for the people of the conversation.
func (o Outcome) onlyOurs() Texts {
	public, t := o.forOthers(), o.Texts
	if public.Talked != "" {
		t.Talked = ""
	}
	if public.Will != "" {
		t.Will = ""
	}
	t.Shared = ""
	if public.Link != "" {
		t.Link = ""
	}
	return t
}

const maxExcerpt = 240

// excerpt is the beginning of a text in one line.
func excerpt(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	runes := []rune(text)
	if len(runes) <= maxExcerpt {
		return text
	}
	return strings.TrimSpace(string(runes[:maxExcerpt])) + "…"
}
