package app

import (
	"context"
	"errors"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
	"cuppa.example/internal/seal"
)

// errStrangeKey is what a key says that belongs to another network.
var errStrangeKey = errors.New("it does not open the phone numbers and call names in this database")

// fits tries the key on something encrypted, if there is anything. What is
// written with a strange key could not be read later together with the rest.
func fits(ctx context.Context, d *db.DB, keys *seal.Keys) error {
	for _, column := range []string{"phone", "call_name"} {
		var rows []struct {
			ID     string
			Sealed []byte
		}
		err := d.NewRaw("SELECT id, ? AS sealed FROM members WHERE ? IS NOT NULL LIMIT 1", bun.Ident(column), bun.Ident(column)).Scan(ctx, &rows)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if _, err := keys.Decrypt(r.Sealed, "members."+column+"/"+r.ID); err != nil {
				return errStrangeKey
			}
		}
	}
	return nil
}
