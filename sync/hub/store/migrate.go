package store

import (
	"context"
	"database/sql"
	"io/fs"

	"github.com/pressly/goose/v3"
)

// Schema is how a database's tables come to be. One process works on them at a
// time: the caller sees to that.
type Schema struct {
	Dialect Dialect
	// Name is goose's for the dialect, "sqlite3" or "postgres".
	Name string
	// Files has the migrations in its root.
	Files fs.FS
	// Repack is the version, between two of Files, that makes batches of records.
	Repack int64
}

func (s Schema) provider(db *sql.DB) (*goose.Provider, error) {
	within := func(f func(*tx) error) *goose.GoFunc {
		return &goose.GoFunc{RunTx: func(ctx context.Context, t *sql.Tx) error {
			return f(&tx{s: New(Config{Dialect: s.Dialect}), ctx: ctx, tx: t, writes: true})
		}}
	}
	repack := goose.NewGoMigration(s.Repack, within((*tx).repack), within((*tx).unpack))
	return goose.NewProvider(goose.Dialect(s.Name), db, s.Files, goose.WithGoMigrations(repack))
}

// Up brings the tables up to date.
func (s Schema) Up(ctx context.Context, db *sql.DB) error {
	p, err := s.provider(db)
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return err
}

// To takes migrations back, or forward, to a version.
func (s Schema) To(ctx context.Context, db *sql.DB, version int64) error {
	p, err := s.provider(db)
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
