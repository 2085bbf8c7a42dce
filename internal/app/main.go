package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"

	"github.com/alecthomas/kong"
)

// commands is the command line. Each command's Run is in a file of its own.
type commands struct {
	Serve    serveCommand    `cmd:"" help:"Run the network."`
	Demo     demoCommand     `cmd:"" help:"Run a network of made-up people, to try everything."`
	Migrate  migrateCommand  `cmd:"" help:"Bring the database to the newest schema and stop."`
	Backup   backupCommand   `cmd:"" help:"Write everything to one file, while the network runs."`
	Restore  restoreCommand  `cmd:"" help:"Read a backup into an empty data directory or database."`
	Draw     drawCommand     `cmd:"" help:"Look into the draws of a round."`
	Doctor   doctorCommand   `cmd:"" help:"Check configuration, key, database, mail, address and clock, and say how to mend each."`
	Match    matchCommand    `cmd:"" help:"Draw from spreadsheets, without a server."`
	Bench    benchCommand    `cmd:"" help:"Measure how fast parts of it are."`
	Simulate simulateCommand `cmd:"" help:"Show, with a model of people, what would come of a programme."`
	Routes   routesCommand   `cmd:"" hidden:"" help:"Print every address and who may open it."`
	Version  versionCommand  `cmd:"" help:"Print the version."`
}

// console is where a command writes.
type console struct {
	out, err io.Writer
	log      *slog.Logger
}

// exitError carries an exit status other than 1.
type exitError struct {
	status int
	err    error
}

func (e exitError) Error() string { return e.err.Error() }

// Main runs the command line and gives the exit status: 0, 1 when something
// failed, 2 when it was asked for wrongly.
func Main(args []string, out, errOut io.Writer) int {
	var c commands
	status := -1
	if len(args) > 0 && args[0] == "help" { // what many people type first
		args = append(slices.Clone(args[1:]), "--help")
	}
	parser, err := kong.New(&c, kong.Name("cuppa"), kong.Description("Cuppa connects the people of a professional network."),
		kong.Vars{"localSender": localSender, "defaultListen": defaultListen}, kong.Writers(out, errOut), kong.Help(help), kong.Exit(func(code int) { status = code }))
	if err != nil {
		fmt.Fprintln(errOut, "cuppa:", err)
		return 1
	}
	ctx, err := parser.Parse(args)
	if status >= 0 { // --help
		return status
	}
	if err != nil {
		fmt.Fprintf(errOut, "cuppa: %v\nRun `%s --help` to see what there is.\n", err, nearest(parser, args))
		return 2
	}
	log := slog.New(slog.NewTextHandler(errOut, nil))
	err = ctx.Run(&console{out, errOut, log})
	var exit exitError
	switch {
	case err == nil:
		return 0
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(errOut, "cuppa: stopped before it was done.")
		return 1
	case errors.As(err, &exit):
		fmt.Fprintln(errOut, "cuppa:", err)
		return exit.status
	}
	fmt.Fprintln(errOut, "cuppa:", err)
	return 1
}

// nearest is the command that was meant, as far as it can be told.
func nearest(parser *kong.Kong, args []string) string {
	words, node := "cuppa", parser.Model.Node
	for _, arg := range args {
		i := slices.IndexFunc(node.Children, func(n *kong.Node) bool { return n.Type == kong.CommandNode && n.Name == arg })
		if i < 0 {
			break
		}
		words, node = words+" "+arg, node.Children[i]
	}
	return words
}

type versionCommand struct{}

func (versionCommand) Run(c *console) error {
	_, err := fmt.Fprintln(c.out, Version)
	return err
}
