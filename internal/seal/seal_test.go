package seal_test

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/seal"
)

func keys(t *testing.T) *seal.Keys {
	t.Helper()
	k, err := seal.LoadOrCreate(filepath.Join(t.TempDir(), "secret.key"))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestEncryptedValueOpensOnlyInItsPlace(t *testing.T) {
	k := keys(t)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		box := k.Encrypt(text, "members.phone/1")
		got, err := k.Decrypt(box, "members.phone/1")
		if err != nil || got != text {
			t.Fatalf("got %q, %v; want %q", got, err, text)
		}
		if text == "" {
			return
		}
		if _, err := k.Decrypt(box, "members.phone/2"); err == nil {
			t.Fatal("opened in another row")
		}
		at := rapid.IntRange(0, len(box)-1).Draw(t, "at")
		box[at] ^= 1
		if _, err := k.Decrypt(box, "members.phone/1"); err == nil {
			t.Fatal("opened after a bit was flipped")
		}
	})
}

func TestLink(t *testing.T) {
	k := keys(t)
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	link := k.Link(now.Add(time.Hour), "conversation", "c1", "m1")

	ids, err := k.OpenLink(now, "conversation", link)
	if err != nil || len(ids) != 2 || ids[0] != "c1" || ids[1] != "m1" {
		t.Fatalf("got %v, %v", ids, err)
	}
	if _, err := k.OpenLink(now.Add(2*time.Hour), "conversation", link); !errors.Is(err, fault.Gone) {
		t.Errorf("expired link: %v", err)
	}
	for name, forged := range map[string]string{
		"cut": link[:len(link)-1], "empty": "", "other": "zzz~c1~m1~AAAA", "longer": link + "A",
	} {
		if _, err := k.OpenLink(now, "conversation", forged); !errors.Is(err, fault.NotFound) {
			t.Errorf("%s link: %v", name, err)
		}
	}
	if _, err := k.OpenLink(now, "round", link); !errors.Is(err, fault.NotFound) {
		t.Errorf("link of another kind: %v", err)
	}
}

func TestALinkGivesBackWhatItWasMadeOf(t *testing.T) {
	k := keys(t)
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	in := []string{
		"01a20114-cbca-7e7d-aaec-5ce89cdca500", "01A20114-CBCA-7E7D-AAEC-5CE89CDCA500",
		"ffffffff-ffff-ffff-ffff-ffffffffffff", "no-uuid", "", "AaIBFMvKfn2q7FzonNylAA==",
	}
	link := k.Link(now, "round", in...)
	out, err := k.OpenLink(now, "round", link)
	if err != nil || !slices.Equal(in, out) {
		t.Errorf("%q came back as %q: %v", in, out, err)
	}
	if strings.Contains(link, in[0]) {
		t.Errorf("a link carries an identifier in full: %s", link)
	}
}

func TestTheKeyFileIsMadeOnceAndKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secret.key")
	a, err := seal.LoadOrCreate(path)
	if err != nil {
		t.Fatal(err)
	}
	b, err := seal.LoadOrCreate(path)
	if err != nil {
		t.Fatal(err)
	}
	if a.Fingerprint() != b.Fingerprint() {
		t.Error("the second start made another key")
	}
}

func TestKeysApartOpenNothingOfEachOther(t *testing.T) {
	t.Parallel()
	k, err := seal.FromSecret(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	one, err1 := k.Apart("one")
	same, err2 := k.Apart("one")
	other, err3 := k.Apart("other")
	if err1 != nil || err2 != nil || err3 != nil {
		t.Fatal(err1, err2, err3)
	}
	sealed := one.Encrypt("mine", "a/1")
	if text, err := same.Decrypt(sealed, "a/1"); err != nil || text != "mine" {
		t.Errorf("the same keys give %q, %v", text, err)
	}
	for name, keys := range map[string]*seal.Keys{"the common keys": k, "others": other} {
		if text, err := keys.Decrypt(sealed, "a/1"); err == nil {
			t.Errorf("%s open it: %q", name, text)
		}
	}
}
