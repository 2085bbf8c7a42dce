package mail

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestPropertyASealedLetterOpensAsItWas(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfN(rapid.String(), 12, 12).Draw(t, "texts")
		s := sealed{
			texts[0], texts[1], texts[2], texts[3],
			Letter{Subject: texts[4], Preview: texts[5], ReplyTo: texts[6], OneClick: texts[7], Blocks: []Block{}},
		}
		if rapid.Bool().Draw(t, "invited") {
			s.Letter.Calendar = &Calendar{texts[8], texts[9]}
		}
		for range rapid.IntRange(0, 5).Draw(t, "blocks") {
			b := Block{Kind: texts[10], Text: rapid.String().Draw(t, "text"), Href: texts[11]}
			for range rapid.IntRange(0, 3).Draw(t, "items") {
				b.Items = append(b.Items, rapid.String().Draw(t, "item"))
			}
			for range rapid.IntRange(0, 3).Draw(t, "rows") {
				b.Rows = append(b.Rows, Row{rapid.String().Draw(t, "label"), rapid.String().Draw(t, "text"), texts[0]})
			}
			s.Letter.Blocks = append(s.Letter.Blocks, b)
		}
		code := string(s.encode())
		back, err := decodeSealed(code)
		if err != nil || !cmp.Equal(s, back) {
			t.Fatalf("%v: %s", err, cmp.Diff(s, back))
		}
		if _, err := decodeSealed(code[:rapid.IntRange(0, len(code)-1).Draw(t, "cut")]); err == nil {
			t.Fatal("a letter that was cut off opens")
		}
		if _, err := decodeSealed(code + "x"); err == nil {
			t.Fatal("a letter with something behind it opens")
		}
	})
}

func TestPropertyNoGarbageBreaksTheDecoder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		_, _ = decodeSealed("\x01" + string(rapid.SliceOf(rapid.Byte()).Draw(t, "garbage")))
	})
}
