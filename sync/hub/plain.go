package hub

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/nuanxin/station-kit/station/event"
)

// plainTable is the table of one kind of record: what every record has, and a
// column or more for each field of the kind's message.
type plainTable struct {
	Table
	kind  string
	field protoreflect.FieldDescriptor // of the record's body
	cells []cell
	refs  []reference
	odd   func(body protoreflect.Message) string
	// rider is the place of the pseudonym in a row, 0 where the kind names none.
	rider int
}

// recordColumns begin every row. pos is the record's place in the order of all
// stations, and the key.
var recordColumns = []Column{
	{"pos", Number},
	{"station", Text},
	{"epoch", Number},
	{"seq", Number},
	{"at_ms", Number},
	{"trust", Text},
	{"boot", Number},
	{"attendant", Text},
}

// Places in every row.
const (
	rowPos = 0
	rowAt  = 4
)

// reading is one record on its way to being a row.
type reading struct {
	Event
	body  protoreflect.Message
	known targets
	row   []any
}

// cell appends what one field says to the row, or tells why it cannot be.
type cell func(r *reading) (reason string)

// newPlainTable derives the columns from the schema.
func newPlainTable(k kind) *plainTable {
	body := (&event.Record{}).ProtoReflect().Descriptor().Oneofs().ByName("body")
	t := &plainTable{kind: k.name, field: body.Fields().ByName(protoreflect.Name(k.name)), odd: k.odd}
	t.Table = Table{Name: k.table, Columns: slices.Clone(recordColumns), Key: 1}
	fields := t.field.Message().Fields()
	for i := range fields.Len() {
		if f := fields.Get(i); !slices.Contains(k.omits, string(f.Name())) {
			t.add(k, f)
		}
	}
	for _, r := range k.refs {
		if fields.ByName(protoreflect.Name(r.name)) == nil {
			t.addReference(r)
		}
	}
	return t
}

func (t *plainTable) add(k kind, f protoreflect.FieldDescriptor) {
	name := string(f.Name())
	if as := k.renames[name]; as != "" {
		name = as
	}
	switch {
	case f.Message() != nil && f.Message().Name() == "Reference":
		r := reference{name: name, of: fieldReference(f)}
		if i := slices.IndexFunc(k.refs, func(r reference) bool { return r.name == string(f.Name()) }); i >= 0 {
			r.checked, r.kinds = true, k.refs[i].kinds
		}
		t.addReference(r)
	case f.Message() != nil:
		t.columns(sealedCell(f), Column{"has_" + name, Number}, Column{name + "_key", Text})
	case f.IsList():
		t.columns(listCell(f), Column{name, Text})
	default:
		if name == "pseudonym" {
			t.rider = len(t.Columns)
		}
		read, kind := plainCell(f)
		t.columns(read, Column{name, kind})
	}
	if slices.Contains(k.needs, string(f.Name())) {
		t.cells = append(t.cells, needed(f))
	}
}

func (t *plainTable) columns(c cell, columns ...Column) {
	t.cells, t.Columns = append(t.cells, c), append(t.Columns, columns...)
}

// read makes a row of a record, or tells why it cannot be.
func (t *plainTable) read(e Event, known targets) (row []any, reason string) {
	stamp := e.Body.GetStamp()
	if stamp == nil || !isTime(stamp.WallMs) {
		return nil, "its stamp is no time"
	}
	trust, reason := word(event.ClockTrust(0).Descriptor(), protoreflect.EnumNumber(stamp.Trust), "trust")
	if reason == "" {
		reason = oddText("attendant", e.Body.Attendant)
	}
	if reason != "" {
		return nil, reason
	}
	r := &reading{Event: e, known: known, row: make([]any, 0, len(t.Columns)+stateColumns)}
	r.body = e.Body.ProtoReflect().Get(t.field).Message()
	r.row = append(r.row, e.Pos, e.Station, int64(e.Epoch), int64(e.Seq), stamp.WallMs, trust, int64(stamp.Boot), textOrNil(e.Body.Attendant))
	for _, c := range t.cells {
		if reason := c(r); reason != "" {
			return nil, reason
		}
	}
	if t.odd != nil {
		reason = t.odd(r.body)
	}
	return r.row, reason
}

// lastTime is the end of the year 9999, the last one that databases agree on.
const lastTime = 253402300799999

func isTime(ms int64) bool { return ms >= 0 && ms <= lastTime }

// durations are the fields in milliseconds that are no moments.
var durations = []string{"offset_ms", "stayed_ms"}

