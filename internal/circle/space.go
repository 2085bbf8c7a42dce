package circle

import (
	"context"

	"github.com/uptrace/bun"

	"cuppa.example/internal/discussion"
)

// roomKind are the rooms of circles; a room has the id of its circle.
const roomKind = "circle"

const discussionTab = "/discussion"

// openSpace makes the room in which the people of a circle write to each other.
func (s *Circles) openSpace(ctx context.Context, tx bun.Tx, c Circle) error {
	if err := s.rooms.Open(ctx, tx, discussion.Room{ID: c.ID, Kind: roomKind, SubjectID: c.ID, Title: c.Name}); err != nil {
		return err
	}
	return s.rooms.Join(ctx, tx, c.ID, c.Here()...)
}

// around is what stands around the pages of a circle's room.
func (s *Circles) around(ctx context.Context, r discussion.Room, memberID string) (discussion.Around, error) {
	in, err := s.look(ctx, r.SubjectID, memberID)
	if err != nil {
		return discussion.Around{}, err
	}
	return discussion.Around{Title: in.Name, Back: "/circles", Nav: subNav(in, discussionTab)}, nil
}
