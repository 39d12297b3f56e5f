package station

import (
	"encoding/binary"

	"github.com/nuanxin/station-kit/station/event"
)

// bucketPersons: pseudonym to the record in which the person was last sealed,
// see personRow.
var bucketPersons = []byte("persons")

var persons = subject{
	buckets: [][]byte{bucketPersons},
	check:   checkPersons,
	mine:    personOf,
	erase:   func(c *change, who event.Pseudonym) error { return c.drop(bucketPersons, who[:]) },
}

// introduce records, once for each key, who a pseudonym is: sealed.
func (c *change) introduce(r Rider) error {
	if r.identity == nil {
		return nil
	}
	sealer := c.sealer()
	if sealedTo(c.Bucket(bucketPersons).Get(r.Pseudonym[:])) == sealer.ID {
		return nil
	}
	envelope, err := sealer.Seal(r.identity, c.next())
	if err != nil {
		return err
	}
	ref, _, err := c.append(&event.Record{Body: &event.Record_Person{Person: &event.Person{
		Pseudonym: r.Pseudonym.Bytes(), Identity: envelope,
	}}})
	if err != nil {
		return err
	}
	return c.put(bucketPersons, r.Pseudonym[:], personRow(envelope.KeyId, ref, c.at))
}

const (
	keyIDSize     = 8 // bytes of a seal.KeyID
	personRowSize = keyIDSize + filedAt + 8
)

// personRow: the key's id (8 bytes), the record's epoch (4), sequence (8) and
// wall clock (8, Unix milliseconds). A row of the kit's first version is the
// key's id alone.
func personRow(keyID string, ref event.Ref, at *event.Stamp) []byte {
	row := append([]byte(keyID), journalKey(ref.Epoch, ref.Seq)...)
	return binary.BigEndian.AppendUint64(row, uint64(at.WallMs))
}

func sealedTo(row []byte) string { return string(row[:min(len(row), keyIDSize)]) }

// PersonItem is what the station knows of who a rider is: that name and number
// were sealed, and to which of the hub's keys. It cannot open them.
type PersonItem struct {
	SealedTo string `json:"sealed_to"`
	Ref      string `json:"ref,omitempty"`
}

func personOf(v *view, who event.Pseudonym) ([]Item, error) {
	row := v.Bucket(bucketPersons).Get(who[:])
	if row == nil {
		return nil, nil
	}
	item := Item{Subject: "person", Value: PersonItem{SealedTo: sealedTo(row)}}
	if len(row) == personRowSize {
		item.At = event.Time(int64(binary.BigEndian.Uint64(row[keyIDSize+filedAt:])))
		item.Value = PersonItem{sealedTo(row), v.s.refIn(row[keyIDSize:]).String()}
	}
	return []Item{item}, nil
}

// checkPersons finds each row's record, where the journal still has it.
func checkPersons(v *view, r *Report) {
	for who, row := range each(v.Tx, bucketPersons) {
		if len(row) == keyIDSize {
			continue // of the first version
		}
		if len(row) != personRowSize {
			r.fault("persons: row %x has %d bytes", who, len(row))
			continue
		}
		held := v.Bucket(bucketJournal).Get(row[keyIDSize : keyIDSize+filedAt])
		rec, _ := recordOf(held)
		person := rec.GetPerson()
		if held != nil && (string(person.GetPseudonym()) != string(who) || person.GetIdentity().GetKeyId() != sealedTo(row)) {
			r.fault("persons: row %x is not that of its record", who)
		}
	}
}
