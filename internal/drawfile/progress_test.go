package drawfile

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"cuppa.example/match"
)

func TestProgressIsOneLineThatGoesAway(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	at := time.Unix(0, 0)
	p := &progress{w: &out, now: func() time.Time { return at }, next: at.Add(progressAfter)}
	say := func(text string) { p.say(func() string { return text }) }
	say("too soon")
	at = at.Add(time.Second)
	say("a long text")
	say("a moment later")
	at = at.Add(time.Second)
	say("short")
	p.end()
	if want := "\ra long text\rshort      \r     \r"; out.String() != want {
		t.Errorf("wrote %q, want %q", out.String(), want)
	}
	out.Reset()
	at = at.Add(time.Second)
	say(strings.Repeat("é", 200))
	if got := strings.Count(out.String(), "é"); got != 79 {
		t.Errorf("a line of %d letters", got)
	}
}

// Without a terminal nothing is written, and nothing breaks.
func TestNoProgressWithoutATerminal(t *testing.T) {
	t.Parallel()
	p := newProgress(&bytes.Buffer{})
	if p != nil {
		t.Fatal("a buffer is no terminal")
	}
	ctx := context.Background()
	if p.context(ctx) != ctx {
		t.Error("somebody listens")
	}
	p.say(nil)
	p.show("x")
	p.end()
}

func TestTheEngineSaysHowFarItIs(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	at := time.Unix(0, 0)
	p := &progress{w: &out, now: func() time.Time { at = at.Add(time.Second); return at }}
	in := match.Input{People: 40, Size: 2, Traits: []match.Trait{{Values: make([]int32, 40)}}}
	for i := range in.People {
		in.Traits[0].Values[i] = int32(1 + i%4)
	}
	if _, err := match.Draw(p.context(t.Context()), in, [32]byte{}); err != nil {
		t.Fatal(err)
	}
	p.show("Reading met.csv")
	for _, want := range []string{"\rExchanging partners: pass ", "\rReading met.csv"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in %q", want, out.String())
		}
	}
	for stage := match.StageExchanging; stage.String() != ""; stage++ {
		if got := stageText(stage, 1000, 0); !strings.HasSuffix(got, " 1,000") || strings.HasPrefix(got, stage.String()) {
			t.Errorf("stage %v is %q", stage, got)
		}
	}
	if got := stageText(match.StageBlossoms, 1, 20); got != "Pairing those in odd circles: person 1 of 20" {
		t.Error(got)
	}
}
