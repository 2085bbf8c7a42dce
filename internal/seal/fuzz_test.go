package seal_test

import (
	"errors"
	"testing"
	"time"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/seal"
)

func FuzzOpenLink(f *testing.F) {
	k, err := seal.FromSecret(make([]byte, 32))
	if err != nil {
		f.Fatal(err)
	}
	now := time.Date(2027, 1, 11, 9, 0, 0, 0, time.UTC)
	good := k.Link(now.Add(time.Hour), "conversation", "a", "b")
	f.Add(good)
	f.Add(k.Link(now.Add(-time.Hour), "conversation", "a", "b"))
	f.Add(k.Link(now.Add(time.Hour), "other", "a", "b"))
	f.Add("~~~")
	f.Fuzz(func(t *testing.T, link string) {
		_, err := k.OpenLink(now, "conversation", link)
		switch {
		case err == nil && link != good:
			t.Fatalf("%q opens", link)
		case err != nil && !errors.Is(err, fault.NotFound) && !errors.Is(err, fault.Gone):
			t.Fatalf("%q: %v", link, err)
		}
	})
}
