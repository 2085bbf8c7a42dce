// Package seal holds the installation's secret key and what is made with it:
// encrypted columns, signed links and hashed tokens. The key lives in a file
// beside the database, never in it.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const keySize = 32

// Keys are derived from one secret, each for one purpose.
type Keys struct {
	box    cipher.AEAD
	apart  []byte
	link   []byte
	pseudo []byte
	print  string
}

// LoadOrCreate reads the key file, or makes it on the first start. It never
// replaces a file that it cannot read: what is encrypted would be lost.
func LoadOrCreate(path string) (*Keys, error) {
	k, err := Load(path)
	if !errors.Is(err, os.ErrNotExist) {
		return k, err
	}
	secret := make([]byte, keySize)
	_, _ = rand.Read(secret)
	err = place(path, []byte(hex.EncodeToString(secret)+"\n"))
	if errors.Is(err, os.ErrExist) {
		return Load(path) // another process was first
	}
	if err != nil {
		return nil, fmt.Errorf("make the key file: %w", err)
	}
	return FromSecret(secret)
}

// place makes a file that only its owner reads, whole or not at all: a process
// that is killed here must not leave half a key, with which none would start.
func place(path string, text []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".key-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	err = os.Link(f.Name(), path)                   // unlike renaming, replaces nothing
	if err != nil && !errors.Is(err, os.ErrExist) { // a file system that knows no links
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// Load reads the key file.
func Load(path string) (*Keys, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the key file: %w", err)
	}
	secret, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(secret) != keySize {
		return nil, fmt.Errorf("the key file %s does not hold %d hexadecimal digits", path, 2*keySize)
	}
	return FromSecret(secret)
}

// FromSecret derives the keys from 32 secret bytes.
func FromSecret(secret []byte) (*Keys, error) {
	derive := func(purpose string) ([]byte, error) {
		return hkdf.Key(sha256.New, secret, nil, "cuppa "+purpose, keySize)
	}
	column, err := derive("column encryption v1")
	if err != nil {
		return nil, err
	}
	link, err := derive("link signature v1")
	if err != nil {
		return nil, err
	}
	pseudo, err := derive("pseudonym v1")
	if err != nil {
		return nil, err
	}
	apart, err := derive("keys apart v1")
	if err != nil {
		return nil, err
	}
	box, err := boxOf(column)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(append([]byte("cuppa key fingerprint"), secret...))
	return &Keys{box: box, apart: apart, link: link, pseudo: pseudo, print: hex.EncodeToString(sum[:6])}, nil
}

func boxOf(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// Apart are keys whose columns no others open, those of k neither: for one kind
// of thing that only one piece of code may read. Links and pseudonyms are k's.
func (k *Keys) Apart(purpose string) (*Keys, error) {
	key, err := hkdf.Expand(sha256.New, k.apart, "cuppa "+purpose, keySize)
	if err != nil {
		return nil, err
	}
	other := *k
	other.box, err = boxOf(key)
	return &other, err
}

// Fingerprint names the key without revealing it.
func (k *Keys) Fingerprint() string { return k.print }

// Encrypt seals text for a column. The purpose binds the value to its place
// (table, column, row), so that a value copied to another row does not open.
// Empty text stays nil.
func (k *Keys) Encrypt(text, purpose string) []byte {
	if text == "" {
		return nil
	}
	nonce := make([]byte, k.box.NonceSize(), k.box.NonceSize()+len(text)+k.box.Overhead())
	_, _ = rand.Read(nonce)
	return k.box.Seal(nonce, nonce, []byte(text), []byte(purpose))
}

// Decrypt opens what Encrypt made for the same purpose.
func (k *Keys) Decrypt(sealed []byte, purpose string) (string, error) {
	if len(sealed) == 0 {
		return "", nil
	}
	n := k.box.NonceSize()
	if len(sealed) < n {
		return "", errors.New("sealed value is too short")
	}
	text, err := k.box.Open(nil, sealed[:n], sealed[n:], []byte(purpose))
	if err != nil {
		return "", fmt.Errorf("open sealed value for %s: %w", purpose, err)
	}
	return string(text), nil
}

// Pseudonym is a stable name for an identifier within a scope, from which the
// identifier cannot be found without the key.
func (k *Keys) Pseudonym(scope, id string) string {
	return base64.RawURLEncoding.EncodeToString(mac(k.pseudo, scope+"\x00"+id)[:12])
}

// Token is 256 random bits as text.
func Token() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}

// Hash is what is stored of a token.
func Hash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

func mac(key []byte, text string) []byte {
	m := hmac.New(sha256.New, key)
	m.Write([]byte(text))
	return m.Sum(nil)
}
