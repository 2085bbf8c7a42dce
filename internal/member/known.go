package member

import (
	"context"
	"sync/atomic"
	"time"
)

// Known is what is offered while somebody types: the organisations and regions
// of the network.
type Known struct {
	Organisations []string
	Regions       []string
	read          time.Time
}

const (
	// maxKnown bounds the list that a page carries. A longer one is asked for
	// as people type.
	maxKnown = 400
	// knownFor is how long the list is kept: reading it looks at every member.
	knownFor = 5 * time.Minute
)

// source is where more organisations are asked for, if there are more.
func (k Known) source() string {
	if len(k.Organisations) < maxKnown {
		return ""
	}
	return "/join/organisations"
}

type knownCache struct{ atomic.Pointer[Known] }

// Known lists the organisations and regions that members have given.
func (s *Members) Known(ctx context.Context) (Known, error) {
	now := s.Now()
	if k := s.known.Load(); k != nil && now.Sub(k.read).Abs() < knownFor {
		return *k, nil
	}
	organisations, err := s.Organisations(ctx, "", maxKnown)
	if err != nil {
		return Known{}, err
	}
	regions, err := s.Regions(ctx)
	if err != nil {
		return Known{}, err
	}
	k := Known{organisations, regions[:min(len(regions), maxKnown)], now}
	s.known.Store(&k)
	return k, nil
}
