package testkit

import (
	"regexp"
	"strings"
	"sync"
)

var keyShape struct {
	once sync.Once
	*regexp.Regexp
}

// bareKey finds a message key that shows itself on a page or in a letter, because the message
// is missing.
func (k *Kit) bareKey(text string) string {
	keyShape.once.Do(func() {
		sections := map[string]bool{}
		for _, key := range k.Words.Keys() {
			section, _, _ := strings.Cut(key, ".")
			sections[section] = true
		}
		names := make([]string, 0, len(sections))
		for s := range sections {
			names = append(names, s)
		}
		keyShape.Regexp = regexp.MustCompile(`[>\s](` + strings.Join(names, "|") + `)(\.[a-z0-9_]+)+[<\s]`)
	})
	return strings.Trim(keyShape.FindString(text), "<> \t\n")
}
