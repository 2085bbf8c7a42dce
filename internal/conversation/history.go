package conversation

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/seal"
)

// Meeting is two people who were put together once.
type Meeting struct {
	A, B           string // member ids, A before B
	At             time.Time
	State          State // of these two; Open while it is not known
	ConversationID string
	Source         string
	SourceID       string
	Size           int // how many were put together
}

// History is who of these members were put together, ever, in order of time.
// Somebody who left a conversation did not meet its others.
func (s *Conversations) History(ctx context.Context, tx bun.IDB, memberIDs []string) ([]Meeting, error) {
	asked := make(map[string]bool, len(memberIDs))
	for _, id := range memberIDs {
		asked[id] = true
	}
	var found []Meeting
	for start := 0; start < len(memberIDs); start += chunk {
		rows, err := pairsOf(ctx, tx, memberIDs[start:min(start+chunk, len(memberIDs))])
		if err != nil {
			return nil, fmt.Errorf("read history: %w", err)
		}
		for _, r := range rows {
			if asked[r.B] {
				found = append(found, r.meeting())
			}
		}
	}
	slices.SortFunc(found, func(x, y Meeting) int {
		if c := x.At.Compare(y.At); c != 0 {
			return c
		}
		return strings.Compare(x.ConversationID+x.A+x.B, y.ConversationID+y.A+y.B)
	})
	return found, nil
}

type pair struct {
	A, B             string
	ConversationID   string
	Source, SourceID string
	State            State
	OpensAt          time.Time
	MetAt            time.Time `bun:",nullzero"`
	Size             int
	AnswerA          Answer `bun:"answer_a"`
	AnswerB          Answer `bun:"answer_b"`
	OutA             bool   `bun:"out_a"`
	OutB             bool   `bun:"out_b"`
}

func pairsOf(ctx context.Context, tx bun.IDB, ids []string) ([]pair, error) {
	var rows []pair
	err := tx.NewRaw(`SELECT a.member_id AS a, b.member_id AS b, c.id AS conversation_id, c.source, c.source_id, c.state,
			c.opens_at, c.met_at, a.answer AS answer_a, b.answer AS answer_b,
			a.left_at IS NOT NULL AS out_a, b.left_at IS NOT NULL AS out_b,
			(SELECT count(*) FROM conversation_people AS n WHERE n.conversation_id = c.id) AS size
		FROM conversation_people AS a
		JOIN conversation_people AS b ON b.conversation_id = a.conversation_id AND b.member_id > a.member_id
		JOIN conversations AS c ON c.id = a.conversation_id
		WHERE a.member_id IN (?)`, bun.List(ids)).Scan(ctx, &rows)
	return rows, err
}

// meeting is what is known of two people: in a group somebody may have met
// the others while somebody else did not come.
func (p pair) meeting() Meeting {
	m := Meeting{
		A: p.A, B: p.B, At: p.OpensAt, State: p.State, ConversationID: p.ConversationID,
		Source: p.Source, SourceID: p.SourceID, Size: p.Size,
	}
	if !p.MetAt.IsZero() {
		m.At = p.MetAt
	}
	absent := p.State == Met && p.Size > fewest && (p.AnswerA == SaidNotMet || p.AnswerB == SaidNotMet)
	if p.State == Cancelled || p.OutA || p.OutB || absent {
		m.State = NotMet
	}
	return m
}

// Past is a meeting from before, out of a spreadsheet.
type Past struct {
	Source, SourceID string // "import" and the name of the round
	Title            string
	Members          []string
	At               time.Time
	State            State // Met where it is empty
}

