package wire

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"google.golang.org/protobuf/proto"
	"pgregory.net/rapid"

	"github.com/nuanxin/station-kit/sync/wire/wirepb"
)

var update = flag.Bool("update", false, "write golden vectors that do not exist yet")

// Fixed keys, for golden vectors.
var (
	stationKey = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{1}, 32))
	hubKey     = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{2}, 32))
)

func public(k ed25519.PrivateKey) ed25519.PublicKey { return k.Public().(ed25519.PublicKey) }

func keyOf(id string) (ed25519.PublicKey, error) {
	if id != "st-1" {
		return nil, errStranger
	}
	return public(stationKey), nil
}

var errStranger = errors.New("stranger")

var sample = Batch{Station: "st-1", Epoch: 2, First: 41, Prev: [32]byte{9}, Records: [][]byte{[]byte("one"), []byte("two"), {}}}

// TestGoldenVectors: what was ever sent must be readable for ever. Vectors are
// only added, never changed.
func TestGoldenVectors(t *testing.T) {
	at := time.UnixMilli(1795424400123)
	vectors := map[string]func() ([]byte, error){
		"batch":    func() ([]byte, error) { return EncodeBatch(sample, stationKey) },
		"greeting": func() ([]byte, error) { return EncodeGreeting(Greeting{"st-1", 2, 43, 7, at, 0, Nonce{}}, stationKey) },
		"receipt": func() ([]byte, error) {
			return EncodeDownward("st-1", Downward{Receipt: &Receipt{2, 43, [32]byte{8}, Accepted, at, time.Second, Nonce{}, 0}}, hubKey)
		},
		"page": func() ([]byte, error) {
			return EncodeDownward("st-1", Downward{Page: &Page{8, [][]byte{[]byte("entry")}, 8, 0}}, hubKey)
		},
	}
	for name, encode := range vectors {
		file := filepath.Join("testdata", "v1", name+".hex")
		if _, err := os.Stat(file); *update && errors.Is(err, os.ErrNotExist) {
			b, err := encode()
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(hex.EncodeToString(b)+"\n"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	b, err := OpenBatch(golden(t, "batch"), keyOf)
	if err != nil || b.Station != sample.Station || b.Epoch != 2 || b.First != 41 || b.Prev != sample.Prev ||
		b.Last() != 43 || string(bytes.Join(b.Records, []byte(","))) != "one,two," {
		t.Errorf("batch: %+v, %v", b, err)
	}
	if g, err := OpenGreeting(golden(t, "greeting"), keyOf); err != nil || g != (Greeting{"st-1", 2, 43, 7, at, 0, Nonce{}}) {
		t.Errorf("greeting: %+v, %v", g, err)
	}
	d, err := OpenDownward(golden(t, "receipt"), "st-1", public(hubKey))
	if err != nil || d.Receipt == nil || *d.Receipt != (Receipt{2, 43, [32]byte{8}, Accepted, at, time.Second, Nonce{}, 0}) {
		t.Errorf("receipt: %+v, %v", d, err)
	}
	d, err = OpenDownward(golden(t, "page"), "st-1", public(hubKey))
	if err != nil || d.Page == nil || d.Page.First != 8 || d.Page.Last != 8 || string(d.Page.Entries[0]) != "entry" {
		t.Errorf("page: %+v, %v", d, err)
	}
}

func golden(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "v1", name+".hex"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestBatchComesBackAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := sample
		b.Records = rapid.SliceOfN(rapid.SliceOfN(rapid.Byte(), 0, 200), 1, MaxRecords).Draw(t, "records")
		data, err := EncodeBatch(b, stationKey)
		if err != nil {
			t.Fatal(err)
		}
		got, err := OpenBatch(data, keyOf)
		if err != nil || len(got.Records) != len(b.Records) {
			t.Fatalf("%d of %d records, %v", len(got.Records), len(b.Records), err)
		}
		for i := range b.Records {
			if !bytes.Equal(got.Records[i], b.Records[i]) {
				t.Fatalf("record %d: %x, want %x", i, got.Records[i], b.Records[i])
			}
		}
	})
}

func TestWhatWasNotSignedIsRefused(t *testing.T) {
	data, err := EncodeBatch(sample, stationKey)
	if err != nil {
		t.Fatal(err)
	}
	for i := range data {
		bad := bytes.Clone(data)
		bad[i] ^= 0x10
		if _, err := OpenBatch(bad, keyOf); err == nil {
			t.Fatalf("byte %d changed, and taken", i)
		}
	}
	if _, err := OpenGreeting(data, keyOf); !errors.Is(err, ErrSignature) {
		t.Errorf("a batch as a greeting: %v", err)
	}
	if _, err := OpenBatch(data, func(string) (ed25519.PublicKey, error) { return public(hubKey), nil }); !errors.Is(err, ErrSignature) {
		t.Errorf("another's key: %v", err)
	}
	foreign := sample
	foreign.Station = "st-2"
	data, _ = EncodeBatch(foreign, stationKey)
	if _, err := OpenBatch(data, keyOf); !errors.Is(err, errStranger) {
		t.Errorf("an unknown station: %v", err)
	}
	receipt, _ := EncodeDownward("st-2", Downward{Receipt: &Receipt{Epoch: 1}}, hubKey)
	if _, err := OpenDownward(receipt, "st-1", public(hubKey)); !errors.Is(err, ErrSignature) {
		t.Errorf("another station's receipt: %v", err)
	}
}

func TestLimits(t *testing.T) {
	many := sample
	many.Records = make([][]byte, MaxRecords+1)
	large := sample
	large.Records = [][]byte{make([]byte, MaxPayload)}
	for name, b := range map[string]Batch{"none": {}, "too many": many, "too large": large} {
		if _, err := EncodeBatch(b, stationKey); !errors.Is(err, ErrTooLarge) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := OpenBatch(make([]byte, MaxMessage+1), keyOf); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a message too large: %v", err)
	}
	bomb, err := fromStationBatch.seal(&wirepb.Batch{
		Station: "st-1", Epoch: 1, FirstSeq: 1, Count: 1, PrevHash: make([]byte, 32),
		Payload: compressed(make([]byte, 100<<20)),
	}, stationKey)
	if err != nil {
		t.Fatal(err)
	}
	if len(bomb) > MaxMessage {
		t.Fatalf("the bomb is %d bytes itself", len(bomb))
	}
	if _, err := OpenBatch(bomb, keyOf); !errors.Is(err, ErrMalformed) {
		t.Errorf("a decompression bomb: %v", err)
	}
}

func compressed(b []byte) []byte {
	w, _ := zstd.NewWriter(nil)
	return w.EncodeAll(b, nil)
}

func TestTopics(t *testing.T) {
	for _, c := range []Channel{Up, Down, Hello, Presence, Telemetry} {
		station, back, err := ParseTopic(c.Topic("st-1"))
		if err != nil || station != "st-1" || back != c {
			t.Errorf("%s: %q, %q, %v", c, station, back, err)
		}
	}
	for _, bad := range []string{"", "nuanxin/v1", "nuanxin/v1//up", "nuanxin/v1/st-1/up/x", "nuanxin/v2/st-1/up", "other/st-1/up"} {
		if _, _, err := ParseTopic(bad); !errors.Is(err, ErrTopic) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// FuzzOpen signs whatever body it is given, so that what lies behind the
// signature is reached.
func FuzzOpen(f *testing.F) {
	for _, name := range []string{"batch", "greeting", "receipt", "page"} {
		text, err := os.ReadFile(filepath.Join("testdata", "v1", name+".hex"))
		if err != nil {
			f.Fatal(err)
		}
		data, _ := hex.DecodeString(strings.TrimSpace(string(text)))
		var s wirepb.Signed
		if err := proto.Unmarshal(data, &s); err != nil {
			f.Fatal(err)
		}
		f.Add(s.Body)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, d := range []direction{fromStationBatch, fromStationHello, fromHub} {
			key := stationKey
			if d == fromHub {
				key = hubKey
			}
			data, err := proto.Marshal(&wirepb.Signed{Body: body, Signature: ed25519.Sign(key, d.signed(body))})
			if err != nil {
				t.Fatal(err)
			}
			if b, err := OpenBatch(data, keyOf); err == nil && (len(b.Records) == 0 || len(b.Records) > MaxRecords) {
				t.Errorf("%d records", len(b.Records))
			}
			_, _ = OpenGreeting(data, keyOf)
			_, _ = OpenDownward(data, "st-1", public(hubKey))
		}
	})
}
