package joining

import (
	"context"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/member"
	"cuppa.example/internal/network"
)

// FirstKind is the kind of the signed link that makes the first organiser.
const FirstKind = "first-organiser"

// errTaken is said to whoever opens the link when there is an organiser.
var errTaken = fault.Because(fault.Gone, "joining.first.taken")

// Vacant is an error unless the network has no organiser yet.
func (s *Applications) Vacant(ctx context.Context, tx bun.IDB) error {
	organisers, err := s.members.Organisers(ctx, tx)
	if err == nil && len(organisers) > 0 {
		err = errTaken
	}
	return err
}

// Found names the network and makes its first organiser. Of two who try at the
// same time one is told that the network has an organiser.
func (s *Applications) Found(ctx context.Context, name, purpose, email string, d member.Details) (m member.Member, err error) {
	n, err := s.Networks.Current(ctx)
	if err != nil {
		return m, err
	}
	n = founded(n, name, purpose, email)
	err = s.Networks.Change(ctx, n, func(ctx context.Context, tx bun.Tx) error {
		if err := s.Vacant(ctx, tx); err != nil {
			return err
		}
		if m, err = s.members.Join(ctx, tx, email, d, true); err != nil {
			return err
		}
		if err := s.safety.AcceptAll(ctx, tx, m.ID); err != nil {
			return err
		}
		return s.members.SetOrganiser(ctx, tx, m.ID, true)
	})
	return m, err
}

// founded are the settings with what the first organiser says. People write to
// them until they say otherwise.
func founded(n network.Network, name, purpose, email string) network.Network {
	n.Name, n.Purpose = name, purpose
	if n.Contact == "" {
		n.Contact = email
	}
	return n
}
