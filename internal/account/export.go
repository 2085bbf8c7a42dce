package account

import (
	"context"
	"fmt"
	"time"
)

// download is everything the network holds about a member.
type download struct {
	Network  string         `json:"network"`
	Exported time.Time      `json:"exported"`
	Data     map[string]any `json:"data"`
}

// collect asks every package what it holds about the member.
func (s *Accounts) collect(ctx context.Context, memberID string) (download, error) {
	d := download{Network: s.Networks.Name(ctx), Exported: s.Now(), Data: map[string]any{}}
	for name, export := range s.exports {
		data, err := export(ctx, memberID)
		if err != nil {
			return d, fmt.Errorf("export %s: %w", name, err)
		}
		d.Data[name] = data
	}
	return d, nil
}

// Export is what this package holds about a member: addresses that wait to be
// confirmed.
func (s *Accounts) Export(ctx context.Context, memberID string) (any, error) {
	changes, err := changesOf(ctx, s.DB, memberID)
	if err != nil {
		return nil, err
	}
	x := exported{Waiting: []waitingAddress{}}
	for _, c := range changes {
		email, err := s.Keys.Decrypt(c.Email, purpose(c.ID))
		if err != nil {
			return nil, err
		}
		x.Waiting = append(x.Waiting, waitingAddress{email, c.CreatedAt})
	}
	return x, nil
}

type exported struct {
	Waiting []waitingAddress `json:"addresses_to_be_confirmed"`
}

type waitingAddress struct {
	Email string    `json:"email"`
	Asked time.Time `json:"asked"`
}
