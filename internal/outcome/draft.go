package outcome

import (
	"slices"
	"time"
	"unicode/utf8"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
)

// MaxText is how many characters each of the answers may have, MaxPost how many
// a post.
const (
	MaxText = 4000
	MaxPost = 20000
)

const maxLink = 500

// Draft is what somebody writes on the form.
type Draft struct {
	Texts
	ShowTalked, ShowWill bool
	// Names are the ids of the members whose names are to stand on it.
	Names []string
}

// clean is the draft without what no form of ours sends.
func (d Draft) clean(most int) (Draft, error) {
	for _, text := range []*string{&d.Talked, &d.Will, &d.Shared} {
		if *text = form.CleanText(*text); utf8.RuneCountInString(*text) > most {
			return d, fault.Because(fault.Invalid, "form.too_long", "max", most, "count", utf8.RuneCountInString(*text)-most)
		}
	}
	if d.Link != "" {
		link, ok := form.CleanURL(form.CleanLine(d.Link))
		if !ok || utf8.RuneCountInString(link) > maxLink {
			return d, fault.Because(fault.Invalid, "form.url")
		}
		d.Link = link
	}
	d.ShowTalked, d.ShowWill = d.ShowTalked && d.Talked != "", d.ShowWill && d.Will != ""
	if d.Texts == (Texts{}) {
		return d, fault.Because(fault.Invalid, "outcome.write.empty")
	}
	if d.Link != "" && d.Shared == "" && !d.ShowTalked && !d.ShowWill {
		return d, fault.Because(fault.Invalid, "outcome.write.only_link")
	}
	return d, nil
}

// write puts a draft into the outcome in the name of one of its people. It
// reports whether what is for others is now different, which makes a new
// version: the writer agrees to it by writing it, and whoever had agreed to the
// one before is asked again. Who had said no is not asked again; they can change
// their mind. One's own name concerns nobody else. A post that was taken back
// stays so while its author works on it.
func (o *Outcome) write(d Draft, memberID string, now time.Time) (fresh bool) {
	before := o.forOthers()
	names := o.named(memberID)
	if d.Talked != o.Talked || d.Will != o.Will {
		o.NotedBy = memberID
	}
	if d.Will != o.Will {
		o.WillBy, o.WillAt, o.Did, o.DidAt = memberID, now, NotSaid, time.Time{}
	}
	if d.Will == "" {
		o.WillBy = ""
	}
	o.Texts, o.ShowTalked, o.ShowWill = d.Texts, d.ShowTalked, d.ShowWill
	for i := range o.People {
		o.People[i].Named = slices.Contains(d.Names, o.People[i].MemberID)
	}
	o.Edits++
	fresh = o.Version == 0 || o.forOthers() != before || !slices.Equal(o.named(memberID), names)
	if fresh {
		o.Version++
		o.Joint = o.Joint || o.WriterID != "" && o.WriterID != memberID
		o.WriterID = memberID
		o.reset()
	}
	me := o.person(memberID)
	if fresh && (!o.Alone() || me.Answer != No) || me.Agrees() {
		me.Answer, me.AnsweredAt = Unnamed, now
		if me.Named {
			me.Answer = Yes
		}
	}
	return fresh
}

// reset makes everybody who has agreed agree again.
func (o *Outcome) reset() {
	for i := range o.People {
		if p := &o.People[i]; p.Agrees() {
			p.Answer, p.AnsweredAt = Pending, time.Time{}
		}
	}
}

// forOthers is the part of the outcome that is meant for everybody.
func (o Outcome) forOthers() Texts {
	t := Texts{Shared: o.Shared}
	if o.ShowTalked {
		t.Talked = o.Talked
	}
	if o.ShowWill {
		t.Will = o.Will
	}
	if o.ForOthers() {
		t.Link = o.Link
	}
	return t
}

// named are the people, but for one, whose names are to stand on it.
func (o Outcome) named(but string) []string {
	var ids []string
	for _, p := range o.People {
		if p.Named && p.MemberID != but {
			ids = append(ids, p.MemberID)
		}
	}
	return ids
}
