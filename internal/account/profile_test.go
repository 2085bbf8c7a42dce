package account_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/uptrace/bun"

	"cuppa.example/internal/member"
	"cuppa.example/internal/testkit"
)

func full(d *member.Details) {
	d.Phone, d.CallName, d.Organisation, d.Job, d.Region = "01632 960 001", "ann.calls", "Ashby Council", "Designer", "North"
	d.About, d.Topics, d.Blog = "I think about bins.", member.Topics{"bins", "maps"}, "https://ann.example/blog"
}

func TestTheProfileSaysWhoSeesWhat(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ann Lee", full)
	p := ann.Get("/profile").Is(200, "What you show to whom")
	groups := map[string][]string{
		"Everybody in the network sees":                                {"Ann Lee", "Ashby Council", "Designer", "North", "I think about bins.", "bins, maps", "https://ann.example/blog", "As a point without a name"},
		"Only people you are matched with see, and only in that round": {"ann.lee@example.org", "01632 960 001", "ann.calls"},
		"Other members do not see":                                     {"The network's language", "11 January 2027"},
	}
	for title, texts := range groups {
		card := p.Find(".govuk-summary-card").FilterFunction(func(_ int, s *goquery.Selection) bool {
			return strings.TrimSpace(s.Find("h2").Text()) == title
		}).Text()
		for _, text := range texts {
			if !strings.Contains(card, text) {
				t.Errorf("%q does not say %q: %s", title, text, card)
			}
		}
	}
}

func TestOtherMembersSeeNoContactDetails(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ann Lee", full)
	bob := k.Member("Bob Bell")
	for _, path := range []string{"/people", "/people/" + ann.ID, "/people?q=ann"} {
		bob.Get(path).Says("Ann Lee").SaysNot("01632", "ann.calls", "ann.lee@example.org")
	}
	p := bob.Get("/people/"+ann.ID).Is(200, "Ann Lee").Says("I think about bins.", "bins, maps", "Ashby Council")
	if rel := p.Find("a[href='https://ann.example/blog']").AttrOr("rel", ""); !strings.Contains(rel, "nofollow") {
		t.Errorf("we vouch for a member's page: %q", rel)
	}
	if p := k.Visitor().Get("/people/" + ann.ID); p.URL.Path != "/sign-in" {
		t.Errorf("a visitor gets to %s", p.URL)
	}
}

func TestWhoIsGoneHasNoPage(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann, bob, cid := k.Member("Ann Lee"), k.Member("Bob Bell"), k.Member("Cid Cole")
	k.InTx(func(ctx context.Context, tx bun.Tx) error { return k.Members.Leave(ctx, tx, bob.ID) })
	k.InTx(func(ctx context.Context, tx bun.Tx) error { return k.Members.Erase(ctx, tx, cid.ID) })
	for _, id := range []string{bob.ID, cid.ID, "nobody", "%00", "%ff", "'--", strings.Repeat("a", 5000)} {
		ann.Get("/people/"+id).Is(404, "Page not found")
	}
	ann.Get("/people").SaysNot("Bob Bell", "Cid Cole")
}

func TestEditingChangesWhatIsShown(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ann Lee", full)
	p := ann.Get("/profile").Follow("Change").Is(200, "About you")
	p = p.Press("Save", testkit.Fill("name", "Ann <b>Bell</b>", "job", "", "topics", "maps; cats\nmaps"))
	p.Is(200, "What you show to whom").Says("Your profile has been saved", "Ann <b>Bell</b>", "maps, cats").SaysNot("<b>Bell")
	d, err := k.Members.Described(t.Context(), k.DB, ann.ID)
	if err != nil || d.Job != "" || d.Phone != "01632 960 001" || d.Organisation != "Ashby Council" {
		t.Errorf("got %+v, %v", d, err)
	}
}

func TestEditingKeepsWhatWasTypedAndSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ann Lee")
	long := strings.Repeat("x", 10_000)
	for field, value := range map[string]string{"name": "", "job": long, "region": long, "about": long, "organisation": long, "blog": "javascript:alert(1)"} {
		p := ann.Get("/profile/edit").Press("Save", testkit.Fill(field, value)).Is(422, "About you").Says("There is a problem")
		if p.Find(".govuk-error-summary a[href='#"+field+"']").Length() != 1 {
			t.Errorf("%s: the summary does not lead to the field", field)
		}
	}
	ann.Get("/profile/contact").Press("Save", testkit.Fill("phone", "ring me", "call_name", "ann")).
		Is(422, "How people reach you").Says("Enter a phone number")
	if m, _ := k.Members.ByID(t.Context(), ann.ID); m.Name != "Ann Lee" || m.Job != "" {
		t.Errorf("saved %+v", m)
	}
}

func TestNobodyGivesThemselvesARole(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann, bob := k.Member("Ann Lee"), k.Member("Bob Bell")
	k.Organiser("Olga Orr")
	ann.Post("/profile/edit", url.Values{
		"name": {"Ann Lee"}, "organiser": {"true"}, "Organiser": {"true"}, "id": {bob.ID}, "member_id": {bob.ID},
		"email": {"new@example.org"}, "state": {"erased"}, "language": {"xx"},
	}).Is(200, "What you show to whom")
	m, err := k.Members.ByID(t.Context(), ann.ID)
	if err != nil || m.Organiser || m.Email != "ann.lee@example.org" || m.State != member.Active || m.Language != "" {
		t.Errorf("got %+v, %v", m, err)
	}
	if b, _ := k.Members.ByID(t.Context(), bob.ID); b.Name != "Bob Bell" {
		t.Errorf("somebody else is now %+v", b)
	}
}

func TestContactCanBeTakenBack(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ann Lee", full)
	ann.Get("/profile/contact").Press("Save", testkit.Fill("phone", "", "call_name", ""))
	if c, err := k.Members.Contact(t.Context(), ann.ID); err != nil || c != (member.Contact{}) {
		t.Errorf("got %+v, %v", c, err)
	}
	if m, _ := k.Members.ByID(t.Context(), ann.ID); m.Job != "Designer" {
		t.Error("the rest of the profile is gone")
	}
}

func TestLanguageAndPictureAreChosen(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ann Lee")
	ann.Get("/profile/picture").Press("Save", testkit.Fill("pictured", "yes")).Says("With your name, to members")
	ann.Get("/profile/language").Press("Save", testkit.Fill("language", "en")).Says("English")
	ann.Post("/profile/language", url.Values{"language": {"tlh"}}).Is(422, "That cannot be done now")
	ann.Post("/profile/picture", url.Values{"pictured": {"maybe"}}).Is(422, "That cannot be done now")
	if m, _ := k.Members.ByID(t.Context(), ann.ID); !m.Pictured || m.Language != "en" {
		t.Errorf("got %+v", m)
	}
}

func TestTheOrganisersOwnFieldsAreAskedAndShown(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	fields := []member.Field{{Label: "Grade", Choices: member.Topics{"A", "B"}}, {Label: "Team <i>"}}
	k.InTx(func(ctx context.Context, tx bun.Tx) error { return k.Members.SetFields(ctx, tx, fields) })
	ann, bob := k.Member("Ann Lee"), k.Member("Bob Bell")
	grade, team := fields[0].InputName(), fields[1].InputName()
	ann.Get("/profile/edit").Press("Save", testkit.Fill(grade, "C")).Is(422, "About you").Says("Choose one of the answers")
	ann.Get("/profile/edit").Press("Save", testkit.Fill(grade, "B", team, "Bins")).Is(200, "What you show to whom")
	bob.Get("/people/"+ann.ID).Says("Grade", "B", "Team <i>", "Bins").SaysNot("<i>")
	ann.Get("/profile/edit").Press("Save", testkit.Fill(grade, ""))
	bob.Get("/people/" + ann.ID).SaysNot("Grade")
}
