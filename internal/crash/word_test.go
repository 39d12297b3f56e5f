package crash

import (
	"fmt"
	"maps"
	"strings"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// What a child says, each followed by a number: the record's sequence; of a
// cancellation that of its booking; the sequence delivered; the entry applied.
// First of all comes the epoch.
const (
	saidEpoch        = "epoch"
	saidVisit        = "visit"
	saidBooking      = "booking"
	saidCancellation = "cancellation"
	saidDelivered    = "delivered"
	saidDown         = "down"
)

// word is what children have said so far: what must be in the file.
type word struct {
	Records         map[uint64]string // what was said of a record
	Cancelled       map[uint64]bool
	Delivered, Down uint64
	Epoch           uint64 // 0 where nothing was said yet
	half            string // of a line of which the rest is still to come
}

func newWord() *word {
	return &word{Records: map[uint64]string{}, Cancelled: map[uint64]bool{}}
}

func (w *word) clone() *word {
	c := *w
	c.Records, c.Cancelled = maps.Clone(w.Records), maps.Clone(w.Cancelled)
	return &c
}

// hear takes the next part of what a child says. What is no whole line yet
// counts when the rest of it has come.
func (w *word) hear(said string) error {
	said = w.half + said
	whole := strings.LastIndexByte(said, '\n') + 1
	w.half = said[whole:]
	for line := range strings.Lines(said[:whole]) {
		var what string
		var n uint64
		if _, err := fmt.Sscanf(line, "%s %d\n", &what, &n); err != nil {
			return fmt.Errorf("%q: %w", line, err)
		}
		switch what {
		case saidVisit, saidBooking:
			w.Records[n] = what
		case saidCancellation:
			w.Cancelled[n] = true
		case saidEpoch:
			if w.Epoch != 0 && w.Epoch != n {
				return fmt.Errorf("epoch %d after %d: the file was given up", n, w.Epoch)
			}
			w.Epoch = n
		case saidDelivered:
			w.Delivered = max(w.Delivered, n)
		case saidDown:
			w.Down = max(w.Down, n)
		}
	}
	return nil
}

// broken compares a station's file with the word: what is wrong with it.
func (w *word) broken(s *station.Station) ([]string, error) {
	report, err := s.Check()
	if err != nil {
		return nil, err
	}
	at, err := s.Standing()
	if err != nil {
		return nil, err
	}
	j, err := readJournal(s, at.Last)
	if err != nil {
		return nil, err
	}
	faults := append(report.Faults, w.missing(j)...)
	faults = append(faults, j.halves()...)
	if at.Delivered < w.Delivered || at.DownCursor < w.Down {
		faults = append(faults, fmt.Sprintf("confirmed: %d delivered, %d applied; the file says %+v", w.Delivered, w.Down, at))
	}
	st, err := s.Status()
	if err != nil {
		return nil, err
	}
	if st.Recovery.Happened() || w.Epoch != 0 && w.Epoch != uint64(st.Epoch) {
		faults = append(faults, fmt.Sprintf("epoch %d, now %d: %+v", w.Epoch, st.Epoch, st.Recovery))
	}
	return faults, j.compareBookings(s, &faults)
}

// missing lists what was confirmed and is not in the journal.
func (w *word) missing(j *journal) []string {
	var missing []string
	for seq, what := range w.Records {
		if is := j.at(seq); what == saidVisit && is.GetCheckIn() == nil || what == saidBooking && is.GetBooking() == nil {
			missing = append(missing, fmt.Sprintf("%s %d was confirmed and is lost: there is %q", what, seq, is.Kind()))
		}
	}
	for seq := range w.Cancelled {
		if !j.cancelled[seq] {
			missing = append(missing, fmt.Sprintf("the cancellation of booking %d was confirmed and is lost", seq))
		}
	}
	return missing
}

// journal is a station's, decoded.
type journal struct {
	records   []*event.Record // the first has sequence 1
	cancelled map[uint64]bool // sequences of bookings
}

func readJournal(s *station.Station, last uint64) (*journal, error) {
	j := &journal{cancelled: map[uint64]bool{}}
	_, rows, err := s.Records(0, int(last), 1<<30)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		r, err := event.Decode(row)
		if err != nil {
			return nil, err
		}
		j.records = append(j.records, r)
		if c := r.GetCancellation(); c != nil {
			j.cancelled[c.BookingSeq] = true
		}
	}
	return j, nil
}

func (j *journal) at(seq uint64) *event.Record {
	if seq == 0 || seq > uint64(len(j.records)) {
		return &event.Record{}
	}
	return j.records[seq-1]
}

// halves lists changes of which only a part is there: who a rider is, without
// the visit that said so.
func (j *journal) halves() []string {
	var halves []string
	for i, r := range j.records {
		who := r.GetPerson().GetPseudonym()
		if who != nil && string(j.at(uint64(i+2)).GetCheckIn().GetPseudonym()) != string(who) {
			halves = append(halves, fmt.Sprintf("record %d introduces a rider, and no visit follows", i+1))
		}
	}
	return halves
}

// compareBookings asks the station for every rider's bookings.
func (j *journal) compareBookings(s *station.Station, faults *[]string) error {
	for i, r := range j.records {
		b, seq := r.GetBooking(), uint64(i+1)
		if b == nil {
			continue
		}
		held, err := s.Bookings(event.PseudonymFrom(b.Pseudonym))
		if err != nil {
			return err
		}
		holds := len(held) == 1 && held[0].Ref.Seq == seq
		if holds == j.cancelled[seq] && len(held) > 0 || len(held) == 0 && !j.cancelled[seq] {
			*faults = append(*faults, fmt.Sprintf("booking %d: cancelled %t, held %v", seq, j.cancelled[seq], held))
		}
	}
	return nil
}
