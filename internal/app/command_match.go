package app

import (
	"errors"

	"cuppa.example/internal/drawfile"
)

// matchCommand works on files, without a server or an account.
type matchCommand struct {
	Draw   matchDrawCommand   `cmd:"" default:"withargs" help:"Draw from spreadsheets; “draw” may be left out."`
	Check  matchCheckCommand  `cmd:"" help:"Say what groups are like, and confirm the proof that a draw came with."`
	Rota   matchRotaCommand   `cmd:"" help:"Let everybody meet everybody, one to one, in the fewest rounds."`
	Assign matchAssignCommand `cmd:"" help:"Assign seekers to offers, as in mentoring."`
	Graph  matchGraphCommand  `cmd:"" help:"Solve a weighted graph exactly, and prove it."`
}

type matchDrawCommand struct{ drawfile.Options }

// Run draws; bad input ends with status 2, one sentence and no file.
func (m matchDrawCommand) Run(c *console) error {
	ctx, stop := stoppable()
	defer stop()
	return badInput(drawfile.Run(ctx, m.Options, c.out, c.err))
}

type matchCheckCommand struct{ drawfile.CheckOptions }

// Run checks; groups that break a rule and a proof that does not hold end with
// status 1.
func (m matchCheckCommand) Run(c *console) error {
	ctx, stop := stoppable()
	defer stop()
	return badInput(drawfile.RunCheck(ctx, m.CheckOptions, c.out, c.err))
}

type matchRotaCommand struct{ drawfile.RotaOptions }

// Run makes a rota; bad input ends with status 2, one sentence and no file.
func (m matchRotaCommand) Run(c *console) error {
	ctx, stop := stoppable()
	defer stop()
	return badInput(drawfile.RunRota(ctx, m.RotaOptions, c.out, c.err))
}

type matchAssignCommand struct{ drawfile.AssignOptions }

// Run assigns; bad input ends with status 2, one sentence and no file.
func (m matchAssignCommand) Run(c *console) error {
	ctx, stop := stoppable()
	defer stop()
	return badInput(drawfile.RunAssign(ctx, m.AssignOptions, c.out, c.err))
}

type matchGraphCommand struct{ drawfile.GraphOptions }

// Run solves; bad input ends with status 2, one sentence and no file.
func (m matchGraphCommand) Run(c *console) error {
	ctx, stop := stoppable()
	defer stop()
	return badInput(drawfile.RunGraph(ctx, m.GraphOptions, c.out))
}

func badInput(err error) error {
	var bad *drawfile.Problem
	if errors.As(err, &bad) {
		return exitError{2, err}
	}
	return err
}
