package discussion

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/member"
)

// tickPart is how many letters are looked for at a time.
const tickPart = 100

// Tick writes the letters that are due. Each is written in one transaction with
// the mark of what it told, so that a program that is stopped, or two that run
// at the same time, tell nothing twice.
func (s *Discussions) Tick(ctx context.Context, now time.Time) error {
	for {
		var due []Person
		err := s.DB.NewSelect().Model(&due).Where("p.mail_at <= ?", now).Order("p.mail_at", "p.room_id", "p.member_id").Limit(tickPart).Scan(ctx)
		if err != nil || len(due) == 0 {
			return err
		}
		for _, p := range due {
			err := s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error { return s.mail(ctx, tx, p, now) })
			if err != nil {
				return fmt.Errorf("letter about a discussion: %w", err)
			}
		}
	}
}

// mail writes to somebody about what they have not read, if there is anything.
func (s *Discussions) mail(ctx context.Context, tx bun.Tx, p Person, now time.Time) error {
	r, err := roomByID(ctx, tx, p.RoomID)
	if err != nil {
		return err
	}
	q := tx.NewSelect().Model(&p).Where("p.room_id = ?", p.RoomID).Where("p.member_id = ?", p.MemberID).Where("p.mail_at <= ?", now)
	err = s.DB.ForUpdate(q).Scan(ctx)
	if db.Found(err) != nil { // another process was faster
		return ignoreMissing(err)
	}
	to, err := s.members.In(ctx, tx, p.MemberID)
	if err != nil {
		return err
	}
	list, n, err := s.untold(ctx, tx, p)
	if err != nil {
		return err
	}
	if len(list) > 0 && to.Reachable() && p.Email != None {
		if err := s.sendPosts(ctx, tx, r, to, list, n); err != nil {
			return err
		}
	}
	_, err = tx.NewRaw("UPDATE discussion_people SET told_seq = ?, mail_at = NULL WHERE room_id = ? AND member_id = ?", r.Changes, p.RoomID, p.MemberID).Exec(ctx)
	return err
}

// untold are the first posts that somebody has neither read nor had a letter
// about, and how many there are: not their own, nor of people whom they have
// blocked. Those that they were written to about at once count as told.
func (s *Discussions) untold(ctx context.Context, tx bun.IDB, p Person) ([]Post, int, error) {
	blocked, err := s.blockedBy(ctx, tx, p.MemberID)
	if err != nil {
		return nil, 0, err
	}
	not := []string{p.MemberID}
	for id := range blocked {
		not = append(not, id)
	}
	where := func(q *bun.SelectQuery) *bun.SelectQuery {
		q = q.Where("o.room_id = ?", p.RoomID).Where("o.seq > ?", max(p.ToldSeq, p.ReadSeq)).Where("o.deleted_at IS NULL").Where("o.removed_at IS NULL").
			Where("o.author_id NOT IN (?)", bun.List(not))
		if p.Email != Each {
			q = q.Where("NOT EXISTS (SELECT 1 FROM discussion_mentions AS m WHERE m.post_id = o.id AND m.member_id = ?)", p.MemberID)
		}
		return q
	}
	n, err := where(tx.NewSelect().Model((*Post)(nil))).Count(ctx)
	if err != nil || n == 0 {
		return nil, 0, err
	}
	list, err := posts(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery { return where(q).Order("o.seq").Limit(mailPosts) })
	return list, int(n), err
}

// sendPosts queues the letter that tells posts.
func (s *Discussions) sendPosts(ctx context.Context, tx bun.Tx, r Room, to member.Member, list []Post, n int) error {
	ids := make([]string, len(list))
	for i, p := range list {
		ids[i] = p.AuthorID
	}
	authors, err := s.members.Many(ctx, tx, ids)
	if err != nil {
		return err
	}
	words, err := s.Speak(ctx, to.Language)
	if err != nil {
		return err
	}
	blocks := []mail.Block{mail.Para(locale.T(words, "discussion.mail.posts.what", "count", n, "title", r.Title))}
	for _, p := range list {
		blocks = append(blocks,
			mail.Para(locale.T(words, "discussion.mail.posts.who", "name", who(words, authors[p.AuthorID].Name), "time", when(words, p.WrittenAt))),
			mail.Quote(excerptLines(p.Body)))
	}
	if n > len(list) {
		blocks = append(blocks, mail.Para(locale.T(words, "discussion.mail.posts.more", "count", n-len(list))))
	}
	blocks = append(blocks, mail.Button(locale.T(words, "discussion.mail.posts.button"), s.URL(Path(r.ID)+"?after="+number(list[0].Seq-1)+"#post-"+list[0].ID)))
	l := s.letter(words, r, to, locale.T(words, "discussion.mail.posts.subject", "count", n, "title", r.Title), blocks)
	key := r.ID + "/" + strconv.FormatInt(r.Changes, 10)
	return s.Post.Queue(ctx, tx, envelope("discussion.posts", key, to), l)
}
