package govuk

import "context"

// Frame is what every page shows around its own content. The application's middleware
// fills it once per request; pages never touch it.
type Frame struct {
	Network  string // the network's name, in the header and in every title
	Lang     string // BCP 47, "en" when empty
	Dir      string // "rtl" for right-to-left languages, else empty
	HomeHref string // where the network's name leads, "/" when empty

	Nav         []NavItem // the main sections; Current marks the one this page is in
	AccountName string    // the signed-in person's name, empty for a visitor
	AccountHref string    // their own page
	SignInHref  string    // shown to a visitor when not empty
	JoinHref    string    // shown to a visitor when not empty

	Flash    string    // says once what has just been done, already translated
	Demo     bool      // shows the demo notice on top of every page
	DemoHref string    // where the demo's letters can be read
	Footer   []NavItem // about, privacy, cookies, accessibility, how draws are made, source
	Texts    Texts     // empty entries fall back to English
}

// NavItem is one link of a navigation.
type NavItem struct {
	Text    string
	Href    string
	Current bool
}

type frameKey struct{}

// WithFrame returns a context that carries f to every component below it.
func WithFrame(ctx context.Context, f Frame) context.Context {
	return context.WithValue(ctx, frameKey{}, f.complete())
}

// FrameFrom returns the context's frame, or a plain English one where there is none (an
// email, a test of one component).
func FrameFrom(ctx context.Context) Frame {
	if f, ok := ctx.Value(frameKey{}).(Frame); ok {
		return f
	}
	return Frame{}.complete()
}

func (f Frame) complete() Frame {
	if f.Lang == "" {
		f.Lang = "en"
	}
	if f.HomeHref == "" {
		f.HomeHref = "/"
	}
	f.Texts = f.Texts.complete()
	return f
}

func texts(ctx context.Context) Texts { return FrameFrom(ctx).Texts }
