package wire

import (
	"crypto/ed25519"
	"fmt"
	"time"

	"github.com/nuanxin/station-kit/sync/wire/wirepb"
)

// VitalsJSON is the version of Vitals whose body is the JSON of docs/wire.md.
const VitalsJSON = 1

// MaxVitals bounds the body of Vitals.
const MaxVitals = 8 << 10

// Vitals, on the Telemetry channel, say how a station fares. Only the newest
// count; losing some is no harm.
type Vitals struct {
	Station string
	// Wall is the station's clock when Body was taken.
	Wall time.Time
	// Version says what form Body has; see docs/wire.md. This package does not
	// look into it.
	Version uint32
	Body    []byte
}

// EncodeVitals signs. It returns ErrTooLarge for a body above MaxVitals.
func EncodeVitals(v Vitals, key ed25519.PrivateKey) ([]byte, error) {
	if len(v.Body) > MaxVitals {
		return nil, fmt.Errorf("telemetry of %d bytes: %w", len(v.Body), ErrTooLarge)
	}
	return fromStationVitals.seal(&wirepb.Telemetry{
		Station: v.Station, WallMs: v.Wall.UnixMilli(), Version: v.Version, Body: v.Body,
	}, key)
}

// OpenVitals verifies and reads. Errors are those of OpenBatch.
func OpenVitals(data []byte, keyOf KeyOf) (Vitals, error) {
	var m wirepb.Telemetry
	if err := fromStationVitals.open(data, &m, keyOf); err != nil {
		return Vitals{}, err
	}
	if len(m.Body) > MaxVitals {
		return Vitals{}, fmt.Errorf("telemetry of %d bytes: %w", len(m.Body), ErrTooLarge)
	}
	return Vitals{m.Station, time.UnixMilli(m.WallMs), m.Version, m.Body}, nil
}
