// Package locale turns message keys, dates and numbers into text in a person's
// language and zone. English is complete; a missing message in another
// language falls back to it.
package locale

import (
	"context"
	"fmt"
	"io/fs"
	"regexp"
	"sort"
	"strings"
	"sync"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// Pseudo is a made-up language that wraps every message in ⟦ ⟧, so that text
// which does not come from the catalogue stands out.
const Pseudo = "en-XA"

// Catalogue holds all messages of all features.
type Catalogue struct {
	bundle *i18n.Bundle
	keys   map[string]bool
	langs  []string
	pseudo bool
	speech sync.Map // language → *Speaker without a zone
}

// logic is a template that decides something: a message only inserts.
var logic = regexp.MustCompile(`\{\{[^.]`)

// Load reads messages/*.toml of every feature. Each file is named after its
// language. The keys of one language are unique over all features.
func Load(features ...fs.FS) (*Catalogue, error) {
	c := &Catalogue{bundle: i18n.NewBundle(language.English), keys: map[string]bool{}}
	c.bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	seen := map[string]bool{}
	langs := map[string]bool{}
	for _, f := range features {
		names, err := fs.Glob(f, "messages/*.toml")
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			file, err := c.bundle.LoadMessageFileFS(f, name)
			if err != nil {
				return nil, fmt.Errorf("read %s: %w", name, err)
			}
			lang := file.Tag.String()
			langs[lang] = true
			for _, m := range file.Messages {
				if seen[lang+" "+m.ID] {
					return nil, fmt.Errorf("message %s exists twice in %s", m.ID, lang)
				}
				seen[lang+" "+m.ID] = true
				if logic.MatchString(m.One + m.Two + m.Few + m.Many + m.Other + m.Zero) {
					return nil, fmt.Errorf("message %s does more than put arguments in", m.ID)
				}
				if lang == "en" {
					c.keys[m.ID] = true
				}
			}
		}
	}
	for l := range langs {
		c.langs = append(c.langs, l)
	}
	sort.Strings(c.langs)
	return c, nil
}

// WithPseudo adds the made-up language to the ones that may be chosen.
func (c *Catalogue) WithPseudo() *Catalogue {
	c.pseudo = true
	return c
}

// Languages lists what may be chosen, as BCP 47 tags.
func (c *Catalogue) Languages() []string {
	if c.pseudo {
		return append(append([]string{}, c.langs...), Pseudo)
	}
	return c.langs
}

// Has reports whether the key exists in English.
func (c *Catalogue) Has(key string) bool { return c.keys[key] }

// Keys lists all English keys, sorted.
func (c *Catalogue) Keys() []string {
	keys := make([]string, 0, len(c.keys))
	for k := range c.keys {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// Speaker speaks one language in one zone.
type Speaker struct {
	catalogue *Catalogue
	lang      string
	localizer *i18n.Localizer
	printer   *message.Printer
	zone      *time.Location
	plain     *sync.Map // key → text, for messages without arguments
	patterns  *sync.Map // key → *pattern, for messages without plural forms
}

// In is a context that speaks lang (English where it is unknown) in zone.
func (c *Catalogue) In(ctx context.Context, lang string, zone *time.Location) context.Context {
	base, ok := c.speech.Load(lang)
	if !ok {
		known := "en"
		for _, l := range c.Languages() {
			if l == lang {
				known = l
			}
		}
		base, _ = c.speech.LoadOrStore(known, &Speaker{
			catalogue: c, lang: known, localizer: i18n.NewLocalizer(c.bundle, known),
			printer: message.NewPrinter(language.Make(known)), plain: &sync.Map{}, patterns: &sync.Map{},
		})
	}
	s := *base.(*Speaker)
	s.zone = zone
	return context.WithValue(ctx, speakerKey{}, &s)
}

type speakerKey struct{}

func speaker(ctx context.Context) *Speaker {
	s, ok := ctx.Value(speakerKey{}).(*Speaker)
	if !ok {
		panic("locale: this context speaks no language; use Catalogue.In")
	}
	return s
}

// Speaks reports whether ctx speaks a language at all.
func Speaks(ctx context.Context) bool { return ctx.Value(speakerKey{}) != nil }

// Lang is the BCP 47 tag spoken in ctx.
func Lang(ctx context.Context) string { return speaker(ctx).lang }

// Zone is the time zone of ctx.
func Zone(ctx context.Context) *time.Location { return speaker(ctx).zone }

// Has reports whether key is a message.
func Has(ctx context.Context, key string) bool { return speaker(ctx).catalogue.Has(key) }

// T is the message key in the language of ctx. args are names and values in
// turn; the argument "count" (an int) also chooses the plural. An unknown key
// panics in tests and shows itself on the page otherwise.
func T(ctx context.Context, key string, args ...any) string {
	return speaker(ctx).text(key, args)
}

func (s *Speaker) text(key string, args []any) string {
	if len(args) == 0 {
		if text, ok := s.plain.Load(key); ok {
			return text.(string)
		}
	} else if !counted(args) {
		if p, ok := s.pattern(key, args); ok {
			if text, ok := p.fill(s, args); ok {
				return s.show(text)
			}
		}
	}
	data := make(map[string]any, len(args)/2)
	config := &i18n.LocalizeConfig{MessageID: key, TemplateData: data}
	for i := 0; i+1 < len(args); i += 2 {
		name, value := args[i].(string), args[i+1]
		if n, ok := value.(int); ok {
			if name == "count" {
				config.PluralCount = n
			}
			value = s.printer.Sprint(n)
		}
		data[name] = value
	}
	text, err := s.localizer.Localize(config)
	if err != nil && text == "" {
		text = key
	}
	text = s.show(text)
	if len(args) == 0 {
		s.plain.Store(key, text)
	}
	return text
}

// show marks the text in the made-up language.
func (s *Speaker) show(text string) string {
	if s.lang == Pseudo {
		return "⟦" + text + strings.Repeat("·", len(text)/5) + "⟧"
	}
	return text
}

// InZone is ctx with its times shown in another zone.
func InZone(ctx context.Context, zone *time.Location) context.Context {
	s := *speaker(ctx)
	s.zone = zone
	return context.WithValue(ctx, speakerKey{}, &s)
}
