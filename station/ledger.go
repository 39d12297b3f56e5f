package station

import (
	"bytes"
	"encoding/binary"
	"iter"
	"math"

	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/station/event"
)

var (
	// bucketLedger: pseudonym (16 bytes), epoch (4) and sequence (8) to a copy
	// of the journal's row of a PointsEarned, PointsRedeemed or PointsReversed.
	bucketLedger = []byte("points")
	// bucketBalances: pseudonym to a balance.
	bucketBalances = []byte("points-balances")
)

// balance is a rider's points: what the hub says of all stations, up to this
// station's record known, and the sum of this station's own entries after it;
// and how many of them are elsewhere: only another station lets the rider
// redeem these. Its row is known (journalKey, 12 bytes) and the three numbers
// (8 each; the last is missing where an earlier version wrote it).
type balance struct {
	known               []byte
	hub, own, elsewhere int64
}

func (b balance) total() int64 { return b.hub + b.own }

// here is how many of them the rider may redeem at this station.
func (b balance) here() int64 { return b.total() - b.elsewhere }

func balanceOf(tx *bolt.Tx, who event.Pseudonym) balance {
	row := tx.Bucket(bucketBalances).Get(who[:])
	if len(row) != 28 && len(row) != 36 {
		return balance{known: journalKey(0, 0)}
	}
	b := balance{
		known: bytes.Clone(row[:12]),
		hub:   int64(binary.BigEndian.Uint64(row[12:])),
		own:   int64(binary.BigEndian.Uint64(row[20:])),
	}
	if len(row) == 36 {
		b.elsewhere = int64(binary.BigEndian.Uint64(row[28:]))
	}
	return b
}

func (c *change) putBalance(who event.Pseudonym, b balance) error {
	row := binary.BigEndian.AppendUint64(bytes.Clone(b.known), uint64(b.hub))
	row = binary.BigEndian.AppendUint64(row, uint64(b.own))
	return c.put(bucketBalances, who[:], binary.BigEndian.AppendUint64(row, uint64(b.elsewhere)))
}

// setBalance takes what the hub knows; knowing less than before, it is late
// and changes nothing. Records not yet made here it cannot know, whatever it
// says: what they spend must count.
func (c *change) setBalance(said *event.PointsBalance) error {
	who, known := event.PseudonymFrom(said.Pseudonym), journalKey(said.KnownEpoch, said.KnownSeq)
	if newest := journalKey(c.s.epoch, c.head.seq); bytes.Compare(known, newest) > 0 {
		known = newest
	}
	if !who.Known() || bytes.Compare(known, balanceOf(c.Tx, who).known) < 0 {
		return nil
	}
	own, err := sumAfter(c.Tx, who, known)
	if err != nil {
		return err
	}
	released, err := releasedAfter(c.Tx, who, known)
	if err != nil {
		return err
	}
	return c.putBalance(who, balance{known, said.Points, own, said.Elsewhere + released})
}

// sumAfter adds up a rider's entries after a journal key.
func sumAfter(tx *bolt.Tx, who event.Pseudonym, known []byte) (sum int64, err error) {
	for key, row := range under(tx, bucketLedger, who[:]) {
		if bytes.Compare(key[len(who):], known) <= 0 {
			continue
		}
		r, err := recordOf(row)
		if err != nil {
			return 0, err
		}
		n, err := amount(tx, who, r)
		if err != nil {
			return 0, err
		}
		sum += n
	}
	return sum, nil
}

// amount is by how much an entry moves its rider's balance.
func amount(tx *bolt.Tx, who event.Pseudonym, r *event.Record) (int64, error) {
	switch body := r.Body.(type) {
	case *event.Record_PointsEarned:
		return body.PointsEarned.Points, nil
	case *event.Record_PointsRedeemed:
		return -body.PointsRedeemed.Points, nil
	}
	entry, err := entryAt(tx, who, r.GetPointsReversed().GetEntry())
	if err != nil || entry.GetPointsReversed() != nil {
		return 0, event.ErrUnreadable
	}
	n, err := amount(tx, who, entry)
	return -n, err
}

// entryAt is an entry of a rider's ledger, or ErrNoEntry.
func entryAt(tx *bolt.Tx, who event.Pseudonym, at *event.Reference) (*event.Record, error) {
	row := tx.Bucket(bucketLedger).Get(append(who[:], journalKey(at.GetEpoch(), at.GetSeq())...))
	if row == nil {
		return nil, ErrNoEntry
	}
	return recordOf(row)
}

// enter appends a record of points, files it under its rider and moves the
// balance by so many points.
func (c *change) enter(who event.Pseudonym, points int64, r *event.Record) (event.Ref, error) {
	ref, row, err := c.write(r)
	if err != nil {
		return ref, err
	}
	if err := c.put(bucketLedger, riderKey(who, ref), row); err != nil {
		return ref, err
	}
	b := balanceOf(c.Tx, who)
	b.own += points
	return ref, c.putBalance(who, b)
}

// entriesBack walks a rider's ledger, the newest entry first.
func entriesBack(tx *bolt.Tx, who event.Pseudonym) iter.Seq2[[]byte, []byte] {
	return func(yield func(key, row []byte) bool) {
		rows := tx.Bucket(bucketLedger).Cursor()
		last := rows.Prev
		if behind, _ := rows.Seek(append(who[:], journalKey(math.MaxUint32, math.MaxUint64)...)); behind == nil {
			last = rows.Last
		}
		for key, row := last(); bytes.HasPrefix(key, who[:]) && yield(key, row); key, row = rows.Prev() {
		}
	}
}

// Points is a rider's balance: what the hub last said, and what was earned,
// redeemed and reversed here since. A reversal can bring it below zero.
func (s *Station) Points(who event.Pseudonym) (int64, error) {
	var total int64
	err := s.view(func(v *view) error {
		total = balanceOf(v.Tx, who).total()
		return nil
	})
	return total, err
}
