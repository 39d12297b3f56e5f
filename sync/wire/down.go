package wire

import (
	"crypto/ed25519"
	"fmt"
	"time"

	"github.com/nuanxin/station-kit/sync/wire/wirepb"
)

// Verdict is what the hub made of a batch.
type Verdict int32

// The verdicts; see wire.proto.
const (
	Accepted   = Verdict(wirepb.Verdict_VERDICT_ACCEPTED)
	Resend     = Verdict(wirepb.Verdict_VERDICT_RESEND)
	Forked     = Verdict(wirepb.Verdict_VERDICT_FORKED)
	StaleEpoch = Verdict(wirepb.Verdict_VERDICT_STALE_EPOCH)
)

// Receipt is cumulative: every record of Epoch up to and including UpTo is
// committed at the hub, where the chain hash is Hash.
type Receipt struct {
	Epoch      uint32
	UpTo       uint64
	Hash       [32]byte
	Verdict    Verdict
	HubTime    time.Time
	RetryAfter time.Duration // how long to wait before sending again
	// Nonce is that of the greeting it answers: then, and only then, HubTime is
	// fresh. Zero in answer to a batch.
	Nonce Nonce
	// Credit is how many batches may be under way without a receipt, 0 for as
	// many as the station sees fit.
	Credit uint32
}

// Page is a run of a station's down-journal: Entries from First on. Last is
// the last entry the hub has.
type Page struct {
	First   uint64
	Entries [][]byte
	Last    uint64
	// JournalEpoch is that of the greeting it answers; see wire.proto.
	JournalEpoch uint32
}

// Downward is a message from the hub: exactly one of its parts is set.
type Downward struct {
	Receipt *Receipt
	Page    *Page
}

// MaxEntries is how many entries a page may hold.
const MaxEntries = 4096

// EncodeDownward signs a message for one station with the hub's key. It returns
// ErrTooLarge for a page that its station would refuse.
func EncodeDownward(station string, d Downward, key ed25519.PrivateKey) ([]byte, error) {
	m := &wirepb.Down{Station: station}
	switch {
	case d.Receipt != nil:
		r := d.Receipt
		m.Body = &wirepb.Down_Receipt{Receipt: &wirepb.Receipt{
			Epoch: r.Epoch, UpTo: r.UpTo, Hash: r.Hash[:], Verdict: wirepb.Verdict(r.Verdict),
			HubMs: r.HubTime.UnixMilli(), RetryAfterMs: uint32(r.RetryAfter.Milliseconds()), Nonce: r.Nonce.bytes(), Credit: r.Credit,
		}}
	case d.Page != nil:
		if len(d.Page.Entries) > MaxEntries {
			return nil, fmt.Errorf("a page of %d entries: %w", len(d.Page.Entries), ErrTooLarge)
		}
		m.Body = &wirepb.Down_Page{Page: &wirepb.Page{First: d.Page.First, Entries: d.Page.Entries, Last: d.Page.Last, JournalEpoch: d.Page.JournalEpoch}}
	}
	return fromHub.seal(m, key)
}

// OpenDownward verifies that the hub sent data, and to this station: a broker
// cannot make a receipt, nor pass on another station's.
func OpenDownward(data []byte, station string, hub ed25519.PublicKey) (Downward, error) {
	var m wirepb.Down
	ours := func(named string) (ed25519.PublicKey, error) {
		if named != station {
			return nil, fmt.Errorf("a message for station %q: %w", named, ErrSignature)
		}
		return hub, nil
	}
	if err := fromHub.open(data, &m, ours); err != nil {
		return Downward{}, err
	}
	switch body := m.Body.(type) {
	case *wirepb.Down_Receipt:
		return openReceipt(body.Receipt)
	case *wirepb.Down_Page:
		p := body.Page
		if len(p.Entries) > MaxEntries {
			return Downward{}, fmt.Errorf("a page of %d entries: %w", len(p.Entries), ErrTooLarge)
		}
		return Downward{Page: &Page{p.First, p.Entries, p.Last, p.JournalEpoch}}, nil
	}
	return Downward{}, fmt.Errorf("neither receipt nor page: %w", ErrMalformed)
}

func openReceipt(r *wirepb.Receipt) (Downward, error) {
	if len(r.Hash) != 32 {
		return Downward{}, fmt.Errorf("receipt: %w", ErrMalformed)
	}
	return Downward{Receipt: &Receipt{
		Epoch: r.Epoch, UpTo: r.UpTo, Hash: [32]byte(r.Hash), Verdict: Verdict(r.Verdict),
		HubTime: time.UnixMilli(r.HubMs), RetryAfter: time.Duration(r.RetryAfterMs) * time.Millisecond, Nonce: nonceFrom(r.Nonce), Credit: r.Credit,
	}}, nil
}
