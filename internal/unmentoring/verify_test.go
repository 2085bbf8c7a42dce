package unmentoring_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"cuppa.example/internal/app"
	"cuppa.example/internal/testkit"
	"cuppa.example/internal/unmentoring"
)

// cuppa draw verify repeats a draw after people were erased, and finds what
// somebody changed in the database.
func TestDrawIsVerifiedFromTheCommandLine(t *testing.T) {
	t.Parallel()
	var c app.Config
	k := testkit.New(t, func(config *app.Config, _ *app.Options) { c = *config })
	n := &network{Kit: k, organiser: k.Organiser("Olive Organ")}
	k.UnMentoring.Seed = func() [32]byte { return [32]byte{7} } // two seeds in a hundred or so draw the same
	n.join(7, "Ashby Council")
	p := n.programme()
	r := n.reach(p, unmentoring.Talking)
	for _, m := range n.people[:3] {
		n.InTx(func(ctx context.Context, tx bun.Tx) error { return n.Members.Erase(ctx, tx, m.ID) })
	}
	verify := func(round string) (int, string) {
		var out, errs bytes.Buffer
		args := []string{"draw", "verify", round, "--data", c.Data, "--base", c.Base}
		if c.Database != "" {
			args = append(args, "--database", c.Database)
		}
		status := app.Main(args, &out, &errs)
		return status, out.String() + errs.String()
	}
	if status, out := verify(r.ID); status != 0 || !strings.Contains(out, "the same, bit by bit") || !strings.Contains(out, "7 people, 3 conversations") {
		t.Errorf("%d\n%s", status, out)
	}
	if status, out := verify("nothing"); status != 2 || !strings.Contains(out, `there is no round "nothing"`) {
		t.Errorf("%d\n%s", status, out)
	}
	report := n.verify(r)
	draw := report.Attempts[0].Draw
	for _, tamper := range []struct{ what, do, undo string }{
		{"another seed", "UPDATE draws SET seed = '" + strings.Repeat("0", 64) + "'", "UPDATE draws SET seed = '" + draw.Seed + "'"},
		{"another digest", "UPDATE draws SET digest = 'ab'", "UPDATE draws SET digest = '" + draw.Digest + "'"},
		{"a result of another engine", `UPDATE draws SET result = replace(result, '"Version":"', '"Version":"0')`, `UPDATE draws SET result = replace(result, '"Version":"0', '"Version":"')`},
		{"another seal", "UPDATE rounds SET seal = '" + strings.Repeat("0", 64) + "'", "UPDATE rounds SET seal = '" + report.Round.Seal + "'"},
		{"another secret", "UPDATE rounds SET secret = '" + strings.Repeat("0", 64) + "'", "UPDATE rounds SET secret = '" + report.Round.Secret + "'"},
		{"a number nobody gave", "UPDATE draw_people SET own = '7' WHERE person = 2", "UPDATE draw_people SET own = '' WHERE person = 2"},
		{"another fingerprint", "UPDATE draws SET root = 'ab'", "UPDATE draws SET root = '" + draw.Root + "'"},
		{"a row with other salt", "UPDATE draw_people SET salt = 'x' || salt WHERE person = 3", "UPDATE draw_people SET salt = substr(salt, 2) WHERE person = 3"},
		{"somebody behind another's number", "UPDATE draw_people SET member_id = '" + n.behind(1) + "' WHERE person = 0", "UPDATE draw_people SET member_id = '" + n.behind(0) + "' WHERE person = 0"},
		{"somebody in another conversation", "UPDATE draw_people SET group_no = group_no + 1 WHERE person = 3", "UPDATE draw_people SET group_no = group_no - 1 WHERE person = 3"},
		{"no seal any more", "UPDATE rounds SET seal = '' ", "UPDATE rounds SET seal = '" + report.Round.Seal + "'"},
		{"chance that did not decide", "UPDATE draws SET decides = 'chance'", "UPDATE draws SET decides = '" + string(draw.Decides) + "'"},
		{"repeats that are not said", "UPDATE draws SET repeats = repeats + 1", "UPDATE draws SET repeats = repeats - 1"},
		{"people left over who are not", "UPDATE draws SET unplaced = unplaced + 1", "UPDATE draws SET unplaced = unplaced - 1"},
		{"pairs who do not share what is said", "UPDATE draws SET same = '5'", "UPDATE draws SET same = '" + strings.Join(draw.Same, "\n") + "'"},
		{"a proof there is none of", "UPDATE draws SET optimal = NOT optimal", "UPDATE draws SET optimal = NOT optimal"},
		{"another way of drawing", "UPDATE draws SET how = how + 1", "UPDATE draws SET how = how - 1"},
		{"another engine", "UPDATE draws SET engine = 'x' || engine", "UPDATE draws SET engine = substr(engine, 2)"},
		{"an attempt less", "UPDATE draws SET attempt = 2", "UPDATE draws SET attempt = 1"},
		{"a change less", "UPDATE draws SET changes = changes + 1", "UPDATE draws SET changes = changes - 1"},
		{"a change nobody noted", "UPDATE draw_groups SET group_no = 90, people = '[0,1,2,3,4,5,6]' WHERE group_no = 1", ""},
	} {
		n.run(tamper.do)
		if status, out := verify(r.ID); status != 1 || !strings.Contains(out, "DIFFERS") {
			t.Errorf("%s: %d\n%s", tamper.what, status, out)
		}
		if tamper.undo == "" {
			continue
		}
		n.run(tamper.undo)
		n.verify(r)
	}
}

// behind is who stands behind a number of the first draw.
func (n *network) behind(person int) (id string) {
	n.T.Helper()
	n.InTx(func(ctx context.Context, tx bun.Tx) error {
		return tx.NewRaw("SELECT member_id FROM draw_people WHERE person = ?", person).Scan(ctx, &id)
	})
	return id
}

func (n *network) run(statement string) {
	n.T.Helper()
	n.InTx(func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewRaw(statement).Exec(ctx)
		return err
	})
}
