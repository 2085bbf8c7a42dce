package unmentoring

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"cuppa.example/internal/db"
	"cuppa.example/match"
)

// room is where this process brings rounds on: each is in the hands of one
// goroutine at a time, since a draw may take a while. What another process does
// at the same moment, the locks of the database decide.
type room struct {
	ctx  context.Context // ends when the program does
	stop context.CancelFunc
	work sync.WaitGroup

	mu   sync.Mutex
	busy map[string]*sitting // by round
}

// sitting is a round that is being brought on.
type sitting struct {
	over  chan struct{}
	stage match.Stage // guarded by the room, like what follows
	done  int64
	of    int64
}

func newRoom() *room {
	ctx, stop := context.WithCancel(db.Alone(context.Background()))
	return &room{ctx: ctx, stop: stop, busy: map[string]*sitting{}}
}

// in runs f once nobody else in this process has the round.
func (r *room) in(ctx context.Context, roundID string, f func() error) error {
	for {
		mine, other := r.enter(roundID)
		if mine != nil {
			defer r.leave(roundID, mine)
			return f()
		}
		select {
		case <-other.over:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (r *room) enter(roundID string) (mine, other *sitting) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if other = r.busy[roundID]; other != nil {
		return nil, other
	}
	mine = &sitting{over: make(chan struct{})}
	r.busy[roundID] = mine
	return mine, nil
}

func (r *room) leave(roundID string, mine *sitting) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.busy, roundID)
	close(mine.over)
}

// report writes down how far the round's draw is, for whoever looks.
func (r *room) report(roundID string) func(match.Stage, int64, int64) {
	return func(stage match.Stage, done, of int64) {
		r.mu.Lock()
		defer r.mu.Unlock()
		if now := r.busy[roundID]; now != nil {
			now.stage, now.done, now.of = stage, done, of
		}
	}
}

// far is how far the round's draw is; a stage of 0 where this process does not
// know, because it has not begun or another one is at it.
func (r *room) far(roundID string) (stage match.Stage, done, of int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if now := r.busy[roundID]; now != nil {
		return now.stage, now.done, now.of
	}
	return 0, 0, 0
}

// bringOn does what is due in a round, and goes on with it when the page that
// asked for it is closed or does not want to wait any longer. What it does not
// come to, because the program ends or is killed, is still due afterwards.
func (s *Programmes) bringOn(ctx context.Context, roundID string) error {
	over := make(chan error, 1)
	s.room.work.Go(func() {
		err := s.safely(func() error { return s.advance(s.room.ctx, roundID, s.Now()) })
		over <- err
		if err != nil && s.room.ctx.Err() == nil {
			s.Log.Error("failed", "what", "bring a round on", "round", roundID, "error", err)
		}
	})
	select {
	case err := <-over:
		return err
	case <-time.After(s.Patience):
	case <-ctx.Done():
	}
	return nil
}

// safely keeps a panic from ending the program: here no page stands between.
func (s *Programmes) safely(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return f()
}

// Close stops what is being drawn, and waits for it. It is due when the program
// starts again.
func (s *Programmes) Close() {
	s.room.stop()
	s.room.work.Wait()
}
