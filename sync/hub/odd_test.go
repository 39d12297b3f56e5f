package hub_test

import (
	"strings"
	"testing"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
)

// TestWhatCannotBeIsADeadLetter gives each record behind a check-in (1), a
// booking (2), an earning (3), a check-out (4) and a reversal (5).
func TestWhatCannotBeIsADeadLetter(t *testing.T) {
	ref := func(seq uint64) *event.Reference { return &event.Reference{Epoch: 1, Seq: seq} }
	checkOut := func(of *event.Reference) *event.Record {
		return &event.Record{Body: &event.Record_CheckOut{CheckOut: &event.CheckOut{CheckIn: of}}}
	}
	reversed := func(of *event.Reference) *event.Record {
		return &event.Record{Body: &event.Record_PointsReversed{PointsReversed: &event.PointsReversed{Entry: of}}}
	}
	earned := &event.PointsEarned{Pseudonym: make16(1), Rule: "r", Points: 5}
	for says, r := range map[string]*event.Record{
		"names st-1/1/2, which is no such earlier":  checkOut(ref(2)),
		"names st-1/1/99, which is no such earlier": checkOut(ref(99)),
		"names st-1/1/6, which is no such earlier":  checkOut(ref(6)),
		"says no check_in":                          checkOut(nil),
		"names st-1/1/1, which is no such earlier":  reversed(ref(1)),
		"attendant holds a zero byte":               {Attendant: "a\x00", Body: &event.Record_CheckIn{CheckIn: &event.CheckIn{}}},
		"means is 9":                                {Body: &event.Record_CheckIn{CheckIn: &event.CheckIn{Means: 9}}},
		"pseudonym is not one of 16":                {Body: &event.Record_CheckIn{CheckIn: &event.CheckIn{Pseudonym: []byte("x")}}},
		"stamp is no time":                          {Stamp: &event.Stamp{WallMs: 1 << 50}, Body: &event.Record_CheckIn{CheckIn: &event.CheckIn{}}},
		"trust is 44":                               {Stamp: &event.Stamp{WallMs: 5, Trust: 44}, Body: &event.Record_CheckIn{CheckIn: &event.CheckIn{}}},
		"starts_ms is no time":                      {Body: &event.Record_Booking{Booking: &event.Booking{Slot: "s", StartsMs: -1}}},
		"says no slot":                              {Body: &event.Record_Booking{Booking: &event.Booking{}}},
		"says no state":                             {Body: &event.Record_BookingChange{BookingChange: &event.BookingChange{Booking: ref(2)}}},
		"not an open booking of that slot":          {Body: &event.Record_Cancellation{Cancellation: &event.Cancellation{BookingEpoch: 1, BookingSeq: 2, Slot: "b"}}},
		"points is -5":                              {Body: &event.Record_PointsRedeemed{PointsRedeemed: &event.PointsRedeemed{Pseudonym: make16(1), Points: -5}}},
		"points is 4611686018427387904":             {Body: &event.Record_PointsRedeemed{PointsRedeemed: &event.PointsRedeemed{Pseudonym: make16(1), Points: 1 << 62}}},
		"6 stars":                                   {Body: &event.Record_AppealRated{AppealRated: &event.AppealRated{Claim: make([]byte, 32), Stars: 6}}},
		"claim is not one of 32":                    {Body: &event.Record_AppealRated{AppealRated: &event.AppealRated{Claim: make([]byte, 31), Stars: 5}}},
		"2 right answers to 1":                      {Body: &event.Record_QuizTaken{QuizTaken: &event.QuizTaken{Pack: "p", Right: 2, Questions: 1}}},
		"free_bytes is too great":                   {Body: &event.Record_StorageState{StorageState: &event.StorageState{Level: "low", FreeBytes: 1 << 63}}},
		"the database does not take it":             checkOut(ref(1)), // a second one
		"the database does not take it ":            reversed(ref(3)),
	} {
		h := rigFor(t)
		h.Followers = hub.Projections()
		history := [][]byte{checkedIn(1), booked(2, "a"), encoded(&event.Record{Stamp: stamp(3), Body: &event.Record_PointsEarned{PointsEarned: earned}})}
		for i, first := range []*event.Record{checkOut(ref(1)), reversed(ref(3)), r} {
			if first.Stamp == nil {
				first.Stamp = stamp(4 + i)
			}
			history = append(history, encoded(first))
		}
		must(ingest(h, h.enrol("st-1").batch(1, append(history, checkedIn(9)), 1, 7)))
		h.follow()
		var left []hub.DeadLetter
		must(0, h.DeadLetters(ctx, "", func(l hub.DeadLetter) error { left = append(left, l); return nil }))
		if len(left) != 1 || left[0].Seq != 6 || !strings.Contains(left[0].Reason, strings.TrimSpace(says)) {
			t.Errorf("%q: dead letters %+v", says, left)
		}
		if n := countIn(t, h, "check_ins WHERE seq = 7"); n != 1 {
			t.Errorf("%q holds up what follows", says)
		}
	}
}
