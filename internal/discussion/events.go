package discussion

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
)

// writeTime is how long a page may take to take what is sent to it.
const writeTime = 20 * time.Second

// eventsPart is how many posts are read at a time for somebody who missed some.
const eventsPart = 50

// events is the stream of what is new in a room, for one page, until it goes,
// signs out, leaves the room, or the program stops. Each post that is written,
// edited or deleted is an event "post" with its article, as the page would
// draw it for this reader, and the number of the change as its id: a browser
// that comes back says the last one it had (Last-Event-ID), and misses nothing.
// "here" says who is here now.
func (s *Discussions) events(w http.ResponseWriter, r *http.Request, v *visit) error {
	l := &listener{
		room: v.room.ID, member: v.me.MemberID, session: member.SessionID(r.Context()),
		news: make(chan struct{}, 1), end: make(chan struct{}),
	}
	if err := s.live.listen(l); err != nil {
		return err
	}
	defer s.hush(r.Context(), l)
	e := &eventStream{s: s, l: l, w: w, control: http.NewResponseController(w), sent: since(r, v.room), place: math.MaxInt64}
	if err := e.begin(); err != nil {
		return nil // the page has gone
	}
	return e.run(r.Context())
}

// hush forgets a page, and that its reader is here when it was their last.
func (s *Discussions) hush(ctx context.Context, l *listener) {
	if !s.live.leave(l) {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := s.gone(ctx, l.room, l.member); err != nil {
		s.Log.Info("live discussions", "what", "a reader has gone", "error", err)
		return
	}
	s.live.soon()
}

// since is the last change that a page knows of.
func since(r *http.Request, room Room) int64 {
	if n, err := strconv.ParseInt(r.Header.Get("Last-Event-ID"), 10, 64); err == nil && n >= 0 {
		return n
	}
	if f := form.Query(r); f.Value("from") != "" {
		return placeIn(f, "from")
	}
	return room.Changes
}

// eventStream is one page that listens.
type eventStream struct {
	s       *Discussions
	l       *listener
	w       http.ResponseWriter
	control *http.ResponseController
	sent    int64  // the last change
	place   int64  // and the last post of it: what an erasure empties is one change
	here    string // what was last said of who is here
}

// begin takes away the limits that the server sets on ordinary answers: they
// would end the stream. Every write has one of its own.
func (e *eventStream) begin() error {
	if err := e.control.SetReadDeadline(time.Time{}); err != nil {
		return err
	}
	h := e.w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx would wait for more
	e.w.WriteHeader(http.StatusOK)
	return e.send("retry: 3000\n\n")
}

func (e *eventStream) send(text string) error {
	if err := e.control.SetWriteDeadline(time.Now().Add(writeTime)); err != nil {
		return err
	}
	if _, err := e.w.Write([]byte(text)); err != nil {
		return err
	}
	return e.control.Flush()
}

// run sends what is new until the page goes or has to. Nothing is read for a
// page that nothing is new for.
func (e *eventStream) run(ctx context.Context) error {
	beat := time.NewTicker(e.s.Pace.Beat)
	defer beat.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-e.l.end:
			return nil
		case <-beat.C:
			if e.send(":\n\n") != nil {
				return nil // the page has gone
			}
		case <-e.l.news:
			text, err := e.news(ctx)
			if err != nil {
				return err
			}
			if text == "" {
				continue
			}
			// After it was read: whoever had signed out before it was written
			// does not get it.
			alive, err := e.s.members.Alive(ctx, []string{e.l.session})
			if err != nil {
				return err
			}
			if !alive[e.l.session] || e.send(text) != nil {
				return nil // signed out, or gone
			}
		}
	}
}

// news is the events that the page has not had.
func (e *eventStream) news(ctx context.Context) (string, error) {
	room, me, err := e.s.In(ctx, e.s.DB, e.l.room, e.l.member)
	if err != nil {
		return "", err
	}
	v, err := e.s.reader(ctx, room, me)
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	for {
		list, err := e.s.changed(ctx, e.l, e.sent, e.place)
		if err != nil {
			return "", err
		}
		all, err := e.s.show(ctx, v, list)
		if err != nil {
			return "", err
		}
		for _, o := range all {
			if err := e.post(ctx, &b, o); err != nil {
				return "", err
			}
			e.sent, e.place = o.ChangeSeq, o.Seq
		}
		if len(list) < eventsPart {
			break
		}
	}
	line, err := e.s.hereLine(ctx, v, e.s.live.hereIn(room.ID))
	if line != e.here {
		e.here = line
		event(&b, "here", "", []byte(line))
	}
	return b.String(), err
}

func (e *eventStream) post(ctx context.Context, b *bytes.Buffer, o shown) error {
	var article bytes.Buffer
	if err := postArticle(o).Render(ctx, &article); err != nil {
		return err
	}
	event(b, "post", strconv.FormatInt(o.ChangeSeq, 10), article.Bytes())
	return nil
}

// event writes one event. Every line of its data is a line of its own, whatever
// ends it.
func event(b *bytes.Buffer, name, id string, data []byte) {
	fmt.Fprintf(b, "event: %s\n", name)
	if id != "" {
		fmt.Fprintf(b, "id: %s\n", id)
	}
	data = bytes.ReplaceAll(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
	for line := range bytes.SplitSeq(data, []byte("\n")) {
		fmt.Fprintf(b, "data: %s\n", line)
	}
	b.WriteByte('\n')
}

// changed are the posts that changed after a change, for somebody who is still
// in the room when they are read.
func (s *Discussions) changed(ctx context.Context, l *listener, after, place int64) ([]Post, error) {
	return posts(ctx, s.DB, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("o.room_id = ?", l.room).Where("(o.change_seq, o.seq) > (?, ?)", after, place).
			Where("EXISTS (SELECT 1 FROM discussion_people AS p WHERE p.room_id = ? AND p.member_id = ? AND p.left_at IS NULL)", l.room, l.member).
			Order("o.change_seq", "o.seq").Limit(eventsPart)
	})
}
