package locale

import (
	"fmt"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
)

// pattern is a message taken apart once: texts with the names of arguments
// between them. Filling one in takes a third of the time of running its
// template, and letters and long lists are made of them.
type pattern struct {
	texts []string // one more than there are names
	names []string
}

// mark stands around a name while a message is taken apart. No message or
// argument holds it: control characters are cleaned away on the way in.
const mark = "\x00"

// pattern takes the message key apart, or says that it must be run: it has
// plural forms or does not exist.
func (s *Speaker) pattern(key string, args []any) (*pattern, bool) {
	if p, ok := s.patterns.Load(key); ok {
		return p.(*pattern), p.(*pattern) != nil
	}
	names := map[string]any{}
	for i := 0; i+1 < len(args); i += 2 {
		name := args[i].(string)
		names[name] = mark + name + mark
	}
	text, err := s.localizer.Localize(&i18n.LocalizeConfig{MessageID: key, TemplateData: names})
	var p *pattern
	if err == nil {
		p = split(text, names)
	}
	s.patterns.Store(key, p)
	return p, p != nil
}

func split(text string, known map[string]any) *pattern {
	parts := strings.Split(text, mark)
	if len(parts)%2 == 0 || strings.Contains(text, "<no value>") {
		return nil
	}
	p := &pattern{}
	for i, part := range parts {
		if i%2 == 0 {
			p.texts = append(p.texts, part)
			continue
		}
		if _, ok := known[part]; !ok {
			return nil
		}
		p.names = append(p.names, part)
	}
	return p
}

// fill puts the arguments in. It fails where one is missing.
func (p *pattern) fill(s *Speaker, args []any) (string, bool) {
	var b strings.Builder
	for i, name := range p.names {
		b.WriteString(p.texts[i])
		value, ok := argument(name, args)
		if !ok {
			return "", false
		}
		switch v := value.(type) {
		case string:
			b.WriteString(v)
		case int:
			b.WriteString(s.printer.Sprint(v))
		default:
			fmt.Fprint(&b, v)
		}
	}
	b.WriteString(p.texts[len(p.names)])
	return b.String(), true
}

func argument(name string, args []any) (any, bool) {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == name {
			return args[i+1], true
		}
	}
	return nil, false
}

// counted reports whether the arguments choose a plural form.
func counted(args []any) bool {
	value, ok := argument("count", args)
	_, whole := value.(int)
	return ok && whole
}
