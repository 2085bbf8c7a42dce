package discussion

import (
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"pgregory.net/rapid"

	"cuppa.example/internal/site"
)

func TestMarkdownIsSmallAndSafe(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		"Hello\nthere":                     "<p>Hello<br>\nthere</p>\n",
		"**b** *i* ~~d~~ `c`":              "<p><strong>b</strong> <em>i</em> <del>d</del> <code>c</code></p>\n",
		"# No heading":                     "<p># No heading</p>\n",
		"- a\n- b":                         "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n",
		"<script>alert(1)</script>":        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n",
		"see https://example.org/a.":       `<p>see <a href="https://example.org/a" rel="nofollow noreferrer">https://example.org/a</a>.</p>` + "\n",
		"http://localhost, then":           `<p><a href="http://localhost" rel="nofollow noreferrer">http://localhost</a>, then</p>` + "\n",
		"http:// and http://.":             "<p>http:// and http://.</p>\n",
		"[x](javascript:alert(1))":         "<p>x</p>\n",
		"[x](JaVaScRiPt:alert(1))":         "<p>x</p>\n",
		"[x](data:text/html,a)":            "<p>x</p>\n",
		"[x](/sign-out)":                   "<p>x</p>\n",
		"[x](//evil.example)":              "<p>x</p>\n",
		"![p](https://evil.example/x.gif)": "<p></p>\n",
		"    indented is code":             "<pre><code>indented is code\n</code></pre>\n",
		"> quote":                          "<blockquote>\n<p>quote</p>\n</blockquote>\n",
	} {
		if got := render(body).html; got != want {
			t.Errorf("%q:\n got %q\nwant %q", body, got, want)
		}
	}
}

// Whatever is typed, nothing but a few elements comes out, and links lead to the web or to mail.
func TestNothingElseComesOut(t *testing.T) {
	t.Parallel()
	bits := []string{
		"<", ">", "script", "<img src=x onerror=alert(1)>", "[a]", "(javascript:x)", "(https://e.example)", "*", "_", "`", "```\n", "\n", "\n\n", "> ", "- ", "1. ",
		"&lt;", "&#60;", "\"", "'", "<svg/onload=x>", "<!--", "-->", "<https://e.example>", "http://e.example/\"onmouseover=x", "www.e.example", "a@b.example", "\u202e", "style=", "é", " ",
	}
	allowed := []string{"p", "br", "em", "strong", "del", "code", "pre", "blockquote", "ul", "ol", "li", "a", "html", "head", "body"}
	rapid.Check(t, func(t *rapid.T) {
		body := strings.Join(rapid.SliceOfN(rapid.SampledFrom(bits), 0, 30).Draw(t, "body"), "")
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(render(body).html))
		if err != nil {
			t.Fatal(err)
		}
		doc.Find("*").Each(func(_ int, e *goquery.Selection) {
			if name := goquery.NodeName(e); !slices.Contains(allowed, name) {
				t.Fatalf("%q makes <%s>", body, name)
			}
			for _, a := range e.Nodes[0].Attr {
				if a.Key != "href" && a.Key != "rel" && a.Key != "start" {
					t.Fatalf("%q makes %s=%q", body, a.Key, a.Val)
				}
				if a.Key == "href" && !strings.HasPrefix(a.Val, "http://") && !strings.HasPrefix(a.Val, "https://") && !strings.HasPrefix(a.Val, "mailto:") {
					t.Fatalf("%q leads to %q", body, a.Val)
				}
			}
		})
	})
}

// The longest post of the worst kind is shown: what took minutes would stop the tests.
func TestNoPostTakesLong(t *testing.T) {
	t.Parallel()
	for _, bit := range []string{">", "> ", "- ", "1. ", "*", "**a ", "_", "[", "[a](", "[a](b", "`", "<", "<a", "](", "~~", "a*", "*a**", "![", "http://", "a@", "\n- ", "\n>", "```\n"} {
		if render(strings.Repeat(bit, MaxText/len(bit))).html == "" {
			t.Errorf("nothing is shown of many %q", bit)
		}
	}
}

func TestMentions(t *testing.T) {
	t.Parallel()
	names := map[string]string{"1": "Ann Lee", "2": "Bob Roe", "3": "Ann Poe", "4": "Zoë O’Hara", "5": "Ann Lee Young", "6": ""}
	for text, want := range map[string]string{
		"@Ann Lee":                "1",
		"hello @bob!":             "2",
		"@Ann":                    "",
		"@ann lee, and @BOB ROE.": "1 2",
		"@Ann Lee Young":          "5",
		"@zoe what do you think?": "4",
		"@ZOË o’hara":             "4",
		"bob@roe.example":         "",
		"@bobby":                  "",
		"@":                       "",
		"@@bob":                   "2",
		"no name":                 "",
		"(@bob roe)":              "2",
		"@Ann   Lee":              "1",
		"@ann\nlee":               "1",
	} {
		got := mentioned(text, names)
		slices.Sort(got)
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %v, want %q", text, got, want)
		}
	}
}

func TestExcerptsAndWords(t *testing.T) {
	t.Parallel()
	if got := excerpt("  one\n\n two ", 20); got != "one two" {
		t.Errorf("%q", got)
	}
	if got := excerpt("ééééé", 3); got != "ééé…" {
		t.Errorf("%q", got)
	}
	if got := words("Zoë’s **form**, v2", "plan.pdf"); got != " zoe s form v2 plan pdf" {
		t.Errorf("%q", got)
	}
}

// Whatever host a network has, links that begin with its address are its own,
// as people paste them, and no others.
func TestWhoseLinksAreOurs(t *testing.T) {
	t.Parallel()
	bases := []string{"http://127.0.0.1:8080", "http://localhost", "http://localhost:8080", "http://cuppa", "https://network.example.org", "https://10.0.0.7"}
	for _, base := range bases {
		s := &Discussions{Site: site.Site{Base: base}}
		ours := func(host string) (list []string) {
			for _, link := range render("See " + host + "/about/fair, it is short, or [here](" + host + "/x).").links {
				if path, ok := s.ours(link); ok {
					list = append(list, path)
				}
			}
			return list
		}
		if got := ours(base); !slices.Equal(got, []string{"/about/fair", "/x"}) {
			t.Errorf("%s: %q", base, got)
		}
		for _, other := range append(bases, base+"0", base+".example", base+"@evil.example", strings.Replace(base, "http", "httpx", 1), strings.Replace(base, "://", ":", 1)) {
			if got := ours(other); other != base && len(got) > 0 {
				t.Errorf("%s takes %s for its own", base, other)
			}
		}
	}
}
