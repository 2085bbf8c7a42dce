package drawfile

import (
	"fmt"
	"strconv"
	"unicode/utf8"
)

// Problem is what is wrong with what was asked for, in one sentence. A command
// that ends with it has exit status 2.
type Problem struct {
	File string // or the flag
	Row  int    // as a spreadsheet counts, the header being 1; 0 for the whole file
	Text string
}

func (p *Problem) Error() string {
	if p.Row == 0 {
		return fmt.Sprintf("%s: %s.", p.File, p.Text)
	}
	return fmt.Sprintf("%s, row %d: %s.", p.File, p.Row, p.Text)
}

// quote shows a cell in a sentence: short, and safe for a terminal.
func quote(cell string) string {
	const most = 40
	if utf8.RuneCountInString(cell) > most {
		cell = string([]rune(cell)[:most]) + "…"
	}
	return strconv.Quote(cell)
}
