package outcome

import (
	"context"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
)

// say is a text about what came of a conversation with the others; about a post
// it has other words.
func (r *reading) say(ctx context.Context, key string) string {
	if r.o.Alone() {
		return locale.T(ctx, key+".post")
	}
	return locale.T(ctx, key, "names", r.others(ctx))
}

// publishedLetter says that it is public, and how to take it back.
func publishedLetter(ctx context.Context, r *reading) (string, string, mail.Letter) {
	return "outcome.published", r.version(), mail.Letter{
		Subject: r.say(ctx, "outcome.published.subject"),
		Preview: r.say(ctx, "outcome.published.preview"),
		Blocks: []mail.Block{
			mail.Para(r.say(ctx, "outcome.published.what")),
			mail.Button(locale.T(ctx, "outcome.published.button"), r.s.URL(r.o.Path())),
			mail.Para(r.say(ctx, "outcome.published.back")),
			mail.Link(locale.T(ctx, "outcome.published.manage"), r.page()),
		},
	}
}

// declinedLetter tells the writer that it stays private, and not who wants it so.
func declinedLetter(ctx context.Context, r *reading) (string, string, mail.Letter) {
	return "outcome.declined", r.version(), mail.Letter{
		Subject: locale.T(ctx, "outcome.private.subject"),
		Preview: locale.T(ctx, "outcome.declined.preview"),
		Blocks: []mail.Block{
			mail.Para(locale.T(ctx, "outcome.declined.what", "names", r.others(ctx))),
			mail.Para(locale.T(ctx, "outcome.declined.next")),
			mail.Link(locale.T(ctx, "outcome.private.open"), r.page()),
		},
	}
}

// quietLetter tells the writer that not everybody has answered.
func quietLetter(ctx context.Context, r *reading) (string, string, mail.Letter) {
	return "outcome.quiet", r.version(), mail.Letter{
		Subject: locale.T(ctx, "outcome.private.subject"),
		Preview: locale.T(ctx, "outcome.quiet.preview"),
		Blocks: []mail.Block{
			mail.Para(locale.T(ctx, "outcome.quiet.what", "names", r.others(ctx))),
			mail.Para(locale.T(ctx, "outcome.quiet.next")),
			mail.Link(locale.T(ctx, "outcome.private.open"), r.page()),
		},
	}
}

// withdrawnLetter tells the others that it is no longer public.
func withdrawnLetter(ctx context.Context, r *reading) (string, string, mail.Letter) {
	return "outcome.withdrawn", r.s.NewID(), mail.Letter{
		Subject: locale.T(ctx, "outcome.withdrawn.subject"),
		Preview: locale.T(ctx, "outcome.withdrawn.preview"),
		Blocks: []mail.Block{
			mail.Para(locale.T(ctx, "outcome.withdrawn.what", "names", r.others(ctx))),
			mail.Para(locale.T(ctx, "outcome.withdrawn.next")),
			mail.Link(locale.T(ctx, "outcome.private.open"), r.page()),
		},
	}
}

// hiddenLetter tells its people that organisers have hidden it, and why.
func hiddenLetter(ctx context.Context, r *reading) (string, string, mail.Letter) {
	return "outcome.hidden", r.s.NewID(), mail.Letter{
		Subject: locale.T(ctx, "outcome.hidden.subject"),
		Preview: locale.T(ctx, "outcome.hidden.preview"),
		Blocks: []mail.Block{
			mail.Para(r.say(ctx, "outcome.hidden.what")),
			mail.Quote(r.o.HiddenWhy),
			mail.Para(r.say(ctx, "outcome.hidden.next")),
			mail.Button(locale.T(ctx, "outcome.hidden.button"), r.page()),
		},
	}
}

// unhiddenLetter tells its people that it is public again.
func unhiddenLetter(ctx context.Context, r *reading) (string, string, mail.Letter) {
	return "outcome.unhidden", r.s.NewID(), mail.Letter{
		Subject: locale.T(ctx, "outcome.unhidden.subject"),
		Preview: locale.T(ctx, "outcome.unhidden.preview"),
		Blocks: []mail.Block{
			mail.Para(r.say(ctx, "outcome.unhidden.what")),
			mail.Button(locale.T(ctx, "outcome.published.button"), r.s.URL(r.o.Path())),
		},
	}
}
