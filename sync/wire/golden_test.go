package wire

import (
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write golden vectors that do not exist yet")

// vector is a message as it was once sent: the bytes in testdata/v1 and what
// they say. encode makes the same bytes today.
type vector struct {
	says   any
	encode func() ([]byte, error)
	open   func([]byte) (any, error)
}

func batchVector(b Batch) vector {
	return vector{
		b, func() ([]byte, error) { return EncodeBatch(b, stationKey) },
		func(d []byte) (any, error) { return OpenBatch(d, keyOf) },
	}
}

func greetingVector(g Greeting) vector {
	return vector{
		g, func() ([]byte, error) { return EncodeGreeting(g, stationKey) },
		func(d []byte) (any, error) { return OpenGreeting(d, keyOf) },
	}
}

func vitalsVector(v Vitals) vector {
	return vector{
		v, func() ([]byte, error) { return EncodeVitals(v, stationKey) },
		func(d []byte) (any, error) { return OpenVitals(d, keyOf) },
	}
}

func downVector(down Downward) vector {
	return vector{
		down, func() ([]byte, error) { return EncodeDownward("st-1", down, hubKey) },
		func(d []byte) (any, error) { return OpenDownward(d, "st-1", hubKey.Public().(ed25519.PublicKey)) },
	}
}

var (
	sentAt = time.UnixMilli(1795424400123)
	nonce  = Nonce{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}
)

// vectors by file. Some are of earlier versions, which had fewer fields.
var vectors = map[string]vector{
	"batch":          batchVector(sample),
	"greeting":       greetingVector(Greeting{"st-1", 2, 43, 7, sentAt, 0, Nonce{}}),
	"greeting-full":  greetingVector(Greeting{"st-1", 2, 43, 7, sentAt, 3, nonce}),
	"telemetry":      vitalsVector(Vitals{"st-1", sentAt, VitalsJSON, []byte(`{"version":"v1.0.0"}`)}),
	"receipt":        downVector(Downward{Receipt: &Receipt{2, 43, [32]byte{8}, Accepted, sentAt, time.Second, Nonce{}, 0}}),
	"receipt-full":   downVector(Downward{Receipt: &Receipt{2, 43, [32]byte{8}, Accepted, sentAt, time.Second, nonce, 3}}),
	"receipt-resend": downVector(Downward{Receipt: &Receipt{2, 40, [32]byte{7}, Resend, sentAt, 0, Nonce{}, 1}}),
	"receipt-forked": downVector(Downward{Receipt: &Receipt{2, 43, [32]byte{8}, Forked, sentAt, time.Minute, Nonce{}, 0}}),
	"receipt-stale":  downVector(Downward{Receipt: &Receipt{1, 9, [32]byte{6}, StaleEpoch, sentAt, time.Minute, nonce, 0}}),
	"page":           downVector(Downward{Page: &Page{8, [][]byte{[]byte("entry")}, 8, 0}}),
	"page-full":      downVector(Downward{Page: &Page{8, [][]byte{[]byte("one"), []byte("two")}, 11, 3}}),
}

// TestGoldenVectors: what was ever sent must be readable for ever. Vectors are
// only added, never changed.
func TestGoldenVectors(t *testing.T) {
	for name, v := range vectors {
		t.Run(name, func(t *testing.T) {
			if file := vectorFile(name); *update && !exists(file) {
				b, err := v.encode()
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, []byte(hex.EncodeToString(b)+"\n"), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			got, err := v.open(golden(t, name))
			if err != nil || !reflect.DeepEqual(got, v.says) {
				t.Errorf("reads as %+v, %v; want %+v", got, err, v.says)
			}
		})
	}
}

// TestNoVectorIsForgotten: a file that nothing reads protects nothing.
func TestNoVectorIsForgotten(t *testing.T) {
	files, err := filepath.Glob(vectorFile("*"))
	if err != nil || len(files) != len(vectors) {
		t.Errorf("%d files for %d vectors, %v", len(files), len(vectors), err)
	}
}

func vectorFile(name string) string { return filepath.Join("testdata", "v1", name+".hex") }

func exists(file string) bool {
	_, err := os.Stat(file)
	return !errors.Is(err, os.ErrNotExist)
}

func golden(t testing.TB, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(vectorFile(name))
	if err != nil {
		t.Fatal(err)
	}
	b, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	return b
}
