package form_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode/utf8"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
)

func FuzzRead(f *testing.F) {
	f.Add("application/x-www-form-urlencoded", "name=Ann&email=ann%40example.org")
	f.Add("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nAnn\r\n--x--\r\n")
	f.Add("multipart/form-data", "")
	f.Add("text/plain", "name=%zz;%00")
	f.Fuzz(func(t *testing.T, kind, body string) {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
		r.Header.Set("Content-Type", kind)
		got, err := form.Read(r)
		if err != nil {
			if !errors.Is(err, fault.Invalid) {
				t.Fatalf("%v is not explained", err)
			}
			return
		}
		for _, text := range []string{got.Value("name"), got.Line("name"), got.Text("name"), got.URL("name")} {
			if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
				t.Fatalf("%q gives %q", body, text)
			}
		}
	})
}
