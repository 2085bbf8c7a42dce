package circle

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
)

// joinedLines are texts one under another, without the empty ones.
func joinedLines(texts ...string) string {
	var list []string
	for _, t := range texts {
		if t != "" {
			list = append(list, t)
		}
	}
	return strings.Join(list, "\n\n")
}

func questionByID(ctx context.Context, tx bun.IDB, id string) (Question, error) {
	var q Question
	err := tx.NewSelect().Model(&q).Where("qu.id = ?", id).Scan(ctx)
	return q, db.Found(err)
}

// eraseLife removes what somebody wrote and did in the life of circles. That a
// call took place, and what all agreed in it, stays without their name.
func eraseLife(ctx context.Context, tx bun.Tx, memberID string) error {
	for _, statement := range []string{
		"DELETE FROM circle_removed WHERE member_id = ?",
		"UPDATE circle_calls SET by_id = NULL, about = NULL WHERE by_id = ?",
		"UPDATE circle_calls SET noted_by = NULL WHERE noted_by = ?",
		"DELETE FROM circle_call_people WHERE member_id = ?",
		"DELETE FROM circle_promises WHERE member_id = ?",
		"DELETE FROM circle_questions WHERE member_id = ?",
		"DELETE FROM circle_questions WHERE turn_id IN (SELECT id FROM circle_turns WHERE member_id = ?)",
		"DELETE FROM circle_turns WHERE member_id = ?",
		"DELETE FROM circle_pairs WHERE a_id = ?",
		"DELETE FROM circle_pairs WHERE b_id = ?",
	} {
		if _, err := tx.NewRaw(statement, memberID).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// life is what a member's download says of the life of their circles.
type life struct {
	Calls     []lifeCall    `json:"calls"`
	Promises  []lifePromise `json:"promises"`
	Turns     []lifeTurn    `json:"turns"`
	Questions []string      `json:"questions you asked"`
}

type lifeCall struct {
	Starts *time.Time  `json:"time,omitempty"`
	About  string      `json:"what you said it is about,omitempty"`
	Can    []time.Time `json:"times that suited you,omitempty"`
	There  bool        `json:"you were there"`
}

type lifePromise struct {
	Text  string       `json:"what"`
	Due   time.Time    `json:"by"`
	State PromiseState `json:"what became of it"`
}

type lifeTurn struct {
	Problem  string `json:"problem"`
	Try      string `json:"what you would try,omitempty"`
	Happened string `json:"what happened,omitempty"`
}

// exportLife is what circles hold about a member of their calls and turns.
func (s *Circles) exportLife(ctx context.Context, memberID string) (life, error) {
	out := life{Calls: []lifeCall{}, Promises: []lifePromise{}, Turns: []lifeTurn{}, Questions: []string{}}
	all, err := calls(ctx, s.DB, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("k.by_id = ? OR k.id IN (SELECT call_id FROM circle_call_people WHERE member_id = ?)", memberID, memberID).Order("k.created_at")
	})
	if err != nil {
		return out, err
	}
	for _, k := range all {
		mine := k.Person(memberID)
		c := lifeCall{Can: mine.Can, There: mine.There}
		if !k.StartsAt.IsZero() {
			c.Starts = &k.StartsAt
		}
		if k.ByID == memberID {
			c.About = s.open(k.About, k.purpose("about"))
		}
		out.Calls = append(out.Calls, c)
	}
	var promises []Promise
	var turns []Turn
	var questions []Question
	for _, model := range []any{&promises, &turns, &questions} {
		if err := s.DB.NewSelect().Model(model).Where("member_id = ?", memberID).Order("created_at").Scan(ctx); err != nil {
			return out, err
		}
	}
	for _, p := range promises {
		out.Promises = append(out.Promises, lifePromise{s.open(p.Text, p.purpose()), p.DueAt, p.State})
	}
	for _, t := range turns {
		text := s.read(t)
		out.Turns = append(out.Turns, lifeTurn{text.problem, text.try, text.happened})
	}
	for _, q := range questions {
		out.Questions = append(out.Questions, s.open(q.Text, q.purpose()))
	}
	return out, nil
}

// waitingLife is what the circles of a member want of them, for their home page.
func (s *Circles) waitingLife(ctx context.Context, memberID string) ([]member.Task, error) {
	mine, err := circlesOf(ctx, s.DB, memberID)
	if err != nil {
		return nil, err
	}
	var tasks []member.Task
	for _, c := range mine {
		if !c.Open() {
			continue
		}
		add := func(key, path string, due time.Time, args ...any) {
			tasks = append(tasks, member.Task{Text: locale.T(ctx, key, append(args, "circle", c.Name)...), Href: c.Path() + path, Due: due, At: key == "circle.task.call"})
		}
		if err := s.waitingCalls(ctx, c, memberID, add); err != nil {
			return nil, err
		}
		promises, err := openPromises(ctx, s.DB, c.ID)
		if err != nil {
			return nil, err
		}
		for _, p := range promises {
			if p.MemberID == memberID {
				add("circle.task.promise", "/promises/"+p.ID, p.DueAt, "what", clip(s.open(p.Text, p.purpose())))
			}
		}
		turns, err := turnsOf(ctx, s.DB, c.ID)
		if err != nil {
			return nil, err
		}
		for _, t := range turns {
			if t.MemberID == memberID && t.State == TurnHad {
				add("circle.task.happened", "/turns/"+t.ID, time.Time{})
			}
		}
	}
	return tasks, nil
}

func (s *Circles) waitingCalls(ctx context.Context, c Circle, memberID string, add func(key, path string, due time.Time, args ...any)) error {
	all, err := callsOf(ctx, s.DB, c.ID)
	if err != nil {
		return err
	}
	staying, err := s.away(ctx, s.DB, c)
	if err != nil {
		return err
	}
	now, away := s.Now(), staying[memberID]
	for i, k := range all {
		who, _ := k.asked(c)
		switch path := "/calls/" + k.ID; {
		case k.State == Polling && k.Person(memberID).AnsweredAt.IsZero():
			add("circle.task.poll", path, k.AnswerUntil)
		case k.State == Polling && who == memberID && len(k.Silent(c.Here())) == 0:
			add("circle.task.pick", path, k.DecideAt)
		case k.Ahead(now) && away:
			// it is not for them
		case k.Ahead(now):
			add("circle.task.call", path, k.StartsAt, "time", locale.DateTime(ctx, k.StartsAt))
		case k.Over(now) && i == 0 && k.NotedAt.IsZero() && k.noterIs(c, memberID):
			add("circle.task.note", path+"/after", time.Time{})
		}
	}
	return nil
}
