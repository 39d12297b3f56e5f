package hub

import (
	"context"
	"errors"
	"fmt"

	"github.com/nuanxin/station-kit/sync/wire"
)

// Greet answers a station's greeting, given as the signed message that carries
// it: a receipt for the greeting's epoch, and the down-journal after its
// cursor, or as much of it as one answer may hold. Errors are those of Ingest.
func (h *Hub) Greet(ctx context.Context, message []byte) (g wire.Greeting, receipt wire.Receipt, pages []wire.Page, err error) {
	err = h.Store.Update(ctx, func(tx Tx) error {
		if g, err = wire.OpenGreeting(message, keysIn(tx)); err != nil {
			return err
		}
		if g.Epoch == 0 {
			return fmt.Errorf("epoch 0: %w", wire.ErrMalformed)
		}
		now := h.Now()
		newest, err1 := tx.NewestEpoch(g.Station)
		at, err2 := cursor(tx, g.Station, g.Epoch)
		receipt = receiptAt(at, wire.Accepted, now)
		if g.Epoch < newest {
			receipt = receiptAt(at, wire.StaleEpoch, now)
		}
		receipt.Nonce = g.Nonce
		if err := restored(tx, g); err != nil {
			return err
		}
		var err3 error
		pages, err3 = pagesAfter(tx, g.Station, g.DownCursor)
		return errors.Join(err1, err2, err3, tx.Heard(g.Station, now, g.Epoch, g.Last))
	})
	return g, receipt, pages, err
}

// restored takes note of a journal that begins a later epoch: the station's
// file was restored from an earlier state of itself. Loans it has not applied
// may have been spent by the state that was lost, so they are blanked, as for
// a replaced PC; the places stay lent.
func restored(tx Tx, g wire.Greeting) error {
	s, err := tx.Station(g.Station)
	if err != nil || g.JournalEpoch <= s.Journal {
		return err
	}
	if s.Journal != 0 {
		if err := void(tx, s.ID); err != nil {
			return err
		}
	}
	s.Journal = g.JournalEpoch
	return tx.PutStation(s)
}

// PagesAfter is the down-journal of a station after a cursor, or as much of it
// as one answer may hold.
func (h *Hub) PagesAfter(ctx context.Context, station string, cursor uint64) (pages []wire.Page, err error) {
	err = h.Store.View(ctx, func(tx Tx) error {
		pages, err = pagesAfter(tx, station, cursor)
		return err
	})
	return pages, err
}

const (
	// maxAnswer entries go down in one answer; a station that has more to come
	// sees so in the page and greets again.
	maxAnswer = 4000
	// pageBytes leaves room in wire.MaxMessage for framing and signature.
	pageBytes = wire.MaxMessage / 2
	// entryFrame is what an entry takes beside its bytes.
	entryFrame = 8
)

func pagesAfter(tx Tx, station string, after uint64) ([]wire.Page, error) {
	s, err := tx.Station(station)
	if err != nil {
		return nil, err
	}
	entries, last, err := tx.Down(station, after, maxAnswer)
	var pages []wire.Page
	for first := after + 1; len(entries) > 0; {
		n := fitting(entries)
		pages = append(pages, wire.Page{First: first, Entries: entries[:n], Last: last, JournalEpoch: s.Journal})
		first, entries = first+uint64(n), entries[n:]
	}
	return pages, err
}

// fitting is how many of the entries, at least one, make a page.
func fitting(entries [][]byte) int {
	size := 0
	for i, e := range entries {
		size += len(e) + entryFrame
		if i > 0 && size > pageBytes {
			return i
		}
	}
	return len(entries)
}
