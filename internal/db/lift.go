package db

import (
	"database/sql/driver"
	"encoding/hex"
	"strings"
)

// mostLifted bounds the values that are lifted out of one statement; SQLite
// takes 32,766.
const mostLifted = 8000

// lifted is a statement's text with ? in the place of its values, and those.
type lifted struct {
	text []byte
	args []driver.NamedValue
}

// lift takes the values out of query. It says no to what it does not
// understand: comments, and several statements in one text.
func (l *lifted) lift(query string) bool {
	l.text, l.args = l.text[:0], l.args[:0]
	if !mayKeep(query) {
		return false
	}
	done := 0 // what of query is in text
	for i := 0; i < len(query); i++ {
		switch query[i] {
		case '"':
			end := strings.IndexByte(query[i+1:], '"')
			if end < 0 {
				return false
			}
			i += end + 1
		case '\'':
			end, escaped := closing(query, i)
			if end < 0 || len(l.args) == mostLifted {
				return false
			}
			begin := i
			if i > 0 && (query[i-1] == 'x' || query[i-1] == 'X') {
				begin--
			}
			if value := literal(query[i+1:end], begin < i, escaped); value != nil {
				l.text = append(append(l.text, query[done:begin]...), '?')
				l.args = append(l.args, driver.NamedValue{Ordinal: len(l.args) + 1, Value: value})
				done = end + 1
			}
			i = end
		case ';', '`', '[', '?', '\\':
			return false
		case '-', '/':
			if i+1 < len(query) && (query[i+1] == query[i] || query[i+1] == '*') {
				return false
			}
		}
	}
	l.text = append(l.text, query[done:]...)
	return true
}

// closing is where the text that begins at i ends, and whether a quote is
// doubled in it.
func closing(query string, i int) (end int, escaped bool) {
	for end = i + 1; ; end += 2 {
		next := strings.IndexByte(query[end:], '\'')
		if next < 0 {
			return -1, false
		}
		end += next
		if end+1 == len(query) || query[end+1] != '\'' {
			return end, escaped
		}
		escaped = true
	}
}

// literal is the value of what is written between quotes, or nil where it
// stays in the text: the words of the program itself, such as states, by which
// SQLite chooses its indexes.
func literal(text string, blob, escaped bool) any {
	switch {
	case blob:
		b, err := hex.DecodeString(text)
		if err != nil {
			return nil
		}
		return b
	case isWord(text):
		return nil
	case escaped:
		return strings.ReplaceAll(text, "''", "'")
	}
	return text
}

// isWord tells short texts of small letters and signs from values: names,
// addresses, times and ids.
func isWord(text string) bool {
	if len(text) > 24 {
		return false
	}
	for i := range len(text) {
		if c := text[i]; c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c == '@' || c >= 0x80 {
			return false
		}
	}
	return true
}
