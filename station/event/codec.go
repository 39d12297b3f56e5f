package event

import (
	"errors"
	"fmt"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// KindUnknown is the kind of a record from a later version of the kit. It is
// stored and passed on like any other.
const KindUnknown = "unknown"

// ErrUnreadable says that bytes are not an encoded record or entry.
var ErrUnreadable = errors.New("not an encoded record")

// deterministic, so that a record encoded again is the same bytes.
var encoding = proto.MarshalOptions{Deterministic: true}

// Encode gives a record's bytes: those the journal chains and the hub stores.
func Encode(r *Record) ([]byte, error) { return encoding.Marshal(r) }

// Decode reads a record of any version: fields it does not know are kept.
func Decode(b []byte) (*Record, error) {
	r := new(Record)
	return r, unmarshal(b, r)
}

// EncodeDown gives a down-journal entry's bytes.
func EncodeDown(d *Down) ([]byte, error) { return encoding.Marshal(d) }

// DecodeDown reads a down-journal entry of any version.
func DecodeDown(b []byte) (*Down, error) {
	d := new(Down)
	return d, unmarshal(b, d)
}

func unmarshal(b []byte, m proto.Message) error {
	if err := proto.Unmarshal(b, m); err != nil {
		return fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	return nil
}

// Kind names what a record says, such as "check_in": its field in the schema.
func (x *Record) Kind() string { return bodyName(x) }

// Kind names what an entry says, such as "slot_lent".
func (x *Down) Kind() string { return bodyName(x) }

func bodyName(m proto.Message) string {
	r := m.ProtoReflect()
	field := r.WhichOneof(r.Descriptor().Oneofs().ByName("body"))
	if field == nil {
		return KindUnknown
	}
	return string(field.Name())
}

// Pseudonym is the rider a record is of; nobody, where its kind names none.
func (x *Record) Pseudonym() Pseudonym {
	r := x.ProtoReflect()
	field := r.WhichOneof(r.Descriptor().Oneofs().ByName("body"))
	if field == nil {
		return Pseudonym{}
	}
	who := field.Message().Fields().ByName("pseudonym")
	if who == nil {
		return Pseudonym{}
	}
	return PseudonymFrom(r.Get(field).Message().Get(who).Bytes())
}

// BodyJSON is what the record says, without its stamp, as JSON for people and
// programs outside the kit (field names as in the schema, bytes in base64).
// The body of an unknown kind is {}.
func (x *Record) BodyJSON() ([]byte, error) {
	r := x.ProtoReflect()
	field := r.WhichOneof(r.Descriptor().Oneofs().ByName("body"))
	if field == nil {
		return []byte("{}"), nil
	}
	return asJSON.Marshal(bodyOf(r, field))
}

var asJSON = protojson.MarshalOptions{UseProtoNames: true}

func bodyOf(r protoreflect.Message, field protoreflect.FieldDescriptor) proto.Message {
	return r.Get(field).Message().Interface()
}
