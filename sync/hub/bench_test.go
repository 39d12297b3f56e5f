package hub_test

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/nuanxin/station-kit/internal/postgrestest"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/postgres"
	"github.com/nuanxin/station-kit/sync/hub/sqlite"
	"github.com/nuanxin/station-kit/sync/hub/store"
	"github.com/nuanxin/station-kit/sync/wire"
)

const (
	// batchesEach is how many batches each station sends in the benchmarks.
	batchesEach = 3
	// mostWaiting is above what waits in a Link: no two batches of a station are
	// answered by one receipt.
	mostWaiting = 1100
)

// load is what stations send, and the rows it makes.
type load struct {
	messages []hub.Message
	records  []hub.Record
}

// fill enrols stations by hand and makes n batches of theirs, as they come in
// from many at once: each station's first, then each one's second.
func fill(b *testing.B, s hub.Store, n, size int) (l load) {
	b.Helper()
	public, private, _ := ed25519.GenerateKey(nil)
	stations := max(mostWaiting, (n+batchesEach-1)/batchesEach)
	put := func(tx hub.Tx) error {
		for i := range stations {
			if err := tx.PutStation(hub.Station{ID: fmt.Sprintf("st-%06d", i), Key: public}); err != nil {
				return err
			}
		}
		return nil
	}
	if err := s.Update(ctx, put); err != nil {
		b.Fatal(err)
	}
	prev := make([]event.Hash, stations)
	for i := range n {
		id, round := fmt.Sprintf("st-%06d", i%stations), i/stations
		if round == 0 {
			prev[i%stations] = event.Genesis(id, 1)
		}
		batch := wire.Batch{Station: id, Epoch: 1, First: uint64(round*size) + 1, Prev: prev[i%stations]}
		for j := range size {
			record := checkedIn(i*size + j)
			h := prev[i%stations].Next(record)
			prev[i%stations] = h
			batch.Records = append(batch.Records, record)
			l.records = append(l.records, hub.Record{Ref: event.Ref{Station: id, Epoch: 1, Seq: batch.First + uint64(j)}, Kind: "check_in", Hash: h, Bytes: record})
		}
		l.messages = append(l.messages, hub.Message{Topic: wire.Up.Topic(id), Payload: must(wire.EncodeBatch(batch, private))})
	}
	return l
}

// counter is a carrier that counts what it carries.
type counter struct {
	left atomic.Int64
	done chan struct{}
}

func (c *counter) Publish(context.Context, string, []byte) error {
	if c.left.Add(-1) == 0 {
		close(c.done)
	}
	return nil
}

// drain has a hub ingest the messages up to their last receipt.
func drain(b *testing.B, s hub.Store, l load) time.Duration {
	_, key, _ := ed25519.GenerateKey(nil)
	live, stop := context.WithCancel(ctx)
	defer stop()
	h := hub.New(hub.Config{Store: s, Key: key})
	link, c := h.NewLink(live), &counter{done: make(chan struct{})}
	c.left.Store(int64(len(l.messages)))
	ended := make(chan error, 1)
	go func() { ended <- link.Serve(live, c) }()
	start := time.Now()
	for _, m := range l.messages {
		link.Take(m.Topic, m.Payload)
	}
	<-c.done
	took := time.Since(start)
	stop()
	<-ended
	n := 0
	if err := s.View(ctx, func(tx hub.Tx) error {
		head, err := tx.Head()
		n = int(head)
		return err
	}); err != nil || n != len(l.records) {
		b.Fatalf("%d of %d records, %v", n, len(l.records), err)
	}
	return took
}

