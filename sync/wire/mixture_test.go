package wire_test

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

// journal invents what a station records, the same for a seed. No pseudonym
// comes twice where it could be another's: their 16 random bytes are most of
// what a batch weighs, and riders who come again only make it lighter.
type journal struct {
	*rand.Rand
	at      time.Time
	began   time.Time
	seq     uint64
	records [][]byte
}

func newJournal(seed uint64) *journal {
	opens := time.Date(2026, 11, 23, 7, 0, 0, 0, event.Zone)
	return &journal{Rand: rand.New(rand.NewPCG(seed, 1)), at: opens, began: opens}
}

func (j *journal) pseudonym() []byte {
	p := binary.BigEndian.AppendUint64(nil, j.Uint64())
	return binary.BigEndian.AppendUint64(p, j.Uint64())
}

// earlier is one of the last twenty records.
func (j *journal) earlier() *event.Reference {
	return &event.Reference{Epoch: 1, Seq: max(1, j.seq-min(j.seq, j.Uint64N(20)))}
}

func (j *journal) one(of ...string) string { return of[j.IntN(len(of))] }

// add appends a record as a station does: some minutes after the last.
func (j *journal) add(r *event.Record) {
	j.at = j.at.Add(time.Duration(j.Int64N(int64(6 * time.Minute))).Truncate(time.Millisecond))
	j.seq++
	r.Stamp = &event.Stamp{WallMs: j.at.UnixMilli(), Boot: 7, MonoMs: j.at.Sub(j.began).Milliseconds()}
	b, err := event.Encode(r)
	if err != nil {
		panic(err)
	}
	j.records = append(j.records, b)
}

// checkIn is plain: who, by what means, what for.
func (j *journal) checkIn() {
	j.add(&event.Record{Body: &event.Record_CheckIn{CheckIn: &event.CheckIn{
		Pseudonym: j.pseudonym(), Means: event.Means(1 + j.IntN(3)), Purpose: event.Purpose(j.IntN(7)),
	}}})
}

// checkIns are n plain ones.
func checkIns(seed uint64, n int) [][]byte {
	j := newJournal(seed)
	for range n {
		j.checkIn()
	}
	return j.records
}

// mixed is n records of all that riders do without an identity sealed: half of
// them come, and say what they work as.
func mixed(seed uint64, n int) [][]byte {
	j := newJournal(seed)
	for len(j.records) < n {
		j.anything()
	}
	return j.records
}

func (j *journal) anything() {
	slot := fmt.Sprintf("health-check-%sT%02d%02d-4e8a1c", j.at.Format("20060102"), 8+j.IntN(10), 20*j.IntN(3))
	who := j.pseudonym()
	switch n := j.IntN(20); {
	case n < 10:
		j.add(&event.Record{Body: &event.Record_CheckIn{CheckIn: &event.CheckIn{
			Pseudonym: who, Means: event.Means(1 + j.IntN(3)), Purpose: event.Purpose(j.IntN(7)),
			Occupation: j.one("delivery-rider", "courier", "ride-hailing-driver"), Organisation: j.one("", "", "org-union-01", "org-platform-02"),
		}}})
	case n < 12:
		j.add(&event.Record{Body: &event.Record_CheckOut{CheckOut: &event.CheckOut{CheckIn: j.earlier(), StayedMs: j.Int64N(3_600_000)}}})
	case n < 14:
		j.add(&event.Record{Body: &event.Record_Booking{Booking: &event.Booking{
			Pseudonym: who, Slot: slot, Service: "health-check", StartsMs: j.at.Add(24 * time.Hour).Truncate(20 * time.Minute).UnixMilli(),
			Means: event.Means_MEANS_CARD, State: event.BookingState_BOOKING_STATE_CONFIRMED,
		}}})
	case n < 15:
		j.add(&event.Record{Body: &event.Record_BookingChange{BookingChange: &event.BookingChange{Booking: j.earlier(), State: event.BookingState_BOOKING_STATE_ATTENDED}}})
	case n < 16:
		e := j.earlier()
		j.add(&event.Record{Body: &event.Record_Cancellation{Cancellation: &event.Cancellation{BookingEpoch: e.Epoch, BookingSeq: e.Seq, Slot: slot}}})
	case n < 18:
		j.add(&event.Record{Body: &event.Record_PointsEarned{PointsEarned: &event.PointsEarned{Pseudonym: who, Rule: "visit", Points: 1, Cause: j.earlier()}}})
	case n < 19:
		j.add(&event.Record{Body: &event.Record_LearningProgress{LearningProgress: &event.LearningProgress{Pseudonym: who, Pack: "traffic-safety", Version: 3, Page: uint32(j.IntN(12))}}})
	default:
		j.add(&event.Record{Body: &event.Record_PassIssued{PassIssued: &event.PassIssued{Pseudonym: who, PassId: j.pseudonym()[:8], ExpiresMs: j.at.AddDate(0, 6, 0).UnixMilli()}}})
	}
}
