package wire

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/nuanxin/station-kit/sync/wire/wirepb"
)

func document(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestTheSchemaIsComplete: docs/asyncapi.yaml, which tools read, has every
// channel, message, field and limit that the code has.
func TestTheSchemaIsComplete(t *testing.T) {
	schema := document(t, "asyncapi.yaml")
	want := func(text string) {
		t.Helper()
		if !strings.Contains(schema, text) {
			t.Errorf("docs/asyncapi.yaml does not say %q", text)
		}
	}
	for _, c := range channels {
		want("address: " + c.Topic("{station}") + "\n")
	}
	for _, d := range []direction{fromStationBatch, fromStationHello, fromStationVitals, fromHub} {
		want(strings.ReplaceAll(string(d), "\x00", "\\0"))
	}
	for _, limit := range []int{MaxMessage, MaxRecords, MaxRecord, MaxPayload, MaxVitals, MaxEntries, maxStation} {
		want(fmt.Sprint(limit))
	}
	messages := wirepb.File_wire_proto.Messages()
	for i := range messages.Len() {
		m := messages.Get(i)
		want(string(m.Name()))
		for f := range m.Fields().Len() {
			want(string(m.Fields().Get(f).Name()))
		}
	}
	verdicts := wirepb.Verdict(0).Descriptor().Values()
	for i := 1; i < verdicts.Len(); i++ {
		want(fmt.Sprintf("%d %s", verdicts.Get(i).Number(), verdicts.Get(i).Name()))
	}
}

// TestEveryBodyNamesItsStationFirst: open finds the key by field 1.
func TestEveryBodyNamesItsStationFirst(t *testing.T) {
	for _, m := range []protoreflect.ProtoMessage{&wirepb.Batch{}, &wirepb.Hello{}, &wirepb.Telemetry{}, &wirepb.Down{}} {
		if f := m.ProtoReflect().Descriptor().Fields().ByNumber(1); f.Name() != "station" || f.Kind() != protoreflect.StringKind {
			t.Errorf("%T: field 1 is %v", m, f)
		}
	}
}
