package roster_test

import (
	"bytes"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/member"
	"cuppa.example/internal/testkit"
)

// look uploads a file and shows what its import would do.
func look(olu testkit.Person, kind, content string) *testkit.Page {
	return olu.Get("/organise/import?kind="+kind).Upload("Look at the file", "file", "list.csv", []byte(content), testkit.Fill("kind", kind))
}

const people = "First name,Surname,E-mail,Council,Shoe size\n" +
	"Ann,Lee,ann.lee@example.org,Ashby,5\n" +
	"Bea,Óg,BEA@example.org,Barton,6\n" +
	"Cem,,cem at example,Ashby,7\n" +
	"Dee,,ann.lee@example.org,Ashby,7\n" +
	",,nobody@example.org,,\n"

func TestMembersComeInBySpreadsheet(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	olu := k.Organiser("Olu Ade")
	p := look(olu, "people", people).Is(200, "What the import would do").
		Says("2 new members", "3 rows with a problem", "Shoe size", "4 cem at example is not an email address",
			"5 ann.lee@example.org is in row 2 already", "6 There is no name",
			"The first new people, as we read them", "Bea Óg bea@example.org Barton", "nobody comes in twice").
		SaysNot("cem at example Ashby")
	if _, err := k.Members.ByEmail(t.Context(), "ann.lee@example.org"); err == nil {
		t.Fatal("looking at the file wrote a member")
	}
	p.Press("Import", nil).Is(200, "Imported").Says("2 added")

	bea, err := k.Members.ByEmail(t.Context(), "bea@example.org")
	if err != nil || bea.Name != "Bea Óg" || bea.Organisation != "Barton" || !bea.PledgedAt.IsZero() {
		t.Errorf("%+v, %v", bea, err)
	}
	if inbox := k.Inbox("bea@example.org"); len(inbox) != 1 || !strings.Contains(inbox[0].Text, "has added you") {
		t.Errorf("letters: %v", inbox)
	}
	look(olu, "people", people).Says("0 new members", "2 already here, unchanged", "There is nothing to import")
	if inbox := k.Inbox("bea@example.org"); len(inbox) != 1 {
		t.Errorf("%d letters after looking again", len(inbox))
	}
}

func TestImportOnlyFillsInWhatMembersLeftEmpty(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	olu := k.Organiser("Olu Ade")
	ann := k.Member("Ann Lee", func(d *member.Details) { d.Job = "Designer" })
	look(olu, "people", "name,email,role,region,phone\nAnn L,ann.lee@example.org,Manager,North,07700 900123\n").
		Says("1 member with something to fill in").Press("Import", nil)
	d, err := k.Members.Described(t.Context(), k.DB, ann.ID)
	if err != nil || d.Name != "Ann Lee" || d.Job != "Designer" || d.Region != "North" || d.Phone != "07700 900123" {
		t.Errorf("%+v, %v", d, err)
	}
}

func TestConfirmingTwiceImportsOnce(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	olu := k.Organiser("Olu Ade")
	p := look(olu, "people", people)
	p.Press("Import", nil)
	p.Press("Import", nil).Is(409, "That cannot be done now")
	counts, err := k.Members.Counts(t.Context())
	if err != nil || counts[member.Active] != 3 {
		t.Errorf("%v, %v", counts, err)
	}
}

func TestUnconfirmedFilesAreForgotten(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	olu := k.Organiser("Olu Ade")
	p := look(olu, "people", people)
	k.Advance(25 * time.Hour)
	olu.Get(p.URL.Path).Is(404, "Page not found")
}

func TestPastMeetingsCountAsHistory(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	olu, ann, bea := k.Organiser("Olu Ade"), k.Member("Ann Lee"), k.Member("Bea Óg")
	k.Member("Cem")
	file := "Round,a,b,met\nMarch 2026,ann.lee@example.org,Bea Og,\nApril 2026,Cem,ann.lee@example.org,no\n" +
		"May 2026,Cem,Cem,\nJune 2026,Zoe,Cem,\n2026-07,Cem,bea.og@example.org,perhaps\n"
	look(olu, "meetings", file).Says("2 past conversations", "3 rows with a problem", "4 Both people are the same",
		"5 No member has the name or address zoe", "6 perhaps is neither yes, no nor unknown").Press("Import", nil)
	look(olu, "meetings", file).Press("Import", nil) // again: the same conversations
	met, err := k.Conversations.History(t.Context(), k.DB, []string{ann.ID, bea.ID})
	if err != nil || len(met) != 1 || met[0].State != conversation.Met || met[0].At.Format("2006-01") != "2026-03" {
		t.Errorf("%+v, %v", met, err)
	}
}

func TestMissingColumnsAndFilesAreSaidAtOnce(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	olu := k.Organiser("Olu Ade")
	look(olu, "people", "name,phone\nAnn,1\n").Is(422, "Import a spreadsheet").Says("no column for the email address", "name, phone")
	look(olu, "meetings", "name,email\nAnn,a@example.org\n").Is(422, "Import a spreadsheet").Says("round, a and b")
	look(olu, "people", "").Is(422, "Import a spreadsheet").Says("The file is empty")
	olu.Get("/organise/import").Press("Look at the file", nil).Is(422, "Import a spreadsheet").Says("Choose a file")
	olu.Post("/organise/import", url.Values{"kind": {"people"}}).Is(422, "Import a spreadsheet").Says("Choose a file")
}

