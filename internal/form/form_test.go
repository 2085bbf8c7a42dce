package form_test

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"cuppa.example/internal/form"
	"cuppa.example/internal/locale"
)

// typed is what people and attackers type: any characters, broken ones, and
// those that texts are cleaned of.
func typed() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.String(),
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
		rapid.Map(rapid.SliceOf(rapid.SampledFrom([]string{
			"a", "é", "e\u0301", " ", "\t", "\r", "\n", "\r\n", "\x00", "\u2028", "\u202e", "\u2066", "\ufeff", "\xff", "@", ".", "1",
		})), func(parts []string) string { return strings.Join(parts, "") }),
	)
}

// submit is a form as a browser sends it.
func submit(t interface{ Fatal(...any) }, values url.Values) *form.Form {
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	f, err := form.Read(r)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// Whatever is typed into whatever field: nothing panics, and it stands in the
// form as it was typed, to be shown again, but for what no database takes.
func TestWhatWasTypedIsKept(t *testing.T) {
	t.Parallel()
	zone := time.UTC
	rapid.Check(t, func(t *rapid.T) {
		text := typed().Draw(t, "text")
		f := submit(t, url.Values{"x": {text}, "x-day": {text}, "x-month": {text}, "x-year": {text}})
		f.Line("x", form.Required("missing"), form.Max(3))
		f.Text("x", form.Max(3))
		f.Email("x", "missing")
		f.URL("x")
		f.Int("x", 1, 9)
		f.Choice("x", "missing", "yes")
		f.Ticked("x")
		f.Date("x", zone)
		for _, name := range []string{"x", "x-day", "x-month", "x-year"} {
			if got := f.Value(name); got != strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\x00", "") {
				t.Fatalf("%s: %q became %q", name, text, got)
			}
		}
	})
}

func TestTextsAreSafe(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := typed().Draw(t, "text")
		line, lines := form.CleanLine(text), form.CleanText(text)
		if strings.ContainsAny(line, "\r\n\t\u2028\u2029\u0085") || strings.Contains(line, "  ") {
			t.Fatalf("%q is no single line: %q", text, line)
		}
		for _, s := range []string{line, lines} {
			if !utf8.ValidString(s) || !norm.NFC.IsNormalString(s) || strings.TrimSpace(s) != s {
				t.Fatalf("%q became %q", text, s)
			}
			if i := strings.IndexFunc(s, func(r rune) bool {
				return r != '\n' && r != '\t' && unicode.IsControl(r) || strings.ContainsRune("\u2028\u2029\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", r)
			}); i >= 0 {
				t.Fatalf("%q became %q with an unsafe character at %d", text, s, i)
			}
		}
		if form.CleanLine(line) != line || form.CleanText(lines) != lines {
			t.Fatalf("cleaned again, %q and %q change", line, lines)
		}
	})
}

func TestGoodTextIsLeftAlone(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"Ann O’Lee-Óg", "<b>Bob</b>", "=1+1", "مرحبا", "שלום", "👩‍💻 Zoë", "a\u200db", "100 %", "Cymru \U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f", "\u06dd"} {
		if got := form.CleanLine("  " + text + "\r\n"); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
	if got := form.CleanText("one\r\n\r\n two\rthree\n"); got != "one\n\n two\nthree" {
		t.Errorf("lines: %q", got)
	}
}

// Each of them could break a line, hide text or turn what follows around.
func TestUnsafeCharactersGo(t *testing.T) {
	t.Parallel()
	for _, r := range "\x00\x07\x1b\u007f\u0085\u2028\u2029\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200e\u200f\u2060\u00ad\u061c\u180e\u3164\u115f\U000e0041" {
		if got := form.CleanText("a" + string(r) + "b"); got != "ab" {
			t.Errorf("%U stays: %q", r, got)
		}
	}
}

