package relationship

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/web"
)

func (s *Relationships) agreementPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if len(v.versions) == 0 && v.r.open() {
		return s.termsPage(w, r, v)
	}
	return web.OK(w, r, agreementPage(v))
}

// termsPage begins with what is on the table: the other's proposal, what
// stands, or what the learner asked for.
func (s *Relationships) termsPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if !v.r.open() {
		return errOver
	}
	ctx := r.Context()
	terms := usual()
	terms.Confidential = locale.T(ctx, "relationship.confidential.usual")
	terms.Absent = locale.T(ctx, "relationship.absent.usual")
	goals, err := s.Keys.Decrypt(v.r.Goals, goalsPurpose(v.r.ID))
	if err != nil {
		return err
	}
	terms.Goals = goals
	if a, ok := pending(v.versions); ok {
		terms = a.Terms
	} else if a, ok := standing(v.versions); ok {
		terms = a.Terms
	} else if n := len(v.versions); n > 0 {
		terms = v.versions[n-1].Terms
	}
	f := form.With("goals", terms.Goals, "confidential", terms.Confidential, "absent", terms.Absent, "weeks", strconv.Itoa(terms.Weeks),
		"minutes", strconv.Itoa(terms.Minutes), "months", strconv.Itoa(terms.Months), "seen", strconv.FormatInt(newest(v.versions), 10))
	return web.OK(w, r, termsPage(v, f))
}

func (s *Relationships) propose(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	terms := readTerms(f)
	seen, _ := strconv.ParseInt(f.Value("seen"), 10, 64)
	if f.OK() {
		err := s.Propose(r.Context(), v.r.ID, v.me, terms, seen)
		if err == nil {
			return web.Redirect(w, r, v.base+"/agreement", "done.relationship.proposed")
		}
		if !errors.Is(err, errChanged) {
			return err
		}
		f.Fail("", "relationship.changed")
		f.Set("seen", strconv.FormatInt(newest(v.versions), 10))
	}
	return web.Unprocessable(w, r, termsPage(v, f))
}

func (s *Relationships) accept(w http.ResponseWriter, r *http.Request, v *visit) error {
	version, err := readVersion(r)
	if err != nil {
		return err
	}
	if err := s.Accept(r.Context(), v.r.ID, v.me, version); err != nil {
		return err
	}
	return web.Redirect(w, r, v.base, "done.relationship.accepted")
}

func (s *Relationships) withdraw(w http.ResponseWriter, r *http.Request, v *visit) error {
	version, err := readVersion(r)
	if err != nil {
		return err
	}
	if err := s.Withdraw(r.Context(), v.r.ID, v.me, version); err != nil {
		return err
	}
	return web.Redirect(w, r, v.base+"/agreement", "done.relationship.withdrawn")
}

func readVersion(r *http.Request) (int64, error) {
	f, err := form.Read(r)
	if err != nil {
		return 0, err
	}
	version, err := strconv.ParseInt(f.Value("version"), 10, 64)
	if err != nil {
		return 0, fault.Invalid
	}
	return version, nil
}

// copy is the agreement that stands, or stood last, as a file to keep.
func (s *Relationships) copy(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx := r.Context()
	a, ok := v.lastAgreed()
	if !ok {
		return fault.NotFound
	}
	web.Attachment(w, "text/plain; charset=utf-8", "agreement.txt")
	text := locale.T(ctx, "relationship.copy.title", "helper", v.name(ctx, v.r.HelperID), "learner", v.name(ctx, v.r.LearnerID)) + "\n" +
		v.agreedLine(ctx, a) + "\n"
	for _, f := range termFacts(ctx, a) {
		text += fmt.Sprintf("\n%s\n%s\n", f.Key, f.Value)
	}
	_, err := io.WriteString(w, text)
	return err
}
