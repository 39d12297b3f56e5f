package hub_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/reflect/protoreflect"
	"pgregory.net/rapid"

	"github.com/nuanxin/station-kit/internal/postgrestest"
	"github.com/nuanxin/station-kit/internal/storetest"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/postgres"
	"github.com/nuanxin/station-kit/sync/hub/store"
)

// kindsOfRecords are those of the schema.
func kindsOfRecords() (all []protoreflect.FieldDescriptor) {
	fields := (&event.Record{}).ProtoReflect().Descriptor().Oneofs().ByName("body").Fields()
	for i := range fields.Len() {
		all = append(all, fields.Get(i))
	}
	return all
}

// whole says everything a record of a kind can say, about records 1 to 5, which
// are a check-in, a booking, an earning, a consent and a redemption.
func whole(kind protoreflect.FieldDescriptor) *event.Record {
	r := &event.Record{Stamp: stamp(9), Attendant: "duty"}
	r.Stamp.Trust = event.ClockTrust_CLOCK_TRUST_HUB
	body := r.ProtoReflect().Mutable(kind).Message()
	fields := body.Descriptor().Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		switch {
		case f.IsList() && f.Kind() == protoreflect.BytesKind:
			body.Mutable(f).List().Append(protoreflect.ValueOfBytes([]byte{1, 0xab}))
		case f.IsList():
			body.Mutable(f).List().Append(protoreflect.ValueOfString("x"))
		case f.Message() != nil && f.Message().Name() == "Reference":
			body.Set(f, protoreflect.ValueOfMessage((&event.Reference{Epoch: 1, Seq: seqFor(f.Name())}).ProtoReflect()))
		case f.Message() != nil:
			body.Set(f, protoreflect.ValueOfMessage((&event.Envelope{KeyId: "key", Enc: []byte("SECRET"), Ciphertext: []byte("SECRET")}).ProtoReflect()))
		default:
			body.Set(f, something(f))
		}
	}
	if c := r.GetCancellation(); c != nil {
		c.BookingSeq, c.Slot = 2, "slot"
	}
	return r
}

// seqFor is the record that a reference of such a name may name.
func seqFor(name protoreflect.Name) uint64 {
	return map[protoreflect.Name]uint64{
		"check_in": 1, "booking": 2, "moved_from": 2, "follow_up_of": 2, "entry": 3, "cause": 1, "consent": 4, "from": 1, "redemption": 5,
	}[name]
}

func something(f protoreflect.FieldDescriptor) protoreflect.Value {
	switch f.Kind() {
	case protoreflect.StringKind:
		return protoreflect.ValueOfString("words")
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(true)
	case protoreflect.EnumKind:
		return protoreflect.ValueOfEnum(2)
	case protoreflect.Int64Kind:
		return protoreflect.ValueOfInt64(noon.UnixMilli() / 10000)
	case protoreflect.Uint32Kind:
		return protoreflect.ValueOfUint32(1)
	case protoreflect.Uint64Kind:
		return protoreflect.ValueOfUint64(3)
	}
	size := map[protoreflect.Name]int{"pseudonym": 16, "claim": 32}[f.Name()]
	return protoreflect.ValueOfBytes([]byte(strings.Repeat("p", max(size, 8))))
}

// TestEveryKindHasItsTable fails where a kind of record, or a field of one, was
// added and no table shows it.
func TestEveryKindHasItsTable(t *testing.T) {
	for _, kind := range kindsOfRecords() {
		t.Run(string(kind.Name()), func(t *testing.T) {
			table := hub.TableOf(string(kind.Name()))
			if table == "" {
				t.Fatalf("no table shows %s: see kinds.go", kind.Name())
			}
			r := rigFor(t)
			r.Followers = hub.Projections()
			history := [][]byte{
				checkedIn(1), booked(2, "slot"),
				encoded(&event.Record{Stamp: stamp(3), Body: &event.Record_PointsEarned{PointsEarned: &event.PointsEarned{Pseudonym: make16(1), Rule: "r", Points: 5}}}),
				encoded(&event.Record{Stamp: stamp(4), Body: &event.Record_ConsentGiven{ConsentGiven: &event.ConsentGiven{Pseudonym: make16(1), Purpose: "story"}}}),
				encoded(&event.Record{Stamp: stamp(5), Body: &event.Record_PointsRedeemed{PointsRedeemed: &event.PointsRedeemed{Pseudonym: make16(1), Reward: "water", Points: 5}}}),
				encoded(whole(kind)),
			}
			must(ingest(r, r.enrol("st-1").batch(1, history, 1, len(history))))
			r.follow()
			if left := lettersOf(t, r, ""); len(left) != 0 {
				t.Fatalf("dead letters %v", left)
			}
			page := must(r.store.Rows(ctx, hub.TableQuery{Table: table, After: "[5]", Limit: 9}))
			if len(page.Rows) != 1 {
				t.Fatalf("%d rows in %s", len(page.Rows), table)
			}
			empty(t, table, page)
			shows(t, kind.Message(), page.Columns)
		})
	}
}

