package discussion

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/member"
)

// How long after a post its letter waits, for those who want each: what is
// written in the same minutes comes in one, and what is deleted at once in none.
const eachAfter = 2 * time.Minute

// The hour at which daily and weekly letters go, in the network's zone.
const mailHour = 8

// How much of posts a letter says.
const (
	mailPosts   = 20
	mailExcerpt = 600
)

// linkEmails marks the signed links on which somebody says how often they want
// letters about a room.
const (
	linkEmails = "discussion-emails"
	linkLife   = 400 * 24 * time.Hour
)

// emailsPath is that page, without signing in.
func (s *Discussions) emailsPath(roomID, memberID string) string {
	return "/discussion-emails/" + s.Keys.Link(s.Now().Add(linkLife), linkEmails, roomID, memberID)
}

// thread names the room to mail programs, which show its letters together. It
// is where answers by email would begin: a letter would get a Reply-To with a
// signed link to this room and member.
func thread(roomID string) string { return "discussion." + roomID }

// due is when the letter about something written now goes out.
func (e Email) due(now time.Time, zone *time.Location) time.Time {
	if e == Each {
		return now.Add(eachAfter)
	}
	local := now.In(zone)
	at := time.Date(local.Year(), local.Month(), local.Day(), mailHour, 0, 0, 0, zone)
	for !at.After(now) || e == Weekly && at.Weekday() != time.Monday {
		at = time.Date(at.Year(), at.Month(), at.Day()+1, mailHour, 0, 0, 0, zone)
	}
	return at.UTC()
}

// tell sees to it that a post reaches everybody else of the room as they like,
// and whom it is for at once.
func (s *Discussions) tell(ctx context.Context, tx bun.Tx, r Room, p Post) error {
	n, err := s.Networks.Current(ctx)
	if err != nil {
		return err
	}
	for _, e := range []Email{Each, Daily, Weekly} {
		_, err := tx.NewRaw(`UPDATE discussion_people SET mail_at = ? WHERE room_id = ? AND member_id <> ? AND left_at IS NULL
			AND email = ? AND mail_at IS NULL`, e.due(s.Now(), n.Zone()), r.ID, p.AuthorID, e).Exec(ctx)
		if err != nil {
			return err
		}
	}
	return s.tellMentioned(ctx, tx, r, p, p.Mentions)
}

// tellMentioned writes to these people, whom a post is for. Who gets each post
// gets this one soon, and who wants no letters gets none. Nobody hears from
// somebody they have blocked.
func (s *Discussions) tellMentioned(ctx context.Context, tx bun.Tx, r Room, p Post, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	in, err := people(ctx, tx, r.ID)
	if err != nil {
		return err
	}
	named, err := s.members.Many(ctx, tx, append([]string{p.AuthorID}, ids...))
	if err != nil {
		return err
	}
	for _, person := range in {
		if !slices.Contains(ids, person.MemberID) || person.Email == Each || person.Email == None {
			continue
		}
		blocked, err := s.blockedBy(ctx, tx, person.MemberID)
		if err != nil {
			return err
		}
		if blocked[p.AuthorID] {
			continue
		}
		if err := s.sendMention(ctx, tx, r, p, named[p.AuthorID], named[person.MemberID]); err != nil {
			return err
		}
	}
	return nil
}

func (s *Discussions) blockedBy(ctx context.Context, tx bun.IDB, memberID string) (map[string]bool, error) {
	blocks, err := s.safety.Blocks(ctx, tx, memberID)
	ids := make(map[string]bool, len(blocks))
	for _, b := range blocks {
		ids[b.OtherID] = true
	}
	return ids, err
}

func (s *Discussions) sendMention(ctx context.Context, tx bun.Tx, r Room, p Post, author, to member.Member) error {
	if !to.Reachable() {
		return nil
	}
	ctx, err := s.Speak(ctx, to.Language)
	if err != nil {
		return err
	}
	l := s.letter(ctx, r, to, locale.T(ctx, "discussion.mail.mention.subject", "name", author.Name, "title", r.Title), []mail.Block{
		mail.Para(locale.T(ctx, "discussion.mail.mention.what", "name", author.Name, "title", r.Title)),
		mail.Quote(excerptLines(p.Body)),
		mail.Button(locale.T(ctx, "discussion.mail.mention.button"), s.URL(p.Path())),
	})
	return s.Post.Queue(ctx, tx, envelope("discussion.mention", p.ID, to), l)
}

func envelope(kind, subject string, to member.Member) mail.Envelope {
	return mail.Envelope{
		Kind: kind, Key: kind + "/" + subject + "/" + to.ID, MemberID: to.ID, Name: to.Name, Email: to.Email, Lang: to.Language,
	}
}

// letter is what all letters about a room have in common.
func (s *Discussions) letter(ctx context.Context, r Room, to member.Member, subject string, blocks []mail.Block) mail.Letter {
	emails := s.URL(s.emailsPath(r.ID, to.ID))
	blocks = append([]mail.Block{mail.Para(locale.T(ctx, "member.mail.hello", "name", to.FirstName()))}, blocks...)
	blocks = append(blocks, mail.Small(locale.T(ctx, "discussion.mail.answers")), mail.Link(locale.T(ctx, "discussion.mail.emails"), emails))
	return mail.Letter{Subject: subject, Preview: blocks[1].Text, Blocks: blocks, Thread: thread(r.ID), OneClick: emails}
}

// excerptLines is the beginning of a post, with its lines.
func excerptLines(body string) string {
	runes := []rune(body)
	if len(runes) <= mailExcerpt {
		return body
	}
	return string(runes[:mailExcerpt]) + "…"
}
