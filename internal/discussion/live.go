package discussion

import (
	"context"
	"slices"
	"sync"
	"time"

	"cuppa.example/internal/fault"
)

// Pace is how often what is live looks around. Tests make it faster.
type Pace struct {
	Look  time.Duration // for what is new in the rooms that somebody listens to
	Check time.Duration // whether listeners may still, and who is here
	Beat  time.Duration // between signs of life on a quiet stream
}

// defaultPace keeps a post well within a second of everybody, also where
// another process wrote it: what this process writes is looked for at once.
var defaultPace = Pace{Look: 250 * time.Millisecond, Check: 5 * time.Second, Beat: 20 * time.Second}

// maxStreams is how many pages of one member may listen at a time. Pages that
// nobody looks at do not listen.
const maxStreams = 8

// live knows who listens to which room. One goroutine looks for all of them,
// while there are any: a question to the database for all rooms together, which
// finds what any process has written. Whoever stops listening is forgotten.
type live struct {
	s    *Discussions
	mu   sync.Mutex
	look chan struct{} // something was written here, or somebody came or went

	rooms   map[string]*watched
	streams map[string]int // by member
	running bool
	ended   bool
}

// watched is a room that somebody listens to.
type watched struct {
	changes   int64
	here      []string // whose pages listen, in any process, by id
	listeners map[*listener]struct{}
}

// listener is one open page.
type listener struct {
	room, member, session string

	news chan struct{} // something is there to be sent; holds one
	end  chan struct{} // closed: may not listen any more
}

func newLive(s *Discussions) *live {
	return &live{s: s, look: make(chan struct{}, 1), rooms: map[string]*watched{}, streams: map[string]int{}}
}

// listen adds a page.
func (h *live) listen(l *listener) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.ended || h.streams[l.member] >= maxStreams {
		return fault.TooMany
	}
	h.streams[l.member]++
	w := h.rooms[l.room]
	if w == nil {
		w = &watched{listeners: map[*listener]struct{}{}}
		h.rooms[l.room] = w
	}
	w.listeners[l] = struct{}{}
	l.tell() // what the page has missed since it was drawn
	if !h.running {
		h.running = true
		go h.run()
	}
	h.soon()
	return nil
}

// leave takes a page away, and reports whether the member has no other page of
// the room here.
func (h *live) leave(l *listener) (last bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.streams[l.member]--; h.streams[l.member] == 0 {
		delete(h.streams, l.member)
	}
	w := h.rooms[l.room]
	delete(w.listeners, l)
	if len(w.listeners) == 0 {
		delete(h.rooms, l.room)
	}
	h.soon()
	for other := range w.listeners {
		if other.member == l.member {
			return false
		}
	}
	return true
}

// soon has the rooms looked at now.
func (h *live) soon() {
	select {
	case h.look <- struct{}{}:
	default: // that will happen anyway
	}
}

// close ends all streams, for good.
func (h *live) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ended = true
	for _, w := range h.rooms {
		for l := range w.listeners {
			l.stop()
		}
	}
	h.soon()
}

// stop tells a page to go. Called with the lock held.
func (l *listener) stop() {
	select {
	case <-l.end:
	default:
		close(l.end)
	}
}

func (l *listener) tell() {
	select {
	case l.news <- struct{}{}:
	default: // it has not read the last time yet
	}
}

// run looks until nobody listens. What fails is said once, and tried again.
func (h *live) run() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	next := time.NewTicker(h.s.Pace.Look)
	defer next.Stop()
	var checked time.Time
	failing := false
	for {
		full := time.Since(checked) >= h.s.Pace.Check
		select {
		case <-h.look:
			full = true
		case <-next.C:
		}
		if h.idle() {
			return
		}
		// What is new goes out first: to write down who is here may wait for
		// the disk, or for others who write.
		err := h.around(ctx, false)
		if full && err == nil {
			err = h.around(ctx, true)
		}
		if full && err == nil {
			checked = time.Now()
		}
		if failing != (err != nil) {
			failing = err != nil
			h.s.Log.Info("live discussions", "failing", failing, "error", err)
		}
	}
}

// idle stops the goroutine where nobody listens.
func (h *live) idle() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.ended || len(h.rooms) == 0 {
		h.running = false
		return true
	}
	return false
}

// around looks once at all rooms that somebody listens to.
func (h *live) around(ctx context.Context, full bool) error {
	rooms, sessions, known := h.watching()
	changes, err := changesOf(ctx, h.s.DB, rooms)
	if err != nil {
		return err
	}
	changed := h.changed(changes)
	if !full && len(changed) == 0 {
		return nil
	}
	if full {
		changed = rooms
	}
	in, err := peopleOf(ctx, h.s.DB, changed)
	if err != nil {
		return err
	}
	alive, err := h.s.members.Alive(ctx, sessions)
	if err != nil {
		return err
	}
	if full {
		if err := h.s.touch(ctx, h.present(in), in); err != nil {
			return err
		}
	}
	h.spread(changed, changes, in, func(l *listener, members map[string]bool) bool {
		return !known[l] || members[l.member] && alive[l.session]
	})
	return nil
}

// watching is what is looked for. Whoever begins to listen after this is not
// known, and nothing is decided about them.
func (h *live) watching() (rooms, sessions []string, known map[*listener]bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	known = map[*listener]bool{}
	for id, w := range h.rooms {
		rooms = append(rooms, id)
		for l := range w.listeners {
			sessions = append(sessions, l.session)
			known[l] = true
		}
	}
	slices.Sort(rooms)
	slices.Sort(sessions)
	return rooms, slices.Compact(sessions), known
}

func (h *live) changed(changes map[string]int64) []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	var list []string
	for id, w := range h.rooms {
		if changes[id] != w.changes {
			list = append(list, id)
		}
	}
	return list
}

// spread ends who may not listen any more, and tells the others what is new.
func (h *live) spread(rooms []string, changes map[string]int64, in map[string][]Person, may func(*listener, map[string]bool) bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, id := range rooms {
		w := h.rooms[id]
		if w == nil {
			continue
		}
		here, members := h.s.whoIsHere(in[id]), map[string]bool{}
		for _, p := range in[id] {
			members[p.MemberID] = true
		}
		news := changes[id] != w.changes || !slices.Equal(here, w.here)
		w.changes, w.here = changes[id], here
		for l := range w.listeners {
			switch {
			case !may(l, members):
				l.stop()
			case news:
				l.tell()
			}
		}
	}
}
