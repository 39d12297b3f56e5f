package wire

import (
	"crypto/ed25519"
	"encoding/binary"
	"fmt"
	"math"

	"github.com/klauspost/compress/zstd"
	"google.golang.org/protobuf/proto"

	"github.com/nuanxin/station-kit/sync/wire/wirepb"
)

// Limits of what is sent and of what is read. 128 KiB is what common cloud
// brokers pass; past 500 records a batch hardly compresses better.
const (
	MaxMessage = 128 << 10
	MaxRecords = 500
	MaxRecord  = 32 << 10
	// MaxPayload bounds the records of a batch before compression, so that a
	// batch of incompressible records still fits MaxMessage.
	MaxPayload = 120 << 10
)

// KeyOf gives the public key a station signs with.
type KeyOf func(station string) (ed25519.PublicKey, error)

// Batch is a run of consecutive records of one epoch, First and on.
type Batch struct {
	Station string
	Epoch   uint32
	First   uint64
	// Prev is the chain hash before the first record.
	Prev [32]byte
	// Records are encoded records, 1 to MaxRecords of them.
	Records [][]byte
}

// Last is the sequence of the last record.
func (b Batch) Last() uint64 { return b.First + uint64(len(b.Records)) - 1 }

// Both are safe for concurrent use. The fastest level takes a half to a third
// of the default's time for 2 to 9 % more bytes. The signature covers what
// a checksum would. The limits refuse a decompression bomb.
var (
	compressor, _ = zstd.NewWriter(nil,
		zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true), zstd.WithEncoderCRC(false))
	decompressor, _ = zstd.NewReader(nil, zstd.WithDecoderMaxMemory(MaxPayload), zstd.WithDecoderConcurrency(1))
)

// EncodeBatch compresses and signs. It returns ErrTooLarge where a limit is
// exceeded: what fits is the caller's choice of records.
func EncodeBatch(b Batch, key ed25519.PrivateKey) ([]byte, error) {
	m, err := packed(b)
	if err != nil {
		return nil, err
	}
	return fromStationBatch.seal(m, key)
}

// UnsignedBatch is EncodeBatch without a signature: what ReadBatch reads and
// OpenBatch refuses.
func UnsignedBatch(b Batch) ([]byte, error) {
	m, err := packed(b)
	if err != nil {
		return nil, err
	}
	body, err := proto.Marshal(m)
	if err != nil {
		return nil, err
	}
	return sealed(body, nil)
}

func packed(b Batch) (*wirepb.Batch, error) {
	if len(b.Records) == 0 || len(b.Records) > MaxRecords {
		return nil, fmt.Errorf("%d records: %w", len(b.Records), ErrTooLarge)
	}
	plain, err := pack(b.Records)
	if err != nil {
		return nil, err
	}
	return &wirepb.Batch{
		Station: b.Station, Epoch: b.Epoch, FirstSeq: b.First, Count: uint32(len(b.Records)),
		PrevHash: b.Prev[:], Payload: compressor.EncodeAll(plain, nil),
	}, nil
}

func pack(records [][]byte) ([]byte, error) {
	size := 0
	for _, r := range records {
		if len(r) > MaxRecord {
			return nil, fmt.Errorf("a record of %d bytes: %w", len(r), ErrTooLarge)
		}
		size += len(r) + binary.MaxVarintLen16
	}
	plain := make([]byte, 0, size)
	for _, r := range records {
		plain = append(binary.AppendUvarint(plain, uint64(len(r))), r...)
	}
	if len(plain) > MaxPayload {
		return nil, fmt.Errorf("%d bytes of records: %w", len(plain), ErrTooLarge)
	}
	return plain, nil
}

// OpenBatch verifies and unpacks. It returns ErrTooLarge, ErrMalformed or
// ErrSignature, or keyOf's error.
func OpenBatch(data []byte, keyOf KeyOf) (Batch, error) {
	body, err := fromStationBatch.verified(data, keyOf)
	if err != nil {
		return Batch{}, err
	}
	return batchIn(body)
}

// ReadBatch is OpenBatch of a message whose signature was checked before. It
// returns ErrTooLarge or ErrMalformed.
func ReadBatch(data []byte) (Batch, error) {
	s, err := signedIn(data)
	if err != nil {
		return Batch{}, err
	}
	return batchIn(s.Body)
}

func batchIn(body []byte) (Batch, error) {
	var m wirepb.Batch
	if err := unmarshal(body, &m); err != nil {
		return Batch{}, err
	}
	if m.Count == 0 || m.Count > MaxRecords || len(m.PrevHash) != 32 || m.FirstSeq == 0 || m.FirstSeq > math.MaxUint64-MaxRecords {
		return Batch{}, fmt.Errorf("batch header: %w", ErrMalformed)
	}
	records, err := unpack(m.Payload, int(m.Count))
	if err != nil {
		return Batch{}, err
	}
	return Batch{m.Station, m.Epoch, m.FirstSeq, [32]byte(m.PrevHash), records}, nil
}

func unpack(payload []byte, count int) ([][]byte, error) {
	plain, err := decompressor.DecodeAll(payload, nil)
	if err != nil {
		return nil, fmt.Errorf("payload: %w: %w", ErrMalformed, err)
	}
	records := make([][]byte, 0, count)
	for len(plain) > 0 {
		size, n := binary.Uvarint(plain)
		if n <= 0 || size > MaxRecord || size > uint64(len(plain)-n) || len(records) == count {
			return nil, fmt.Errorf("record %d: %w", len(records), ErrMalformed)
		}
		records = append(records, plain[n:n+int(size)])
		plain = plain[n+int(size):]
	}
	if len(records) != count {
		return nil, fmt.Errorf("%d records instead of %d: %w", len(records), count, ErrMalformed)
	}
	return records, nil
}
