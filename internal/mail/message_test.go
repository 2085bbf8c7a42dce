package mail

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// failer is a test, or a case of a property.
type failer interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

// wire writes an item as it goes to the server.
func wire(t failer, p *Post, it Item) string {
	t.Helper()
	r, err := p.compose(it)
	check(t, err)
	s, err := p.open(r)
	check(t, err)
	var b bytes.Buffer
	check(t, p.message(context.Background(), &b, r, s, p.frame(context.Background(), it.Lang)))
	return b.String()
}

// leaf is a part of a message, decoded.
type leaf struct{ contentType, disposition, body string }

// parse reads a message as a mail program does.
func parse(t testing.TB, text string) (netmail.Header, []leaf) {
	t.Helper()
	m, err := netmail.ReadMessage(strings.NewReader(text))
	check(t, err)
	return m.Header, leaves(t, m.Header.Get("Content-Type"), m.Body)
}

func leaves(t failer, contentType string, body io.Reader) []leaf {
	t.Helper()
	kind, parameters, err := mime.ParseMediaType(contentType)
	check(t, err)
	if !strings.HasPrefix(kind, "multipart/") {
		t.Fatalf("%s is no multipart", kind)
	}
	var list []leaf
	for r := multipart.NewReader(body, parameters["boundary"]); ; {
		part, err := r.NextRawPart()
		if errors.Is(err, io.EOF) {
			return list
		}
		check(t, err)
		if strings.HasPrefix(part.Header.Get("Content-Type"), "multipart/") {
			list = append(list, leaves(t, part.Header.Get("Content-Type"), part)...)
			continue
		}
		var decoded io.Reader = quotedprintable.NewReader(part)
		if part.Header.Get("Content-Transfer-Encoding") == "base64" {
			decoded = base64.NewDecoder(base64.StdEncoding, part)
		}
		body, err := io.ReadAll(decoded)
		check(t, err)
		list = append(list, leaf{part.Header.Get("Content-Type"), part.Header.Get("Content-Disposition"), string(body)})
	}
}

func decodedHeader(t testing.TB, s string) string {
	t.Helper()
	text, err := new(mime.WordDecoder).DecodeHeader(s)
	check(t, err)
	return text
}

