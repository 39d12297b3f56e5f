// Package postgres opens what a hub knows in a PostgreSQL database, which
// several hubs may share. It is the one package that imports the driver.
package postgres

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/nuanxin/station-kit/sync/hub/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// connections of one hub: ingest has one at work, each follower one at times,
// and so do console and enrolment.
const connections = 12

// migrating is the advisory lock of whoever migrates.
const migrating = 0x6e75616e78696e // "nuanxin"

// Open opens the database at a URL, postgres://user@host:port/name, and brings
// its tables up to date.
func Open(ctx context.Context, url string) (*store.Store, error) {
	cfg, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("the hub's database: %w", err) // without the password
	}
	db := stdlib.OpenDB(*cfg, stdlib.OptionAfterConnect(durable))
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	if err := migrate(ctx, db); err != nil {
		return nil, errors.Join(fmt.Errorf("open the hub's database %s at %s: %w", cfg.Database, cfg.Host, err), db.Close())
	}
	return store.New(store.Config{
		Dialect: dialect{}, Writer: db, Reader: db,
		Snapshot: &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true},
	}), nil
}

// durable undoes a setting under which commits may be lost: a receipt is sent
// right after the commit, and the station then deletes its copy.
func durable(ctx context.Context, c *pgx.Conn) error {
	_, err := c.Exec(ctx, `SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'`)
	return err
}

// migrate has hubs that start at the same time take turns.
func migrate(ctx context.Context, db *sql.DB) (err error) {
	s, err := schema()
	if err != nil {
		return err
	}
	turn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, turn.Close()) }()
	if _, err := turn.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, int64(migrating)); err != nil {
		return err
	}
	err = s.Up(ctx, db)
	_, unlock := turn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, int64(migrating))
	return errors.Join(err, unlock)
}

func schema() (store.Schema, error) {
	dir, err := fs.Sub(migrations, "migrations")
	return store.Schema{Dialect: dialect{}, Name: "postgres", Files: dir, Repack: 11}, err
}
