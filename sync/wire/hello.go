package wire

import (
	"crypto/ed25519"
	"time"

	"github.com/nuanxin/station-kit/sync/wire/wirepb"
)

// Greeting says where a station stands, on connecting and from time to time.
// The hub answers with a receipt and with the down-journal after DownCursor.
type Greeting struct {
	Station    string
	Epoch      uint32
	Last       uint64 // sequence of the journal's last record
	DownCursor uint64 // last down-journal entry applied
	Wall       time.Time
	// JournalEpoch is that of new records; see wire.proto.
	JournalEpoch uint32
	// Nonce comes back in the receipt that answers, see Receipt.Nonce.
	Nonce Nonce
}

// Nonce is random, or zero for none.
type Nonce [16]byte

func (n Nonce) bytes() []byte {
	if n == (Nonce{}) {
		return nil
	}
	return n[:]
}

func nonceFrom(b []byte) (n Nonce) {
	if len(b) == len(n) {
		copy(n[:], b)
	}
	return n
}

// EncodeGreeting signs a greeting.
func EncodeGreeting(g Greeting, key ed25519.PrivateKey) ([]byte, error) {
	return fromStationHello.seal(&wirepb.Hello{
		Station: g.Station, Epoch: g.Epoch, LastSeq: g.Last, DownCursor: g.DownCursor, WallMs: g.Wall.UnixMilli(), Nonce: g.Nonce.bytes(), JournalEpoch: g.JournalEpoch,
	}, key)
}

// OpenGreeting verifies and reads a greeting. Errors are those of OpenBatch.
func OpenGreeting(data []byte, keyOf KeyOf) (Greeting, error) {
	var m wirepb.Hello
	if err := fromStationHello.open(data, &m, keyOf); err != nil {
		return Greeting{}, err
	}
	return Greeting{m.Station, m.Epoch, m.LastSeq, m.DownCursor, time.UnixMilli(m.WallMs), m.JournalEpoch, nonceFrom(m.Nonce)}, nil
}
