package hub

import (
	"context"
	"encoding/pem"
	"errors"
	"fmt"
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/wire"
)

const (
	// renewBefore is how long before its end a certificate is renewed: a third of
	// the life that the keyring gives it.
	renewBefore = 365 * 24 * time.Hour
	// renewEvery is how often those are looked for that are due, and renewAtOnce
	// how many are renewed in one transaction.
	renewEvery  = time.Minute
	renewAtOnce = 100
)

var kindCertificate = (&event.Down{Body: &event.Down_CertificateRenewed{}}).Kind()

// RenewCertificates has the certificates of stations that are connected renewed
// before they end, until ctx ends. A station need not ask: what it says is signed
// with the very key the certificate is for, and a certificate is no secret. It comes
// in the station's journal, and so to wherever the station works and exactly
// once; no clock but the hub's has a say.
func (h *Hub) RenewCertificates(ctx context.Context) error {
	for {
		if err := h.RenewDue(ctx); err != nil && ctx.Err() == nil {
			h.Log.Error("certificates of stations not renewed", keyCause, err)
		}
		if !wait(ctx, renewEvery, nil) {
			return context.Cause(ctx)
		}
	}
}

// Recertify has every station given a new certificate, and told whom to trust,
// as it connects: the authority's own certificate is new.
func (h *Hub) Recertify(ctx context.Context) error {
	return h.act(ctx, "recertify", func(tx Tx, _ *Act) error { return tx.Recertify() })
}

// RenewDue renews those that are due now.
func (h *Hub) RenewDue(ctx context.Context) error {
	for {
		var due []string
		err := h.Store.View(ctx, func(tx Tx) (err error) {
			now := h.Now()
			due, err = tx.Expiring(now.Add(renewBefore), now.Add(-present), renewAtOnce)
			return err
		})
		if err != nil || len(due) == 0 {
			return err
		}
		if err := h.Store.Update(ctx, func(tx Tx) error { return h.renew(tx, due) }); err != nil {
			return err
		}
	}
}

func (h *Hub) renew(tx Tx, stations []string) error {
	held, err := tx.Hold(stations)
	if err != nil {
		return err
	}
	var send []Entry
	now := h.Now()
	for _, id := range stations {
		s := held[id]
		if s == nil || s.good() != nil || s.Certified.After(now.Add(renewBefore)) {
			continue // by another hub, since
		}
		d, err := h.certify(tx, s, now)
		if err != nil {
			return fmt.Errorf("%s: %w", id, err)
		}
		entry, err := event.EncodeDown(d)
		if err != nil {
			return err
		}
		if err := tx.Blank(id, kindCertificate); err != nil {
			return err
		}
		send = append(send, Entry{id, d.Kind(), "", entry})
	}
	return tx.AppendDown(send, now)
}

// certify makes the station's key a new certificate.
func (h *Hub) certify(tx Stations, s *Standing, now time.Time) (*event.Down, error) {
	m, err := h.Authority.Admit(s.ID, s.Key, now)
	if err != nil {
		return nil, err
	}
	own := certificates(m.Certificate)
	if len(own) != 1 {
		return nil, errors.New("the authority has made no certificate")
	}
	s.Certified = certifiedUntil(m)
	h.Log.Info("certificate renewed", keyStation, s.ID, "until", s.Certified.Format(time.DateOnly))
	return &event.Down{Body: &event.Down_CertificateRenewed{CertificateRenewed: &event.CertificateRenewed{
		Certificate: own[0], Authorities: certificates(m.CA), Endorsement: m.Endorsement,
	}}}, tx.PutStation(s.Station)
}

// certificates are those in a text of PEM blocks, DER.
func certificates(text string) (all [][]byte) {
	for rest := []byte(text); ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			return all
		}
		all = append(all, block.Bytes)
	}
}

// Renew gives a station a new certificate that cannot come and fetch it, because
// the one it has is over. A greeting that its key has signed proves it. Errors are
// those of wire.OpenGreeting, ErrUnknownStation, ErrNoKey, ErrRevoked or
// ErrReplaced.
func (h *Hub) Renew(ctx context.Context, greeting []byte) (r wire.Renewal, err error) {
	letters := h.open(ctx, []Message{{wire.Hello.Topic(anyStation), greeting}})
	switch l := letters[0]; {
	case l.err != nil:
		return r, l.err
	case l.former:
		return r, ErrReplaced
	}
	err = h.Store.Update(ctx, func(tx Tx) error {
		held, err := tx.Hold([]string{letters[0].station})
		if err != nil {
			return err
		}
		s := held[letters[0].station]
		if s == nil || !s.Key.Equal(letters[0].key) {
			return ErrReplaced
		}
		if err := s.good(); err != nil {
			return err
		}
		now := h.Now()
		d, err := h.certify(tx, s, now)
		fresh := d.GetCertificateRenewed()
		r = wire.Renewal{Certificate: asPEM(fresh.GetCertificate()), CA: asPEM(fresh.GetAuthorities()...), Endorsement: fresh.GetEndorsement(), HubMS: now.UnixMilli()}
		return err
	})
	return r, err
}

func asPEM(all ...[]byte) (text string) {
	for _, der := range all {
		text += string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	}
	return text
}
