package sqlite

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
)

// errHash says that the file was damaged or edited by hand.
var errHash = errors.New("the database holds no chain hash of 32 bytes there")

// Cursor implements hub.Journals.
func (t *tx) Cursor(station string, epoch uint32) (hub.Cursor, error) {
	c := hub.Cursor{Station: station, Epoch: epoch}
	var upTo int64
	var hash []byte
	found, err := t.one(`SELECT up_to, hash FROM cursors WHERE station = ? AND epoch = ?`, []any{station, epoch}, &upTo, &hash)
	if err != nil || !found {
		return c, err
	}
	c.UpTo = uint64(upTo)
	c.Hash, err = link(hash)
	return c, err
}

func link(b []byte) (event.Hash, error) {
	if len(b) != len(event.Hash{}) {
		return event.Hash{}, errHash
	}
	return event.Hash(b), nil
}

// NewestEpoch implements hub.Journals.
func (t *tx) NewestEpoch(station string) (uint32, error) {
	var epoch uint32
	_, err := t.one(`SELECT coalesce(max(epoch), 0) FROM cursors WHERE station = ?`, []any{station}, &epoch)
	return epoch, err
}

// HashAt implements hub.Journals.
func (t *tx) HashAt(r event.Ref) (event.Hash, error) {
	var hash []byte
	_, err := t.one(`SELECT hash FROM records WHERE station = ? AND epoch = ? AND seq = ?`,
		[]any{r.Station, r.Epoch, number(r.Seq)}, &hash)
	if err != nil {
		return event.Hash{}, err
	}
	h, err := link(hash)
	if err != nil {
		err = fmt.Errorf("%s: %w", r, err)
	}
	return h, err
}

// Append implements hub.Journals.
func (t *tx) Append(records []hub.Record, to hub.Cursor, at time.Time) error {
	for _, r := range records {
		if err := t.exec(`INSERT INTO records (station, epoch, seq, kind, hash, record, received_ms) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			r.Station, r.Epoch, number(r.Seq), r.Kind, r.Hash[:], present(r.Bytes), millis(at)); err != nil {
			return fmt.Errorf("store %s: %w", r.Ref, err)
		}
	}
	return t.exec(`INSERT INTO cursors (station, epoch, up_to, hash, receipt_ms) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (station, epoch) DO UPDATE SET up_to = excluded.up_to, hash = excluded.hash, receipt_ms = excluded.receipt_ms`,
		to.Station, to.Epoch, number(to.UpTo), to.Hash[:], millis(at))
}

// maxQuarantine bounds what one station can have set aside. The station keeps
// the records themselves, as its cursor does not move.
const maxQuarantine = 100

// Quarantine implements hub.Journals.
func (t *tx) Quarantine(b hub.SetAside, at time.Time) error {
	digest := sha256.Sum256(b.Message)
	return t.exec(`INSERT INTO quarantine (digest, station, epoch, first_seq, reason, message, received_ms)
		SELECT ?, ?, ?, ?, ?, ?, ? WHERE (SELECT count(*) FROM quarantine WHERE station = ?) < ?
		ON CONFLICT (digest) DO NOTHING`,
		digest[:], b.Station, b.Epoch, number(b.First), b.Reason, b.Message, millis(at), b.Station, maxQuarantine)
}
