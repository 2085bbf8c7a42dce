package drawfile

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode/utf8"

	"cuppa.example/match"
)

// progress is one line on a terminal that says how far long work is. It is written
// over again and again, and is gone at the end. Where standard error is not a
// terminal there is none: it is nil then, which says nothing.
type progress struct {
	w     io.Writer
	now   func() time.Time
	next  time.Time // when to write again
	width int       // of what stands there
}

// Nothing is shown of what is done in a moment, and a line long enough to be read.
const (
	progressAfter = 500 * time.Millisecond
	progressEvery = 100 * time.Millisecond
)

// newProgress begins a line, if there is a terminal.
func newProgress(stderr io.Writer) *progress {
	f, is := stderr.(*os.File)
	if !is {
		return nil
	}
	if info, err := f.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	return &progress{w: f, now: time.Now, next: time.Now().Add(progressAfter)}
}

// context asks the engine to say how far it is.
func (p *progress) context(ctx context.Context) context.Context {
	if p == nil {
		return ctx
	}
	return match.WithProgress(ctx, func(stage match.Stage, done, of int64) {
		p.say(func() string { return stageText(stage, done, of) })
	})
}

// show says what is begun, at once.
func (p *progress) show(text string) {
	if p != nil {
		p.write(text)
	}
}

// say writes the line, unless it was written a moment ago.
func (p *progress) say(text func() string) {
	if p == nil || p.now().Before(p.next) {
		return
	}
	p.next = p.now().Add(progressEvery)
	p.write(text())
}

// end takes the line away.
func (p *progress) end() {
	if p != nil && p.width > 0 {
		p.write("")
		fmt.Fprint(p.w, "\r")
	}
}

// write puts a text over what stands there. It is only for the eye: that it cannot
// be written stops nothing.
func (p *progress) write(text string) {
	const most = 79
	if utf8.RuneCountInString(text) > most {
		text = string([]rune(text)[:most])
	}
	width := utf8.RuneCountInString(text)
	fmt.Fprintf(p.w, "\r%s%s", text, strings.Repeat(" ", max(0, p.width-width)))
	p.width = width
}

// stageText says in words how far a stage is.
func stageText(stage match.Stage, done, of int64) string {
	text := map[match.Stage]string{
		match.StageExchanging: "Exchanging partners: pass",
		match.StageCandidates: "Looking for likely pairs: person",
		match.StagePricing:    "Looking at every pair: time",
		match.StageBlossoms:   "Pairing those in odd circles: person",
		match.StageAnnealing:  "Trying groups: step",
		match.StageDrawing:    "Drawing by chance: try",
		match.StageAsking:     "Asking: number",
	}[stage]
	if text == "" {
		text = stage.String()
	}
	text += " " + grouped(done)
	if of > 0 {
		text += " of " + grouped(of)
	}
	return text
}

// grouped writes a number with commas: 10,000.
func grouped(n int64) string {
	if n < 0 {
		return "-" + grouped(-n)
	}
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
