package store

import (
	"context"
	"database/sql"
	"io/fs"

	"github.com/pressly/goose/v3"
)

// Migrate brings the tables up to date by the migrations in the root of dir.
// The dialect is goose's name for it, "sqlite3" or "postgres". One process
// does it at a time: the caller sees to that.
func Migrate(ctx context.Context, dialect string, db *sql.DB, dir fs.FS) error {
	p, err := goose.NewProvider(goose.Dialect(dialect), db, dir)
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return err
}

// MigrateTo takes migrations back, or forward, to a version.
func MigrateTo(ctx context.Context, dialect string, db *sql.DB, dir fs.FS, version int64) error {
	p, err := goose.NewProvider(goose.Dialect(dialect), db, dir)
	if err != nil {
		return err
	}
	at, err := p.GetDBVersion(ctx)
	switch {
	case err != nil:
	case at > version:
		_, err = p.DownTo(ctx, version)
	default:
		_, err = p.UpTo(ctx, version)
	}
	return err
}
