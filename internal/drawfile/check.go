package drawfile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strings"

	"cuppa.example/match"
)

// CheckOptions are the flags of cuppa match check.
type CheckOptions struct {
	Inputs
	Groups string `required:"" placeholder:"FILE" help:"The groups, as cuppa match wrote them: CSV with the columns group and id, and round where there are several."`
	Proof  string `placeholder:"FILE" help:"The proof that --proof wrote: that nothing better exists is concluded from it, without drawing again."`
}

// ErrWrong is wrapped by the error of RunCheck where groups break a rule, or a proof
// does not hold.
var ErrWrong = errors.New("this is wrong")

// RunCheck says what groups are like, whoever made them, and confirms the proof that
// comes with a draw. An error about the input is a *Problem.
func RunCheck(ctx context.Context, o CheckOptions, stdout, stderr io.Writer) error {
	if err := o.check(nil, nil); err != nil {
		return err
	}
	if o.Proof != "" && o.Size != 2 {
		return errOnlyPairs
	}
	p, in, err := o.read(nil)
	if err != nil {
		return err
	}
	rounds, err := p.readGroups(o.Groups)
	if err != nil {
		return err
	}
	if o.Proof != "" && len(rounds) > 1 {
		return &Problem{File: "--proof", Text: "a proof is about one round"}
	}
	last := int32(0)
	if round, any := in.Past.Last(); any {
		last = max(last, round)
	}
	var said strings.Builder
	for i, r := range rounds {
		if err := p.keptApart(in, r); err != nil {
			return err
		}
		res, err := match.Assess(in, r.groups)
		if err != nil {
			return fmt.Errorf("check: %w", err)
		}
		if len(rounds) > 1 {
			fmt.Fprintf(&said, "Round %s: ", r.name)
		}
		p.describe(&said, in, res)
		if o.Proof != "" {
			if err := confirm(in, res, o.Proof); err != nil {
				return err
			}
			said.WriteString("The proof holds: " + provenText(in) + "\n")
		}
		if i+1 < len(rounds) { // who meets now has met in the rounds after
			last += min(1, math.MaxInt32-last)
			in.Met = append(in.Met, meetings(last, r.groups)...)
		}
	}
	_, err = io.WriteString(stdout, said.String())
	return err
}

// keptApart says who is together who must not be.
func (p *people) keptApart(in match.Input, r groupsOf) error {
	of := map[int32]int{}
	for g, group := range r.groups {
		for _, a := range group {
			of[a] = g + 1
		}
	}
	for _, pair := range in.Apart {
		if g := of[pair.A]; g > 0 && g == of[pair.B] {
			return fmt.Errorf("%w: %s and %s are in one group, but are kept apart", ErrWrong, quote(p.ids[pair.A]), quote(p.ids[pair.B]))
		}
	}
	return nil
}

// describe says what groups are like.
func (p *people) describe(w *strings.Builder, in match.Input, res match.Result) {
	fmt.Fprintf(w, "%d of %d people in %s, %s.\n", in.People-len(res.Unplaced), in.People, count(len(res.Groups), "group"), repeats(len(res.Repeats)))
	for t, want := range p.wants {
		fmt.Fprintf(w, "%s.\n", want.failed(res.Same[t]))
	}
}

// failed says of how many pairs the want is not met.
func (w *want) failed(pairs int) string {
	verb := "have"
	if pairs == 1 {
		verb = "has"
	}
	if w.share {
		return fmt.Sprintf("%s %s nothing in common in %s", count(pairs, "pair"), verb, w.column)
	}
	return fmt.Sprintf("%s %s the same %s", count(pairs, "pair"), verb, w.column)
}

// confirm reads a proof and holds it against groups.
func confirm(in match.Input, res match.Result, name string) error {
	b, err := os.ReadFile(name)
	if err != nil {
		return &Problem{File: name, Text: whyNotOpened(err)}
	}
	if res.Proof, err = match.DecodeProof(b); err != nil {
		return &Problem{File: name, Text: "this is not a proof, or it was changed"}
	}
	if err := match.Confirm(in, res); err != nil {
		return fmt.Errorf("%w: the proof does not hold for these groups and these files (%s)", ErrWrong, strings.TrimPrefix(err.Error(), match.ErrNotProven.Error()+": "))
	}
	return nil
}

// provenText says what a proof shows.
func provenText(in match.Input) string {
	if in.People%2 == 1 {
		return "beside the group of three, nobody could be paired better."
	}
	return "nobody could be paired better."
}