// plainCell reads a field of one value. What was not said is nil.
func plainCell(f protoreflect.FieldDescriptor) (cell, Type) {
	name := string(f.Name())
	switch f.Kind() {
	case protoreflect.StringKind:
		return func(r *reading) string {
			s := r.body.Get(f).String()
			r.row = append(r.row, textOrNil(s))
			return oddText(name, s)
		}, Text
	case protoreflect.BytesKind:
		return blobCell(f), Blob
	case protoreflect.BoolKind:
		return func(r *reading) string {
			r.row = append(r.row, bit(r.body.Get(f).Bool()))
			return ""
		}, Number
	case protoreflect.EnumKind:
		return wordCell(f), Text
	}
	if strings.HasSuffix(name, "_ms") && !slices.Contains(durations, name) {
		return timeCell(f), Number
	}
	return numberCell(f), Number
}

// sizes of the fields that are of one size, in bytes.
var sizes = map[protoreflect.Name]int{"pseudonym": 16, "claim": 32}

func blobCell(f protoreflect.FieldDescriptor) cell {
	size := sizes[f.Name()]
	return func(r *reading) string {
		b := r.body.Get(f).Bytes()
		if len(b) == 0 {
			r.row = append(r.row, nil)
			return ""
		}
		r.row = append(r.row, b)
		if size > 0 && len(b) != size {
			return fmt.Sprintf("its %s is not one of %d bytes", f.Name(), size)
		}
		return ""
	}
}

func wordCell(f protoreflect.FieldDescriptor) cell {
	return func(r *reading) string {
		w, reason := word(f.Enum(), r.body.Get(f).Enum(), f.Name())
		r.row = append(r.row, w)
		return reason
	}
}

// word is an enum's value as text, such as "labour_rights"; nil for what was not
// said.
func word(e protoreflect.EnumDescriptor, n protoreflect.EnumNumber, field protoreflect.Name) (any, string) {
	value := e.Values().ByNumber(n)
	if value == nil {
		return nil, fmt.Sprintf("its %s is %d, which this version of the hub does not know", field, n)
	}
	text := strings.ToLower(strings.TrimPrefix(string(value.Name()), prefix(string(e.Name()))))
	if text == "unspecified" {
		return nil, ""
	}
	return text, ""
}

// prefix is what the names of an enum's values begin with: that of the enum, in
// the case of constants.
func prefix(name string) string {
	var b strings.Builder
	for i, r := range name {
		if i > 0 && r >= 'A' && r <= 'Z' {
			b.WriteByte('_')
		}
		b.WriteRune(r)
	}
	return strings.ToUpper(b.String()) + "_"
}

func timeCell(f protoreflect.FieldDescriptor) cell {
	return func(r *reading) string {
		ms := r.body.Get(f).Int()
		if ms == 0 {
			r.row = append(r.row, nil)
			return ""
		}
		r.row = append(r.row, ms)
		if !isTime(ms) {
			return fmt.Sprintf("its %s is no time", f.Name())
		}
		return ""
	}
}

func numberCell(f protoreflect.FieldDescriptor) cell {
	if f.Kind() != protoreflect.Uint32Kind && f.Kind() != protoreflect.Uint64Kind {
		return func(r *reading) string {
			r.row = append(r.row, r.body.Get(f).Int())
			return ""
		}
	}
	return func(r *reading) string {
		n := r.body.Get(f).Uint()
		r.row = append(r.row, int64(n))
		if n > math.MaxInt64 {
			return fmt.Sprintf("its %s is too great a number", f.Name())
		}
		return ""
	}
}

// sealedCell says of what is sealed no more than whether it is there and to
// which key.
func sealedCell(f protoreflect.FieldDescriptor) cell {
	return func(r *reading) string {
		if !r.body.Has(f) {
			r.row = append(r.row, bit(false), nil)
			return ""
		}
		key := r.body.Get(f).Message().Interface().(*event.Envelope).GetKeyId()
		r.row = append(r.row, bit(true), textOrNil(key))
		return oddText(f.Name(), key)
	}
}

// listCell writes several values as a JSON array, bytes in hexadecimal.
func listCell(f protoreflect.FieldDescriptor) cell {
	return func(r *reading) string {
		list := r.body.Get(f).List()
		if list.Len() == 0 {
			r.row = append(r.row, nil)
			return ""
		}
		texts := make([]string, list.Len())
		for i := range texts {
			if texts[i] = list.Get(i).String(); f.Kind() == protoreflect.BytesKind {
				texts[i] = hex.EncodeToString(list.Get(i).Bytes())
			}
		}
		text, _ := json.Marshal(texts) // texts have JSON
		r.row = append(r.row, string(text))
		return ""
	}
}

func needed(f protoreflect.FieldDescriptor) cell {
	return func(r *reading) string {
		if !r.body.Has(f) {
			return fmt.Sprintf("it says no %s", f.Name())
		}
		return ""
	}
}

// oddText refuses what PostgreSQL cannot hold.
func oddText[S ~string](field S, text string) string {
	if strings.ContainsRune(text, 0) {
		return fmt.Sprintf("its %s holds a zero byte", field)
	}
	return ""
}

func textOrNil(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
