// Package drawfile is a draw without a server: the command cuppa match, for the
// organiser who lives in a spreadsheet. It reads who is in (people.csv), who has
// met (met.csv) and who is kept apart (apart.csv), has package match draw, and
// writes who is with whom and why (groups.csv), and the figures (report.json).
//
// People are numbered by their sorted identifiers, so that the order of the rows
// does not matter. Files are read as a stream, with a bound on a single row;
// output appears whole or not at all.
package drawfile
