package wire

import (
	"encoding/binary"
	"errors"
	"testing"

	"google.golang.org/protobuf/proto"

	"github.com/nuanxin/station-kit/sync/wire/wirepb"
)

// FuzzOpen signs whatever body it is given, so that what lies behind the
// signature is reached.
func FuzzOpen(f *testing.F) {
	for name := range vectors {
		f.Add([]byte(bodyOf(golden(f, name))))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		b, err := OpenBatch(sign(t, fromStationBatch, body), keyOf)
		if err == nil && (len(b.Records) == 0 || len(b.Records) > MaxRecords || b.Last() < b.First || b.Station != "st-1") {
			t.Errorf("%d records from %d of %q", len(b.Records), b.First, b.Station)
		}
		explained(t, err)
		v, err := OpenVitals(sign(t, fromStationVitals, body), keyOf)
		if err == nil && len(v.Body) > MaxVitals {
			t.Errorf("%d bytes of telemetry", len(v.Body))
		}
		explained(t, err)
		_, err = OpenGreeting(sign(t, fromStationHello, body), keyOf)
		explained(t, err)
		d, err := OpenDownward(sign(t, fromHub, body), "st-1", public(hubKey))
		if err == nil && (d.Receipt == nil) == (d.Page == nil) {
			t.Errorf("both or neither: %+v", d)
		}
		explained(t, err)
	})
}

// explained: every refusal is one of the documented ones.
func explained(t *testing.T, err error) {
	for _, known := range []error{nil, ErrMalformed, ErrTooLarge, ErrSignature, errStranger} {
		if errors.Is(err, known) {
			return
		}
	}
	t.Errorf("unexplained: %v", err)
}

// FuzzOpenUnsigned reads bytes from anywhere: no body but a golden vector's is
// signed, though the message around it may be written in more than one way.
func FuzzOpenUnsigned(f *testing.F) {
	signed := map[string]bool{}
	for name := range vectors {
		data := golden(f, name)
		signed[bodyOf(data)] = true
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		_, err1 := OpenBatch(data, keyOf)
		_, err2 := OpenGreeting(data, keyOf)
		_, err3 := OpenVitals(data, keyOf)
		_, err4 := OpenDownward(data, "st-1", public(hubKey))
		for _, err := range []error{err1, err2, err3, err4} {
			explained(t, err)
			if err == nil && !signed[bodyOf(data)] {
				t.Errorf("taken unsigned: %x", data)
			}
		}
	})
}

func bodyOf(message []byte) string {
	var s wirepb.Signed
	_ = proto.Unmarshal(message, &s)
	return string(s.Body)
}

// FuzzUnpack gives records before compression, so that what lies behind it is
// reached: they are cut as they were written, or refused.
func FuzzUnpack(f *testing.F) {
	f.Add([]byte("\x03one\x03two\x00"), 3)
	f.Add([]byte{}, 0)
	f.Add([]byte("\x83\x00one"), 1)
	f.Add([]byte("\x04one"), 1)
	f.Add(binary.AppendUvarint(nil, 1<<63), 1)
	f.Fuzz(func(t *testing.T, plain []byte, count int) {
		if count < 0 || count > MaxRecords {
			return
		}
		records, err := unpack(compressor.EncodeAll(plain, nil), count)
		explained(t, err)
		if err != nil {
			return
		}
		size := 0
		for _, r := range records {
			size += len(r)
		}
		if len(records) != count || size+count > len(plain) {
			t.Errorf("%d records of %d bytes from %d", len(records), size, len(plain))
		}
	})
}
