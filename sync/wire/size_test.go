package wire_test

import (
	"bytes"
	"crypto/ed25519"
	"testing"

	"github.com/nuanxin/station-kit/sync/wire"
)

var signer = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{1}, 32))

func signerOf(string) (ed25519.PublicKey, error) { return signer.Public().(ed25519.PublicKey), nil }

// loads are batches of what stations send, and the most bytes a record of each
// may take on the wire, signature and all. The kit's budget is 60 for plain
// check-ins and 80 mixed; full batches keep well below. Those of twelve are
// a station's day, over which the 110 bytes of framing weigh.
var loads = []struct {
	name    string
	records func(seed uint64, n int) [][]byte
	n       int
	budget  float64
}{
	{"checkins/500", checkIns, 500, 28.5},
	{"mixed/500", mixed, 500, 37},
	{"checkins/12", checkIns, 12, 60},
	{"mixed/12", mixed, 12, 80},
	{"checkins/1", checkIns, 1, 200},
}

func encode(t testing.TB, records [][]byte) []byte {
	t.Helper()
	message, err := wire.EncodeBatch(wire.Batch{Station: "st-0001", Epoch: 1, First: 100_000, Prev: [32]byte{7}, Records: records}, signer)
	if err != nil {
		t.Fatal(err)
	}
	return message
}

// TestBytesARecord holds the budget of the wire.
func TestBytesARecord(t *testing.T) {
	for _, load := range loads {
		for seed := range uint64(5) {
			records := load.records(seed, load.n)
			plain := 0
			for _, r := range records {
				plain += len(r)
			}
			got := float64(len(encode(t, records))) / float64(load.n)
			t.Logf("%s: %.1f bytes a record on the wire, %.1f encoded", load.name, got, float64(plain)/float64(load.n))
			if got > load.budget {
				t.Errorf("%s, seed %d: %.1f bytes a record, budget %.0f", load.name, seed, got, load.budget)
			}
		}
	}
}

func BenchmarkEncodeBatch(b *testing.B) {
	for _, load := range loads {
		b.Run(load.name, func(b *testing.B) {
			records := load.records(1, load.n)
			b.ReportAllocs()
			for b.Loop() {
				encode(b, records)
			}
			perRecord(b, load.n)
			b.ReportMetric(float64(len(encode(b, records)))/float64(load.n), "wire-B/record")
		})
	}
}

func BenchmarkOpenBatch(b *testing.B) {
	for _, load := range loads {
		b.Run(load.name, func(b *testing.B) {
			message := encode(b, load.records(1, load.n))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := wire.OpenBatch(message, signerOf); err != nil {
					b.Fatal(err)
				}
			}
			perRecord(b, load.n)
		})
	}
}

func perRecord(b *testing.B, records int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*records), "ns/record")
}
