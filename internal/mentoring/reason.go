package mentoring

import (
	"context"
	"strings"

	"cuppa.example/internal/locale"
)

// Reason is why somebody is suggested, said later in the reader's language.
type Reason struct {
	Key   string
	Texts []string // what people wrote themselves
	Keys  []string // things that have a message, such as times of the day
	Count int
}

// In is the reason in the language of ctx.
func (r Reason) In(ctx context.Context) string {
	list := r.Texts
	for _, k := range r.Keys {
		list = append(list, locale.T(ctx, k))
	}
	return locale.T(ctx, r.Key, "what", and(ctx, list), "count", r.Count)
}

// mostReasons are said of one suggestion; more are not read.
const mostReasons = 4

func (r *ranker) reasons(s Suggestion) []Reason {
	var list []Reason
	say := func(key string, texts ...string) {
		list = append(list, Reason{Key: "mentoring.because." + key, Texts: texts})
	}
	if named := r.named(s.Candidate); len(named) > 0 {
		say("topics", named...)
	} else if said := r.said(s.Candidate); len(said) > 0 {
		say("said", r.spelt(said)...)
	}
	if s.Kind == Coaching && s.Qualified {
		say("qualified")
	}
	switch d := r.ahead(s.Candidate); {
	case r.rung == 0 || rung(s.Job) == 0:
	case s.Kind == Mentoring && (d == 1 || d == 2):
		say("ahead", s.Job)
	case s.Kind == Coaching && len(common(r.job, words(s.Job))) == 0:
		say("outside", s.Job)
	}
	if shared := common(r.w.Times, s.Times); len(shared) > 0 {
		t := Reason{Key: "mentoring.because.time"}
		for _, at := range shared {
			t.Keys = append(t.Keys, "mentoring.because.time."+at)
		}
		list = append(list, t)
	}
	if shared := common(r.w.Languages, s.Languages); len(shared) > 0 {
		say("language", shared...)
	}
	list = append(list, Reason{Key: "mentoring.because.free", Count: s.Capacity - s.Used})
	return list[:min(mostReasons, len(list))]
}

// named are the topics of an offer that have to do with what is sought, as
// whoever offers spells them.
func (r *ranker) named(c Candidate) []string {
	var list []string
	for _, has := range c.Topics {
		for _, want := range r.w.Topics {
			if alike(want, has) > 0 {
				list = append(list, has)
				break
			}
		}
	}
	return list[:min(enoughTopics, len(list))]
}

// spelt finds words of the aim as the seeker wrote them.
func (r *ranker) spelt(folded []string) []string {
	var list []string
	for _, text := range strings.Fields(r.w.Aim) {
		text = strings.Trim(text, ".,;:!?()\"'")
		if w := words(text); len(w) == 1 && len(common(w, folded)) == 1 && len(common([]string{text}, list)) == 0 {
			list = append(list, text)
		}
	}
	return list[:min(enoughTopics, len(list))]
}

// and joins a list as people say it.
func and(ctx context.Context, list []string) string {
	switch len(list) {
	case 0:
		return ""
	case 1:
		return list[0]
	}
	return locale.T(ctx, "mentoring.and", "list", strings.Join(list[:len(list)-1], ", "), "last", list[len(list)-1])
}
