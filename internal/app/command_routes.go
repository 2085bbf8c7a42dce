package app

import (
	"context"
	"errors"
	"fmt"
	"os"
)

// routesCommand prints the route table, the demo's pages included, so that the
// journeys through the pages can tell whether they have been everywhere.
type routesCommand struct{}

// Run prints a line for each route: who may use it, the method and the pattern.
func (routesCommand) Run(c *console) (err error) {
	dir, err := os.MkdirTemp("", "cuppa-routes-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	a, err := New(context.Background(), Config{Data: dir, Base: "http://127.0.0.1:8080"}, Options{Demo: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	for _, r := range a.Routes() {
		if _, err := fmt.Fprintln(c.out, r.Access, r.Pattern); err != nil {
			return err
		}
	}
	return nil
}
