package schedule

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/mail"
)

// Search is some people who look for a time together: each says when they can,
// and a time that suits enough of them is agreed. The feature whose subject it
// is decides who may take part.
type Search struct {
	Kind      string
	SubjectID string
	// People are those who look for a time, by member id.
	People []string
	// Suggested are times that are offered while none is agreed.
	Suggested []time.Time
	Length    time.Duration
	// Until is when it must be over at the latest; zero is no end. TooLate is
	// the message of a time after that.
	Until   time.Time
	TooLate string
}

// Offer is a time that somebody could, or that was suggested.
type Offer struct {
	At time.Time
	// By are the people whom it suits, by id; nobody yet for a suggestion.
	By []string
}

// Offers gathers who can when, soonest first, with the suggestions while no
// time is agreed.
func (q Search) Offers(proposals []Proposal, agreed bool, now time.Time) []Offer {
	var list []Offer
	at := func(t time.Time) *Offer {
		for i := range list {
			if list[i].At.Equal(t) {
				return &list[i]
			}
		}
		list = append(list, Offer{At: t})
		return &list[len(list)-1]
	}
	for _, p := range proposals {
		if slices.Contains(q.People, p.MemberID) && p.StartsAt.After(now) {
			o := at(p.StartsAt)
			o.By = append(o.By, p.MemberID)
		}
	}
	for _, t := range q.Suggested {
		if !agreed && t.After(now) {
			at(t)
		}
	}
	slices.SortFunc(list, func(a, b Offer) int { return a.At.Compare(b.At) })
	return list
}

// Enough reports whether an offer suits more than half of the people: both of
// two, two of three. Nobody of a group can keep the others from meeting by silence.
func (q Search) Enough(o Offer) bool { return 2*len(o.By) > len(q.People) }

// errAgreed is the answer to who accepts a time while another was agreed: they
// look at it first.
var errAgreed = fault.Because(fault.Conflict, "schedule.agreed")

// Found is what became of it when somebody said when they can.
type Found struct {
	// Agreed is that one of the times suits enough of the people, and Arranged
	// the appointment that was made or moved by that; nil when it stood already.
	Agreed   bool
	Arranged *Appointment
	// Offered is that the others have times to look at that they did not have.
	Offered bool
	// Stood is the time that was agreed before, or zero.
	Stood time.Time
}

// Suits says that these times suit a member. seen is the time that was agreed
// when the member looked, or zero. The feature tells the others.
func (s *Schedule) Suits(ctx context.Context, tx bun.IDB, q Search, memberID string, seen time.Time, times ...time.Time) (f Found, err error) {
	a, err := s.Appointment(ctx, tx, q.SubjectID)
	if err != nil && !errors.Is(err, fault.NotFound) {
		return f, err
	}
	f.Stood = a.StartsAt
	if len(times) == 1 && f.Stood.Equal(times[0]) {
		f.Agreed = true // a button that was pressed twice, or by both at once
		return f, nil
	}
	if !f.Stood.Equal(seen) {
		return f, errAgreed
	}
	for _, at := range times {
		if !q.Until.IsZero() && at.Add(q.Length).After(q.Until) {
			return f, fault.Because(fault.Invalid, q.TooLate)
		}
	}
	return f, s.propose(ctx, tx, q, memberID, times, &f)
}

func (s *Schedule) propose(ctx context.Context, tx bun.IDB, q Search, memberID string, times []time.Time, f *Found) error {
	before, err := s.Proposals(ctx, tx, q.SubjectID)
	if err != nil {
		return err
	}
	if err := s.Propose(ctx, tx, q.SubjectID, memberID, times...); err != nil {
		return err
	}
	after, err := s.Proposals(ctx, tx, q.SubjectID)
	if err != nil {
		return err
	}
	f.Offered = len(after) > len(before)
	for _, o := range q.Offers(after, true, s.Now()) {
		if !q.Enough(o) || !slices.Contains(o.By, memberID) {
			continue
		}
		f.Agreed, f.Offered = true, false
		a, changed, err := s.Arrange(ctx, tx, Arrangement{
			Kind: q.Kind, SubjectID: q.SubjectID, By: memberID, StartsAt: o.At, Length: q.Length,
		})
		if changed {
			f.Arranged = &a
		}
		return err
	}
	return nil
}

// DayAfter is ten in the morning of the day after, in the network's zone: when
// people are asked how something went.
func (s *Schedule) DayAfter(ctx context.Context, at time.Time) (time.Time, error) {
	n, err := s.Networks.Current(ctx)
	if err != nil {
		return time.Time{}, err
	}
	local := at.In(n.Zone())
	return time.Date(local.Year(), local.Month(), local.Day()+1, 10, 0, 0, 0, n.Zone()).UTC(), nil
}

// Stamp is a time in the address of a page.
func Stamp(t time.Time) string { return t.UTC().Format("20060102T1504Z") }

// ReadStamp reads what Stamp wrote.
func ReadStamp(text string) (time.Time, bool) {
	t, err := time.Parse("20060102T1504Z", text)
	return t, err == nil
}

// For completes an event for one person's calendar: the letter's sender is its
// organiser, who gets the letter its attendee.
func (s *Schedule) For(ctx context.Context, e Event, attendee Person) Event {
	name, address := s.Post.Sender(ctx)
	e.Organizer, e.Attendee = Person{Name: name, Email: address}, attendee
	return e
}

// Links are times in a letter; each leads to the page on which it is accepted,
// below the subject's own.
func Links(page string, times []time.Time, say func(time.Time) string) []mail.Block {
	blocks := make([]mail.Block, len(times))
	for i, at := range times {
		blocks[i] = mail.Link(say(at), page+"/time?at="+Stamp(at))
	}
	return blocks
}
