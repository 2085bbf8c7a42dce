package joining

import (
	"context"
	"net/http"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// maxShared is how many notes the public page shows, the newest first.
const maxShared = 100

// sharedNote is a note with who shared it.
type sharedNote struct {
	Note
	Name, Organisation string
}

func (s *Applications) sharedPage(w http.ResponseWriter, r *http.Request) error {
	notes, err := s.Shared(r.Context(), maxShared)
	if err != nil {
		return err
	}
	list, err := s.named(r.Context(), notes)
	if err != nil {
		return err
	}
	me, _ := member.From(r.Context())
	var off []sharedNote
	if me.Organiser {
		if notes, err = hiddenNotes(r.Context(), s.DB, maxShared); err != nil {
			return err
		}
		if off, err = s.named(r.Context(), notes); err != nil {
			return err
		}
	}
	return web.OK(w, r, sharedPage(list, off, me.Organiser))
}

// named adds to notes who shared them.
func (s *Applications) named(ctx context.Context, notes []Note) ([]sharedNote, error) {
	ids := make([]string, len(notes))
	for i, n := range notes {
		ids[i] = n.MemberID
	}
	people, err := s.members.Many(ctx, s.DB, ids)
	list := make([]sharedNote, len(notes))
	for i, n := range notes {
		list[i] = sharedNote{n, people[n.MemberID].Name, people[n.MemberID].Organisation}
	}
	return list, err
}

func (s *Applications) hide(w http.ResponseWriter, r *http.Request) error {
	if err := s.Hide(r.Context(), r.PathValue("id")); err != nil {
		return err
	}
	return web.Redirect(w, r, "/shared", "done.joining.hidden")
}

func (s *Applications) lift(w http.ResponseWriter, r *http.Request) error {
	if err := s.Lift(r.Context(), r.PathValue("id")); err != nil {
		return err
	}
	return web.Redirect(w, r, "/shared", "done.joining.lifted")
}

// Lift lets a member show again what was taken off, for an organiser. Whether
// they do is theirs to say.
func (s *Applications) Lift(ctx context.Context, memberID string) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		n, err := noteOf(ctx, tx, memberID)
		if err != nil {
			return err
		}
		if n.HiddenAt.IsZero() {
			return fault.NotFound
		}
		n.HiddenAt = time.Time{}
		return setNote(ctx, tx, n)
	})
}

// Hide takes a member's note off the public page, for an organiser, and tells
// the member. The note itself stays theirs.
func (s *Applications) Hide(ctx context.Context, memberID string) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		n, err := noteOf(ctx, tx, memberID)
		if err != nil {
			return err
		}
		if !n.Public {
			return fault.NotFound
		}
		m, err := s.members.In(ctx, tx, memberID)
		if err != nil {
			return err
		}
		n.Public, n.ChangedAt, n.HiddenAt = false, s.Now(), s.Now()
		if err := setNote(ctx, tx, n); err != nil {
			return err
		}
		return s.sendHidden(ctx, tx, m)
	})
}

func (s *Applications) sendHidden(ctx context.Context, tx bun.IDB, m member.Member) error {
	words, n, err := s.speak(ctx, m.Language)
	if err != nil {
		return err
	}
	blocks := []mail.Block{
		mail.Para(locale.T(words, "member.mail.hello", "name", m.FirstName())),
		mail.Para(locale.T(words, "joining.mail.hidden.what", "network", n.Name)),
	}
	if n.Contact != "" {
		blocks = append(blocks, mail.Para(locale.T(words, "joining.mail.hidden.contact", "contact", n.Contact)))
	}
	return s.Post.Queue(ctx, tx, s.to(m, "joining.hidden", s.NewID()), mail.Letter{
		Subject: locale.T(words, "joining.mail.hidden.subject", "network", n.Name),
		Preview: locale.T(words, "joining.mail.hidden.preview"),
		Blocks:  blocks,
	})
}
