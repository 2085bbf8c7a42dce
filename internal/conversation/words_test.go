package conversation_test

import (
	"context"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/uptrace/bun"

	"cuppa.example/internal/app"
	"cuppa.example/internal/conversation"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
	"cuppa.example/internal/testkit"
)

// data is what people and organisers typed, which no language changes.
var data = []string{
	"Ann Lee", "Bob Roe", "I try to make forms shorter.", "Digital lead", "Ashby Council", "South West", "forms, plain English",
	"https://ann.example.org/blog", "What did you learn last month?", "No selling.", "ann.lee@example.org", "01234 567890", "ann on Teams", "UnMentoring",
}

// pseudo begins a story in the made-up language that marks every message.
func pseudo(t *testing.T) *story {
	t.Helper()
	s := &story{Kit: testkit.New(t, func(_ *app.Config, o *app.Options) { o.Pseudo = true })}
	n, err := s.Networks.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n.Language = locale.Pseudo
	if err := s.Networks.Change(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	return s
}

// pair opens a conversation of Ann and Bob, who do not sign in: the button of
// that page has another name here.
func (s *story) pair() conversation.Conversation {
	s.T.Helper()
	o := opening(s.Kit)
	s.InTx(func(ctx context.Context, tx bun.Tx) error {
		for _, d := range []member.Details{details(), {Name: "Bob Roe"}} {
			m, err := s.Members.Join(ctx, tx, testkit.Address(d.Name), d, true)
			if err != nil {
				return err
			}
			o.Members = append(o.Members, m.ID)
		}
		return nil
	})
	return open(s.Kit, o)[0]
}

func TestNoWordOfAPageIsHardCoded(t *testing.T) {
	t.Parallel()
	s := pseudo(t)
	c := s.pair()
	for _, sub := range []string{"", "/time?at=20270113T1000Z", "/times", "/met", "/not-met", "/no-reply", "/cannot", "/report", "/block"} {
		p := s.Visitor().Get(s.Conversations.Path(c, c.People[1].MemberID) + sub)
		p.Find("main *").Each(func(_ int, e *goquery.Selection) {
			if e.Children().Length() > 0 {
				return
			}
			if text := strings.TrimSpace(e.Text()); text != "" && !strings.Contains(text, "⟦") && !known(text) {
				t.Errorf("%q says %q", sub, text)
			}
		})
	}
}

func TestNoWordOfALetterIsHardCoded(t *testing.T) {
	t.Parallel()
	s := pseudo(t)
	s.pair()
	for paragraph := range strings.SplitSeq(s.Mail("bob.roe@example.org", "").Text, "\n\n") {
		text := strings.TrimPrefix(strings.TrimPrefix(strings.Join(strings.Fields(paragraph), " "), "> "), "- ")
		if text != "" && !strings.Contains(text, "⟦") && !strings.HasPrefix(text, testkit.Base) && !known(text) {
			t.Errorf("the letter says %q", text)
		}
	}
}

func TestEverybodyReadsTheirOwnLanguage(t *testing.T) {
	t.Parallel()
	s := &story{Kit: testkit.New(t, func(_ *app.Config, o *app.Options) { o.Pseudo = true })}
	c := s.pair()
	s.InTx(func(ctx context.Context, tx bun.Tx) error {
		d := details()
		d.Language = locale.Pseudo
		_, err := s.Members.Describe(ctx, tx, c.People[0].MemberID, d)
		return err
	})
	c = open(s.Kit, conversation.Opening{
		Source: "test", SourceID: "2", Title: "UnMentoring", Members: []string{c.People[0].MemberID, c.People[1].MemberID},
		Opens: c.OpensAt, Ends: c.EndsAt,
	})[0]
	for i, marked := range []bool{true, false} {
		page := s.Visitor().Get(s.Conversations.Path(c, c.People[i].MemberID))
		letter := s.Mail([]string{"ann.lee@example.org", "bob.roe@example.org"}[i], "")
		if got := strings.Contains(page.Heading(), "⟦"); got != marked {
			t.Errorf("the page begins %q", page.Heading())
		}
		if lang := page.Find("html").AttrOr("lang", ""); (lang == locale.Pseudo) != marked {
			t.Errorf("the page is in %q", lang)
		}
		for _, around := range []string{"footer", "nav"} {
			if got := strings.Contains(page.Find(around).First().Text(), "⟦"); got != marked {
				t.Errorf("the page's %s says %q", around, page.Find(around).First().Text())
			}
		}
		if got := strings.Contains(letter.Subject, "⟦"); got != marked {
			t.Errorf("the letter's subject is %q", letter.Subject)
		}
	}
}

func known(text string) bool {
	for _, d := range data {
		text = strings.ReplaceAll(text, d, "")
	}
	return strings.Trim(text, " ,.:-") == ""
}