func TestRequired(t *testing.T) {
	t.Parallel()
	for text, ok := range map[string]bool{"x": true, "": false, " \t ": false, "\u202e": false, "\r\n": false} {
		f := form.With("x", text)
		if f.Line("x", form.Required("missing"), form.Max(5)); f.OK() != ok {
			t.Errorf("%q: taken: %t", text, f.OK())
		}
	}
}

func TestEmail(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"ann@example.org": "ann@example.org", " Ann.LEE+tea@Example.ORG ": "ann.lee+tea@example.org", "o'lee@example.org": "o'lee@example.org",
		"zoë@example.org": "zoë@example.org", "\u202eann@example.org": "ann@example.org",
		"ann": "", "ann@": "", "@example.org": "", "ann@localhost": "", "Ann <ann@example.org>": "", "<ann@example.org>": "", "ann@example.org,bob@example.org": "",
		`"ann lee"@example.org`: "", `ann\@example.org`: "", "ann@[127.0.0.1]": "", "ann@example..org": "", "ann (hi)@example.org": "",
		strings.Repeat("a", 250) + "@example.org": "",
	} {
		f := form.With("email", text)
		got := f.Email("email", "missing")
		if f.OK() != (want != "") || f.OK() && got != want {
			t.Errorf("%q: %q, taken: %t", text, got, f.OK())
		}
	}
}

// An address is one recipient and nothing more, whatever was typed.
func TestAnAddressHoldsNoHeader(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.SampledFrom([]string{"ann", "@", "example.org", "\r\n", "Bcc:", " ", ",", "<", ">", "\"", "\x00", ".", "%0a", "\\"}), 1, 8).Draw(t, "parts")
		address, ok := form.CleanEmail(strings.Join(parts, ""))
		if ok && (strings.ContainsAny(address, "\r\n\x00 ,<>\"\\:;()") || strings.Count(address, "@") != 1 || address != strings.ToLower(address)) {
			t.Fatalf("%q is taken", address)
		}
	})
}

func TestMailbox(t *testing.T) {
	t.Parallel()
	for email, want := range map[string]string{
		"ann+x+y@example.org": "ann@example.org", "ann@example.org": "ann@example.org", "ann@a+b.example": "ann@a+b.example",
	} {
		if got := form.Mailbox(email); got != want {
			t.Errorf("%s: %s", email, got)
		}
	}
}

func TestURL(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "", "example.org/ann": "https://example.org/ann", "HTTP://example.org": "http://example.org", "https://example.org/a?b=c#d": "https://example.org/a?b=c#d",
		"javascript:alert(1)": "!", "javascript://example.org/%0aalert(1)": "!", "data:text/html,x": "!", "ftp://example.org": "!", "https://localhost": "!",
		"https://ann:secret@example.org": "!", "https://": "!", "ann": "!", "//example.org": "!", "https://example.org:x/": "!",
		"https://example.org/" + strings.Repeat("a", 500): "!",
	} {
		f := form.With("url", text)
		got := f.URL("url")
		if want == "!" && f.OK() || want != "!" && (!f.OK() || got != want) {
			t.Errorf("%q: %q, taken: %t", text, got, f.OK())
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		if clean, ok := form.CleanURL(typed().Draw(t, "text")); ok {
			if again, ok := form.CleanURL(clean); !ok || again != clean {
				t.Fatalf("%q becomes %q, %t", clean, again, ok)
			}
		}
	})
}

func TestNumbersAndChoices(t *testing.T) {
	t.Parallel()
	for text, ok := range map[string]bool{"2": true, " 8 ": true, "1": false, "9": false, "": false, "2.5": false, "two": false, "99999999999999999999": false} {
		f := form.With("n", text)
		if f.Int("n", 2, 8); f.OK() != ok {
			t.Errorf("%q: taken: %t", text, f.OK())
		}
	}
	f := form.With("c", "mornings ", "box", "no", "box", "yes")
	if f.Choice("c", "missing", "mornings") != "" || f.OK() {
		t.Error("something that was not offered is taken")
	}
	if !f.Ticked("box") || f.Has("box", "maybe") || len(f.Values("box")) != 2 || f.Ticked("c") {
		t.Error("ticks are read wrong")
	}
}

