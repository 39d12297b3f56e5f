package hub

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"time"
)

// StationKey is a key that a station has, or once had. Times are zero where it
// has not come to that.
type StationKey struct {
	Station  string
	Key      ed25519.PublicKey
	Enrolled time.Time
	// Replaced is when the station enrolled with another.
	Replaced time.Time
	// Revoked is when a person said that nothing signed with it counts any more,
	// and Because what for.
	Revoked time.Time
	Because string
}

// Keys are all keys that stations ever enrolled with.
type Keys interface {
	// PutKey adds a key, or replaces what is known of it.
	PutKey(StationKey) error
	// KeysOf lists a station's, the oldest first.
	KeysOf(station string) ([]StationKey, error)
	// KeysHead counts the changes made by PutKey.
	KeysHead() (int64, error)
	// KeysSince lists stations whose keys changed after a count.
	KeysSince(count int64) ([]string, error)
	// Expiring lists at most limit stations heard of since a time whose present
	// key is good and certified until by at the latest.
	Expiring(by, heard time.Time, limit int) ([]string, error)
	// Recertify has all stations' certificates known for no longer.
	Recertify() error
	// Access lists the stations that have a good key, and those whose present
	// key is revoked, sorted.
	Access() (admitted, refused []string, err error)
}

// Known reports whether key is the one the station enrolled with last, and not
// revoked: whether a certificate for it is still good.
func (h *Hub) Known(ctx context.Context, station string, key ed25519.PublicKey) (bool, error) {
	var s Station
	err := h.Store.View(ctx, func(tx Tx) (err error) {
		s, err = tx.Station(station)
		return err
	})
	if errors.Is(err, ErrUnknownStation) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("read station %s: %w", station, err)
	}
	return s.Key != nil && s.Key.Equal(key) && s.Revoked.IsZero(), nil
}

// Access lists who may come to a broker, and whose certificate is refused
// although it is still valid.
func (h *Hub) Access(ctx context.Context) (admitted, refused []string, err error) {
	err = h.Store.View(ctx, func(tx Tx) (err error) {
		admitted, refused, err = tx.Access()
		return err
	})
	return admitted, refused, err
}

// watchEvery is how soon a change of a key made elsewhere is acted on.
const watchEvery = 500 * time.Millisecond

// WatchKeys tells changed which stations have enrolled, or had a key revoked,
// whether by this hub, by another of the store or by a command, until ctx ends.
// Changes before it was called are not told.
func (h *Hub) WatchKeys(ctx context.Context, changed func(stations []string)) error {
	last := int64(-1)
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for {
		stations, head, err := h.keysSince(ctx, last)
		switch {
		case err != nil && ctx.Err() == nil:
			h.Log.Error("keys of stations not looked up: one that was revoked may still be connected", keyCause, err)
		case err == nil:
			if last = head; len(stations) > 0 {
				changed(stations)
			}
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

func (h *Hub) keysSince(ctx context.Context, last int64) (stations []string, head int64, err error) {
	err = h.Store.View(ctx, func(tx Tx) (err error) {
		if head, err = tx.KeysHead(); err != nil || last < 0 || head == last {
			return err
		}
		stations, err = tx.KeysSince(last)
		return err
	})
	return stations, head, err
}
