package mail

import "context"

// Deliver is replaced by the real delivery, which is being written.
func (p *Post) Deliver(context.Context) (int, error) { return 0, nil }

// Check is replaced by the real one with Deliver.
func (p *Post) Check(context.Context) error { return nil }
