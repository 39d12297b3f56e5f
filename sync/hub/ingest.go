package hub

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/wire"
)

// ErrNoKey says that a station is known by name but has not joined yet.
var ErrNoKey = errors.New("the station has not enrolled yet")

// A station whose batch was set aside, or whose epoch is over, changes nothing
// by sending again at once: a person has to act first.
const settleAfter = time.Minute

// Ingest commits one batch, given as the signed message that carries it, and
// returns whose it is and the receipt to send. The receipt is worth nothing
// unless the error is nil. A batch that contradicts what the hub holds is no
// error: the receipt's verdict says so. Errors are those of wire.OpenBatch,
// ErrUnknownStation, ErrNoKey, or the Store's.
func (h *Hub) Ingest(ctx context.Context, message []byte) (station string, receipt wire.Receipt, err error) {
	err = h.Store.Update(ctx, func(tx Tx) error {
		now := h.Now()
		b, err := wire.OpenBatch(message, keysIn(tx))
		if err != nil {
			return err
		}
		if b.Epoch == 0 {
			return fmt.Errorf("epoch 0: %w", wire.ErrMalformed)
		}
		station = b.Station
		receipt, err = receive(tx, b, message, now)
		return errors.Join(err, tx.Heard(b.Station, now, b.Epoch, b.Last()))
	})
	if err != nil {
		return "", wire.Receipt{}, err
	}
	h.Log.Debug("batch", keyStation, station, keyEpoch, receipt.Epoch, keyUpTo, receipt.UpTo, keyVerdict, receipt.Verdict)
	return station, receipt, nil
}

func keysIn(tx Tx) wire.KeyOf {
	return func(station string) (ed25519.PublicKey, error) {
		s, err := tx.Station(station)
		if err == nil && s.Key == nil {
			err = fmt.Errorf("%s: %w", station, ErrNoKey)
		}
		return s.Key, err
	}
}

// receive judges a batch and acts on the judgement.
func receive(tx Tx, b wire.Batch, message []byte, now time.Time) (wire.Receipt, error) {
	newest, err1 := tx.NewestEpoch(b.Station)
	at, err2 := cursor(tx, b.Station, b.Epoch)
	if err := errors.Join(err1, err2); err != nil {
		return wire.Receipt{}, err
	}
	links := chain(b)
	verdict, err := judge(tx, newest, at, b, links)
	if err != nil {
		return wire.Receipt{}, err
	}
	switch {
	case verdict == wire.Accepted && b.Last() > at.UpTo:
		at, err = store(tx, at, b, links, now)
	case verdict == wire.Forked, verdict == wire.StaleEpoch && b.Last() > at.UpTo:
		// Records of an epoch that is over are a returned PC's: they too are
		// for a person to settle, and not to be lost.
		err = tx.Quarantine(SetAside{b.Station, b.Epoch, b.First, reasons[verdict], message}, now)
	}
	return receiptAt(at, verdict, now), err
}

var reasons = map[wire.Verdict]string{
	wire.Forked:     "contradicts the records held of this epoch",
	wire.StaleEpoch: "a later epoch of the station has begun",
}

// cursor is the Store's, with the hash an epoch not begun starts from.
func cursor(tx Journals, station string, epoch uint32) (Cursor, error) {
	c, err := tx.Cursor(station, epoch)
	if c.UpTo == 0 {
		c.Station, c.Epoch, c.Hash = station, epoch, event.Genesis(station, epoch)
	}
	return c, err
}

// chain returns the links at each record of the batch, after the one before
// its first.
func chain(b wire.Batch) []event.Hash {
	links := make([]event.Hash, 1, len(b.Records)+1)
	links[0] = event.Hash(b.Prev)
	for i, r := range b.Records {
		links = append(links, links[i].Next(r))
	}
	return links
}

// judge compares a batch with the chain the hub holds. As each link hangs on
// all before it, one common link is enough: the newest that both have.
func judge(tx Journals, newest uint32, at Cursor, b wire.Batch, links []event.Hash) (wire.Verdict, error) {
	switch {
	case b.Epoch < newest:
		return wire.StaleEpoch, nil
	case b.First > at.UpTo+1:
		return wire.Resend, nil
	}
	common, held := min(b.Last(), at.UpTo), at.Hash
	if common < at.UpTo {
		var err error
		if held, err = tx.HashAt(event.Ref{Station: b.Station, Epoch: b.Epoch, Seq: common}); err != nil {
			return 0, err
		}
	}
	if links[common+1-b.First] != held {
		return wire.Forked, nil
	}
	return wire.Accepted, nil
}

// store appends what of the batch is new, and returns where the cursor is then.
func store(tx Tx, at Cursor, b wire.Batch, links []event.Hash, now time.Time) (Cursor, error) {
	had := at.UpTo + 1 - b.First
	fresh := make([]Record, 0, uint64(len(b.Records))-had)
	decoded := make([]*event.Record, 0, cap(fresh))
	for i := had; i < uint64(len(b.Records)); i++ {
		r, kind := decode(b.Records[i])
		ref := event.Ref{Station: b.Station, Epoch: b.Epoch, Seq: b.First + i}
		fresh = append(fresh, Record{ref, kind, links[i+1], b.Records[i]})
		decoded = append(decoded, r)
	}
	at.UpTo, at.Hash = b.Last(), links[len(links)-1]
	if err := tx.Append(fresh, at, now); err != nil {
		return at, err
	}
	for i, r := range fresh {
		if err := project(tx, r.Ref, r.Kind, decoded[i]); err != nil {
			return at, err
		}
	}
	return at, nil
}

func receiptAt(c Cursor, v wire.Verdict, now time.Time) wire.Receipt {
	r := wire.Receipt{Epoch: c.Epoch, UpTo: c.UpTo, Hash: c.Hash, Verdict: v, HubTime: now}
	if v == wire.Forked || v == wire.StaleEpoch {
		r.RetryAfter = settleAfter
	}
	return r
}
