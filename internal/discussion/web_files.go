package discussion

import (
	"io"
	"mime"
	"net/http"
	"strconv"
)

// uploads are the files that a form brought.
func uploads(r *http.Request) ([]Upload, error) {
	if r.MultipartForm == nil {
		return nil, nil
	}
	var list []Upload
	for _, h := range r.MultipartForm.File["files"] {
		if h.Filename == "" && h.Size == 0 {
			continue
		}
		f, err := h.Open()
		if err != nil {
			return nil, err
		}
		content, err := io.ReadAll(io.LimitReader(f, MaxFile+1))
		if err := f.Close(); err != nil {
			return nil, err
		}
		if err != nil {
			return nil, err
		}
		list = append(list, Upload{h.Filename, content})
	}
	return list, nil
}

// file sends an attachment. Whatever it is, browsers keep it apart from the
// site: they save it, and pictures show on our pages alone.
func (s *Discussions) file(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := fileIn(r.Context(), s.DB, v.room.ID, r.PathValue("file"))
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("X-Content-Type-Options", "nosniff")
	// Kept by the reader's own browser alone, which asks each time whether they
	// still may.
	h.Set("Cache-Control", "private, no-cache")
	h.Set("ETag", `"`+f.ID+`"`)
	if r.Header.Get("If-None-Match") == `"`+f.ID+`"` {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	b, err := content(r.Context(), s.DB, f.ID)
	if err != nil {
		return err
	}
	h.Set("Content-Type", f.Type)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	h.Set("Content-Length", strconv.Itoa(len(b)))
	w.WriteHeader(http.StatusOK)
	_, err = w.Write(b)
	return err
}
