package mail

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"cuppa.example/internal/form"
)

// oneLine makes a text safe for a header: one line, no control characters, no
// more than limit characters. Whatever somebody typed, it cannot begin a
// header of its own.
func oneLine(text string, limit int) string {
	if !isPlain(text) || strings.Contains(text, "  ") {
		text = form.CleanLine(text)
	}
	text = strings.TrimSpace(text)
	if len(text) <= limit {
		return text
	}
	if utf8.RuneCountInString(text) > limit {
		text = string([]rune(text)[:limit-1]) + "…"
	}
	return text
}

// encoded is one line of text for a header, as RFC 2047 wants it.
func encoded(text string) string {
	if isPlain(text) {
		return text
	}
	return words(text)
}

// phrase is a name in front of an address.
func phrase(name string) string {
	switch {
	case name == "":
		return ""
	case isPlain(name):
		return `"` + quoting.Replace(name) + `" `
	}
	return words(name) + " "
}

var quoting = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

// isPlain says that text needs no encoding. What only looks encoded does.
func isPlain(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return false
		}
	}
	return !strings.Contains(text, "=?") && len(text) <= 200
}

// words encodes text as folded encoded words, which end at whole characters.
func words(text string) string {
	const most = 75 - len("=?UTF-8?Q?") - len("?=")
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	b.WriteString("=?UTF-8?Q?")
	length := 0
	for _, r := range text {
		char := string(r)
		plain := r == ' ' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		size := 3 * len(char)
		if plain {
			size = 1
		}
		if length+size > most {
			b.WriteString("?=\r\n =?UTF-8?Q?")
			length = 0
		}
		length += size
		switch {
		case r == ' ':
			b.WriteByte('_')
		case plain:
			b.WriteByte(char[0])
		default:
			for i := range len(char) {
				b.WriteByte('=')
				b.WriteByte(hex[char[i]>>4])
				b.WriteByte(hex[char[i]&15])
			}
		}
	}
	b.WriteString("?=")
	return b.String()
}

// isAddress says that an address can stand in a header and in an SMTP command.
func isAddress(email string) bool {
	local, domain, ok := strings.Cut(email, "@")
	if !ok || local == "" || domain == "" || len(email) > 254 || !utf8.ValidString(email) {
		return false
	}
	for _, r := range email {
		strange := r >= 0x80 && !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsNumber(r)
		if r <= ' ' || r == 0x7f || strange || strings.ContainsRune(`"(),:;<>[\]`, r) {
			return false
		}
	}
	return !strings.Contains(domain, "@")
}

// isWebAddress says that an address can stand between < and > in a header.
func isWebAddress(address string) bool {
	for i := range len(address) {
		if address[i] <= ' ' || address[i] > '~' || address[i] == '<' || address[i] == '>' {
			return false
		}
	}
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && len(address) < 900
}

// isThread says that a word can name a thread: it is half of a Message-ID.
func isThread(word string) bool {
	for i := range len(word) {
		c := word[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '.' {
			return false
		}
	}
	return word != "" && len(word) <= 100
}
