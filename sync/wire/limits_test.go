package wire

import (
	"bytes"
	"crypto/ed25519"
	"encoding/binary"
	"errors"
	"runtime"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"

	"github.com/nuanxin/station-kit/sync/wire/wirepb"
)

func TestWhatIsTooLargeIsNotEncoded(t *testing.T) {
	many, large, record := sample, sample, sample
	many.Records = make([][]byte, MaxRecords+1)
	large.Records = [][]byte{make([]byte, MaxRecord), make([]byte, MaxRecord), make([]byte, MaxRecord), make([]byte, MaxRecord)}
	record.Records = [][]byte{make([]byte, MaxRecord+1)}
	for name, b := range map[string]Batch{"none": {}, "too many": many, "too large": large, "a record too large": record} {
		if _, err := EncodeBatch(b, stationKey); !errors.Is(err, ErrTooLarge) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := EncodeVitals(Vitals{Body: make([]byte, MaxVitals+1)}, stationKey); !errors.Is(err, ErrTooLarge) {
		t.Errorf("telemetry: %v", err)
	}
	for name, p := range map[string]Page{
		"page of many entries": {Entries: make([][]byte, MaxEntries+1)},
		"page of large ones":   {Entries: [][]byte{make([]byte, MaxMessage)}},
	} {
		if _, err := EncodeDownward("st-1", Downward{Page: &p}, hubKey); !errors.Is(err, ErrTooLarge) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestTheLargestFits: what the encoders take, the decoders take, even where
// nothing can be compressed.
func TestTheLargestFits(t *testing.T) {
	b := sample
	b.Records = nil
	for left := MaxPayload; left > MaxRecord; left -= MaxRecord + 3 {
		b.Records = append(b.Records, noise(MaxRecord))
	}
	data, err := EncodeBatch(b, stationKey)
	if err != nil || len(data) > MaxMessage {
		t.Fatalf("%d bytes, %v", len(data), err)
	}
	if _, err := OpenBatch(data, keyOf); err != nil {
		t.Error(err)
	}
	b.Records = make([][]byte, MaxRecords)
	if data, err = EncodeBatch(b, stationKey); err != nil {
		t.Fatal(err)
	}
	if got, err := OpenBatch(data, keyOf); err != nil || len(got.Records) != MaxRecords {
		t.Errorf("%d empty records, %v", len(got.Records), err)
	}
}

func noise(n int) []byte {
	b := make([]byte, n)
	seed := uint64(1)
	for i := range b {
		seed = seed*6364136223846793005 + 1442695040888963407
		b[i] = byte(seed >> 56)
	}
	return b
}

// hostile are messages that their sender signed to do harm. None may be taken,
// nor make the reader take more memory than a few honest ones.
func hostile(t *testing.T) map[string][]byte {
	batch := func(count uint32, payload []byte) *wirepb.Batch {
		return &wirepb.Batch{Station: "st-1", Epoch: 1, FirstSeq: 1, Count: count, PrevHash: make([]byte, 32), Payload: payload}
	}
	sealed := func(m proto.Message) []byte {
		b, err := fromStationBatch.seal(m, stationKey)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	signed := func(body []byte) []byte { return sign(t, fromStationBatch, body) }
	zeros := make([]byte, 100<<20)
	unbounded := batch(1, compressed(zeros))
	unbounded.FirstSeq = 1<<64 - 1
	return map[string][]byte{
		"a bomb that says its size":    sealed(batch(1, compressed(zeros))),
		"a bomb that does not":         sealed(batch(1, streamed(t, zeros))),
		"a bomb of many frames":        sealed(batch(1, bytes.Repeat(compressed(zeros[:MaxPayload]), 2000))),
		"tiny records beyond count":    sealed(batch(1, compressed(zeros[:MaxPayload]))),
		"fewer records than count":     sealed(batch(MaxRecords, compressed(zeros[:MaxRecords-1]))),
		"one record more than count":   sealed(batch(MaxRecords, compressed(zeros[:MaxRecords+1]))),
		"count beyond the limit":       sealed(batch(1<<32-1, compressed(zeros[:100]))),
		"count 0":                      sealed(batch(0, compressed(nil))),
		"a record beyond the payload":  sealed(batch(1, compressed(binary.AppendUvarint(nil, MaxRecord)))),
		"a record above the limit":     sealed(batch(1, compressed(append(binary.AppendUvarint(nil, MaxRecord+1), zeros[:MaxRecord+1]...)))),
		"a length of ten bytes":        sealed(batch(1, compressed(binary.AppendUvarint(nil, 1<<63)))),
		"not zstd":                     sealed(batch(1, []byte("not zstd"))),
		"sequences beyond 64 bits":     sealed(unbounded),
		"a hash cut short":             sealed(&wirepb.Batch{Station: "st-1", Epoch: 1, FirstSeq: 1, Count: 1, PrevHash: zeros[:31], Payload: compressed(zeros[:1])}),
		"groups in groups":             signed(append(protowire.AppendString(protowire.AppendTag(nil, 1, protowire.BytesType), "st-1"), bytes.Repeat([]byte{0x7b}, 100_000)...)),
		"a long name":                  sealed(&wirepb.Batch{Station: strings.Repeat("x", 100_000)}),
		"a name that is not text":      signed(append([]byte{0x0a, 4}, 0xff, 0xfe, 0xfd, 0xfc)),
		"nothing but unknown fields":   signed(bytes.Repeat([]byte{0xa0, 0x06, 0x01}, 40_000)),
		"a body that is cut":           signed([]byte{0x0a, 4, 's', 't', '-', '1', 0x32, 0xff}),
		"a message above the limit":    make([]byte, MaxMessage+1),
		"a signature and nothing else": {0x12, 1, 0},
	}
}

func sign(t testing.TB, d direction, body []byte) []byte {
	key := stationKey
	if d == fromHub {
		key = hubKey
	}
	b, err := proto.Marshal(&wirepb.Signed{Body: body, Signature: ed25519.Sign(key, d.signed(body))})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func compressed(b []byte) []byte {
	w, _ := zstd.NewWriter(nil)
	return w.EncodeAll(b, nil)
}

// streamed does not say beforehand how much it is.
func streamed(t *testing.T, b []byte) []byte {
	var out bytes.Buffer
	w, err := zstd.NewWriter(&out, zstd.WithWindowSize(64<<10))
	if err != nil {
		t.Fatal(err)
	}
	for len(b) > 0 {
		n, err := w.Write(b[:min(len(b), 1<<20)])
		if err != nil {
			t.Fatal(err)
		}
		b = b[n:]
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// allocated is how many bytes f takes, used or not.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func TestHostileMessages(t *testing.T) {
	data := golden(t, "batch")
	_, _ = OpenBatch(data, keyOf) // the decompressor makes its tables once
	for name, message := range hostile(t) {
		var err error
		took := allocated(func() { _, err = OpenBatch(message, keyOf) })
		if !errors.Is(err, ErrMalformed) && !errors.Is(err, ErrTooLarge) && !errors.Is(err, errStranger) {
			t.Errorf("%s: %v", name, err)
		}
		if took > 8*MaxMessage {
			t.Errorf("%s took %d KiB", name, took>>10)
		}
		if err != nil && len(err.Error()) > 300 {
			t.Errorf("%s is told in %d bytes", name, len(err.Error()))
		}
	}
}

// TestALongNameIsNotAskedFor: whoever looks keys up, and writes into a log that
// there is none, is spared names that cannot be.
func TestALongNameIsNotAskedFor(t *testing.T) {
	_, err := OpenBatch(hostile(t)["a long name"], func(station string) (ed25519.PublicKey, error) {
		t.Errorf("asked for the key of a name of %d bytes", len(station))
		return nil, errStranger
	})
	if !errors.Is(err, ErrMalformed) {
		t.Error(err)
	}
}

// TestHostileDown: a hub's own message may take more, to a bound; one that
// nobody signed, almost nothing.
func TestHostileDown(t *testing.T) {
	entries := &wirepb.Down{Station: "st-1", Body: &wirepb.Down_Page{Page: &wirepb.Page{First: 1, Entries: make([][]byte, 60_000)}}}
	hash := &wirepb.Down{Station: "st-1", Body: &wirepb.Down_Receipt{Receipt: &wirepb.Receipt{Epoch: 1, Hash: make([]byte, 33)}}}
	vitals, _ := fromStationVitals.seal(&wirepb.Telemetry{Station: "st-1", Body: make([]byte, MaxVitals+1)}, stationKey)
	down := func(m proto.Message) []byte {
		b, err := fromHub.seal(m, hubKey)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	for name, message := range map[string][]byte{"entries": down(entries), "hash": down(hash), "nothing": down(&wirepb.Down{Station: "st-1"})} {
		var err error
		took := allocated(func() { _, err = OpenDownward(message, "st-1", public(hubKey)) })
		if !errors.Is(err, ErrMalformed) && !errors.Is(err, ErrTooLarge) || took > 10<<20 {
			t.Errorf("%s: %v, %d KiB", name, err, took>>10)
		}
	}
	if _, err := OpenVitals(vitals, keyOf); !errors.Is(err, ErrTooLarge) {
		t.Errorf("telemetry: %v", err)
	}
	unsigned, _ := fromHub.seal(entries, stationKey)
	if took := allocated(func() { _, _ = OpenDownward(unsigned, "st-1", public(hubKey)) }); took > 3*MaxMessage {
		t.Errorf("an unsigned page took %d KiB", took>>10)
	}
}

// TestLaterVersions: what a later version adds is passed over, in what is
// signed and around it; a verdict it adds is one's own to judge.
func TestLaterVersions(t *testing.T) {
	added := protowire.AppendBytes(protowire.AppendTag(nil, 500, protowire.BytesType), noise(50_000))
	body, _ := proto.Marshal(&wirepb.Down{Station: "st-1", Body: &wirepb.Down_Receipt{Receipt: &wirepb.Receipt{
		Epoch: 1, UpTo: 5, Hash: make([]byte, 32), Verdict: 77,
	}}})
	message := append(sign(t, fromHub, append(body, added...)), added...)
	d, err := OpenDownward(message, "st-1", public(hubKey))
	if err != nil || d.Receipt == nil || d.Receipt.UpTo != 5 || d.Receipt.Verdict != 77 {
		t.Errorf("%+v, %v", d.Receipt, err)
	}
}
