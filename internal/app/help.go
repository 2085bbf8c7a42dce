package app

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// help shows, for a command of which one kind need not be named, the flags of that
// kind, and then what else there is: who types cuppa match --help wants to draw.
func help(o kong.HelpOptions, ctx *kong.Context) error {
	node := ctx.Selected()
	if node == nil || node.DefaultCmd == nil {
		return kong.DefaultHelpPrinter(o, ctx)
	}
	usual := node.DefaultCmd
	drawn, err := kong.Trace(ctx.Kong, strings.Fields(strings.TrimPrefix(usual.Path(), ctx.Model.Name)))
	if err != nil {
		return err
	}
	if err := kong.DefaultHelpPrinter(o, drawn); err != nil {
		return err
	}
	var text strings.Builder
	for _, other := range node.Children {
		if other != usual && !other.Hidden {
			fmt.Fprintf(&text, "  %s\n    %s\n\n", strings.TrimPrefix(other.FullPath(), ctx.Model.Name+" "), other.Help)
		}
	}
	_, err = fmt.Fprintf(ctx.Stdout, "\nOther commands:\n%s\nRun \"%s <command> --help\" for their flags.\n", strings.TrimRight(text.String(), "\n")+"\n", node.FullPath())
	return err
}
