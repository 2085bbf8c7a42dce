package discussion

import (
	"context"
	"errors"
	"net/http"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/web"
)

// ignoreMissing is no error where there is nothing to do any more.
func ignoreMissing(err error) error {
	if errors.Is(db.Found(err), fault.NotFound) {
		return nil
	}
	return err
}

// SetEmail says how often somebody in a room wants letters about it. What was
// not told while they wanted none is not told afterwards.
func (s *Discussions) SetEmail(ctx context.Context, roomID, memberID string, e Email) error {
	n, err := s.Networks.Current(ctx)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		r, err := s.lock(ctx, tx, roomID)
		if err != nil {
			return err
		}
		p, err := present(ctx, tx, roomID, memberID)
		if err != nil {
			return err
		}
		if p.Email == None && e != None {
			p.ToldSeq = r.Changes
		}
		switch {
		case e == None:
			_, err = tx.NewRaw("UPDATE discussion_people SET email = ?, mail_at = NULL WHERE room_id = ? AND member_id = ?", e, roomID, memberID).Exec(ctx)
		case p.MailAt.IsZero():
			_, err = tx.NewRaw("UPDATE discussion_people SET email = ?, told_seq = ? WHERE room_id = ? AND member_id = ?", e, p.ToldSeq, roomID, memberID).Exec(ctx)
		default:
			_, err = tx.NewRaw("UPDATE discussion_people SET email = ?, mail_at = ? WHERE room_id = ? AND member_id = ?",
				e, e.due(s.Now(), n.Zone()), roomID, memberID).Exec(ctx)
		}
		return err
	})
}

// emailsPage asks how often the visitor wants letters.
func (s *Discussions) emailsPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	return web.OK(w, r, emailsPage(v.room, Path(v.room.ID), Path(v.room.ID)+"/emails", form.With("email", string(v.me.Email))))
}

func (s *Discussions) emails(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	e := readEmail(f)
	if !f.OK() {
		return web.Unprocessable(w, r, emailsPage(v.room, Path(v.room.ID), Path(v.room.ID)+"/emails", f))
	}
	if err := s.SetEmail(r.Context(), v.room.ID, v.me.MemberID, e); err != nil {
		return err
	}
	return web.Redirect(w, r, Path(v.room.ID), "done.discussion.emails")
}

func readEmail(f *form.Form) Email {
	return Email(f.Choice("email", "discussion.emails.missing", string(Each), string(Daily), string(Weekly), string(None)))
}

// byLink opens the link of a letter, in its reader's language.
func (s *Discussions) byLink(r *http.Request) (Room, Person, *http.Request, error) {
	ids, err := s.Keys.OpenLink(s.Now(), linkEmails, r.PathValue("token"))
	if err != nil {
		return Room{}, Person{}, r, err
	}
	if len(ids) != 2 {
		return Room{}, Person{}, r, fault.NotFound
	}
	room, p, err := s.In(r.Context(), s.DB, ids[0], ids[1])
	if err != nil {
		return Room{}, Person{}, r, fault.Gone // they have left
	}
	m, err := s.members.ByID(r.Context(), p.MemberID)
	return room, p, web.In(r, m.Language), err
}

func (s *Discussions) emailsLinkPage(w http.ResponseWriter, r *http.Request) error {
	room, p, r, err := s.byLink(r)
	if err != nil {
		return err
	}
	return web.OK(w, r, emailsPage(room, "", r.URL.Path, form.With("email", string(p.Email))))
}

// emailsLink is the same form, and the button of mail programs (RFC 8058), which
// means none.
func (s *Discussions) emailsLink(w http.ResponseWriter, r *http.Request) error {
	room, p, r, err := s.byLink(r)
	if err != nil {
		return err
	}
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	if f.Value("List-Unsubscribe") == "One-Click" {
		f.Set("email", string(None))
	}
	e := readEmail(f)
	if !f.OK() {
		return web.Unprocessable(w, r, emailsPage(room, "", r.URL.Path, f))
	}
	if err := s.SetEmail(r.Context(), room.ID, p.MemberID, e); err != nil {
		return err
	}
	return web.Redirect(w, r, r.URL.Path, "done.discussion.emails")
}
