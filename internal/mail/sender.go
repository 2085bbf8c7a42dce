package mail

import "context"

// Sender is the name and address that letters come from. An invitation names
// it as the organiser, or mail programs distrust the invitation.
func (p *Post) Sender(ctx context.Context) (name, address string) {
	name = p.c.FromName
	if name == "" && p.c.Network != nil {
		name = p.c.Network(ctx)
	}
	return name, p.c.FromAddress
}
