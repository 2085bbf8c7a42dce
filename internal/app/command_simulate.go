package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"cuppa.example/internal/simulate"
)

// simulateCommand shows what would become of a network of people with given habits.
type simulateCommand struct {
	Members     int    `help:"How many people." default:"200"`
	Rounds      int    `help:"How many monthly rounds." default:"12"`
	Seed        uint64 `help:"Makes the run repeatable." default:"1"`
	Habits      string `help:"File in the form of the published habits." type:"existingfile" placeholder:"FILE"`
	Baseline    bool   `help:"Run the same people through a plain shuffle and one email instead."`
	Sensitivity bool   `help:"Run again with the low and the high value of each habit, and show how the result moves."`
	Out         string `help:"Write the report as JSON too." placeholder:"FILE"`
	Quiet       bool   `help:"Say nothing of progress."`
}

// Run simulates and prints.
func (c simulateCommand) Run(out *console) error {
	if c.Members < 4 || c.Members > 20_000 || c.Rounds < 1 || c.Rounds > 120 {
		return exitError{2, errors.New("give 4 to 20,000 members and 1 to 120 rounds")}
	}
	habits := simulate.Published()
	if c.Habits != "" {
		var err error
		if habits, err = simulate.ReadHabits(c.Habits); err != nil {
			return exitError{2, err}
		}
	}
	calibrated, err := simulate.Calibrate(habits)
	if err != nil {
		return exitError{2, err}
	}
	ctx, stop := stoppable()
	defer stop()
	if c.Sensitivity {
		return c.table(ctx, out, habits)
	}
	report, err := c.once(ctx, out, calibrated)
	if err != nil {
		return err
	}
	report.Print(out.out)
	return c.save(report)
}

func (c simulateCommand) save(report any) error {
	if c.Out == "" {
		return nil
	}
	text, err := json.MarshalIndent(report, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(c.Out, append(text, '\n'), 0o644)
}

func (c simulateCommand) once(ctx context.Context, out *console, habits simulate.Calibrated) (simulate.Report, error) {
	plan := simulate.Plan{
		People: simulate.People(c.Members, c.Seed), Rounds: c.Rounds, Seed: c.Seed, Habits: habits, Start: simulate.DefaultStart, Open: simulate.DefaultOpen,
	}
	if c.Baseline {
		return simulate.Baseline(plan), nil
	}
	if !c.Quiet {
		plan.Progress = func(round int, day time.Time) {
			fmt.Fprintf(out.err, "round %d of %d, %s\n", round, c.Rounds, day.Format(time.DateOnly))
		}
	}
	dir, err := os.MkdirTemp("", "cuppa-simulate-")
	if err != nil {
		return simulate.Report{}, err
	}
	defer os.RemoveAll(dir)
	clock := newMovedClock(plan.Start, c.Seed)
	config := Config{Data: dir, Base: "http://cuppa.example"}
	if err := clock.writeKey(config.KeyFile()); err != nil {
		return simulate.Report{}, err
	}
	a, err := New(ctx, config, Options{Now: clock.Now, NewID: clock.NewID, Log: out.log, Demo: true, Crowd: true})
	if err != nil {
		return simulate.Report{}, err
	}
	defer a.Close()
	return simulate.Run(ctx, a.world(clock), plan)
}

// table runs every case of the sensitivity table.
func (c simulateCommand) table(ctx context.Context, out *console, habits simulate.Habits) error {
	cases := append([]simulate.Case{{Habit: "as published"}}, simulate.Cases(habits)...)
	fmt.Fprintln(out.out, "This is a model. How the share of conversations that took place moves with each habit:")
	fmt.Fprintf(out.out, "%-14s %6s %12s %8s %9s\n", "habit", "value", "completion", "really", "baseline")
	for i := range cases {
		one := &cases[i]
		calibrated, err := simulate.Calibrate(habits)
		if i > 0 {
			calibrated, err = one.Apply(habits)
		}
		if err != nil {
			fmt.Fprintf(out.out, "%-14s %6.2f cannot be: %v\n", one.Habit, one.Value, err)
			continue
		}
		quiet := c
		quiet.Quiet, quiet.Baseline = true, false
		report, err := quiet.once(ctx, out, calibrated)
		if err != nil {
			return err
		}
		quiet.Baseline = true
		base, err := quiet.once(ctx, out, calibrated)
		if err != nil {
			return err
		}
		one.AtLeast, one.AtMost, one.ReallyMet, one.Baseline = report.Total.AtLeast, report.Total.AtMost, report.Total.ReallyMet, base.Total.ReallyMet
		fmt.Fprintf(out.out, "%-14s %6.2f %12s %6.0f %% %7.0f %%\n", one.Habit, one.Value,
			fmt.Sprintf("%.0f–%.0f %%", 100*one.AtLeast, 100*one.AtMost), 100*one.ReallyMet, 100*one.Baseline)
	}
	return c.save(cases)
}
