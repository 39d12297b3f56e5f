package hub

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"fmt"
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/wire"
)

// ClientName is the hub's own name at a broker. Brokers go by names, so no
// station can have it.
const ClientName = "hub"

// ReplicaName is the name at a broker of one of several hubs. No station's has
// a dot.
func ReplicaName(replica string) string { return ClientName + "." + replica }

// CodeLasts is how long a one-time code is good for.
const CodeLasts = 24 * time.Hour

// Why an enrolment was refused. The texts are for the technician at the
// station.
var (
	ErrCodeUnknown = errors.New("the hub does not know this code: check it, or print a new one there with `nuanxin-hub enroll STATION`")
	ErrCodeUsed    = errors.New("this code has been used, and each is good for one enrolment: print a new one at the hub with `nuanxin-hub enroll STATION`")
	ErrCodeExpired = errors.New("this code has expired: print a new one at the hub with `nuanxin-hub enroll STATION`")
	ErrBadKey      = errors.New("the public key is not an Ed25519 key of 32 bytes")
	ErrReserved    = errors.New("this name is the hub's own: choose another for the station")
	ErrBadName     = errors.New("a station's name has at most 60 characters")
)

const maxName = 60

// Invite makes the station known, under names for its screen where they are
// given, and returns the secret of its one-time code. An unused older code of
// the station is good no longer.
func (h *Hub) Invite(ctx context.Context, station, nameZH, nameEN string) (secret [10]byte, err error) {
	if err := event.CheckStation(station); err != nil {
		return secret, err
	}
	if station == ClientName {
		return secret, fmt.Errorf("%q: %w", station, ErrReserved)
	}
	if len([]rune(nameZH)) > maxName || len([]rune(nameEN)) > maxName {
		return secret, ErrBadName
	}
	rand.Read(secret[:])
	text := wire.NewEnrolCode(secret, nil).Secret
	err = h.act(ctx, "enroll", func(tx Tx, a *Act) error {
		a.Subject = station
		now := h.Now()
		if err := introduce(tx, station, nameZH, nameEN); err != nil {
			return err
		}
		code := Code{Hash: sha256.Sum256([]byte(text)), Station: station, Expires: now.Add(CodeLasts)}
		if err := tx.PutCode(code); err != nil {
			return err
		}
		return offerCatalogue(tx, now)
	})
	return secret, err
}

func introduce(tx Stations, id, nameZH, nameEN string) error {
	held, err := tx.Hold([]string{id})
	if err != nil {
		return err
	}
	s := Station{ID: id, NameZH: "暖新驿站 " + id, NameEN: "Rest station " + id}
	if known := held[id]; known != nil {
		s = known.Station
	}
	s.NameZH, s.NameEN = cmp.Or(nameZH, s.NameZH), cmp.Or(nameEN, s.NameEN)
	return tx.PutStation(s)
}

// Admit takes a station in: its code is used up, its key registered in place
// of any before, and what it needs to be one of the hub's is returned. It
// returns ErrBadKey, ErrRevoked, ErrCodeUnknown, ErrCodeUsed or ErrCodeExpired.
func (h *Hub) Admit(ctx context.Context, e wire.Enrolment) (m wire.Membership, err error) {
	if len(e.PublicKey) != ed25519.PublicKeySize {
		return m, ErrBadKey
	}
	replaced := false
	err = h.decide(ctx, func(tx Tx) error {
		now := h.Now()
		station, err := redeem(tx, e.Code, now)
		if err != nil {
			return err
		}
		if m, err = h.Authority.Admit(station.ID, e.PublicKey, now); err != nil {
			return err
		}
		replaced = station.Key != nil && !station.Key.Equal(ed25519.PublicKey(e.PublicKey))
		return h.register(tx, station, e.PublicKey, &m)
	})
	if err != nil {
		return wire.Membership{}, err
	}
	h.Log.Info("station enrolled", keyStation, m.Station, keyEpoch, m.Epoch)
	if replaced {
		h.Replaced(m.Station)
	}
	return m, nil
}

// redeem uses up a code.
func redeem(tx Tx, secret string, now time.Time) (*Standing, error) {
	code, found, err := tx.Code(sha256.Sum256([]byte(secret)))
	switch {
	case err != nil:
		return nil, err
	case !found:
		return nil, ErrCodeUnknown
	case !code.Used.IsZero():
		return nil, ErrCodeUsed
	case now.After(code.Expires):
		return nil, ErrCodeExpired
	}
	code.Used = now
	if err := tx.PutCode(code); err != nil {
		return nil, err
	}
	held, err := tx.Hold([]string{code.Station})
	if err == nil && held[code.Station] == nil {
		err = fmt.Errorf("%q: %w", code.Station, ErrUnknownStation)
	}
	return held[code.Station], err
}

// register gives the station its new key. A station that was heard of before
// may come back with an empty file: the loans in its down-journal are spent
// or lost with the old one, so they are blanked, and the places stay lent.
// Neither a new file nor the old one can then promise them twice.
func (h *Hub) register(tx Tx, s *Standing, key ed25519.PublicKey, m *wire.Membership) error {
	now := h.Now()
	if err := exchange(tx, s.Station, key, now); err != nil {
		return err
	}
	if !s.Heard.IsZero() && !s.Key.Equal(key) {
		if err := void(tx, s.ID); err != nil {
			return err
		}
	}
	if m.Replaces = len(s.Cursors) > 0; m.Replaces {
		n, err := restoreBookings(tx, s.ID, now)
		if err != nil {
			return err
		}
		m.Bookings = n
	}
	// No epoch is given twice, even where nothing was heard of the first to have
	// it: that one would take what is sent to this one, and promise it too.
	m.Epoch = max(s.Newest(), s.LastEpoch, s.Station.Journal) + 1
	s.LastEpoch, s.Last = m.Epoch, 0
	s.Key, s.Revoked, s.Certified = key, time.Time{}, certifiedUntil(*m)
	s.Heard, s.Journal, s.Sent = time.Time{}, 0, 0
	m.NameZH, m.NameEN, m.Broker = s.NameZH, s.NameEN, h.Broker
	m.HubMS = now.UnixMilli()
	return tx.PutStation(s.Station)
}

// exchange notes which key takes the place of which. One that was revoked never
// comes back.
func exchange(tx Keys, s Station, key ed25519.PublicKey, now time.Time) error {
	keys, err := tx.KeysOf(s.ID)
	if err != nil {
		return err
	}
	for _, k := range keys {
		switch {
		case !k.Key.Equal(key):
		case !k.Revoked.IsZero():
			return ErrRevoked
		default:
			return nil
		}
	}
	for _, k := range keys {
		if k.Key.Equal(s.Key) {
			k.Replaced = now
			if err := tx.PutKey(k); err != nil {
				return err
			}
		}
	}
	return tx.PutKey(StationKey{Station: s.ID, Key: key, Enrolled: now})
}

// certifiedUntil is until when a membership's certificate is good.
func certifiedUntil(m wire.Membership) time.Time {
	own := certificates(m.Certificate)
	if len(own) == 0 {
		return time.Time{}
	}
	c, err := x509.ParseCertificate(own[0])
	if err != nil {
		return time.Time{}
	}
	return c.NotAfter
}

// void blanks every entry that lends a station something.
func void(tx Downlinks, station string) error {
	var errs []error
	for _, kind := range []string{
		kindLent, "booking_decided", "points_budget", "task_offered",
	} {
		errs = append(errs, tx.Blank(station, kind))
	}
	return errors.Join(errs...)
}

var kindLent = (&event.Down{Body: &event.Down_SlotLent{}}).Kind()
