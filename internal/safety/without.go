package safety

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"cuppa.example/internal/member"
)

// blank stands where a name stood.
const blank = "–––"

var word = regexp.MustCompile(`[\p{L}\p{M}\p{N}]+`)

// Without is text in which a name has become dashes: the whole of it wherever
// it stands, since not all scripts put spaces between words, and each of its
// parts, of three letters or more, where it is a word. Case and accents do not
// count. A name that is also a word is taken out of "I will", too: better a
// sentence with a hole than one with a name.
func Without(text, name string) string {
	name = strings.TrimSpace(name)
	if utf8.RuneCountInString(name) < 2 {
		return text
	}
	text = regexp.MustCompile(`(?i)`+regexp.QuoteMeta(name)).ReplaceAllLiteralString(text, blank)
	parts := map[string]bool{}
	for _, part := range word.FindAllString(name, -1) {
		if utf8.RuneCountInString(part) > 2 {
			parts[member.Fold(part)] = true
		}
	}
	return word.ReplaceAllStringFunc(text, func(w string) string {
		if parts[member.Fold(w)] {
			return blank
		}
		return w
	})
}
