package unmentoring

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/member"
)

// The kinds of signed links in letters.
const (
	linkRound = "round" // round and member: in, or not this time
	linkLeave = "leave" // programme and member: no more of this
	linkBack  = "back"  // programme and member: back after a rest
)

// linkLife is how long the links work that belong to no round.
const linkLife = 400 * 24 * time.Hour

// RoundPath is where a member says whether they are in, without signing in.
func (s *Programmes) RoundPath(r Round, memberID string) string {
	return "/r/" + s.Keys.Link(r.EndAt, linkRound, r.ID, memberID)
}

// LeavePath is where a member leaves a programme, without signing in.
func (s *Programmes) LeavePath(programmeID, memberID string) string {
	return "/leave/" + s.Keys.Link(s.Now().Add(linkLife), linkLeave, programmeID, memberID)
}

// BackPath is where a member comes back after a rest, without signing in.
func (s *Programmes) BackPath(programmeID, memberID string) string {
	return "/back/" + s.Keys.Link(s.Now().Add(linkLife), linkBack, programmeID, memberID)
}

// envelope addresses a letter. It is unique by its kind, its subject and the member.
func envelope(kind, subject string, m member.Member) mail.Envelope {
	return mail.Envelope{
		Kind: "unmentoring." + kind, Key: keyPrefix(kind, subject) + m.ID,
		MemberID: m.ID, Name: m.Name, Email: m.Email, Lang: m.Language,
	}
}

func keyPrefix(kind, subject string) string { return "unmentoring." + kind + "/" + subject + "/" }

// voices are the languages of a batch of letters, each made once.
type voices struct {
	s     *Programmes
	ctx   context.Context
	known map[string]context.Context
}

func (s *Programmes) voices(ctx context.Context) voices {
	return voices{s, ctx, map[string]context.Context{}}
}

// in is a context that speaks a language. What cannot be spoken is said in the
// network's.
func (v voices) in(lang string) (context.Context, error) {
	words, ok := v.known[lang]
	if !ok {
		var err error
		if words, err = v.s.Speak(v.ctx, lang); err != nil {
			return nil, err
		}
		v.known[lang] = words
	}
	return words, nil
}

// signUpLetters prepares the letter that asks people whether they are in: what
// is the same for everybody is said once in each language.
func (s *Programmes) signUpLetters(ctx context.Context, r Round, p Programme) (func(member.Member) (mail.Item, error), error) {
	n, err := s.Networks.Current(ctx)
	if err != nil {
		return nil, err
	}
	v := s.voices(ctx)
	how := "out"
	if p.OptIn {
		how = "in"
	}
	type same struct {
		subject, preview, what, answer, button, until, rhythm, leave, seal string
	}
	said := map[string]same{}
	return func(m member.Member) (mail.Item, error) {
		words, err := v.in(m.Language)
		if err != nil {
			return mail.Item{}, err
		}
		t, ok := said[m.Language]
		if !ok {
			say := func(key string) string {
				return locale.T(words, "unmentoring.mail.sign_up."+key, "title", p.Title, "network", n.Name, "minutes", p.Minutes,
					"draw", locale.DayDate(words, r.DrawAt), "end", locale.DayDate(words, r.EndAt), "open", locale.DayDate(words, r.OpenAt))
			}
			seal := ""
			if r.Seal != "" {
				seal = locale.T(words, "unmentoring.mail.sign_up.seal", "seal", r.Seal)
			}
			t = same{say(how + ".subject"), say(how + ".preview"), say("what"), say(how + ".answer"), say(how + ".button"), say("until"), say("rhythm"), say("leave"), seal}
			said[m.Language] = t
		}
		leave := s.URL(s.LeavePath(p.ID, m.ID))
		blocks := []mail.Block{
			mail.Para(locale.T(words, "member.mail.hello", "name", m.FirstName())),
			mail.Para(t.what), mail.Para(p.Purpose), mail.Para(t.answer),
			mail.Button(t.button, s.URL(s.RoundPath(r, m.ID))),
			mail.Para(t.until), mail.Small(t.rhythm), mail.Link(t.leave, leave),
		}
		if t.seal != "" {
			blocks = append(blocks, mail.Small(t.seal))
		}
		return mail.Item{Envelope: envelope("sign_up", r.ID, m), Letter: mail.Letter{
			Subject: t.subject, Preview: t.preview, OneClick: leave, Blocks: blocks,
		}}, nil
	}, nil
}

// write queues one letter to each of some members: text gives its blocks after
// the greeting, in the reader's language.
func (s *Programmes) write(ctx context.Context, tx bun.IDB, kind, subject string, people []member.Member, args func(words context.Context, m member.Member) []any, text func(say func(key string) string, m member.Member) []mail.Block) error {
	v := s.voices(ctx)
	var items []mail.Item
	for _, m := range people {
		if !m.Reachable() {
			continue
		}
		words, err := v.in(m.Language)
		if err != nil {
			return err
		}
		with := args(words, m)
		say := func(key string) string { return locale.T(words, "unmentoring.mail."+kind+"."+key, with...) }
		blocks := append([]mail.Block{mail.Para(locale.T(words, "member.mail.hello", "name", m.FirstName()))}, text(say, m)...)
		items = append(items, mail.Item{Envelope: envelope(kind, subject, m), Letter: mail.Letter{
			Subject: say("subject"), Preview: say("preview"), Blocks: blocks,
		}})
	}
	return s.Post.QueueAll(ctx, tx, items)
}

