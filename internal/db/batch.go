package db

import (
	"context"
	"errors"
	"fmt"

	"github.com/uptrace/bun"
)

// InBatch does what is due for ids in one transaction. When that fails it goes
// one by one, to find what fails: each of those is given to rest, which puts it
// off, so that it neither stops the others nor comes back at once. The errors
// of the single ones come back joined.
func (d *DB) InBatch(ctx context.Context, ids []string,
	do func(ctx context.Context, tx bun.Tx, ids []string) error,
	rest func(ctx context.Context, tx bun.Tx, id string) error,
) error {
	all := func(ids []string) error {
		return d.InTx(ctx, func(ctx context.Context, tx bun.Tx) error { return do(ctx, tx, ids) })
	}
	if all(ids) == nil {
		return nil
	}
	var errs []error
	for _, id := range ids {
		err := all([]string{id})
		if err == nil {
			continue
		}
		errs = append(errs, fmt.Errorf("%s: %w", id, err))
		err = d.InTx(ctx, func(ctx context.Context, tx bun.Tx) error { return rest(ctx, tx, id) })
		if err != nil { // the database itself fails
			return errors.Join(append(errs, err)...)
		}
	}
	return errors.Join(errs...)
}