// empty lists the columns without a value.
func empty(t *testing.T, table string, page hub.TablePage) {
	for i, v := range page.Rows[0] {
		erased := table == "persons_erased" && page.Columns[i] == "pseudonym"
		later := slices.Contains([]string{"confirmed_ms", "called_ms", "attended_ms"}, page.Columns[i])
		if v == nil && !erased && !later {
			t.Errorf("%s.%s is empty", table, page.Columns[i])
		}
		if text := fmt.Sprint(v); strings.Contains(text, "SECRET") || strings.Contains(text, "534543524554") {
			t.Errorf("%s.%s shows what is sealed", table, page.Columns[i])
		}
	}
}

// shows wants each field to be in a column, or known to be left out.
func shows(t *testing.T, m protoreflect.MessageDescriptor, columns []string) {
	left := []protoreflect.FullName{
		"nuanxin.event.v1.AppealFiled.claim_key", "nuanxin.event.v1.PersonErased.signature",
	}
	renamed := map[string]string{"state": "booked_as", "right": "right_answers"}
	for i := range m.Fields().Len() {
		f := m.Fields().Get(i)
		name := string(f.Name())
		if !slices.ContainsFunc(columns, func(c string) bool {
			return c == name || c == renamed[name] || c == name+"_seq" || c == "has_"+name
		}) && !slices.Contains(left, f.FullName()) {
			t.Errorf("no column shows %s", f.FullName())
		}
	}
}

// nonsense makes records of which most say something that can be, about
// records there are.
type nonsense struct {
	*rand.Rand
	epoch uint32
	// made are the sequences of each kind in this epoch.
	made map[protoreflect.Name][]uint64
}

// wants is the kind of record that a reference names.
var wants = map[protoreflect.Name]protoreflect.Name{
	"check_in": "check_in", "booking": "booking", "moved_from": "booking", "follow_up_of": "booking",
	"redemption": "points_redeemed", "entry": "points_earned", "consent": "consent_given", "cause": "check_in",
}

// reference mostly names a record there is.
func (n nonsense) reference(name protoreflect.Name, length int) *event.Reference {
	if made := n.made[wants[name]]; len(made) > 0 && n.IntN(6) > 0 {
		return &event.Reference{Epoch: n.epoch, Seq: made[n.IntN(len(made))]}
	}
	return &event.Reference{Epoch: 1 + n.Uint32N(2), Seq: n.Uint64N(uint64(length) + 3)}
}

func (n nonsense) record(length int) []byte {
	switch n.IntN(25) {
	case 0:
		return []byte{0xff, byte(n.Uint32())}
	case 1:
		return []byte{0xfa, 0x7f, 0x01, 0x00}
	}
	kinds := kindsOfRecords()
	kind := kinds[n.IntN(len(kinds))]
	if n.IntN(2) == 0 {
		kind = kinds[[]int{2, 3, 3, 4, 6, 7, 7, 13, 15, 19, 22, 24}[n.IntN(12)]]
	}
	r := &event.Record{Attendant: n.text(), Stamp: &event.Stamp{WallMs: noon.UnixMilli() + int64(n.IntN(60)), Boot: n.Uint32N(3), Trust: event.ClockTrust(n.IntN(4))}}
	switch n.IntN(60) {
	case 0:
		r.Stamp = nil
	case 1:
		r.Stamp.WallMs = -5
	case 2:
		r.Stamp.WallMs = 1 << 60
	case 3:
		r.Stamp.Trust = 77
	}
	n.fill(r.ProtoReflect().Mutable(kind).Message(), length)
	if c := r.GetCancellation(); c != nil {
		booking := n.reference("booking", length)
		c.BookingEpoch, c.BookingSeq, c.Slot = booking.Epoch, booking.Seq, n.text()
	}
	n.made[kind.Name()] = append(n.made[kind.Name()], uint64(length)+1)
	return encoded(r)
}

