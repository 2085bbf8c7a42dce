package app

import (
	"errors"
	"os"

	"cuppa.example/internal/bench"
)

// benchCommand measures parts of the program, and holds them against others.
type benchCommand struct {
	Match benchMatchCommand `cmd:"" help:"Hold the matching engine against its targets and other programs, and print the tables of docs/performance.md."`
	Child benchChildCommand `cmd:"" hidden:"" help:"Make or solve one row, for bench match."`
}

type benchMatchCommand struct{ bench.Options }

// Run measures; every row is solved in a process of its own.
func (b benchMatchCommand) Run(c *console) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	ctx, stop := stoppable()
	defer stop()
	b.Self = []string{self, "bench", "child"}
	err = bench.Run(ctx, b.Options, c.out, c.err)
	if errors.Is(err, bench.ErrNoRow) {
		return exitError{2, err}
	}
	return err
}

type benchChildCommand struct {
	Act  string `arg:"" enum:"make,solve"`
	Name string `arg:""`
	File string `arg:""`
}

// Run does what bench match asks of a process.
func (b benchChildCommand) Run(c *console) error {
	ctx, stop := stoppable()
	defer stop()
	return bench.Child(ctx, b.Act, b.Name, b.File, c.out)
}
