package schedule

import (
	"context"
	"slices"
	"strings"
	"time"

	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
)

// Table is what one of the people of a Search sees: the times that are on the
// table, and the pages on which they are found.
type Table struct {
	Search
	Me   string
	Base string // the path of the subject's page; the others are below it
	Now  time.Time
	// Open is that a time can be found or changed now.
	Open      bool
	Agreed    Appointment // zero when no time stands
	Proposals []Proposal
	// Others and Names are the others in a sentence, shortly and in full, and
	// Name is one of them.
	Others, Names string
	Name          func(memberID string) string
}

// Offers are the times that are on the table.
func (t Table) Offers() []Offer {
	return t.Search.Offers(t.Proposals, !t.Agreed.StartsAt.IsZero(), t.Now)
}

// Stands reports whether an agreed time lies ahead.
func (t Table) Stands() bool { return t.Agreed.StartsAt.After(t.Now) }

// Offered says whose times these are: "theirs" to answer, "mine" that wait for
// the others, or "suggested" by nobody.
func (t Table) Offered() string {
	says := "suggested"
	for _, o := range t.Offers() {
		for _, by := range o.By {
			if by != t.Me {
				return "theirs"
			}
			says = "mine"
		}
	}
	return says
}

// seen is the agreed time as this person sees it, for the form that may change it.
func (t Table) seen() string {
	if t.Agreed.StartsAt.IsZero() {
		return ""
	}
	return Stamp(t.Agreed.StartsAt)
}

func (t Table) suitsMe(o Offer) bool { return slices.Contains(o.By, t.Me) }

// suitsWho names the people whom a time suits.
func (t Table) suitsWho(ctx context.Context, o Offer) string {
	var names []string
	for _, by := range o.By {
		if by != t.Me {
			names = append(names, t.Name(by))
		}
	}
	switch {
	case t.suitsMe(o) && len(names) > 0:
		return locale.T(ctx, "schedule.suits_both", "names", and(ctx, names))
	case t.suitsMe(o):
		return locale.T(ctx, "schedule.suits_you", "names", t.Others)
	case len(names) > 0:
		return locale.T(ctx, "schedule.suits_them", "names", and(ctx, names))
	}
	return ""
}

func and(ctx context.Context, list []string) string {
	last := list[len(list)-1]
	if len(list) == 1 {
		return last
	}
	return locale.T(ctx, "schedule.and", "list", strings.Join(list[:len(list)-1], ", "), "last", last)
}

// wouldAgree reports whether this person's yes makes it the agreed time.
func (t Table) wouldAgree(o Offer) bool {
	if !t.suitsMe(o) {
		o.By = append(slices.Clone(o.By), t.Me)
	}
	return t.Enough(o)
}

func (t Table) offerAt(at time.Time) Offer {
	for _, o := range t.Offers() {
		if o.At.Equal(at) {
			return o
		}
	}
	return Offer{At: at}
}

// mainOffer is the place of the offer that is most likely the one: the first
// that this person's yes would agree, or that they have not answered. While
// they wait for the others there is none.
func (t Table) mainOffer() int {
	first := -1
	for i, o := range t.Offers() {
		switch {
		case t.suitsMe(o):
			continue
		case t.wouldAgree(o):
			return i
		case first < 0 && t.Offered() == "suggested":
			first = i
		}
	}
	return first
}

// afterwards says what pressing the button of a time does.
func (t Table) afterwards(ctx context.Context, at time.Time) string {
	o := t.offerAt(at)
	if t.wouldAgree(o) {
		return locale.T(ctx, "schedule.time.agrees", "who", t.suitsWho(ctx, o))
	}
	return locale.T(ctx, "schedule.time.tells", "names", t.Others)
}

// noteOf says beside a time of the grid who can then.
func (t Table) noteOf(ctx context.Context) func(time.Time) string {
	offers := t.Offers()
	return func(at time.Time) string {
		for _, o := range offers {
			if o.At.Equal(at) {
				return t.suitsWho(ctx, o)
			}
		}
		return ""
	}
}

// gridDays is how many days the grid offers, horizonDays how far it looks
// where there is no end.
const (
	gridDays    = 15
	horizonDays = 60
)

func (t Table) grid(zone *time.Location) []Day {
	until := t.Now.AddDate(0, 0, horizonDays)
	if !t.Until.IsZero() {
		until = t.Until.Add(-t.Length)
	}
	return Grid(t.Now, until, zone, t.Now, time.Hour, gridDays)
}

// said reports whether this person has said already that a time suits them.
func (t Table) said(at time.Time) bool {
	return slices.ContainsFunc(t.Proposals, func(p Proposal) bool { return p.MemberID == t.Me && p.StartsAt.Equal(at) })
}

// variant draws the main thing on a page as its main button.
func variant(main bool) govuk.Variant {
	if main {
		return govuk.Primary
	}
	return govuk.Secondary
}

func agreeText(ctx context.Context, agrees bool) string {
	if agrees {
		return locale.T(ctx, "schedule.agree")
	}
	return locale.T(ctx, "schedule.suits")
}