func (n nonsense) fill(m protoreflect.Message, length int) {
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		switch {
		case n.IntN(12) == 0:
		case f.IsList():
			if f.Kind() == protoreflect.StringKind {
				m.Mutable(f).List().Append(protoreflect.ValueOfString(n.text()))
			}
		case f.Message() != nil && f.Message().Name() == "Reference":
			if required := f.Name() != "moved_from" && f.Name() != "follow_up_of"; required || n.IntN(2) == 0 {
				m.Set(f, protoreflect.ValueOfMessage(n.reference(f.Name(), length).ProtoReflect()))
			}
		case f.Message() != nil:
			m.Set(f, protoreflect.ValueOfMessage((&event.Envelope{KeyId: n.text()}).ProtoReflect()))
		default:
			m.Set(f, n.value(f, length))
		}
	}
}

func (n nonsense) text() string {
	return []string{"", "a", "a", "b", "b", "\u503c", "it's \"q\"", "zero\x00byte"}[n.IntN(7+n.IntN(60)/59)]
}

func (n nonsense) value(f protoreflect.FieldDescriptor, length int) protoreflect.Value {
	odd := n.IntN(30) == 0
	switch f.Kind() {
	case protoreflect.StringKind:
		return protoreflect.ValueOfString(n.text())
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(n.IntN(2) == 0)
	case protoreflect.EnumKind:
		return protoreflect.ValueOfEnum(protoreflect.EnumNumber(n.IntN(f.Enum().Values().Len() + n.IntN(2))))
	case protoreflect.Int64Kind:
		if odd {
			return protoreflect.ValueOfInt64([]int64{-1, 1 << 62, -1 << 63}[n.IntN(3)])
		}
		return protoreflect.ValueOfInt64(int64(n.IntN(50)))
	case protoreflect.Uint32Kind:
		return protoreflect.ValueOfUint32(n.Uint32N(4))
	case protoreflect.Uint64Kind:
		if odd {
			return protoreflect.ValueOfUint64(1<<64 - 1)
		}
		return protoreflect.ValueOfUint64(n.Uint64N(uint64(length) + 2))
	}
	size := map[protoreflect.Name]int{"pseudonym": 16, "claim": 32}[f.Name()]
	if odd || size == 0 {
		size = 3
	}
	b := make([]byte, size)
	b[0] = byte(1 + n.IntN(4))
	return protoreflect.ValueOfBytes(b)
}

// journal is what one station has yet to send, of which sent is sent.
type journal struct {
	id      string
	epoch   uint32
	records [][]byte
	sent    int
}

// play has several stations send their journals in groups of random size and
// order, and the followers read now and then.
func play(seed uint64, s *store.Store, h *hub.Hub, length int) {
	n := nonsense{Rand: rand.New(rand.NewPCG(seed, 1))}
	var all []*journal
	for _, id := range []string{"a", "b", "c"} {
		if err := s.Update(ctx, func(tx hub.Tx) error { return tx.PutStation(hub.Station{ID: id}) }); err != nil {
			panic(err)
		}
		for epoch := range uint32(2) {
			j := &journal{id: id, epoch: epoch + 1}
			n.epoch, n.made = epoch+1, map[protoreflect.Name][]uint64{}
			for i := range length {
				j.records = append(j.records, n.record(i))
			}
			all = append(all, j)
		}
	}
	for {
		all = slices.DeleteFunc(all, func(j *journal) bool { return j.sent == len(j.records) })
		if len(all) == 0 {
			break
		}
		group(s, n, all)
		if n.IntN(3) == 0 {
			if err := h.CatchUp(ctx); err != nil {
				panic(err)
			}
		}
	}
	if err := h.CatchUp(ctx); err != nil {
		panic(err)
	}
}

