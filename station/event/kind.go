package event

import (
	"fmt"
	"sync"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// BodyField is the field that a record's body is in the schema, 0 where this
// version does not know it. It reads no more than the record's own fields, so
// that the body may still not decode. It returns ErrUnreadable.
func BodyField(record []byte) (field protoreflect.FieldNumber, err error) {
	for len(record) > 0 {
		number, form, n := protowire.ConsumeTag(record)
		if n < 0 {
			return 0, fmt.Errorf("%w: %w", ErrUnreadable, protowire.ParseError(n))
		}
		value := protowire.ConsumeFieldValue(number, form, record[n:])
		if value < 0 {
			return 0, fmt.Errorf("%w: %w", ErrUnreadable, protowire.ParseError(value))
		}
		if form == protowire.BytesType && bodies().ByNumber(number) != nil {
			field = number // the last counts, as for Decode
		}
		record = record[n+value:]
	}
	return field, nil
}

// KindIn is the kind of records whose body is in a field, KindUnknown where
// this version does not know it.
func KindIn(field protoreflect.FieldNumber) string {
	if f := bodies().ByNumber(field); f != nil {
		return string(f.Name())
	}
	return KindUnknown
}

// FieldOf is the field of a kind, 0 where this version does not know it.
func FieldOf(kind string) protoreflect.FieldNumber {
	if f := bodies().ByName(protoreflect.Name(kind)); f != nil {
		return f.Number()
	}
	return 0
}

// bodies are the fields of which a record has one.
var bodies = sync.OnceValue(func() protoreflect.FieldDescriptors {
	return new(Record).ProtoReflect().Descriptor().Oneofs().ByName("body").Fields()
})
