package discussion

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"cuppa.example/internal/member"
)

// mentioned finds whose names stand in a text after an @: the whole name, or
// the first name where only one person of these has it. names is by member id.
// Case and accents do not matter.
func mentioned(text string, names map[string]string) []string {
	if !strings.Contains(text, "@") {
		return nil
	}
	whole, first := map[string][]string{}, map[string][]string{}
	for id, name := range names {
		if key := member.Fold(name); key != "" {
			whole[key] = append(whole[key], id)
			short, _, _ := strings.Cut(key, " ")
			first[short] = append(first[short], id)
		}
	}
	var ids []string
	rest := member.Fold(text)
	for before := ' '; ; {
		i := strings.IndexByte(rest, '@')
		if i < 0 {
			return ids
		}
		if i > 0 {
			before, _ = utf8.DecodeLastRuneInString(rest[:i])
		}
		rest = rest[i+1:]
		if !inWord(before) { // an email address is no mention
			ids = append(ids, whoIs(rest, whole, first)...)
		}
		before = '@'
	}
}

// whoIs finds the longest whole name that a text begins with, or the first name
// of one person.
func whoIs(text string, whole, first map[string][]string) []string {
	longest, ids := 0, []string(nil)
	for name, who := range whole {
		if len(name) > longest && begins(text, name) {
			longest, ids = len(name), who
		}
	}
	if longest > 0 {
		return ids
	}
	for name, who := range first {
		if len(name) > longest && begins(text, name) {
			longest, ids = len(name), who
		}
	}
	if len(ids) > 1 {
		return nil // which of them is not known
	}
	return ids
}

// begins reports whether a text begins with a name, and the name ends there.
func begins(text, name string) bool {
	rest, ok := strings.CutPrefix(text, name)
	next, _ := utf8.DecodeRuneInString(rest)
	return ok && (rest == "" || !inWord(next))
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
