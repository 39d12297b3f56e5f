package hub

import (
	"context"

	"github.com/nuanxin/station-kit/sync/wire"
)

// greet answers a greeting: a receipt for its epoch, and (when all is written)
// the down-journal after its cursor, or as much of it as one answer may hold.
func (g *group) greet(s *Standing, hello wire.Greeting) (wire.Receipt, error) {
	s.speakOf(hello.Epoch, hello.Last)
	verdict := wire.Accepted
	if hello.Epoch < s.Newest() {
		verdict = wire.StaleEpoch
	}
	receipt := receiptAt(s.cursor(hello.Epoch), verdict, g.now)
	receipt.Nonce = hello.Nonce
	g.asks = append(g.asks, Ask{s.ID, hello.DownCursor})
	return receipt, g.restored(s, hello.JournalEpoch)
}

// restored takes note of a journal that begins a later epoch: the station's
// file was restored from an earlier state of itself. Loans it has not applied
// may have been spent by the state that was lost, so they are blanked, as for
// a replaced PC; the places stay lent. The bookings that are here and that the
// earlier state lacks are given back.
func (g *group) restored(s *Standing, epoch uint32) error {
	if epoch <= s.Journal {
		return nil
	}
	before := s.Journal
	s.Journal = epoch
	if before == 0 {
		return nil
	}
	if err := void(g.tx, s.ID); err != nil {
		return err
	}
	_, err := restoreBookings(g.tx, s.ID, g.now)
	return err
}

// Greet is Receive of one greeting.
func (h *Hub) Greet(ctx context.Context, message []byte) (station string, receipt wire.Receipt, pages []wire.Page, err error) {
	a := h.Receive(ctx, []Message{{wire.Hello.Topic(anyStation), message}})[0]
	if a.Err != nil {
		return "", wire.Receipt{}, nil, a.Err
	}
	for _, d := range a.Down[1:] {
		pages = append(pages, *d.Page)
	}
	return a.Station, *a.Down[0].Receipt, pages, nil
}
