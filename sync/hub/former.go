package hub

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"

	"github.com/nuanxin/station-kit/sync/wire"
)

// ErrReplaced says that another PC has enrolled under the station's name since.
var ErrReplaced = errors.New("the station has been replaced by another PC since")

// openFormer tries the keys the station had before, but for revoked ones: a PC
// that was given up for dead may still have records nobody else has.
func (h *Hub) openFormer(ctx context.Context, l *letter) {
	var keys []StationKey
	err := h.Store.View(ctx, func(tx Tx) (err error) {
		keys, err = tx.KeysOf(l.station)
		return err
	})
	if err != nil {
		l.err = fmt.Errorf("read the keys of %s: %w", l.station, err)
		return
	}
	for _, k := range keys {
		if k.Replaced.IsZero() || !k.Revoked.IsZero() {
			continue
		}
		late := &letter{Message: l.Message}
		if late.open(func(string) (ed25519.PublicKey, error) { return k.Key, nil }) != nil {
			continue
		}
		if late.former = true; late.vitals != nil {
			late.err = fmt.Errorf("%s: %w", l.station, ErrReplaced)
		}
		*l = *late
		return
	}
}

// late answers a PC that was replaced. What it has recorded is for a person to
// settle, as its riders may hold what the present PC has promised to others; it
// is told no more than that.
func (g *group) late(s *Standing, l *letter) wire.Receipt {
	if l.greeting != nil {
		r := receiptAt(s.cursor(l.greeting.Epoch), wire.StaleEpoch, g.now)
		r.Nonce = l.greeting.Nonce
		return r
	}
	at := s.cursor(l.batch.Epoch)
	if l.batch.Last() > at.UpTo {
		g.aside = append(g.aside, SetAside{l.station, l.batch.Epoch, l.batch.First, "recorded by a PC that has been replaced", l.Payload})
	}
	return receiptAt(at, wire.StaleEpoch, g.now)
}
