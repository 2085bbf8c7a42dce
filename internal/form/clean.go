package form

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// CleanLine is text as one safe line.
func CleanLine(text string) string {
	return strings.Join(strings.Fields(CleanText(text)), " ")
}

// CleanText is text in normal form C with line feeds, without invalid UTF-8,
// control characters or directional overrides.
func CleanText(text string) string {
	text = strings.ToValidUTF8(text, "")
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	flag := false
	text = strings.Map(func(r rune) rune {
		// The flags of Wales, Scotland and England are spelt with tags.
		if flag = r == '\U0001f3f4' || flag && r >= '\U000e0020' && r <= '\U000e007f'; flag {
			return r
		}
		if r != '\n' && r != '\t' && isUnseen(r) {
			return -1
		}
		return r
	}, text)
	// Last, for what was taken out may have stood between a letter and its accent.
	return strings.TrimSpace(norm.NFC.String(text))
}

// isSeen says that a character is to be seen by itself: a letter, a number, a
// mark of punctuation or a symbol, and not what only joins or decorates others.
func isSeen(r rune) bool {
	return r != '\u2800' && unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.S) // 2800 is Braille for nothing
}

// isUnseen says that a character shows nothing itself and can only hide or
// disguise others: control and format characters, line separators, fillers that
// count as letters, and characters without a meaning. The two joiners stay:
// some scripts and emoji cannot be written without them.
func isUnseen(r rune) bool {
	switch r {
	case '\u200c', '\u200d':
		return false
	case '\u034f', '\u115f', '\u1160', '\u17b4', '\u17b5', '\u3164', '\uffa0', '\u2028', '\u2029', '\ufffe', '\uffff':
		return true
	}
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && !unicode.Is(unicode.Prepended_Concatenation_Mark, r)
}
