package hub

import (
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/nuanxin/station-kit/station/event"
)

// KindUnreadable is the kind of a record whose bytes are no record at all. It
// is stored like any other: the station signed and chained it.
const KindUnreadable = "unreadable"

// Kinds are the kinds of records, a byte each: the field of the body in the
// schema, 0 for event.KindUnknown, 255 for KindUnreadable. They are what the
// hub made of the records when they came: followers have read on by that.
type Kinds []byte

const unreadable = 255

// KindsOf reads what records are.
func KindsOf(records [][]byte) Kinds {
	kinds := make(Kinds, len(records))
	for i, r := range records {
		field, err := event.BodyField(r)
		if err != nil || field >= unreadable {
			field = unreadable
		}
		kinds[i] = byte(field)
	}
	return kinds
}

// KindsNamed are kinds by their names.
func KindsNamed(kinds []string) Kinds {
	codes := make(Kinds, len(kinds))
	for i, kind := range kinds {
		if codes[i] = byte(event.FieldOf(kind)); kind == KindUnreadable {
			codes[i] = unreadable
		}
	}
	return codes
}

// Of is the kind of record i.
func (k Kinds) Of(i int) string {
	if k[i] == unreadable {
		return KindUnreadable
	}
	return event.KindIn(protoreflect.FieldNumber(k[i]))
}

// Set says which kinds there are, a bit for each; two may share one.
func (k Kinds) Set() (set int64) {
	for _, code := range k {
		set |= 1 << (code % 64)
	}
	return set
}
