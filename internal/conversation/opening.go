package conversation

import (
	"time"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/locale"
)

// Opening is a conversation to be opened.
type Opening struct {
	Source, SourceID string
	// Members are two to nine people, in the order in which they are named.
	Members []string
	// FirstWriter is asked to write first; empty is the first of Members.
	FirstWriter string
	// Why is what the letter says under "why you two".
	Why []locale.Phrase
	// Length is how long they are asked to talk; zero is half an hour.
	Length time.Duration
	// Opens, Halfway and Ends bound the window. Halfway is when they are asked
	// whether they have a time; zero does not ask.
	Opens, Halfway, Ends time.Time
	// Title is the programme's; Prompts and Rules its texts.
	Title          string
	Prompts, Rules []string
}

const (
	fewest = 2
	most   = 9 // groups of up to eight, and one larger where a count does not divide
)

func (o Opening) conversation(id string, now time.Time) (Conversation, error) {
	if o.Source == "" || len(o.Members) < fewest || len(o.Members) > most || !o.Ends.After(o.Opens) {
		return Conversation{}, fault.Because(fault.Invalid, "conversation.invalid")
	}
	first := o.FirstWriter
	if first == "" {
		first = o.Members[0]
	}
	length := o.Length
	if length <= 0 {
		length = 30 * time.Minute
	}
	c := Conversation{
		ID: id, Source: o.Source, SourceID: o.SourceID, State: Open, Title: o.Title, FirstWriter: first,
		Why: o.Why, Prompts: o.Prompts, Rules: o.Rules, Length: length,
		OpensAt: o.Opens.UTC(), HalfwayAt: o.Halfway.UTC(), EndsAt: o.Ends.UTC(), CloseAt: o.Ends.UTC(), CreatedAt: now,
	}
	for i, m := range o.Members {
		if _, twice := c.Person(m); twice || m == "" {
			return Conversation{}, fault.Because(fault.Invalid, "conversation.invalid")
		}
		c.People = append(c.People, Person{ConversationID: id, MemberID: m, Position: i})
	}
	if _, in := c.Person(first); !in {
		return Conversation{}, fault.Because(fault.Invalid, "conversation.invalid")
	}
	return c, nil
}
