package app

import (
	"errors"
	"fmt"
	"io"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/unmentoring"
)

// drawCommand is about the draws of rounds.
type drawCommand struct {
	Verify verifyCommand `cmd:"" help:"Draw a round again from what was written down, and compare it bit by bit."`
}

// verifyCommand repeats the draws of a round.
type verifyCommand struct {
	Config
	Round string `arg:"" help:"The round, as the last part of its page's address."`
}

// Run says of every attempt whether it came out the same.
func (c verifyCommand) Run(out *console) error {
	ctx, stop := stoppable()
	defer stop()
	if err := c.existing(); err != nil {
		return exitError{2, err}
	}
	a, err := New(ctx, c.Config, Options{Log: out.log})
	if err != nil {
		return err
	}
	defer a.Close()
	report, err := a.UnMentoring.Verify(ctx, c.Round)
	if errors.Is(err, fault.NotFound) {
		return exitError{2, fmt.Errorf("there is no round %q", c.Round)}
	}
	if err != nil {
		return err
	}
	printReport(out.out, report)
	if !report.OK() {
		return errors.New("a draw of this round cannot be repeated")
	}
	return nil
}

func printReport(w io.Writer, report unmentoring.VerifyReport) {
	fmt.Fprintf(w, "Round %d of %s\n", report.Round.Number, report.Programme)
	if len(report.Attempts) == 0 {
		fmt.Fprintln(w, "Nothing has been drawn yet.")
	}
	for _, v := range report.Attempts {
		d := v.Draw
		fmt.Fprintf(w, "\ndraw %d (%s, %s), engine %s, %d people, %d conversations, %d repeats, %d changes by hand\n",
			d.Attempt, d.Kind, d.State, d.Engine, d.People, d.Groups, d.Repeats, d.Changes)
		fmt.Fprintf(w, "seed   %s\ndigest %s\n", d.Seed, d.Digest)
		if v.Problem != nil {
			fmt.Fprintf(w, "DIFFERS: %v\n", v.Problem)
			continue
		}
		fmt.Fprintln(w, "the same, bit by bit")
	}
}
