package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/unmentoring"
)

// drawCommand is about the draws of rounds.
type drawCommand struct {
	Verify verifyCommand `cmd:"" help:"Draw a round again from what was written down, and compare it bit by bit."`
	Check  checkCommand  `cmd:"" help:"Check the receipt that a member keeps of a draw. It needs no data but the file."`
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

// checkCommand checks a receipt.
type checkCommand struct {
	File string `arg:"" type:"existingfile" help:"The receipt, as it was downloaded."`
}

// Run says what the receipt shows.
func (c checkCommand) Run(out *console) error {
	b, err := os.ReadFile(c.File)
	if err != nil {
		return exitError{2, err}
	}
	var r unmentoring.Receipt
	if err := json.Unmarshal(b, &r); err != nil {
		return exitError{2, fmt.Errorf("%s is not a receipt: %w", c.File, err)}
	}
	fmt.Fprintf(out.out, "seal   %s\nrows   %s\n", r.Seal, r.Fingerprint)
	if err := r.Check(); err != nil {
		return err
	}
	if r.Secret == "" {
		fmt.Fprintln(out.out, "The row is among them. The secret is not shown before the draw goes out.")
		return nil
	}
	fmt.Fprintf(out.out, "seed   %s\nThe row is among them, and the seed follows from what was sealed.\n", r.Seed)
	return nil
}

func printReport(w io.Writer, report unmentoring.VerifyReport) {
	fmt.Fprintf(w, "Round %d of %s\n", report.Round.Number, report.Programme)
	if report.Round.Seal != "" {
		fmt.Fprintf(w, "seal   %s\n", report.Round.Seal)
	}
	if len(report.Attempts) == 0 {
		fmt.Fprintln(w, "Nothing has been drawn yet.")
	}
	for _, v := range report.Attempts {
		d := v.Draw
		fmt.Fprintf(w, "\ndraw %d (%s, %s), engine %s, %d people, %d conversations, %d repeats, %d changes by hand\n",
			d.Attempt, d.Kind, d.State, d.Engine, d.People, d.Groups, d.Repeats, d.Changes)
		fmt.Fprintf(w, "seed   %s\ndigest %s\nshown  %s\n", d.Seed, d.Digest, v.Shown)
		if d.Root != "" {
			fmt.Fprintf(w, "rows   %s\n", d.Root)
		}
		for _, c := range v.Changes {
			fmt.Fprintf(w, "change %d (%s) at %s\n", c.Number, c.Kind, c.ChangedAt.UTC().Format(time.RFC3339))
		}
		if v.Problem != nil {
			fmt.Fprintf(w, "DIFFERS: %v\n", v.Problem)
			continue
		}
		fmt.Fprintln(w, "the same, bit by bit")
	}
}
