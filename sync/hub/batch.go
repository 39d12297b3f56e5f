package hub

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/wire"
)

// Batch is a batch as its station sent it, and what of it was new.
type Batch struct {
	Station string
	Epoch   uint32
	// First is the first record that was new: the message may repeat older ones
	// before it.
	First uint64
	// Kinds are those of the new records.
	Kinds Kinds
	// Message is what the station signed. Batches from before the hub kept these
	// have no signature.
	Message []byte
}

// Last is the last record of the batch.
func (b Batch) Last() uint64 { return b.First + uint64(len(b.Kinds)) - 1 }

// Stored is a batch with the position of its first new record; those of the
// others follow.
type Stored struct {
	Batch
	Pos int64
	At  time.Time
}

// errDamaged says that the store was damaged or edited by hand.
var errDamaged = errors.New("the batch kept is damaged")

// Records are the new records after one position up to another, of some kinds
// or (nil) of all.
func (s Stored) Records(after, upTo int64, kinds []string) ([]Received, error) {
	b, err := wire.ReadBatch(s.Message)
	if err == nil && (b.First > s.First || b.Last() != s.Last()) {
		err = errDamaged
	}
	if err != nil {
		return nil, fmt.Errorf("%s/%d/%d: %w: %w", s.Station, s.Epoch, s.First, ErrRejected, err)
	}
	old := int(s.First - b.First)
	wanted, link := KindsNamed(kinds), event.Hash(b.Prev)
	var all []Received
	for i, record := range b.Records {
		link = link.Next(record)
		n := i - old
		if pos := s.Pos + int64(n); n >= 0 && pos > after && pos <= upTo && (kinds == nil || bytes.IndexByte(wanted, s.Kinds[n]) >= 0) {
			ref := event.Ref{Station: s.Station, Epoch: s.Epoch, Seq: s.First + uint64(n)}
			all = append(all, Received{pos, Record{ref, s.Kinds.Of(n), link, record}, s.At})
		}
	}
	return all, nil
}
