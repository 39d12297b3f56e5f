package hub

import (
	"context"
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

// Announcement is an entry of the fleet's journal.
type Announcement struct {
	// Pos counts all of them from 1.
	Pos           int64
	Kind, Subject string
	// Bytes are empty once a later one has taken its place.
	Bytes []byte
	// Who announced it; Kit for what comes with the kit.
	Who string
	At  time.Time
}

// Kit announces what every hub tells its stations by itself.
const Kit = "kit"

// Fleet is the journal of what every station is told. It is kept once: the
// journal of a station takes in what it lacks, as one run, when the station
// greets or is pushed to. So a word to the whole fleet is one row.
type Fleet interface {
	FleetHead() (int64, error)
	// Announce adds to its end; positions and times are given by the store.
	Announce([]Announcement, time.Time) error
	// Silence empties the announcements of a kind about a subject. Stations that
	// have not taken them in pass over them.
	Silence(kind, subject string) error
	// Announced lists those of a kind that are not silenced, of one subject or
	// ("") of all, the oldest first.
	Announced(kind, subject string) ([]Announcement, error)
	// TakeIn extends the journals of stations held up to the fleet's end. It
	// returns where each of them ended before, those it extended only.
	TakeIn(stations []string) ([]Ask, error)
	// Untold lists stations heard of since a time whose journals lack something.
	Untold(heard time.Time, limit int) ([]string, error)
}

// lasting kinds are told for good: a later one about the same subject does not
// take the place of an earlier one.
var lasting = map[string]bool{"appeal_reply": true, "passes_revoked": true, "stations_revoked": true}

// announce tells every station of something, in the transaction of whoever
// decided it. It calls for tx.Alone before.
func announce(tx Fleet, now time.Time, who, subject string, d *event.Down) error {
	entry, err := event.EncodeDown(d)
	if err != nil {
		return err
	}
	if !lasting[d.Kind()] {
		if err := tx.Silence(d.Kind(), subject); err != nil {
			return err
		}
	}
	return tx.Announce([]Announcement{{Kind: d.Kind(), Subject: subject, Bytes: entry, Who: who}}, now)
}

// takeIn has the journals that greetings asked for take in what they lack.
func (g *group) takeIn() error {
	if len(g.asks) == 0 {
		return nil
	}
	head, err := g.tx.FleetHead()
	var behind []string
	for _, ask := range g.asks {
		if g.held[ask.Station].Fleet < head {
			behind = append(behind, ask.Station)
		}
	}
	if err != nil || len(behind) == 0 {
		return err
	}
	_, err = g.tx.TakeIn(unique(behind))
	return err
}

// spreadAtOnce stations take the fleet's journal in together, in one
// transaction of a push.
const spreadAtOnce = 200

// spread pushes what the fleet was told to those connected, some stations at
// a time. Others take it in when they greet.
func (l *Link) spread(ctx context.Context, c Carrier) error {
	for {
		head, runs, err := l.hub.untold(ctx, l.spreadTo)
		if err != nil {
			l.complain(err)
			return nil
		}
		if len(runs) == 0 {
			l.spreadTo = head
			return nil
		}
		if err := l.publish(ctx, c, byStation(runs)); err != nil {
			return err
		}
	}
}

// untold has some stations take in what they lack, and returns it. Nothing new
// since the fleet's journal ended at after costs one look.
func (h *Hub) untold(ctx context.Context, after int64) (head int64, runs []Run, err error) {
	err = h.Store.View(ctx, func(tx Tx) (err error) {
		head, err = tx.FleetHead()
		return err
	})
	if err != nil || head <= after {
		return head, nil, err
	}
	err = h.Store.Update(ctx, func(tx Tx) error {
		runs = nil
		ids, err := tx.Untold(h.Now().Add(-present), spreadAtOnce)
		if err != nil || len(ids) == 0 {
			return err
		}
		if _, err := tx.Hold(ids); err != nil {
			return err
		}
		asks, err := tx.TakeIn(ids)
		if err != nil {
			return err
		}
		runs, err = tx.Down(asks, maxAnswer)
		return err
	})
	return head, runs, err
}