func (s *Programmes) people(ctx context.Context, tx bun.IDB, ids []string) ([]member.Member, error) {
	found, err := s.members.Many(ctx, tx, ids)
	var list []member.Member
	for _, id := range ids {
		if m, ok := found[id]; ok {
			list = append(list, m)
		}
	}
	return list, err
}

// tellWaiting says, once, to people in the pool that we look for somebody.
func (s *Programmes) tellWaiting(ctx context.Context, tx bun.IDB, r Round, p Programme, list []Entry, people map[string]member.Member) error {
	for _, why := range []Cause{CameLate, WithoutOthers, LostPartner} {
		var who []member.Member
		for _, e := range list {
			if e.Why == why {
				who = append(who, people[e.MemberID])
			}
		}
		err := s.write(ctx, tx, "waiting", r.ID+"/"+string(why), who, func(words context.Context, _ member.Member) []any {
			return []any{"title", p.Title, "until", locale.DayDate(words, r.poolEnds())}
		}, func(say func(string) string, m member.Member) []mail.Block {
			return []mail.Block{
				mail.Para(say(string(why))), mail.Para(say("then")),
				mail.Button(say("button"), s.URL(s.RoundPath(r, m.ID))), mail.Small(say("owed")),
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// tellLeftOut says kindly that nobody came.
func (s *Programmes) tellLeftOut(ctx context.Context, tx bun.IDB, r Round, p Programme, ids []string) error {
	people, err := s.people(ctx, tx, ids)
	if err != nil {
		return err
	}
	return s.write(ctx, tx, "left_out", r.ID, people, func(context.Context, member.Member) []any {
		return []any{"title", p.Title}
	}, func(say func(string) string, m member.Member) []mail.Block {
		return []mail.Block{
			mail.Para(say("sorry")), mail.Para(say("first")), mail.Button(say("button"), s.URL("/programmes/"+p.ID)),
			mail.Link(say("leave"), s.URL(s.LeavePath(p.ID, m.ID))),
		}
	})
}

// tellRested says that somebody is left in peace, and how to come back.
func (s *Programmes) tellRested(ctx context.Context, tx bun.IDB, r Round, p Programme, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	people, err := s.people(ctx, tx, ids)
	if err != nil {
		return err
	}
	return s.write(ctx, tx, "resting", r.ID, people, func(context.Context, member.Member) []any {
		return []any{"title", p.Title}
	}, func(say func(string) string, m member.Member) []mail.Block {
		return []mail.Block{
			mail.Para(say("what")), mail.Para(say("kind")), mail.Button(say("button"), s.URL(s.BackPath(p.ID, m.ID))),
			mail.Small(say("nothing")), mail.Link(say("leave"), s.URL(s.LeavePath(p.ID, m.ID))),
		}
	})
}

// The letters to organisers about a round.
const (
	letterDrawReady = "draw_ready"
	letterReminder  = "draw_waits"
	letterWentOut   = "draw_went"
)

// tellOrganisers writes to everybody who runs the network that a draw is there,
// still waits, or went out by itself.
func (s *Programmes) tellOrganisers(ctx context.Context, tx bun.IDB, kind string, r Round, d Draw) error {
	p, err := programmeByID(ctx, tx, r.ProgrammeID)
	if err != nil {
		return err
	}
	if d.ID == "" {
		if d, err = drawHead(ctx, tx, r.DrawID); err != nil {
			return err
		}
	}
	organisers, err := s.members.Organisers(ctx, tx)
	if err != nil {
		return err
	}
	return s.write(ctx, tx, kind, d.ID, organisers, func(words context.Context, _ member.Member) []any {
		return []any{
			"title", p.Title, "number", r.Number, "open", locale.DateTime(words, r.OpenAt), "grace", locale.DateTime(words, r.GraceAt),
			"groups", d.Groups, "people", d.People, "unplaced", d.Unplaced, "problems", d.Problems,
		}
	}, func(say func(string) string, _ member.Member) []mail.Block {
		blocks := []mail.Block{mail.Para(say("what")), mail.Para(say("numbers"))}
		if d.Unplaced > 0 && kind != letterWentOut {
			blocks = append(blocks, mail.Para(say("unplaced")))
		}
		return append(blocks, mail.Button(say("button"), s.URL("/organise/rounds/"+r.ID+"/draw")), mail.Small(say("then")))
	})
}

// tellTooFew tells organisers that a draw has nobody to put together.
func (s *Programmes) tellTooFew(ctx context.Context, tx bun.IDB, r Round, d Draw) error {
	p, err := programmeByID(ctx, tx, r.ProgrammeID)
	if err != nil {
		return err
	}
	organisers, err := s.members.Organisers(ctx, tx)
	if err != nil {
		return err
	}
	what := "what.none"
	if d.People == 1 {
		what = "what.one"
	}
	return s.write(ctx, tx, "too_few", r.ID, organisers, func(words context.Context, _ member.Member) []any {
		return []any{"title", p.Title, "number", r.Number, "pool", locale.DayDate(words, r.poolEnds())}
	}, func(say func(string) string, _ member.Member) []mail.Block {
		return []mail.Block{mail.Para(say(what)), mail.Para(say("then")), mail.Para(say("bring")), mail.Button(say("button"), s.URL("/organise/rounds/"+r.ID))}
	})
}
