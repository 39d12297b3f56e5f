package hub

import (
	"fmt"
	"slices"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/nuanxin/station-kit/station/event"
)

// reference is a record that another one of the same station names.
type reference struct {
	name string
	// checked: what it names has to be an earlier record of one of the kinds, or
	// (nil) of any.
	checked bool
	kinds   []string
	// of is its epoch and sequence, false where none is named.
	of func(body protoreflect.Message) (epoch uint32, seq uint64, named bool)
}

func fieldReference(f protoreflect.FieldDescriptor) func(protoreflect.Message) (uint32, uint64, bool) {
	return func(body protoreflect.Message) (uint32, uint64, bool) {
		if !body.Has(f) {
			return 0, 0, false
		}
		r := body.Get(f).Message().Interface().(*event.Reference)
		return r.GetEpoch(), r.GetSeq(), true
	}
}

func (r reference) ref(station string, body protoreflect.Message) (event.Ref, bool) {
	epoch, seq, named := r.of(body)
	return event.Ref{Station: station, Epoch: epoch, Seq: seq}, named
}

// addReference gives a reference its columns: epoch and seq, and where it is
// checked also pos, by which tables are joined.
func (t *plainTable) addReference(r reference) {
	columns := []Column{{r.name + "_epoch", Number}, {r.name + "_seq", Number}}
	if !r.checked {
		t.columns(r.cell, columns...)
		return
	}
	t.refs = append(t.refs, r)
	t.columns(r.checkedCell, append(columns, Column{r.name + "_pos", Number})...)
}

func (r reference) cell(in *reading) string {
	ref, named := r.ref(in.Station, in.body)
	if !named {
		in.row = append(in.row, nil, nil)
		return ""
	}
	in.row = append(in.row, int64(ref.Epoch), int64(ref.Seq))
	return ""
}

func (r reference) checkedCell(in *reading) string {
	ref, named := r.ref(in.Station, in.body)
	if !named {
		in.row = append(in.row, nil, nil, nil)
		return ""
	}
	found, known := in.known[ref]
	if !known || found.Pos >= in.Pos || (r.kinds != nil && !slices.Contains(r.kinds, found.Kind)) {
		return fmt.Sprintf("its %s names %s, which is no such earlier record", r.name, ref)
	}
	in.row = append(in.row, int64(ref.Epoch), int64(ref.Seq), found.Pos)
	return ""
}

// targets are the records that others name.
type targets map[event.Ref]Place

// look finds what the records of a page name.
func look(tx Journals, of map[string]*plainTable, page []Event) (targets, error) {
	known := targets{}
	var named []event.Ref
	for _, e := range page {
		t := of[e.Kind]
		if t == nil || e.Body == nil {
			continue
		}
		for _, r := range t.refs {
			ref, names := r.ref(e.Station, e.Body.ProtoReflect().Get(t.field).Message())
			if _, asked := known[ref]; names && !asked {
				known[ref] = Place{}
				named = append(named, ref)
			}
		}
	}
	clear(known)
	places, err := tx.Places(named)
	for _, p := range places {
		known[p.Ref] = p
	}
	return known, err
}
