package keyring

import (
	"crypto/ed25519"
	"encoding/binary"
	"time"

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
		Endorsement: k.endorse(key, now.AddDate(endorsementYears, 0, 0)),
	}, nil
}

// endorse says that passes signed with key are this fleet's until the day of
// expires: the day (days since the Unix epoch, 4 bytes, big endian) and the
// hub's signature over context, key and day.
func (k *Keyring) endorse(key ed25519.PublicKey, expires time.Time) []byte {
	day := binary.BigEndian.AppendUint32(nil, uint32(expires.Unix()/86400))
	signed := append(append([]byte("nuanxin/v1/endorse\x00"), key...), day...)
	return append(day, ed25519.Sign(k.HubKey, signed)...)
}
