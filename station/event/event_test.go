package event

import (
	"errors"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"
)

func TestRefsAndStations(t *testing.T) {
	r := Ref{"st-1", 3, 99}
	if got, err := ParseRef(r.String()); err != nil || got != r {
		t.Errorf("%v, %v", got, err)
	}
	for _, bad := range []string{"", "st-1/3", "st-1/3/x", "ST/1/1", "st-1/4294967296/1", "st-1/1/1/1", "+/1/1"} {
		if _, err := ParseRef(bad); !errors.Is(err, ErrBadRef) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	for _, bad := range []string{"", "-a", "a.b", "a/b", "a+", "#", "A", "a b", string(make([]byte, 33))} {
		if !errors.Is(CheckStation(bad), ErrBadStation) {
			t.Errorf("%q may name a station", bad)
		}
	}
}

// TestALaterVersionsRecordIsKept: a record of a kind this version does not
// know keeps its bytes and its place.
func TestALaterVersionsRecordIsKept(t *testing.T) {
	known, err := Encode(&Record{Stamp: &Stamp{WallMs: 5}})
	if err != nil {
		t.Fatal(err)
	}
	later := protowire.AppendBytes(protowire.AppendTag(known, 999, protowire.BytesType), []byte("news"))
	r, err := Decode(later)
	if err != nil || r.Kind() != KindUnknown || r.Stamp.WallMs != 5 {
		t.Fatalf("%v, %v", r, err)
	}
	if again, err := Encode(r); err != nil || string(again) != string(later) {
		t.Errorf("encoded again: %x, %v; want %x", again, err, later)
	}
	if body, err := r.BodyJSON(); err != nil || string(body) != "{}" {
		t.Errorf("as JSON: %s, %v", body, err)
	}
	if _, err := Decode([]byte{0xff}); !errors.Is(err, ErrUnreadable) {
		t.Errorf("noise: %v", err)
	}
}

func TestChainBindsStationEpochAndOrder(t *testing.T) {
	a, b := []byte("a"), []byte("b")
	chain := Genesis("st-1", 1).Next(a).Next(b)
	for name, other := range map[string]Hash{
		"another station": Genesis("st-2", 1).Next(a).Next(b),
		"another epoch":   Genesis("st-1", 2).Next(a).Next(b),
		"another order":   Genesis("st-1", 1).Next(b).Next(a),
		"one joined":      Genesis("st-1", 1).Next([]byte("ab")),
	} {
		if chain == other {
			t.Errorf("%s gives the same chain", name)
		}
	}
}