// Record writes meetings from before. The same members under the same source
// are the same meeting: recording it again changes its date and state.
func (s *Conversations) Record(ctx context.Context, tx bun.Tx, past []Past) error {
	now := s.Now()
	fresh := map[string]int{}
	var list []Conversation
	for i, p := range past {
		o := Opening{Source: p.Source, SourceID: p.SourceID, Title: p.Title, Members: p.Members, Opens: p.At, Ends: p.At.Add(time.Second)}
		c, err := o.conversation(s.NewID(), now)
		if err != nil {
			return fmt.Errorf("past meeting %d: %w", i+1, err)
		}
		if c.State = p.State; c.State == "" {
			c.State = Met
		}
		if c.State == Open {
			return fmt.Errorf("past meeting %d: %w", i+1, fault.Because(fault.Invalid, "conversation.invalid"))
		}
		if c.State == Met {
			c.MetAt = c.OpensAt
		}
		c.Ref, c.ClosedAt, c.FirstWriter = p.ref(), now, ""
		if at, twice := fresh[c.Ref]; twice {
			c.ID = list[at].ID
			for j := range c.People {
				c.People[j].ConversationID = c.ID
			}
			list[at] = c
			continue
		}
		fresh[c.Ref] = len(list)
		list = append(list, c)
	}
	return record(ctx, tx, list)
}

func (p Past) ref() string {
	ids := slices.Sorted(slices.Values(p.Members))
	return seal.Hash(p.Source + "\x00" + p.SourceID + "\x00" + strings.Join(ids, "\x00"))
}

// record inserts what is new and changes what was recorded before.
func record(ctx context.Context, tx bun.IDB, list []Conversation) error {
	for part := range slices.Chunk(list, chunk) {
		refs := make([]string, len(part))
		for i, c := range part {
			refs[i] = c.Ref
		}
		var known []string
		if err := tx.NewRaw("SELECT ref FROM conversations WHERE ref IN (?)", bun.List(refs)).Scan(ctx, &known); err != nil {
			return err
		}
		have := map[string]bool{}
		for _, ref := range known {
			have[ref] = true
		}
		var fresh []Conversation
		for _, c := range part {
			if !have[c.Ref] {
				fresh = append(fresh, c)
				continue
			}
			if _, err := tx.NewUpdate().Model(&c).Column("state", "opens_at", "ends_at", "met_at").Where("ref = ?", c.Ref).Exec(ctx); err != nil {
				return err
			}
		}
		if err := insert(ctx, tx, fresh); err != nil {
			return err
		}
	}
	return nil
}

// Of lists a member's conversations, the newest first, a page at a time. next is
// the cursor of the page after, or empty; a cursor that makes no sense begins.
func (s *Conversations) Of(ctx context.Context, memberID, after string, size int) (list []Conversation, next string, err error) {
	var rows []struct {
		ID      string
		OpensAt time.Time
	}
	condition, args := "", []any{memberID}
	if at, id, ok := readCursor(after); ok {
		condition, args = "AND (c.opens_at, c.id) < (?, ?)", append(args, at, id)
	}
	// One person has had tens of conversations, so that sorting them is cheap.
	err = s.DB.NewRaw(`SELECT c.id, c.opens_at FROM conversation_people AS p JOIN conversations AS c ON c.id = p.conversation_id
		WHERE p.member_id = ? `+condition+` ORDER BY c.opens_at DESC, c.id DESC LIMIT ?`, append(args, size+1)...).Scan(ctx, &rows)
	if err != nil || len(rows) == 0 {
		return nil, "", err
	}
	if len(rows) > size {
		rows = rows[:size]
		next = cursor(rows[size-1].OpensAt, rows[size-1].ID)
	}
	ids, place := make([]string, len(rows)), make(map[string]int, len(rows))
	for i, r := range rows {
		ids[i], place[r.ID] = r.ID, i
	}
	list, err = where(ctx, s.DB, "c.id IN (?)", bun.List(ids))
	slices.SortFunc(list, func(a, b Conversation) int { return place[a.ID] - place[b.ID] })
	return list, next, err
}

func cursor(at time.Time, id string) string { return strconv.FormatInt(at.UnixMicro(), 36) + "." + id }

func readCursor(text string) (at time.Time, id string, ok bool) {
	micro, id, found := strings.Cut(text, ".")
	n, err := strconv.ParseInt(micro, 36, 64)
	return time.UnixMicro(n).UTC(), id, found && err == nil
}
