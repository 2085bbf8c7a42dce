package outcome

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Whatever people do in whatever order, what is public is what everybody who is
// named agreed to, in the words that stand there, and two at least.
func TestNothingIsPublicWithoutItsPeople(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(2, 5).Draw(t, "size")
		o := Outcome{ID: "o", ConversationID: "c"}
		for i := range size {
			o.People = append(o.People, Person{MemberID: string(rune('a' + i)), Position: i})
		}
		someone := rapid.IntRange(0, size-1)
		agreed := map[string]Texts{} // what each has agreed to
		t.Repeat(map[string]func(*rapid.T){
			"write": func(t *rapid.T) {
				d := Draft{ShowTalked: rapid.Bool().Draw(t, "show")}
				d.Shared = rapid.SampledFrom([]string{"", "x", "y"}).Draw(t, "shared")
				d.Talked = rapid.SampledFrom([]string{"", "p", "q"}).Draw(t, "talked")
				for _, p := range o.People {
					if rapid.Bool().Draw(t, "named") {
						d.Names = append(d.Names, p.MemberID)
					}
				}
				me := o.People[someone.Draw(t, "who")].MemberID
				if o.write(d, me, time.Unix(1, 0)) || o.person(me).Agrees() {
					agreed[me] = o.forOthers()
				}
			},
			"answer": func(t *rapid.T) {
				p := &o.People[someone.Draw(t, "who")]
				p.Answer = rapid.SampledFrom([]Answer{Yes, Unnamed, No}).Draw(t, "answer")
				agreed[p.MemberID] = o.forOthers()
			},
			"forget": func(t *rapid.T) {
				o.forget(o.People[someone.Draw(t, "who")].MemberID)
			},
			"": func(t *rapid.T) {
				if o.Standing() != Public {
					return
				}
				agree := 0
				for _, p := range o.People {
					if p.Answer == No || p.Named && !p.Agrees() {
						t.Fatalf("%s did not agree: %+v", p.MemberID, o.People)
					}
					if !p.Agrees() {
						continue
					}
					agree++
					if agreed[p.MemberID] != o.forOthers() {
						t.Fatalf("%s agreed to %+v, and public is %+v", p.MemberID, agreed[p.MemberID], o.forOthers())
					}
				}
				if agree < 2 || !o.ForOthers() {
					t.Fatalf("%d agree to %+v", agree, o.forOthers())
				}
			},
		})
	})
}

func TestHeadline(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("word ", 40)
	for text, want := range map[string][2]string{
		"":                       {"", ""},
		"One.":                   {"One", ""},
		"One. Two.":              {"One", "Two."},
		"One\n\nTwo":             {"One", "Two"},
		"Is it? Yes.":            {"Is it?", "Yes."},
		"Version 1.2 is out. Do": {"Version 1.2 is out", "Do"},
		"And so on... More":      {"And so on...", "More"},
		long:                     {strings.TrimSpace(strings.Repeat("word ", 20)) + "…", strings.TrimSpace(long)},
		strings.Repeat("é", 101): {strings.Repeat("é", 100) + "…", strings.Repeat("é", 101)},
		strings.Repeat("é", 100): {strings.Repeat("é", 100), ""},
	} {
		if title, rest := headline(text); title != want[0] || rest != want[1] {
			t.Errorf("%.30q: got %q and %q", text, title, rest)
		}
	}
}
