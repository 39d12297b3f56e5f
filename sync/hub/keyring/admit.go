package keyring

import (
	"crypto/ed25519"
	"time"

	"github.com/nuanxin/station-kit/station/pass"
	"github.com/nuanxin/station-kit/station/seal"
	"github.com/nuanxin/station-kit/sync/wire"
)

const endorsementYears = 3

// Admit makes what a station needs to be one of this hub's: certificate, keys
// and endorsement. Names, broker and epoch are the caller's to fill in.
func (k *Keyring) Admit(station string, key ed25519.PublicKey, now time.Time) (wire.Membership, error) {
	der, err := k.Station(station, key, now)
	if err != nil {
		return wire.Membership{}, err
	}
	sealing := k.seal.PublicKey().Bytes()
	return wire.Membership{
		Station:     station,
		Certificate: pemCertificate(der),
		CA:          pemCertificate(k.Authority.Raw),
		HubKey:      k.HubKey.Public().(ed25519.PublicKey),
		SealKey:     sealing,
		SealKeyID:   seal.KeyID(sealing),
		FleetSecret: k.fleet,
		Endorsement: pass.Endorse(key, now.AddDate(endorsementYears, 0, 0), k.HubKey),
	}, nil
}
