package wire

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"testing"

	"pgregory.net/rapid"
)

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
