package unmentoring_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"cuppa.example/internal/app"
	"cuppa.example/internal/testkit"
	"cuppa.example/internal/unmentoring"
	"cuppa.example/match"
)

// slow holds every draw up until it is let go.
type slow struct {
	begun chan struct{} // a draw has come so far
	on    chan struct{} // closed: draws go on
	mu    sync.Mutex
	draws int
}

func hold(p *unmentoring.Programmes) *slow {
	s := &slow{begun: make(chan struct{}, 100), on: make(chan struct{})}
	p.Patience = 0
	p.Engine = func(ctx context.Context, in match.Input, seed [32]byte) (match.Result, error) {
		s.mu.Lock()
		s.draws++
		s.mu.Unlock()
		s.begun <- struct{}{}
		select {
		case <-s.on:
		case <-ctx.Done():
			return match.Result{}, ctx.Err()
		}
		return match.Draw(ctx, in, seed)
	}
	return s
}

func TestOrganiserSeesHowFarADrawIs(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(12, "Ashby Council")
	p := n.programme(func(p *unmentoring.Programme) { p.Review = unmentoring.ReviewAlways })
	r := n.round(p)
	engine := hold(n.UnMentoring)
	draw := "/organise/rounds/" + r.ID + "/draw"

	page := n.organiser.Get("/organise/rounds/"+r.ID).Press("Draw now", nil).Is(200, "The draw is being made").
		Says("This can take a minute", "People: 12.", "You can close this page.").SaysNot("The draw is made.")
	<-engine.begun
	// A second organiser presses the same button on a page from before, and
	// anybody may look: it is the same draw.
	n.organiser.Post(draw, nil).Is(200, "The draw is being made")
	page.Follow("See how far it is now").Is(200, "The draw is being made")
	n.organiser.Get("/organise/rounds/"+r.ID).Is(200, "Round 1").Follow("See how far the draw is").Is(200, "The draw is being made")
	n.organiser.Get(draw+"s").Is(200, "Draws on record").Says("Being drawn")

	close(engine.on)
	n.Settle() // waits for what is being drawn
	n.organiser.Get(draw).Is(200, "The draw").Says("The draw waits for an organiser")
	if engine.draws != 1 || len(n.verify(r).Attempts) != 1 {
		t.Errorf("drawn %d times, %d attempts", engine.draws, len(n.verify(r).Attempts))
	}
}

func TestProgramThatEndsDuringADrawCarriesOnWithIt(t *testing.T) {
	t.Parallel()
	var c app.Config
	var o app.Options
	k := testkit.New(t, func(config *app.Config, options *app.Options) { c, o = *config, *options })
	n := &network{Kit: k, organiser: k.Organiser("Olive Organ")}
	n.join(12, "Ashby Council")
	p := n.programme(func(p *unmentoring.Programme) { p.Review = unmentoring.ReviewAlways })
	r := n.round(p)
	a := another(t, c, o)
	engine := hold(a.UnMentoring)
	if err := a.UnMentoring.DrawNow(t.Context(), r.ID, n.organiser.ID); err != nil {
		t.Fatal(err)
	}
	<-engine.begun
	a.UnMentoring.Close() // never let go: it is stopped, as a killed process is
	if got := n.round(p); got.State != unmentoring.Drawing {
		t.Fatalf("the round is in %s", got.State)
	}
	n.Settle()
	if got := n.round(p); got.State != unmentoring.InReview {
		t.Fatalf("the round is in %s", got.State)
	}
	if report := n.verify(r); len(report.Attempts) != 1 {
		t.Errorf("drawn %d times", len(report.Attempts))
	}
}

func TestDrawThatFailsIsTriedAgain(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(4, "Ashby Council")
	p := n.programme(func(p *unmentoring.Programme) { p.Review = unmentoring.ReviewAlways })
	r := n.round(p)
	n.UnMentoring.Engine = func(context.Context, match.Input, [32]byte) (match.Result, error) { panic("out of tea") }
	err := n.UnMentoring.DrawNow(t.Context(), r.ID, n.organiser.ID)
	if err == nil || !strings.Contains(err.Error(), "out of tea") {
		t.Fatalf("%v", err)
	}
	n.UnMentoring.Engine = func(context.Context, match.Input, [32]byte) (match.Result, error) {
		return match.Result{}, errors.New("no tea")
	}
	if err := n.UnMentoring.Tick(t.Context(), n.Clock.Now()); err == nil {
		t.Error("a draw that fails is no error")
	}
	n.UnMentoring.Engine = match.Draw
	n.Settle()
	n.organiser.Get("/organise/rounds/"+r.ID+"/draw").Is(200, "The draw").Says("The draw waits for an organiser")
}
