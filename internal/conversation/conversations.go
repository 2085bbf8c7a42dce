package conversation

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"cuppa.example/internal/member"
	"cuppa.example/internal/site"
)

// Conversations opens conversations and carries them to their end.
type Conversations struct {
	site.Site
	members *member.Members
	sources map[string]Source
}

// Source is whoever opens conversations: a programme's round, a circle's rota.
type Source struct {
	// WantsPartner is told that a member of the conversation is without a
	// partner and would like to talk to somebody else in the same round. Nil
	// means that the source has nobody else to offer.
	WantsPartner func(ctx context.Context, tx bun.Tx, c Conversation, memberID string) error
	// Closed is told what became of a conversation, with everybody who was
	// ever part of it; Person.Silent says who answered nothing. It is told
	// again when a late answer changes the state.
	Closed func(ctx context.Context, tx bun.Tx, c Conversation, people []Person) error
}

// New makes the store of conversations.
func New(s site.Site, members *member.Members) *Conversations {
	return &Conversations{Site: s, members: members, sources: map[string]Source{}}
}

// Register says who is behind a source's name. It is called while the program
// is built.
func (s *Conversations) Register(name string, source Source) { s.sources[name] = source }

// Open puts people together and queues their letters. Ten thousand people in
// one call take few statements. The conversations come back in the order of the
// openings.
func (s *Conversations) Open(ctx context.Context, tx bun.Tx, openings []Opening) ([]Conversation, error) {
	now := s.Now()
	list := make([]Conversation, 0, len(openings))
	for i, o := range openings {
		c, err := o.conversation(s.NewID(), now)
		if err != nil {
			return nil, fmt.Errorf("opening %d: %w", i+1, err)
		}
		list = append(list, c)
	}
	if err := insert(ctx, tx, list); err != nil {
		return nil, fmt.Errorf("open conversations: %w", err)
	}
	return list, nil
}

// BySource lists what a source has opened under an id, with its people.
func (s *Conversations) BySource(ctx context.Context, tx bun.IDB, source, sourceID string) ([]Conversation, error) {
	return where(ctx, tx, "c.source = ? AND c.source_id = ?", source, sourceID)
}

// ByID finds a conversation with its people.
func (s *Conversations) ByID(ctx context.Context, tx bun.IDB, id string) (Conversation, error) {
	return byID(ctx, tx, id)
}