func TestALetterOnTheWire(t *testing.T) {
	t.Parallel()
	p := newPost(t, nil, newClock(), nil)
	it := matchLetter(7)
	it.Name, it.Subject, it.ReplyTo = `Zoë "Zo" Müller`, "Tea with Łukasz – at 3pm", "lukasz@y.test, eve@x.test>, ann@z.test"
	h, parts := parse(t, wire(t, p, it))
	for name, want := range map[string]string{
		"Date": "Sun, 22 Nov 2026 12:00:00 +0000", "Auto-Submitted": "auto-generated",
		"From": `"The Tea Network" <hello@net.test>`, "Reply-To": "<lukasz@y.test>, <ann@z.test>",
		"List-Id": `"The Tea Network" <net.test>`, "List-Unsubscribe": "<" + it.OneClick + ">",
		"List-Unsubscribe-Post": "List-Unsubscribe=One-Click", "Content-Language": "en",
		"Mime-Version": "1.0",
	} {
		if got := h.Get(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	if got := decodedHeader(t, h.Get("Subject")); got != it.Subject {
		t.Errorf("subject: %q", got)
	}
	to, err := h.AddressList("To")
	check(t, err)
	if len(to) != 1 || to[0].Name != it.Name || to[0].Address != it.Email {
		t.Errorf("to: %v", to)
	}
	if id := h.Get("Message-Id"); !strings.HasSuffix(id, "@net.test>") || len(id) < 40 {
		t.Errorf("message id: %s", id)
	}
	if len(parts) != 2 || parts[0].contentType != "text/plain; charset=utf-8" || parts[1].contentType != "text/html; charset=utf-8" {
		t.Errorf("%d parts: %+v", len(parts), parts)
	}
}

func TestAnAnswerToAGroupGoesToAllOfIt(t *testing.T) {
	t.Parallel()
	it := hello("amy@x.test")
	it.ReplyTo = "bob@x.test, cat@x.test, no address, dan@x.test\r\nBcc: eve@x.test, zoë@x.test"
	h, _ := parse(t, wire(t, newPost(t, nil, newClock(), nil), it))
	to, err := h.AddressList("Reply-To")
	check(t, err)
	if len(to) != 2 || to[0].Address != "bob@x.test" || to[1].Address != "cat@x.test" {
		t.Errorf("reply to %v", to)
	}
}

func TestALetterWithoutExtrasHasNoHeadersForThem(t *testing.T) {
	t.Parallel()
	h, _ := parse(t, wire(t, newPost(t, nil, newClock(), nil), hello("amy@x.test")))
	for _, name := range []string{"Reply-To", "List-Unsubscribe", "List-Unsubscribe-Post"} {
		if h.Get(name) != "" {
			t.Errorf("%s: %s", name, h.Get(name))
		}
	}
}

func TestAnAnswerToTheNetworkReachesItsOrganisers(t *testing.T) {
	t.Parallel()
	post := newPost(t, nil, newClock(), func(c *Config) {
		c.Contact = func(context.Context) string { return "organisers@net.test" }
	})
	h, _ := parse(t, wire(t, post, hello("amy@x.test")))
	if got := h.Get("Reply-To"); got != "<organisers@net.test>" {
		t.Errorf("an answer goes to %q", got)
	}
	it := hello("amy@x.test")
	it.ReplyTo = "bob@x.test"
	if h, _ = parse(t, wire(t, post, it)); h.Get("Reply-To") != "<bob@x.test>" {
		t.Errorf("an answer to the partner goes to %q", h.Get("Reply-To"))
	}
}

func TestAnInvitationIsThirdAndAttached(t *testing.T) {
	t.Parallel()
	it := hello("amy@x.test")
	ics := "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Tea = leaves\\, and Zoë\r\nEND:VCALENDAR\r\n"
	it.Calendar = &Calendar{Method: "request", ICS: ics}
	text := wire(t, newPost(t, nil, newClock(), nil), it)
	_, parts := parse(t, text)
	var kinds []string
	for _, l := range parts {
		kinds = append(kinds, l.contentType)
	}
	want := []string{"text/plain; charset=utf-8", "text/html; charset=utf-8", "text/calendar; method=REQUEST; charset=utf-8", `application/ics; name="invite.ics"`}
	if !slices.Equal(kinds, want) {
		t.Fatalf("parts: %q", kinds)
	}
	if parts[2].body != ics || parts[3].body != ics {
		t.Errorf("the invitation changed: %q and %q", parts[2].body, parts[3].body)
	}
	if parts[3].disposition != `attachment; filename="invite.ics"` || parts[2].disposition != "" {
		t.Errorf("dispositions: %q, %q", parts[2].disposition, parts[3].disposition)
	}
	if strings.Count(text, "multipart/mixed") != 1 || strings.Index(text, "multipart/mixed") > strings.Index(text, "multipart/alternative") {
		t.Error("the alternatives are not inside the whole")
	}
}

func TestNothingThatIsTypedAddsAHeader(t *testing.T) {
	t.Parallel()
	p := newPost(t, nil, newClock(), nil)
	for _, evil := range []string{
		"Amy\r\nBcc: eve@x.test", "Amy\nBcc: eve@x.test", "Amy\rBcc: eve@x.test", "Amy\u2028Bcc: eve@x.test",
		"=?utf-8?q?Amy=0D=0ABcc:_eve@x.test?=", `Amy" <eve@x.test>, "`, `Amy\`, "Amy\x00\x1b[31m",
		"\r\n\r\n<h1>body</h1>", "--=_cuppa_alternative--", strings.Repeat("a", 10_000), strings.Repeat("日本", 5_000),
		"\u202egnp.exe", "", " ", "\xff\xfe",
	} {
		it := hello("amy@x.test")
		it.Name, it.Subject, it.Preview, it.ReplyTo, it.OneClick = evil, evil, evil, "r@x.test"+evil, "https://net.test/u"+evil
		it.Calendar = &Calendar{Method: evil, ICS: evil}
		it.Blocks = everyBlock(evil)
		sound(t, wire(t, p, it), it)
	}
}

func TestOneLineIsOneLine(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		" Amy \r\n Bcc: eve@x.test ": "Amy Bcc: eve@x.test", "a\u2028b": "ab", "a\tb  c": "a b c", "a\x00\u202eb": "ab",
		"Zoe\u0308": "Zoë", strings.Repeat("ü", 11): strings.Repeat("ü", 9) + "…", "abcdefghijk": "abcdefghi…", "": "",
	} {
		limit := 10
		if strings.Contains(want, " ") {
			limit = 100
		}
		if got := oneLine(text, limit); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// everyBlock has a text in every place a block offers.
func everyBlock(s string) []Block {
	return []Block{
		Para(s), Heading(s), Button(s, s), Link(s, s), List(s, s), Facts(Row{s, s, s}, Row{s, "", ""}),
		Quote(s), Small(s),
		{Kind: s, Text: s},
	}
}

var headers = []string{
	"Auto-Submitted", "Content-Language", "Content-Type", "Date", "From", "List-Id", "Message-Id", "Mime-Version", "Subject", "To",
}

// sound says that a message is well-formed and holds no more than it should.
func sound(t failer, text string, it Item) {
	t.Helper()
	if i := strings.IndexFunc(text, func(r rune) bool { return r > '~' || r < ' ' && r != '\r' && r != '\n' && r != '\t' }); i >= 0 {
		t.Fatalf("not ASCII: %q", text[i:min(i+20, len(text))])
	}
	for line := range strings.SplitSeq(text, "\r\n") {
		if len(line) > 998 || strings.ContainsAny(line, "\r\n") {
			t.Fatalf("a line of %d: %.80q", len(line), line)
		}
	}
	m, err := netmail.ReadMessage(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	names := slices.Sorted(maps.Keys(m.Header))
	names = slices.DeleteFunc(names, func(n string) bool {
		return n == "Reply-To" || strings.HasPrefix(n, "List-Unsubscribe")
	})
	if !slices.Equal(names, headers) {
		t.Fatalf("headers: %q", names)
	}
	for name, values := range m.Header {
		if len(values) != 1 {
			t.Fatalf("%d of %s", len(values), name)
		}
	}
	if got, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil || got != oneLine(strings.ToValidUTF8(it.Subject, "\uFFFD"), maxSubject) {
		t.Fatalf("subject %q (%v) of %q", got, err, it.Subject)
	}
	to, err := m.Header.AddressList("To")
	if err != nil || len(to) != 1 || to[0].Address != it.Email || to[0].Name != oneLine(strings.ToValidUTF8(it.Name, "\uFFFD"), maxName) {
		t.Fatalf("to %v (%v) for %q", to, err, it.Name)
	}
	parts := leaves(t, m.Header.Get("Content-Type"), m.Body)
	want := 2
	if it.Calendar != nil {
		want = 4
	}
	if len(parts) != want {
		t.Fatalf("%d parts", len(parts))
	}
	for _, l := range parts[:2] {
		if !utf8.ValidString(l.body) {
			t.Fatalf("%s is no UTF-8", l.contentType)
		}
	}
}

func TestPropertyALetterIsSoundWhateverIsTyped(t *testing.T) {
	t.Parallel()
	p := newPost(t, nil, newClock(), nil)
	text := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune("\r\n\t =?_.-:;<>\"\\,@abÜ日\u202e\u2028\x00"))))
	block := rapid.Custom(func(t *rapid.T) Block {
		b := rapid.SampledFrom(everyBlock(text.Draw(t, "kind"))).Draw(t, "block")
		if b.Text != "" {
			b.Text = text.Draw(t, "text")
		}
		if b.Href != "" {
			b.Href = text.Draw(t, "href")
		}
		for i := range b.Items {
			b.Items[i] = text.Draw(t, "item")
		}
		for i := range b.Rows {
			b.Rows[i] = Row{text.Draw(t, "label"), text.Draw(t, "value"), text.Draw(t, "address")}
		}
		return b
	})
	rapid.Check(t, func(t *rapid.T) {
		it := hello("amy@x.test")
		it.Name, it.Subject, it.Preview = text.Draw(t, "name"), text.Draw(t, "subject"), text.Draw(t, "preview")
		it.ReplyTo, it.OneClick = text.Draw(t, "reply to"), text.Draw(t, "one click")
		it.Blocks = rapid.SliceOfN(block, 0, 6).Draw(t, "blocks")
		if rapid.Bool().Draw(t, "invited") {
			it.Calendar = &Calendar{text.Draw(t, "method"), text.Draw(t, "ics")}
		}
		sound(t, wire(t, p, it), it)
	})
}

func TestTheHTMLIsSmallSafeAndAsksForNothing(t *testing.T) {
	t.Parallel()
	it := hello("amy@x.test")
	it.Preview = "You write first"
	it.Blocks = append(everyBlock(`<script>alert(1)</script>`), Button("Go", "javascript:alert(1)"), Link("Site", "https://x.test/?a=1&b=2"), Para("one\ntwo"))
	_, parts := parse(t, wire(t, newPost(t, nil, newClock(), nil), it))
	html := parts[1].body
	for _, no := range []string{"<script>alert", "javascript:", "<img", "src=", "@import", "url("} {
		if strings.Contains(html, no) {
			t.Errorf("the HTML has %s", no)
		}
	}
	for _, yes := range []string{`<html lang="en">`, "You write first", "display:none", `href="https://x.test/?a=1&amp;b=2"`, "one<br>two", "16px", "color-scheme", "Sent by The Tea Network"} {
		if !strings.Contains(strings.ReplaceAll(strings.ReplaceAll(html, "<br/>", "<br>"), "<br> ", "<br>"), yes) {
			t.Errorf("the HTML has no %s", yes)
		}
	}
	if _, parts := parse(t, wire(t, newPost(t, nil, newClock(), nil), matchLetter(1))); len(parts[1].body) > 10_000 {
		t.Errorf("%d bytes for an ordinary letter", len(parts[1].body))
	}
}

func TestThePlainTwinIsGoodToRead(t *testing.T) {
	t.Parallel()
	it := matchLetter(1)
	it.Blocks = append(it.Blocks, Facts(Row{"A label that is much too long to stand in front of anything", "value", ""}),
		Quote("Two lines\n\nof somebody else, who has rather a lot to say about everything, and does not stop"),
		Link("https://net.test/plain", "https://net.test/plain"))
	_, parts := parse(t, wire(t, newPost(t, nil, newClock(), nil), it))
	got := strings.ReplaceAll(parts[0].body, "\r\n", "\n")
	golden := filepath.Join("testdata", "letter.txt")
	if os.Getenv("CUPPA_UPDATE") != "" {
		check(t, os.WriteFile(golden, []byte(got), 0o644))
	}
	want, err := os.ReadFile(golden)
	check(t, err)
	if got != string(want) {
		t.Errorf("the plain twin changed (CUPPA_UPDATE=1 accepts it):\n%s", got)
	}
	for line := range strings.SplitSeq(got, "\n") {
		if utf8.RuneCountInString(line) > columns && !strings.Contains(line, "https://") {
			t.Errorf("a line of %d: %s", utf8.RuneCountInString(line), line)
		}
	}
}
