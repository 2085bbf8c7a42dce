package discussion

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// address is a full address as people paste it. A host needs no dot: those of
// an intranet, and of a network that is tried on one's own machine, have none.
var address = regexp.MustCompile("^https?://[a-zA-Z0-9][-a-zA-Z0-9@:%._+~=]*(?:[/#?][-a-zA-Z0-9@:%_+.~#$!?&/=(),;'\">^{}\\[\\]`]*)?")

// markdown reads what helps in a post: paragraphs, lists, quotes, code, links
// and emphasis. Headings would break the page's own, HTML and pictures from
// elsewhere have no place, and line breaks stay where people put them.
var markdown = goldmark.New(
	goldmark.WithParser(parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewListParser(), 300), util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewCodeBlockParser(), 500), util.Prioritized(parser.NewFencedCodeBlockParser(), 700), util.Prioritized(parser.NewBlockquoteParser(), 800),
			util.Prioritized(parser.NewParagraphParser(), 1000),
		),
		parser.WithInlineParsers(
			util.Prioritized(parser.NewCodeSpanParser(), 100), util.Prioritized(parser.NewLinkParser(), 200),
			util.Prioritized(parser.NewAutoLinkParser(), 300), util.Prioritized(parser.NewEmphasisParser(), 500),
		),
	)),
	goldmark.WithExtensions(extension.Strikethrough, extension.NewLinkify(
		extension.WithLinkifyAllowedProtocols([]string{"http:", "https:"}), extension.WithLinkifyURLRegexp(address))),
	goldmark.WithRendererOptions(html.WithHardWraps()),
)

// safe is what may come out of it, whatever went in.
var safe = func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "em", "strong", "del", "code", "pre", "blockquote", "ul", "ol", "li")
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto")
	p.RequireParseableURLs(true)
	p.RequireNoFollowOnLinks(true)
	p.RequireNoReferrerOnLinks(true)
	return p
}()

// maxDepth is how deep quotes and lists may nest before a post is shown as it
// was typed: nobody reads deeper, and reading it would cost.
const maxDepth = 20

// rendered is a post as browsers show it, and where its links lead.
type rendered struct {
	html  string
	links []string
}

func render(body string) rendered {
	if deep(body) {
		return rendered{html: plain(body)}
	}
	source := []byte(body)
	doc := markdown.Parser().Parse(text.NewReader(source))
	var r rendered
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			switch n := n.(type) {
			case *ast.Link:
				r.links = append(r.links, string(n.Destination))
			case *ast.AutoLink:
				r.links = append(r.links, string(n.URL(source)))
			}
		}
		return ast.WalkContinue, nil
	})
	var b bytes.Buffer
	if err := markdown.Renderer().Render(&b, source, doc); err != nil {
		return rendered{html: plain(body)}
	}
	r.html = string(safe.SanitizeBytes(b.Bytes()))
	return r
}

// deep reports whether a line opens more quotes and lists than anybody reads.
func deep(body string) bool {
	for line := range strings.SplitSeq(body, "\n") {
		marks := 0
		for _, c := range line {
			if !strings.ContainsRune(" \t>-+*0123456789.)", c) {
				break
			}
			if strings.ContainsRune(">-+*.)", c) {
				marks++
			}
		}
		if marks > maxDepth {
			return true
		}
	}
	return false
}

// plain is text without any Markdown.
func plain(body string) string {
	return "<p>" + strings.ReplaceAll(string(util.EscapeHTML([]byte(body))), "\n", "<br>") + "</p>"
}
