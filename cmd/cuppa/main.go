// Command cuppa runs a network: see internal/app for what it does.
package main

import (
	"os"
	_ "time/tzdata" // time zones, also where the machine has none

	"cuppa.example/internal/app"
)

func main() { os.Exit(app.Main(os.Args[1:], os.Stdout, os.Stderr)) }