// group commits some records of some journals in one transaction.
func group(s *store.Store, n nonsense, all []*journal) {
	var batches []hub.Batch
	var cursors []hub.Cursor
	for _, i := range n.Perm(len(all))[:1+n.IntN(len(all))] {
		j := all[i]
		some := j.records[j.sent:min(len(j.records), j.sent+1+n.IntN(7))]
		if len(some) > 0 {
			first := event.Ref{Station: j.id, Epoch: j.epoch, Seq: uint64(j.sent) + 1}
			batches = append(batches, storetest.Batch(first, event.Hash{}, some...))
		}
		j.sent += len(some)
		cursors = append(cursors, hub.Cursor{Station: j.id, Epoch: j.epoch, UpTo: uint64(j.sent)})
	}
	if err := s.Update(ctx, func(tx hub.Tx) error { return tx.Append(batches, cursors, noon) }); err != nil {
		panic(err)
	}
}

// dump is all that followers wrote, as text. Why the database refused a row is
// told in its own words.
func dump(s *store.Store) map[string]string {
	all := map[string]string{}
	names := hub.Memories()
	for _, t := range hub.PlainTables() {
		names = append(names, t.Name)
	}
	for _, name := range append(names, "dead_letters") {
		key := "1, 2"
		if name == "dead_letters" {
			key = "pos, follower"
		}
		var b strings.Builder
		r := must(s.Reader.Query(`SELECT * FROM ` + name + ` ORDER BY ` + key))
		columns := must(r.Columns())
		for r.Next() {
			row, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range row {
				into[i] = &row[i]
			}
			if err := r.Scan(into...); err != nil {
				panic(err)
			}
			for i, v := range row {
				if name == "dead_letters" && (columns[i] == "at_ms" || columns[i] == "reason" && strings.HasPrefix(fmt.Sprint(v), hub.ErrRejected.Error())) {
					row[i] = nil
				}
			}
			fmt.Fprintf(&b, "%+v\n", row)
		}
		if err := r.Close(); err != nil {
			panic(err)
		}
		all[name] = b.String()
	}
	return all
}

// different is the first line that differs.
func different(a, b map[string]string) string {
	for name := range a {
		one, other := strings.Split(a[name], "\n"), strings.Split(b[name], "\n")
		for i := range max(len(one), len(other)) {
			if i >= len(one) || i >= len(other) || one[i] != other[i] {
				return fmt.Sprintf("%s, row %d of %d and %d:\n%s\n%s", name, i, len(one), len(other), strings.Join(one[i:min(i+1, len(one))], ""), strings.Join(other[i:min(i+1, len(other))], ""))
			}
		}
	}
	return ""
}

func replayAll(h *hub.Hub) {
	if err := h.ReplayAll(ctx); err != nil {
		panic(err)
	}
}

// TestReplayMakesTheSameTables compares what followers made of records as they
// came with what they make of all of them at once.
func TestReplayMakesTheSameTables(t *testing.T) {
	filled := map[string]bool{}
	rapid.Check(t, func(t *rapid.T) {
		dir := must(os.MkdirTemp("", "replay-*"))
		defer os.RemoveAll(dir)
		r := newRig(dir)
		defer r.store.Close()
		r.Followers = hub.Projections()
		play(rapid.Uint64().Draw(t, "seed"), r.store, r.Hub, rapid.IntRange(1, 40).Draw(t, "records"))
		before := dump(r.store)
		for name, rows := range before {
			filled[name] = filled[name] || rows != ""
		}
		replayAll(r.Hub)
		if diff := different(before, dump(r.store)); diff != "" {
			t.Fatal(diff)
		}
	})
	for name, is := range filled {
		if !is {
			t.Errorf("no run put anything into %s", name)
		}
	}
}

// TestBothDatabasesHoldTheSame plays the same on SQLite and PostgreSQL.
func TestBothDatabasesHoldTheSame(t *testing.T) {
	server := postgrestest.Start(t, "fsync = off")
	template := server.New(t)
	must(postgres.Open(ctx, template)).Close()
	for seed := range uint64(4) {
		r := rigFor(t)
		r.Followers = hub.Projections()
		p := must(postgres.Open(ctx, server.Copy(t, template)))
		defer p.Close()
		h := hub.New(hub.Config{Store: p, Followers: hub.Projections()})
		play(seed, r.store, r.Hub, 150)
		play(seed, p, h, 150)
		one := dump(r.store)
		if diff := different(one, dump(p)); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
		replayAll(h)
		if diff := different(one, dump(p)); diff != "" {
			t.Fatalf("seed %d, after the replay: %s", seed, diff)
		}
	}
}
