package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"syscall"
	"time"
)

// serveCommand runs the network.
type serveCommand struct {
	Config
	Listen  string        `help:"Address to listen on." default:"${defaultListen}" env:"CUPPA_LISTEN"`
	Trusted []string      `name:"trusted-proxy" help:"Addresses or networks of proxies whose X-Forwarded-For is believed." default:"127.0.0.1,::1" env:"CUPPA_TRUSTED_PROXY"`
	Drain   time.Duration `help:"How long to keep answering after SIGTERM while /readyz says no." default:"0s" env:"CUPPA_DRAIN"`
}

// Run serves until SIGTERM or SIGINT.
func (c serveCommand) Run(out *console) error {
	trusted, err := prefixes(c.Trusted)
	if err != nil {
		return exitError{2, err}
	}
	c.Base = baseOf(c.Base, c.Listen)
	if err := c.check(); err != nil {
		return exitError{2, err}
	}
	// The address is taken first: a link that nothing answers helps nobody.
	l, err := listen(c.Listen)
	if err != nil {
		return err
	}
	defer l.Close()
	if err := c.prepare(); err != nil {
		return exitError{2, err}
	}
	ctx, stop := stoppable()
	defer stop()
	a, err := New(ctx, c.Config, Options{Log: out.log, Trusted: trusted})
	if err != nil {
		return err
	}
	defer a.Close()
	if err := a.greet(ctx, out); err != nil {
		return err
	}
	return a.serve(ctx, l, c.Drain)
}

// firstLinkLife is how long the first organiser's link may be used.
const firstLinkLife = 24 * time.Hour

// greet prints the address, and on a network without an organiser the link
// that makes the first one.
func (a *App) greet(ctx context.Context, out *console) error {
	fmt.Fprintf(out.out, "Cuppa is at %s\n", a.Base)
	organisers, err := a.Members.Organisers(ctx, a.DB)
	if err != nil || len(organisers) > 0 {
		return err
	}
	fmt.Fprintf(out.out, "Become the first organiser here (once, within a day): %s\n",
		a.URL("/first/"+a.Keys.Link(a.Now().Add(firstLinkLife), "first-organiser", "1")))
	return nil
}

// listen takes the address, or says what to do where it cannot be had.
func listen(address string) (net.Listener, error) {
	if _, _, err := net.SplitHostPort(address); err != nil {
		return nil, exitError{2, fmt.Errorf("--listen %s: give a machine and a port, such as %s", address, defaultListen)}
	}
	l, err := net.Listen("tcp", address)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("something else listens on %s already; stop it, or choose another port with --listen or CUPPA_LISTEN", address)
	case err != nil:
		return nil, fmt.Errorf("cannot listen on %s (%w); choose another address with --listen or CUPPA_LISTEN", address, err)
	}
	return l, nil
}

// serve answers on the listener and does what is due, until ctx ends. Then it
// says so on /readyz for drain, finishes what it has begun, and stops.
func (a *App) serve(ctx context.Context, l net.Listener, drain time.Duration) error {
	server := &http.Server{
		Handler: a.handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: time.Minute,
		WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		ErrorLog: slog.NewLogLogger(a.Log.Handler(), slog.LevelWarn),
	}
	server.RegisterOnShutdown(a.Discussions.EndStreams)
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	worked := make(chan struct{})
	go func() { defer close(worked); a.work(ctx) }()

	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	a.draining.Store(true)
	<-time.After(drain)
	finish, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer cancel()
	err := server.Shutdown(finish)
	<-worked
	return err
}

// How often the program looks for deadlines that have passed and for letters.
const (
	tickEvery    = 20 * time.Second
	deliverEvery = time.Second
)

// work does what is due, over and over, until ctx ends. Everything it does is
// written down where it is due, so that it may be stopped at any point. A mail
// server that is slow to answer holds up no deadline.
func (a *App) work(ctx context.Context) {
	var work sync.WaitGroup
	work.Go(func() { a.every(ctx, tickEvery, "tick", a.Tick) })
	work.Go(func() {
		a.every(ctx, deliverEvery, "deliver mail", func(ctx context.Context) error {
			_, err := a.Post.Deliver(ctx)
			return err
		})
	})
	work.Wait()
}

// every does something now and after each interval. What fails the same way
// again and again is logged once, and once more when it works again.
func (a *App) every(ctx context.Context, interval time.Duration, what string, do func(context.Context) error) {
	next := time.NewTicker(interval)
	defer next.Stop()
	said := ""
	for {
		err := do(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil && err.Error() != said:
			said = err.Error()
			a.Log.Error("failed", "what", what, "error", err)
		case err == nil && said != "":
			said = ""
			a.Log.Info("works again", "what", what)
		}
		select {
		case <-ctx.Done():
			return
		case <-next.C:
		}
	}
}
