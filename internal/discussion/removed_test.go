package discussion_test

import (
	"net/http"
	"strings"
	"testing"

	"cuppa.example/internal/discussion"
	"cuppa.example/internal/testkit"
)

// What organisers take down says so to its readers, is found and read nowhere,
// and comes back when an appeal says so.
func TestOrganisersTakeAPostDown(t *testing.T) {
	t.Parallel()
	s, ann, bob, cat := three(t)
	oona, omar := s.Organiser("Oona Osei"), s.Organiser("Omar Orr")
	post := s.write(ann, "Unkind **words** about Cat", func(d *discussion.Draft) {
		d.Files = []discussion.Upload{{Name: "notes.txt", Content: []byte("More of them")}}
	})
	s.write(bob, "That was too much", func(d *discussion.Draft) { d.ReplyTo = post.ID })
	file := bob.Get(s.page()).Find(".cuppa-post__files a").AttrOr("href", "")
	cat.Get("/report/post/"+post.ID).Press("Send the report", testkit.Fill("text", "This hurts"))
	reports := oona.Get("/organise/reports")
	href, _ := reports.Find("main a[href^='/organise/reports/']").Attr("href")
	oona.Get(href).Press("Record the decision", testkit.Fill("measure", "content", "message", "Be kind.")).Is(http.StatusOK, "Report")

	page := bob.Get(s.page()).Says("Taken down by the organisers", "Answers a post by Ann Lee that the organisers took down").SaysNot("Unkind", "notes.txt")
	if got := page.Find("#post-" + post.ID + " .cuppa-post__actions").Length(); got > 0 {
		t.Error("it can be answered")
	}
	bob.Get(post.Path()).SaysNot("Unkind")
	ann.Get(s.page()).SaysNot("Unkind")
	if got := bob.Get(file); got.Status != http.StatusNotFound {
		t.Errorf("its file: %d", got.Status)
	}
	if got := bob.Get(s.page() + "/search?q=unkind").Find("article").Length(); got > 0 {
		t.Error("it is found")
	}
	if err := s.Discussions.Edit(t.Context(), s.room, ann.ID, post.ID, "Changed", 0); err == nil {
		t.Error("it is changed")
	}
	err := s.Discussions.Transcript(t.Context(), s.room, func(e discussion.Entry) error {
		if strings.Contains(e.Text, "Unkind") || e.Removed != (e.Number == 1) || len(e.Files) > 0 {
			t.Errorf("%+v", e)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}

	appeal := s.Visitor().Get(s.Mail(ann.Email, "decision about you").Link("/appeal/"))
	appeal.Press("Send the appeal", testkit.Fill("words", "It was a quotation."))
	omar.Get(href).Press("Answer the appeal", testkit.Fill("upheld", "no", "answer", "You are right."))
	bob.Get(s.page()).Says("Unkind words about Cat", "notes.txt").SaysNot("Taken down")
	if got := bob.Get(file); string(got.Body) != "More of them" {
		t.Errorf("its file: %d", got.Status)
	}
	if got := bob.Get(s.page() + "/search?q=unkind").Find("article").Length(); got != 1 {
		t.Error("it is not found again")
	}
}
