package drawfile

import (
	"fmt"

	"cuppa.example/match"
)

// errOnlyPairs says of what there are proofs.
var errOnlyPairs = &Problem{File: "--proof", Text: "only a draw of pairs can be proven; of groups --bound says what is known"}

// checkFlags looks at what can be wrong before any file is opened.
func (o Options) checkFlags() error {
	if err := o.check([]string{o.Out, o.Report, o.Proof}, nil); err != nil {
		return err
	}
	switch {
	case o.Rounds < 0 || o.Rounds > match.MaxRounds:
		return &Problem{File: "--rounds", Text: fmt.Sprintf("%d is not a number of rounds; it is 1 to %d", o.Rounds, match.MaxRounds)}
	case o.Rounds > 0 && o.Mode == "uniform":
		return &Problem{File: "--rounds", Text: "a schedule is made to spread meetings, and cannot be pure chance"}
	case o.Rounds > 0 && o.Proof != "":
		return &Problem{File: "--proof", Text: "a schedule comes without a proof; --bound says what is known"}
	case o.Proof != "" && o.Size != 2:
		return errOnlyPairs
	}
	return nil
}
