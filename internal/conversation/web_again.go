package conversation

import (
	"context"
	"net/http"

	"github.com/uptrace/bun"

	"cuppa.example/internal/form"
	"cuppa.example/internal/web"
)

// wishes is what the visitor knows about talking again: their own tick, and
// whether everybody else's is beside it.
type wishes struct {
	may, ticked, all bool
}

func (v *visit) lookAgain(ctx context.Context, tx bun.IDB) error {
	if v.again.may = v.c.mayTick(v.me); !v.again.may {
		return nil
	}
	rows, err := ticks(ctx, tx, v.c.ID)
	if err != nil {
		return err
	}
	_, v.again.ticked = rows[v.me.MemberID]
	_, v.again.all, err = v.s.AllAgain(ctx, tx, v.c.ID, v.me.MemberID)
	return err
}

func (s *Conversations) sayAgain(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	if err := s.Again(r.Context(), v.c.ID, v.me.MemberID, f.Value("again") == "yes"); err != nil {
		return err
	}
	// The same words whether the others would or not: what is new stands on the
	// page, and only when it is for all.
	return web.Redirect(w, r, v.base+"/thanks", "done.conversation.again")
}
