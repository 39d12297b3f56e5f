package station

import (
	"bytes"
	"crypto/ed25519"
	"fmt"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/pass"
)

// What counts no longer: pass id (8 bytes) or station's key (32) to when this
// station learnt of it (8 bytes, Unix milliseconds).
var (
	bucketRevokedPasses   = []byte("revoked-passes")
	bucketRevokedStations = []byte("revoked-stations")
)

var revocations = subject{
	buckets: [][]byte{bucketRevokedPasses, bucketRevokedStations},
	apply:   applyRevocation,
	check:   checkRevocations,
}

// applyRevocation passes over what cannot name a pass or a station.
func applyRevocation(c *change, d *event.Down) error {
	if err := c.revoke(bucketRevokedPasses, len(pass.ID{}), d.GetPassesRevoked().GetPassIds()); err != nil {
		return err
	}
	return c.revoke(bucketRevokedStations, ed25519.PublicKeySize, d.GetStationsRevoked().GetKeys())
}

func (c *change) revoke(bucket []byte, size int, names [][]byte) error {
	for _, name := range names {
		if len(name) != size || c.Bucket(bucket).Get(name) != nil {
			continue
		}
		if err := c.put(bucket, name, asBytes(uint64(c.at.WallMs))); err != nil {
			return err
		}
	}
	return nil
}

func (v *view) passRevoked(id []byte) bool { return v.Bucket(bucketRevokedPasses).Get(id) != nil }

func (v *view) stationRevoked(key pass.Key) bool {
	return v.Bucket(bucketRevokedStations).Get(key[:]) != nil
}

// unrevoked returns pass.ErrRevoked for what a revoked station made, and for a
// revoked pass; id is nil for a receipt.
func (s *Station) unrevoked(issuer pass.Key, id []byte) error {
	var byStation, byID bool
	err := s.view(func(v *view) error {
		byStation, byID = v.stationRevoked(issuer), id != nil && v.passRevoked(id)
		return nil
	})
	switch {
	case err != nil:
		return err
	case byStation:
		return fmt.Errorf("with its station: %w", pass.ErrRevoked)
	case byID:
		return pass.ErrRevoked
	}
	return nil
}

// ReadReceipt reads a scanned receipt of any station of the fleet. Errors are
// pass.ErrNotPass, pass.ErrForged, pass.ErrExpired, pass.ErrRevoked and
// ErrStorage.
func (s *Station) ReadReceipt(text string) (pass.Receipt, error) {
	r, err := pass.VerifyReceipt(text, s.Hub, s.Now())
	if err != nil {
		return pass.Receipt{}, err
	}
	if err := s.unrevoked(r.Issuer, nil); err != nil {
		return pass.Receipt{}, err
	}
	return r, nil
}

// RevokePasses revokes every pass a rider has: those issued here at once, of
// which it returns the number; those of other stations when the hub, told by
// the record, has passed it on. It returns ErrAnonymous.
func (s *Station) RevokePasses(who event.Pseudonym) (int, error) {
	if !who.Known() {
		return 0, ErrAnonymous
	}
	var revoked [][]byte
	err := s.change(func(c *change) (err error) {
		revoked, err = c.revokeIssued(who)
		if err != nil {
			return err
		}
		_, _, err = c.append(&event.Record{Body: &event.Record_RiderPassesRevoked{
			RiderPassesRevoked: &event.RiderPassesRevoked{Pseudonym: who.Bytes(), PassIds: revoked},
		}})
		return err
	})
	return len(revoked), err
}

// revokeIssued revokes the passes issued here to a rider, and returns the ids
// of those that were good until now.
func (c *change) revokeIssued(who event.Pseudonym) ([][]byte, error) {
	var ids [][]byte
	for key := range under(c.Tx, bucketPasses, who[:]) {
		if id := key[len(who):]; !c.view().passRevoked(id) {
			ids = append(ids, bytes.Clone(id))
		}
	}
	return ids, c.revoke(bucketRevokedPasses, len(pass.ID{}), ids)
}

// checkRevocations: what a rider revoked here stays revoked, and every row has
// the form that is looked up.
func checkRevocations(v *view, r *Report) {
	for bucket, size := range map[string]int{
		string(bucketRevokedPasses): len(pass.ID{}), string(bucketRevokedStations): ed25519.PublicKeySize,
	} {
		for name, at := range each(v.Tx, []byte(bucket)) {
			if len(name) != size || len(at) != 8 {
				r.fault("%s: row %x is damaged", bucket, name)
			}
		}
	}
	for _, row := range each(v.Tx, bucketJournal) {
		rec, _ := recordOf(row)
		for _, id := range rec.GetRiderPassesRevoked().GetPassIds() {
			if !v.passRevoked(id) {
				r.fault("revoked-passes: pass %x, which its rider revoked, is missing", id)
			}
		}
	}
}
