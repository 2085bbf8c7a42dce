package insight

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strconv"
	"strings"
	"time"

	"cuppa.example/internal/chart"
	"cuppa.example/internal/conversation"
	"cuppa.example/internal/member"
)

// The largest picture: beyond, it shows the newest conversations and says so.
const (
	mostLines  = 4000
	mostPeople = 4000
)

// Dot is somebody in the picture.
type Dot struct {
	MemberID     string // never shown
	Name         string // empty where they have not agreed to be named
	Organisation string
	Region       string
}

// Line is two people who were put together.
type Line struct {
	A, B  int // places in the dots
	State conversation.State
	Pair  conversation.Pair
}

// unknown reports whether nobody has told us what became of it, yet or at all.
func (l Line) unknown() bool {
	return l.State == conversation.Open || l.State == conversation.Unconfirmed
}

// Picture is people as points and conversations as lines.
type Picture struct {
	Dots  []Dot
	Lines []Line // the newest first
	// More is that there are more conversations or people than are shown.
	More bool
	Plan chart.Plan
	// The lines of each state, as data of an SVG path.
	Met, NotMet, Unknown string
}

// picture is the picture of one round, or of all where roundID is empty. It is at
// most a minute old; the places of the people are found once for the same people
// and lines.
func (s *Insight) picture(ctx context.Context, roundID string) (*Picture, error) {
	return s.pictures.get(roundID, s.Now(), func() (*Picture, time.Duration, error) {
		p, err := s.readPicture(ctx, roundID)
		if err != nil {
			return nil, 0, err
		}
		p.Plan, err = s.plans.get(p.digest(), s.Now(), func() (chart.Plan, time.Duration, error) {
			return chart.Layout(len(p.Dots), p.inOrder(), p.gap()), forGood, nil
		})
		p.draw()
		return p, aMinute, err
	})
}

func (s *Insight) readPicture(ctx context.Context, roundID string) (*Picture, error) {
	source := s.source.Name
	if roundID == "" {
		source = ""
	}
	pairs, err := s.talks.Pairs(ctx, s.DB, source, roundID, mostLines+1)
	if err != nil {
		return nil, err
	}
	p := &Picture{}
	place := map[string]int{}
	dot := func(id string) int {
		at, ok := place[id]
		if !ok {
			at = len(p.Dots)
			place[id] = at
			p.Dots = append(p.Dots, Dot{MemberID: id})
		}
		return at
	}
	for _, pair := range pairs {
		if len(p.Lines) == mostLines || len(p.Dots) > mostPeople-2 {
			p.More = true
			break
		}
		p.Lines = append(p.Lines, Line{A: dot(pair.A), B: dot(pair.B), State: pair.State, Pair: pair})
	}
	if roundID == "" {
		ids, err := s.members.ActiveIDs(ctx, s.DB)
		if err != nil {
			return nil, err
		}
		for _, id := range ids { // those who have not been put together with anybody yet
			if len(p.Dots) == mostPeople {
				p.More = p.More || len(ids) > mostPeople
				break
			}
			dot(id)
		}
	}
	return p, s.describe(ctx, p)
}

// describe gives the dots what may be said of them.
func (s *Insight) describe(ctx context.Context, p *Picture) error {
	ids := make([]string, len(p.Dots))
	for i, d := range p.Dots {
		ids[i] = d.MemberID
	}
	people, err := s.members.Many(ctx, s.DB, ids)
	for i := range p.Dots {
		d, m := &p.Dots[i], people[p.Dots[i].MemberID]
		if m.State != member.Active && m.State != member.Paused {
			continue // who has left is a point and nothing else
		}
		d.Organisation, d.Region = m.Organisation, m.Region
		if m.Pictured {
			d.Name = m.Name
		}
	}
	return err
}

// inOrder is the lines as places, so that pairs who met come first, then those of
// whom nobody has told us, then those who did not: a round looks like a bar of
// its results.
func (p *Picture) inOrder() [][2]int {
	lines := slices.Clone(p.Lines)
	rank := func(l Line) int {
		switch {
		case l.State == conversation.Met:
			return 0
		case l.unknown():
			return 1
		}
		return 2
	}
	slices.SortStableFunc(lines, func(a, b Line) int { return cmp.Compare(rank(a), rank(b)) })
	places := make([][2]int, len(lines))
	for i, l := range lines {
		places[i] = [2]int{l.A, l.B}
	}
	return places
}

// labelled is for how many people there is room for names beside the points.
const labelled = 80

// gap is how far people are apart, in the units of the picture.
func (p *Picture) gap() int {
	if len(p.Dots) <= labelled {
		return 100
	}
	return 22
}

// radius is how large a point is.
func (p *Picture) radius() float64 {
	if len(p.Dots) <= labelled {
		return 10
	}
	return 5
}

// digest names everything that the places of the people follow from.
func (p *Picture) digest() string {
	h := sha256.New()
	var b [8]byte
	put := func(n int) {
		binary.LittleEndian.PutUint64(b[:], uint64(n))
		h.Write(b[:])
	}
	put(len(p.Dots))
	for _, l := range p.inOrder() {
		put(l[0])
		put(l[1])
	}
	return string(h.Sum(nil))
}

// draw writes the lines, once however often the picture is shown.
func (p *Picture) draw() {
	var met, notMet, unknown strings.Builder
	drawn := make(map[[2]chart.Point]conversation.State, len(p.Lines))
	var number [20]byte
	put := func(w *strings.Builder, letter byte, n int) {
		w.WriteByte(letter)
		w.Write(strconv.AppendInt(number[:0], int64(n), 10))
	}
	for _, l := range p.Lines {
		a, b := p.Plan.Points[l.A], p.Plan.Points[l.B]
		w := &notMet
		state := conversation.NotMet
		switch {
		case l.State == conversation.Met:
			w, state = &met, conversation.Met
		case l.unknown():
			w, state = &unknown, conversation.Unconfirmed
		}
		if drawn[[2]chart.Point{a, b}] == state {
			continue // the same two again, with the same end
		}
		drawn[[2]chart.Point{a, b}] = state
		put(w, 'M', a.X)
		put(w, ' ', a.Y)
		put(w, 'L', b.X)
		put(w, ' ', b.Y)
	}
	p.Met, p.NotMet, p.Unknown = met.String(), notMet.String(), unknown.String()
}

// tally is how many lines end how.
func (p *Picture) tally() (met, notMet, unknown int) {
	for _, l := range p.Lines {
		switch {
		case l.State == conversation.Met:
			met++
		case l.unknown():
			unknown++
		default:
			notMet++
		}
	}
	return met, notMet, unknown
}
