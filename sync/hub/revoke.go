package hub

import (
	"context"
	"errors"
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

var (
	// ErrRevoked says that a person has revoked the key: what it signs does not
	// count, and its certificate opens no broker.
	ErrRevoked = errors.New("the station's key is revoked")
	// ErrNothingToRevoke says that the station has no such key.
	ErrNothingToRevoke = errors.New("the station has no such key that is not revoked already: `nuanxin-hub stations` shows how it stands")
	// ErrNoReason says that nobody will know later why.
	ErrNoReason = errors.New("say why, for those who will ask later")
	// ErrLongReason is for a reason that no list could show.
	ErrLongReason = errors.New("the reason has more than 200 characters")
)

const maxReason = 200

// Revoke has a station's present key count no more, as of a PC that was stolen:
// every hub of the store refuses it within a second, and every station is told
// to refuse the passes and receipts it made. With former, the present key stays
// good, and all those before it are revoked instead: where the stolen PC has
// been replaced already. The station comes back by enrolling with a new key.
// Errors are ErrUnknownStation, ErrNothingToRevoke, ErrNoReason and
// ErrLongReason.
func (h *Hub) Revoke(ctx context.Context, station, because string, former bool) error {
	switch {
	case because == "":
		return ErrNoReason
	case len([]rune(because)) > maxReason:
		return ErrLongReason
	}
	err := h.act(ctx, "revoke", func(tx Tx, a *Act) error {
		a.Subject, a.Detail = station, because
		return revoke(tx, station, because, former, h.Now())
	})
	if err == nil {
		h.Log.Warn("station revoked", keyStation, station, "former", former)
	}
	return err
}

func revoke(tx Tx, id, because string, former bool, now time.Time) error {
	if _, err := tx.Station(id); err != nil {
		return err
	}
	held, err := tx.Hold([]string{id})
	if err != nil {
		return err
	}
	s := held[id]
	keys, err := tx.KeysOf(id)
	if err != nil {
		return err
	}
	told := &event.StationsRevoked{}
	for _, k := range keys {
		if present := k.Key.Equal(s.Key); present == former || !k.Revoked.IsZero() {
			continue
		}
		k.Revoked, k.Because = now, because
		if err := tx.PutKey(k); err != nil {
			return err
		}
		told.Keys = append(told.Keys, k.Key)
	}
	if len(told.Keys) == 0 {
		return ErrNothingToRevoke
	}
	if !former {
		s.Revoked = now
		if err := tx.PutStation(s.Station); err != nil {
			return err
		}
	}
	return announce(tx, now, Itself, id, &event.Down{Body: &event.Down_StationsRevoked{StationsRevoked: told}})
}
