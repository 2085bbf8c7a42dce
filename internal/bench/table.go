package bench

import (
	"fmt"
	"io"
	"strings"
)

// print writes what came of the rows as Markdown: a table of those that others
// solve too, and one of the rest.
func print(w io.Writer, results []result) error {
	var compared, alone strings.Builder
	for _, r := range results {
		if r.row.peers != nil {
			compared.WriteString(r.compared())
		} else {
			alone.WriteString(r.alone())
		}
	}
	var text string
	if compared.Len() > 0 {
		text = "| edge list | Cuppa | LEMON | ratio | LEMON with pricing | ratio | proof |\n|---|---|---|---|---|---|---|\n" + compared.String()
	}
	if alone.Len() > 0 {
		if text != "" {
			text += "\n"
		}
		text += "| work | CPU | on the clock | memory | what came of it | target | reached? |\n|---|---|---|---|---|---|---|\n" + alone.String()
	}
	_, err := io.WriteString(w, text)
	return err
}

// compared is a line of the first table.
func (r result) compared() string {
	line := fmt.Sprintf("| %s | %s", r.what, figures(r.ours))
	for _, program := range []string{lemon, pricing} {
		theirs, there := r.peers[program]
		if !there {
			line += " | – | –"
			continue
		}
		line += fmt.Sprintf(" | %s | %s", figures(theirs), r.ratio(program, theirs))
	}
	return line + fmt.Sprintf(" | %s |\n", r.proof())
}

func (r result) proof() string {
	if len(r.peers) > 0 {
		return r.ours.Proof + ", checked; same weight"
	}
	return r.ours.Proof + ", checked"
}

// figures are the seconds, in brackets those of the whole process, and the memory.
func figures(o Outcome) string {
	return fmt.Sprintf("%s s (%s), %.0f MB", brief(o.CPU), brief(o.Whole), o.Peak)
}

// brief writes seconds with two or three digits that say something.
func brief(s float64) string {
	switch {
	case s >= 10:
		return fmt.Sprintf("%.1f", s)
	case s >= 1:
		return fmt.Sprintf("%.2f", s)
	}
	return fmt.Sprintf("%.3f", s)
}

func (r result) ratio(program string, theirs Outcome) string {
	for _, p := range r.row.peers {
		if p.program != program || theirs.CPU == 0 {
			continue
		}
		ratio := r.ours.CPU / theirs.CPU
		if p.ratio == 0 {
			return fmt.Sprintf("%.3f", ratio)
		}
		return fmt.Sprintf("%.3f (≤ %g: %s)", ratio, p.ratio, yes(ratio <= p.ratio))
	}
	return "–"
}

func yes(is bool) string {
	if is {
		return "yes"
	}
	return "**no**"
}

// alone is a line of the second table.
func (r result) alone() string {
	wanted, reached := r.reached()
	came := r.ours.Said
	if r.ours.Proof != "" {
		came += "; " + r.ours.Proof
	}
	return fmt.Sprintf("| %s | %s s | %s s | %.0f MB | %s | %s | %s |\n",
		r.what, brief(r.ours.CPU), brief(r.ours.Wall), r.ours.Peak, came, strings.Join(wanted, ", "), reached)
}

// reached holds an outcome against the target.
func (r result) reached() (wanted []string, answer string) {
	var missed []string
	check := func(what string, met bool) {
		wanted = append(wanted, what)
		if !met {
			missed = append(missed, what)
		}
	}
	if r.wall > 0 {
		check(fmt.Sprintf("≤ %g s on the clock", r.wall), r.ours.Wall <= r.wall)
	}
	if r.mb > 0 {
		check(fmt.Sprintf("≤ %g MB", r.mb), r.ours.Peak <= r.mb)
	}
	if r.gap > 0 {
		check(fmt.Sprintf("gap ≤ %g %%", r.gap), r.ours.Gap >= 0 && r.ours.Gap <= r.gap)
	}
	if r.repeats != nil {
		check(fmt.Sprintf("≤ %d repeats", *r.repeats), r.ours.Repeats <= *r.repeats)
	}
	switch {
	case len(wanted) == 0:
		return []string{"–"}, "–"
	case len(missed) == 0:
		return wanted, "yes"
	}
	return wanted, "**no**: " + strings.Join(missed, ", ")
}