func TestLongTextsAreCountedInCharacters(t *testing.T) {
	t.Parallel()
	for text, ok := range map[string]bool{strings.Repeat("é", 10): true, strings.Repeat("é", 11): false, strings.Repeat("x", 10_000): false, "  " + strings.Repeat("x", 10) + "\n": true} {
		f := form.With("x", text)
		if f.Text("x", form.Max(10)); f.OK() != ok {
			t.Errorf("%.12q of %d: taken: %t", text, len(text), f.OK())
		}
	}
}

func words(t *testing.T) context.Context {
	t.Helper()
	own := fstest.MapFS{"messages/en.toml": {Data: []byte("\"x.missing\" = \"Say {{.what}}\"\n\"x.other\" = \"Other\"\n")}}
	c, err := locale.Load(locale.Files, form.Files, own)
	if err != nil {
		t.Fatal(err)
	}
	return c.In(t.Context(), "en", time.UTC)
}

// The summary has one line a field, in the order of the form.
func TestProblems(t *testing.T) {
	t.Parallel()
	ctx := words(t)
	f := form.With("b", "")
	f.Fail("b", "x.missing", "what", "what you mean")
	f.Fail("a", "x.other")
	f.Fail("b", "x.other")
	got := f.Problems(ctx)
	if len(got) != 2 || got[0].Field != "b" || got[0].Text != "Say what you mean" || got[1].Field != "a" {
		t.Errorf("%+v", got)
	}
	if f.Error(ctx, "b") != "Say what you mean" || f.Error(ctx, "c") != "" {
		t.Errorf("beside the field: %q and %q", f.Error(ctx, "b"), f.Error(ctx, "c"))
	}
	f = form.With("x", strings.Repeat("x", 12))
	f.Line("x", form.Max(10), form.Max(5))
	if got := f.Error(ctx, "x"); !strings.Contains(got, "10") || !strings.Contains(got, "2") || len(f.Problems(ctx)) != 1 {
		t.Errorf("too long by two: %q", got)
	}
}

func TestReadRefusesWhatIsNoForm(t *testing.T) {
	t.Parallel()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	if err := m.WriteField("name", "Ann"); err != nil {
		t.Fatal(err)
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		kind, body string
		ok         bool
	}{
		"fields":        {"application/x-www-form-urlencoded", "name=Ann", true},
		"parts":         {m.FormDataContentType(), body.String(), true},
		"cut parts":     {m.FormDataContentType(), body.String()[:40], false},
		"no boundary":   {"multipart/form-data", body.String(), false},
		"broken escape": {"application/x-www-form-urlencoded", "name=%zz", false},
	} {
		r := httptest.NewRequest(http.MethodPost, "/?name=query", strings.NewReader(c.body))
		r.Header.Set("Content-Type", c.kind)
		f, err := form.Read(r)
		if (err == nil) != c.ok || err == nil && f.Value("name") != "Ann" {
			t.Errorf("%s: %v, %v", name, f, err)
		}
	}
}

// A field is not filled in by what nobody can see.
func TestRequiredWantsSomethingToSee(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"": false, "\u200d": false, "\u200c \u200d": false, "\u2800": false, "\ufe0f": false, "\u0301": false, "\u00a0": false,
		"a": true, "Ф": true, "名": true, "7": true, "?": true, "😀": true, "👩\u200d💻": true, "a\u0301": true, "نی\u200cها": true,
	} {
		f := form.With("name", text)
		if f.Line("name", form.Required("x")); f.OK() != want {
			t.Errorf("%+q is taken: %v", text, f.OK())
		}
	}
}
