package station

import (
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/seal"
)

var bucketKeys = []byte("keys")

// Keys of the keys bucket.
var (
	keySeal    = []byte("seal")    // the event.Down with the newest key that the hub signed
	keyRefused = []byte("refused") // uint64: entries whose key the hub had not signed, or that held none
)

var (
	keys         = subject{buckets: [][]byte{bucketKeys}, apply: applySealKey, check: checkKeys}
	certificates = subject{apply: applyCertificate}
)

// applySealKey changes the key that identities are sealed to. A forged one is
// counted and passed over: it must not hold up the entries behind it.
func applySealKey(c *change, d *event.Down) error {
	handed := d.GetSealKey()
	if handed == nil {
		return nil
	}
	if _, err := seal.Rotated(handed, c.s.Hub); err != nil {
		refused := getUint64(c.Bucket(bucketKeys), keyRefused)
		return c.put(bucketKeys, keyRefused, asBytes(refused+1))
	}
	row, err := event.EncodeDown(d)
	if err != nil {
		return err
	}
	return c.put(bucketKeys, keySeal, row)
}

// sealer closes to the newest key the hub has handed out; before the first, to
// that of the enrolment.
func (v *view) sealer() *seal.Sealer {
	handed, err := v.handed()
	if err != nil || handed == nil {
		return v.s.Sealer // a damaged row, which Check reports, must not stop the station
	}
	newest, err := seal.NewSealer(handed.GetKey()) // its signature was verified when it came
	if err != nil {
		return v.s.Sealer
	}
	return newest
}

func (c *change) sealer() *seal.Sealer { return c.view().sealer() }

// handed is nil while the key of the enrolment is in use.
func (v *view) handed() (*event.SealKey, error) {
	row := v.Bucket(bucketKeys).Get(keySeal)
	if row == nil {
		return nil, nil
	}
	d, err := event.DecodeDown(row)
	return d.GetSealKey(), err
}

// Sealing is what the station seals to.
type Sealing struct {
	// Key is the id of the key in use.
	Key string
	// Rotated: the hub has replaced the key of the enrolment.
	Rotated bool
	// Refused is how many keys came that the hub had not signed.
	Refused uint64
}

// Sealing reads it.
func (s *Station) Sealing() (Sealing, error) {
	var at Sealing
	err := s.view(func(v *view) error {
		at = Sealing{
			Key:     v.sealer().ID,
			Rotated: v.Bucket(bucketKeys).Get(keySeal) != nil,
			Refused: getUint64(v.Bucket(bucketKeys), keyRefused),
		}
		return nil
	})
	return at, err
}

func checkKeys(v *view, r *Report) {
	checkCertificate(v, r)
	if v.Bucket(bucketKeys).Get(keySeal) == nil {
		return
	}
	handed, err := v.handed()
	if err == nil {
		_, err = seal.Rotated(handed, v.s.Hub)
	}
	if err != nil {
		r.fault("keys: the key to seal to: %v", err)
	}
}