// BenchmarkIngest measures from the message to the signed receipt, all of it:
// signature, chain, commit. On PostgreSQL the same records are inserted bare in
// the same run, a row each: by unnest, in one statement a transaction of as many
// rows as a group of messages has at most, and by COPY.
func BenchmarkIngest(b *testing.B) {
	for _, size := range []int{12, 500} {
		b.Run(fmt.Sprintf("sqlite/%d", size), func(b *testing.B) {
			s := must(sqlite.Open(ctx, filepath.Join(b.TempDir(), "hub.db")))
			defer s.Close()
			l := fill(b, s, b.N, size)
			b.ResetTimer()
			b.ReportMetric(rate(b, drain(b, s, l), size), "records/s")
		})
		b.Run(fmt.Sprintf("postgres/%d", size), func(b *testing.B) {
			s := must(postgres.Open(ctx, postgrestest.Start(b).New(b)))
			defer s.Close()
			l := fill(b, s, b.N, size)
			b.ResetTimer()
			mine := rate(b, drain(b, s, l), size)
			b.StopTimer()
			unnest := rate(b, bare(b, s, l.records, unnested), size)
			copied := rate(b, bare(b, s, l.records, copying), size)
			b.ReportMetric(mine, "records/s")
			b.ReportMetric(mine/unnest, "/unnest")
			b.ReportMetric(mine/copied, "/copy")
		})
	}
}

func rate(b *testing.B, took time.Duration, size int) float64 {
	return float64(b.N*size) / took.Seconds()
}

// bareGroup is how many rows go into one bare transaction.
const bareGroup = 6000

// bareTable has a row for each record, found by its position and by its name.
const bareTable = `DROP TABLE IF EXISTS bare; CREATE TABLE bare (
	pos BIGINT PRIMARY KEY, station TEXT COLLATE "C" NOT NULL, epoch BIGINT NOT NULL, seq BIGINT NOT NULL, kind TEXT COLLATE "C" NOT NULL,
	hash BYTEA NOT NULL, record BYTEA NOT NULL, received_ms BIGINT NOT NULL, UNIQUE (station, epoch, seq))`

// bare inserts the records into an empty table.
func bare(b *testing.B, s *store.Store, records []hub.Record, insert func(*pgx.Conn, string, int64, []hub.Record) error) time.Duration {
	c := must(s.Writer.Conn(ctx))
	defer c.Close()
	must(c.ExecContext(ctx, bareTable))
	must(c.ExecContext(ctx, `CHECKPOINT`))
	start := time.Now()
	err := c.Raw(func(driver any) error {
		conn := driver.(*stdlib.Conn).Conn()
		for from := 0; from < len(records); from += bareGroup {
			if err := insert(conn, "bare", int64(from), records[from:min(len(records), from+bareGroup)]); err != nil {
				return err
			}
		}
		return nil
	})
	took := time.Since(start)
	var n int
	if err := c.QueryRowContext(ctx, `SELECT count(*) FROM bare`).Scan(&n); err != nil || n != len(records) {
		b.Fatalf("%d of %d rows, %v", n, len(records), err)
	}
	return must(took, err)
}

func unnested(c *pgx.Conn, table string, from int64, rows []hub.Record) error {
	n := len(rows)
	pos, epoch, seq, at := make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n)
	station, kind, hash, record := make([]string, n), make([]string, n), make([][]byte, n), make([][]byte, n)
	for i := range rows {
		r := &rows[i]
		pos[i], station[i], epoch[i], seq[i] = from+int64(i), r.Station, int64(r.Epoch), int64(r.Seq)
		kind[i], hash[i], record[i], at[i] = r.Kind, r.Hash[:], r.Bytes, noon.UnixMilli()
	}
	_, err := c.Exec(ctx, `INSERT INTO `+table+` SELECT * FROM unnest($1::int8[], $2::text[], $3::int8[], $4::int8[], $5::text[], $6::bytea[], $7::bytea[], $8::int8[])`,
		pos, station, epoch, seq, kind, hash, record, at)
	return err
}

func copying(c *pgx.Conn, table string, from int64, rows []hub.Record) error {
	columns := []string{"pos", "station", "epoch", "seq", "kind", "hash", "record", "received_ms"}
	_, err := c.CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) {
		r := &rows[i]
		return []any{from + int64(i), r.Station, int64(r.Epoch), int64(r.Seq), r.Kind, r.Hash[:], r.Bytes, noon.UnixMilli()}, nil
	}))
	return err
}
