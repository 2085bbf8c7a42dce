package safety

import (
	"context"
	"net/http"

	"github.com/uptrace/bun"

	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// Routes are a member's own blocks, what a reporter sees, and the organisers'
// pages.
func (s *Safety) Routes(m *web.Mux) {
	m.Handle(web.Member, "GET /profile/blocks", s.blocksPage)
	m.Handle(web.Member, "POST /profile/blocks/remove", s.unblock)
	m.Handle(web.Member, "GET /people/{id}/block", s.blockPage)
	m.Handle(web.Member, "POST /people/{id}/block", s.blockMember)
	m.Handle(web.Member, "GET /report/{kind}/{subject}", s.subjectPage)
	m.Handle(web.Member, "POST /report/{kind}/{subject}", s.reportSubject)
	m.Handle(web.Public, "GET /report/sent", s.sentPage)
	m.Handle(web.Public, "GET /report/kept", s.keptPage)
	m.Handle(web.Link, "GET /appeal/{token}", s.appealPage)
	m.Handle(web.Link, "POST /appeal/{token}", s.appeal)
	m.Handle(web.Link, "GET /second/{token}", s.secondPage)
	m.Handle(web.Link, "POST /second/{token}", s.second)
	m.Handle(web.Organiser, "GET /organise/reports", s.queuePage)
	m.Handle(web.Organiser, "GET /organise/reports/{id}", s.casePage)
	m.Handle(web.Organiser, "POST /organise/reports/{id}/take", s.take)
	m.Handle(web.Organiser, "POST /organise/reports/{id}/back", s.giveBack)
	m.Handle(web.Organiser, "POST /organise/reports/{id}/note", s.annotate)
	m.Handle(web.Organiser, "POST /organise/reports/{id}/decide", s.decide)
	m.Handle(web.Organiser, "POST /organise/reports/{id}/appeal/{decision}", s.answerAppeal)
	m.Handle(web.Organiser, "POST /organise/reports/{id}/reopen", s.reopen)
	m.Handle(web.Public, "GET /about/safety", s.safetyPage)
	m.Handle(web.Public, "GET /about/terms", s.rulesPage(Terms))
	m.Handle(web.Public, "GET /about/conduct", s.rulesPage(Conduct))
	m.Handle(web.Member, "GET /agree", s.agreePage)
	m.Handle(web.Member, "POST /agree", s.agree)
	m.Handle(web.Organiser, "GET /organise/rules", s.organiseRules)
	m.Handle(web.Organiser, "GET /organise/rules/{kind}", s.editPage)
	m.Handle(web.Organiser, "POST /organise/rules/{kind}", s.edit)
	m.Handle(web.Organiser, "GET /organise/apart", s.apartPage)
	m.Handle(web.Organiser, "POST /organise/apart", s.keepApart)
	m.Handle(web.Organiser, "POST /organise/apart/remove", s.letMeet)
}

func (s *Safety) blocksPage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	blocks, err := s.Blocks(ctx, s.DB, member.Must(ctx).ID)
	if err != nil {
		return err
	}
	var ids []string
	for _, b := range blocks {
		ids = append(ids, b.OtherID)
	}
	people, err := s.members.Many(ctx, s.DB, ids)
	if err != nil {
		return err
	}
	contact, err := s.contact(ctx)
	if err != nil {
		return err
	}
	return web.OK(w, r, blocksPage(blocks, people, contact))
}

func (s *Safety) unblock(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	err = s.DB.InTx(r.Context(), func(ctx context.Context, tx bun.Tx) error {
		return s.Unblock(ctx, tx, member.Must(ctx).ID, f.Value("member"))
	})
	if err != nil {
		return err
	}
	return web.Redirect(w, r, "/profile/blocks", "done.safety.unblocked")
}

// contact is the address that people write to, or empty.
func (s *Safety) contact(ctx context.Context) (string, error) {
	n, err := s.Networks.Current(ctx)
	return n.Contact, err
}

func (s *Safety) sentPage(w http.ResponseWriter, r *http.Request) error {
	return s.receipt(w, r, "safety.sent.what")
}

func (s *Safety) keptPage(w http.ResponseWriter, r *http.Request) error {
	return s.receipt(w, r, "safety.kept.what")
}

func (s *Safety) receipt(w http.ResponseWriter, r *http.Request, key string) error {
	n, err := s.Networks.Current(r.Context())
	if err != nil {
		return err
	}
	return web.OK(w, r, receiptPage(key, n))
}
