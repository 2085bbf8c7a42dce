package app

import (
	"fmt"
	"strings"

	"cuppa.example/internal/account"
	"cuppa.example/internal/circle"
	"cuppa.example/internal/conversation"
	"cuppa.example/internal/discussion"
	"cuppa.example/internal/home"
	"cuppa.example/internal/insight"
	"cuppa.example/internal/intake"
	"cuppa.example/internal/joining"
	"cuppa.example/internal/member"
	"cuppa.example/internal/nudge"
	"cuppa.example/internal/outcome"
	"cuppa.example/internal/relationship"
	"cuppa.example/internal/roster"
	"cuppa.example/internal/safety"
	"cuppa.example/internal/schedule"
	"cuppa.example/internal/settings"
	"cuppa.example/internal/unmentoring"
	"cuppa.example/internal/web"
)

// build makes every feature by hand and hands each what it needs of others.
func (a *App) build() {
	a.exports = map[string]account.Exporter{}
	a.Members = member.New(a.Site)
	a.Post.OnBounce = a.Members.Bounced
	a.Members.OnErase(a.Post.Erase)
	a.Safety = safety.New(a.Site, a.Members)
	a.Nudges = nudge.New(a.Site, a.Members)
	a.Times = schedule.New(a.Site, a.Members)
	a.Joining = joining.New(a.Site, a.Members, a.Safety, a.options.Trusted)

	a.mux = web.NewMux(a.Log, a.guard, a.fail)
	a.Conversations = conversation.New(a.Site, a.Members, a.Safety, a.Nudges, a.Times)
	a.Discussions = discussion.New(a.Site, a.Members, a.Safety)
	a.UnMentoring = unmentoring.New(a.Site, a.Members, a.Conversations, a.Safety)
	a.Joining.Offer(a.UnMentoring.Waiting)
	a.Outcomes = outcome.New(a.Site, a.Members, a.Conversations, a.Safety, a.Nudges)
	a.add(a.Members)
	a.add(a.Post)
	a.add(a.Safety)
	a.add(a.Nudges)
	a.add(a.Times)
	a.add(a.Conversations)
	a.add(a.Discussions)
	a.add(a.Joining)
	a.add(a.Outcomes)
	a.buildGrowth()
	a.Insight = insight.New(a.Site, a.Members, a.Conversations, a.rounds())
	a.Roster = roster.New(
		a.Site, a.Members, a.Conversations,
		roster.Export{Name: "outcomes", Write: a.Outcomes.Table},
		roster.Export{Name: "conversations", Write: a.Insight.WriteConversations},
		roster.Export{Name: "rounds", Write: a.Insight.WriteRounds},
		roster.Export{Name: "mentoring", Write: a.Mentorings.Table},
	)
	a.add(a.Roster)
	a.add(a.Insight)
	a.add(a.UnMentoring)
	a.Accounts = account.New(a.Site, a.Members, a.exports)
	a.Accounts.ToDo = a.Mentorings.ToAsk
	a.add(a.Accounts)
	a.previews()
	a.add(settings.New(a.Site, a.Members))
	a.add(home.New(a.Site, a.home()))
	a.probes()
	a.handler = a.wrap(a.mux)
}

// buildGrowth makes what lasts longer than a conversation: relationships, how
// people find them, and circles.
func (a *App) buildGrowth() {
	a.Relationships = relationship.New(a.Site, a.Members, a.Safety, a.Nudges, a.Times)
	a.Relationships.Wishes = a.Conversations.AllAgain
	a.Relationships.Posts = relationship.Posts{Max: outcome.MaxPost, Preview: a.Outcomes.PreviewPost, Publish: a.Outcomes.Publish}
	a.Conversations.Next = []conversation.NextStep{
		{Label: "relationship.together.link", Path: func(c conversation.Conversation, _ string) string { return relationship.TogetherPath(c.ID) }},
		{Label: "circle.open.link", Path: func(conversation.Conversation, string) string { return "/circles/open" }},
	}
	a.add(a.Relationships)
	a.Intakes = intake.New(a.Site, a.Members, a.Safety, a.intakeRelationships())
	a.add(a.Intakes)
	a.buildMentoring()
	a.Circles = circle.New(a.Site, a.Members, a.Safety, a.Nudges, a.Times, a.Conversations, a.Discussions, a.options.Trusted)
	a.add(a.Circles)
}

// add puts a feature's pages into the route table, its deadlines into Tick and
// what it holds about a member into their download, under its package's name.
func (a *App) add(feature any) {
	if f, ok := feature.(router); ok {
		f.Routes(a.mux)
	}
	if f, ok := feature.(ticker); ok {
		a.tickers = append(a.tickers, f)
	}
	if f, ok := feature.(holder); ok {
		name, _, _ := strings.Cut(strings.TrimPrefix(fmt.Sprintf("%T", feature), "*"), ".")
		a.exports[name] = f.Export
	}
}
