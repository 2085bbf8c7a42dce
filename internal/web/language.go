package web

import (
	"context"
	"net/http"
)

type speakerKey struct{}

// WithSpeaker lets In change the language of a request. The application sets it
// for visitors; who is signed in has chosen a language.
func WithSpeaker(ctx context.Context, speak func(r *http.Request, lang string) *http.Request) context.Context {
	return context.WithValue(ctx, speakerKey{}, speak)
}

// In is the request in the language of the letter that brought a visitor here:
// the page and everything around it. An empty language changes nothing.
func In(r *http.Request, lang string) *http.Request {
	speak, ok := r.Context().Value(speakerKey{}).(func(*http.Request, string) *http.Request)
	if !ok || lang == "" {
		return r
	}
	return speak(r, lang)
}