func TestWorkbooksAreReadToo(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	olu := k.Organiser("Olu Ade")
	f := excelize.NewFile()
	for cell, v := range map[string]any{"A1": "Name", "B1": "Email", "A2": `=HYPERLINK("http://evil.example")`, "B2": "x@example.org"} {
		if err := f.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	olu.Get("/organise/import").Upload("Look at the file", "file", "list.xlsx", b.Bytes(), testkit.Fill("kind", "people")).
		Says("1 new member").Press("Import", nil)
	out := olu.Get("/organise/export/members.csv")
	if !strings.Contains(string(out.Body), `"'=HYPERLINK(`) {
		t.Errorf("the formula is not made safe:\n%s", out.Body)
	}
}

func TestExportHasNoPhoneNumbers(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	olu := k.Organiser("Olu Ade")
	k.Member("Ann Lee", func(d *member.Details) { d.Phone, d.CallName = "07700 900123", "ann.on.teams" })
	out := string(olu.Get("/organise/export").Follow("Members").Body)
	if !strings.Contains(out, "Ann Lee") || strings.Contains(out, "900123") || strings.Contains(out, "ann.on.teams") {
		t.Error(out)
	}
}

func TestSomebodyImportedAgreesOrIsRemoved(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	olu := k.Organiser("Olu Ade")
	look(olu, "people", people).Press("Import", nil)
	ann, bea := k.Visitor(), k.Visitor()
	link := k.Mail("ann.lee@example.org", "You are in").Link("/imported/")
	ann.Get(link).Is(200, "You are in Our network").Press("I am in", nil).Is(200, "Hello Ann")
	k.Visitor().Get(link).Is(410, "This link no longer works")

	bea.Get(k.Mail("bea@example.org", "You are in").Link("/imported/")).Press("Remove me", nil).Says("connect")
	if _, err := k.Members.ByEmail(t.Context(), "bea@example.org"); err == nil {
		t.Error("Bea is still there")
	}
	olu.Get("/organise/members").Is(200, "Members").Says("Ann Lee").SaysNot("Bea")
}

func TestTheOrganisersRoleIsGivenAndTaken(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	olu, ann := k.Organiser("Olu Ade"), k.Member("Ann Lee")
	p := olu.Get("/organise/members?q=lee").Follow("Ann Lee").Press("Make an organiser", nil).Says("This member is an organiser")
	ann.Get("/organise").Is(200, "Organise")
	p.Press("Take the organiser's role away", nil)
	ann.Get("/organise").Is(403, "You cannot see this page")
}

// Whoever cannot get letters cannot sign in to say so: an organiser is told, and
// mends the address that they learnt in another way.
func TestAnOrganiserMendsAnAddressThatRefusesMail(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	olu, ann, bea := k.Organiser("Olu Ade"), k.Member("Ann Lee"), k.Member("Bea Old")
	olu.Get("/organise").SaysNot("comes back")
	address := "/organise/members/" + ann.ID + "/address"
	olu.Get(address).Is(409, "That cannot be done now")
	olu.Post(address, url.Values{"email": {"new@example.org"}}).Is(409, "That cannot be done now")

	k.SMTP.Refuse("ann.lee@example.org")
	k.Visitor().Get("/sign-in").Press("Email me a link", testkit.Fill("email", "ann.lee@example.org"))
	k.Settle()
	olu.Get("/organise").Follow("Mail to 1 member comes back").Is(200, "Members").Says("Ann Lee").SaysNot("Bea Old").Follow("Ann Lee").
		Says("refused our emails").Follow("Enter another address").Is(200, "Another address for Ann Lee").
		Press("Save", nil).Is(422, "Another address for Ann Lee").Says("Enter").
		Press("Save", testkit.Fill("email", bea.Email)).Is(422, "Another address for Ann Lee").Says("cannot be used here").
		Press("Save", testkit.Fill("email", "Ann@Example.net")).Is(200, "Ann Lee").Says("ann@example.net").SaysNot("refused our emails")
	olu.Get("/organise").SaysNot("comes back")
	link := k.Mail("ann@example.net", "address").Link("/sign-in")
	k.Visitor().Get(link).Is(200, "Sign in")
	if p := ann.Get("/home"); p.URL.Path != "/sign-in" {
		t.Errorf("whoever was signed in before still is: %s", p.URL)
	}
}

func TestSomebodyImportedWithAWrongAddressIsWelcomedAtTheRightOne(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	olu := k.Organiser("Olu Ade")
	k.SMTP.Refuse("ann.lee@example.org")
	look(olu, "people", people).Press("Import", nil)
	k.Settle()
	olu.Get("/organise/members?state=bounced").Follow("Ann Lee").Follow("Enter another address").
		Press("Save", testkit.Fill("email", "ann@example.net")).Says("ann@example.net")
	k.Visitor().Get(k.Mail("ann@example.net", "You are in").Link("/imported/")).Is(200, "You are in Our network")
}
