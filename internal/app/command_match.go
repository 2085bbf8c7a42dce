package app

import (
	"errors"

	"cuppa.example/internal/drawfile"
)

// matchCommand draws from spreadsheets, without a server or an account.
type matchCommand struct{ drawfile.Options }

// Run draws; bad input ends with status 2, one sentence and no file.
func (m matchCommand) Run(c *console) error {
	ctx, stop := stoppable()
	defer stop()
	err := drawfile.Run(ctx, m.Options, c.out, c.err)
	var bad *drawfile.Problem
	if errors.As(err, &bad) {
		return exitError{2, err}
	}
	return err
}
