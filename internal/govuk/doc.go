// Package govuk draws Cuppa's pages: the GOV.UK Design System's components as typed
// templ components, the page shell, and a few components of our own.
//
// Every component takes one Props struct. All texts in it are already translated; the
// few words a component says by itself (the word "Error", "Previous", "Menu") come from
// the Frame that the application's middleware puts into the context. A field's id is its
// name, so that an error summary can link to "#name".
//
// To see them all: make assets && go run ./internal/govuk/gallery/serve -listen 127.0.0.1:8090
//
// The markup follows govuk-frontend, which conformance_test.go checks against the
// fixtures that come with it; the look is Cuppa's own (assets/scss). Nothing here knows
// a feature, a session or the database.
package govuk
