package discussion_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"cuppa.example/internal/discussion"
	"cuppa.example/internal/testkit"
)

// photo is a JPEG file, dark above and light below, that says where it was
// taken and which way up it is.
func photo(t *testing.T, w, h int, way uint16) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			if y >= h/2 {
				m.Set(x, y, color.White)
			} else {
				m.Set(x, y, color.Black)
			}
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	tiff := []byte("II*\x00\x08\x00\x00\x00\x01\x00")
	tiff = binary.LittleEndian.AppendUint16(tiff, 0x0112)
	tiff = binary.LittleEndian.AppendUint16(tiff, 3)
	tiff = binary.LittleEndian.AppendUint32(tiff, 1)
	tiff = binary.LittleEndian.AppendUint32(tiff, uint32(way))
	part := append([]byte("Exif\x00\x00"), tiff...)
	part = append(part, "GPS 51.5074 N"...)
	out := append([]byte{0xff, 0xd8, 0xff, 0xe1}, binary.BigEndian.AppendUint16(nil, uint16(len(part)+2))...)
	return append(append(out, part...), b.Bytes()[2:]...)
}

func archive(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range files {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAPictureIsRedrawn(t *testing.T) {
	t.Parallel()
	s, ann, bob, _ := three(t)
	// Taken with the camera on its side: 6 is "turn it clockwise".
	ann.Get(s.page()).Upload("Post", "files", `C:\me\Holiday <b>.JPG`, photo(t, 2000, 1000, 6), testkit.Fill("text", "Look")).
		Is(http.StatusOK, "Service designers")
	img := bob.Get(s.page()).Find("article img")
	if w, h := img.AttrOr("width", ""), img.AttrOr("height", ""); w != "800" || h != "1600" || img.AttrOr("alt", "") != "Picture attached by Ann Lee" {
		t.Errorf("%s × %s, %q", w, h, img.AttrOr("alt", ""))
	}
	p := bob.Get(img.AttrOr("src", ""))
	if bytes.Contains(p.Body, []byte("GPS")) || bytes.Contains(p.Body, []byte("Exif")) {
		t.Error("the picture still says where it was taken")
	}
	m, format, err := image.Decode(bytes.NewReader(p.Body))
	if err != nil || format != "jpeg" {
		t.Fatal(format, err)
	}
	left, _, _, _ := m.At(10, 800).RGBA()
	right, _, _, _ := m.At(790, 800).RGBA()
	if left < 0x8000 || right > 0x8000 { // what was above is right now
		t.Errorf("it lies on its side: %x, %x", left, right)
	}
	for name, want := range map[string]string{
		"Content-Type": "image/jpeg", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox",
		"Content-Disposition": `attachment; filename="Holiday <b>.JPG"`, "Cache-Control": "private, no-cache", "Cross-Origin-Resource-Policy": "same-origin",
	} {
		if got := p.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if got := s.Organiser("Olga Orr").Get(img.AttrOr("src", "")); got.Status != http.StatusNotFound {
		t.Errorf("an organiser gets %d", got.Status)
	}
	elsewhere := open(t, s.Kit, bob)
	if got := bob.Get(strings.Replace(img.AttrOr("src", ""), s.room, elsewhere.room, 1)); got.Status != http.StatusNotFound {
		t.Errorf("through another room: %d", got.Status)
	}
}

func TestFilesAreWhatTheyHold(t *testing.T) {
	t.Parallel()
	s, ann, _, _ := three(t)
	var moving, large bytes.Buffer
	frame := image.NewPaletted(image.Rect(0, 0, 4, 4), color.Palette{color.Black, color.White})
	if err := gif.EncodeAll(&moving, &gif.GIF{Image: []*image.Paletted{frame, frame}, Delay: []int{1, 1}}); err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(&large, image.NewGray(image.Rect(0, 0, 5000, 4000))); err != nil {
		t.Fatal(err)
	}
	docx := archive(t, map[string]string{"[Content_Types].xml": "", "word/document.xml": ""})
	for _, c := range []struct {
		name    string
		content []byte
		want    string // its name, or what is wrong
		kind    string
	}{
		{"plan.pdf", []byte("%PDF-1.7 ..."), "plan.pdf", "application/pdf"},
		{"plan.exe", []byte("%PDF-1.7 ..."), "plan.exe.pdf", "application/pdf"},
		{"notes.csv", []byte("a,b\n1,2\n"), "notes.csv", "text/plain"},
		{"page.html", []byte("<html><script>alert(1)</script>"), "page.html.txt", "text/plain"},
		{"../../etc/passwd", []byte("root"), "passwd.txt", "text/plain"},
		{"..", []byte("root"), ".txt", "text/plain"},
		{"a.gif", moving.Bytes(), "a.gif.png", "image/png"},
		{"d.docx", docx, "d.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
		{"d.odt", archive(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.text"}), "d.odt", "application/vnd.oasis.opendocument.text"},
		{"m.docm", archive(t, map[string]string{"word/document.xml": "", "word/vbaProject.bin": ""}), "without macros", ""},
		{"a.zip", archive(t, map[string]string{"a.exe": ""}), "without macros", ""},
		{"p.odt", archive(t, map[string]string{"mimetype": "application/x-evil"}), "without macros", ""},
		{"x.exe", []byte("MZ\x90\x00\x03"), "without macros", ""},
		{"x.svg", []byte("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"), "x.svg.txt", "text/plain"},
		{"x.png", []byte("\x89PNG\r\n\x1a\nnot really"), "cannot be read", ""},
		{"big.png", large.Bytes(), "more than 16 million pixels", ""},
		{"long.txt", bytes.Repeat([]byte("x"), discussion.MaxFile+1), "smaller than 5 MB", ""},
		{strings.Repeat("é", 300) + ".txt", []byte("x"), strings.Repeat("é", 96) + ".txt", "text/plain"},
	} {
		p := ann.Get(s.page()).Upload("Post", "files", c.name, c.content, nil)
		if c.kind == "" {
			p.Is(http.StatusUnprocessableEntity, "Service designers").Says(c.want)
			continue
		}
		p.Is(http.StatusOK, "Service designers")
		link := p.Find("article").Last().Find(".cuppa-post__files a")
		if name := strings.TrimSpace(link.Text()); link.Find("img").Length() == 0 && name != c.want {
			t.Errorf("%s is called %q, want %q", c.name, name, c.want)
		}
		got := ann.Get(link.AttrOr("href", ""))
		if got.Header.Get("Content-Type") != c.kind || !strings.HasPrefix(got.Header.Get("Content-Disposition"), "attachment; filename") {
			t.Errorf("%s: %v", c.name, got.Header)
		}
	}
}

// Pictures say what they show in their sender's words, one line for each, and
// are found by them.
func TestPicturesSayWhatTheyShow(t *testing.T) {
	t.Parallel()
	s, ann, bob, _ := three(t)
	picture := photo(t, 20, 10, 1)
	s.write(ann, "Look", func(d *discussion.Draft) {
		d.Files = []discussion.Upload{{Name: "notes.txt", Content: []byte("x")}, {Name: "a.jpg", Content: picture}, {Name: "b.jpg", Content: picture}}
		d.Alts = []string{"A \"crowded\" <waiting> room\r", strings.Repeat("long ", 100)}
	})
	alts := []string{}
	for _, img := range bob.Get(s.page()).Find("article img").EachIter() {
		alts = append(alts, img.AttrOr("alt", ""))
	}
	if len(alts) != 2 || alts[0] != `A "crowded" <waiting> room` || !strings.HasSuffix(alts[1], "…") || len(alts[1]) > 310 {
		t.Errorf("%q", alts)
	}
	if got := bob.Get(s.page() + "/search?q=crowd").Find("article").Length(); got != 1 {
		t.Errorf("%d posts found by what their pictures show", got)
	}
	ann.Get(s.page()).Upload("Post", "files", "c.jpg", picture, testkit.Fill("text", "Mine", "alt", "A queue")).Is(http.StatusOK, "Service designers")
	if got := bob.Get(s.page()).Find("article").Last().Find("img").AttrOr("alt", ""); got != "A queue" {
		t.Errorf("%q", got)
	}
}

// What a picture shows can be said and mended later, by its sender alone.
func TestPicturesAreDescribedLater(t *testing.T) {
	t.Parallel()
	s, ann, bob, _ := three(t)
	picture := photo(t, 20, 10, 1)
	post := s.write(ann, "Look", func(d *discussion.Draft) {
		d.Files = []discussion.Upload{{Name: "a.jpg", Content: picture}, {Name: "notes.txt", Content: []byte("x")}, {Name: "b.jpg", Content: picture}}
		d.Alts = []string{"A queue"}
	})
	ann.Get(post.Path()+"/edit").Press("Save the descriptions", testkit.Fill("alt", "A long queue\nA closed <door>")).Says("Your post is changed.")
	var alts []string
	for _, img := range bob.Get(s.page() + "/search?q=door").Find("article img").EachIter() {
		alts = append(alts, img.AttrOr("alt", ""))
	}
	if !slices.Equal(alts, []string{"A long queue", "A closed <door>"}) {
		t.Errorf("%q", alts)
	}
	if got := bob.Get(s.page() + "/search?q=notes").Find("article").Length(); got != 1 {
		t.Errorf("%d posts found by the name of a file", got)
	}
	bob.Post(post.Path()+"/pictures", url.Values{"alt": {"Mine"}}).Is(http.StatusForbidden, "You cannot see this page")
	plain := s.write(ann, "No picture")
	if ann.Get(plain.Path() + "/edit").HasButton("Save the descriptions") {
		t.Error("a post without pictures asks what they show")
	}
}

func TestFilesGoWithTheirPost(t *testing.T) {
	t.Parallel()
	s, ann, _, _ := three(t)
	post := s.write(ann, "With a file", func(d *discussion.Draft) {
		d.Files = []discussion.Upload{{Name: "notes.txt", Content: []byte("Budget")}}
	})
	href := ann.Get(s.page()).Find(".cuppa-post__files a").AttrOr("href", "")
	if got := ann.Get(href); string(got.Body) != "Budget" {
		t.Errorf("%q", got.Body)
	}
	err := s.Discussions.Transcript(t.Context(), s.room, func(e discussion.Entry) error {
		b, err := e.Files[0].Content()
		if string(b) != "Budget" || e.Files[0].Name != "notes.txt" {
			t.Errorf("%+v", e)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	if err := s.Discussions.Delete(t.Context(), s.room, ann.ID, post.ID); err != nil {
		t.Fatal(err)
	}
	if got := ann.Get(href); got.Status != http.StatusNotFound {
		t.Errorf("the file of a deleted post: %d", got.Status)
	}
	if n := count(t, s, "discussion_contents") + count(t, s, "discussion_files"); n != 0 {
		t.Errorf("%d are left", n)
	}
}
