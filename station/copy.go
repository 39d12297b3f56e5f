package station

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"io"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/station/event"
)

// Backup writes the file as it stands at one moment, while work goes on.
func (s *Station) Backup(w io.Writer) error {
	return s.db.View(func(tx *bolt.Tx) error {
		_, err := tx.WriteTo(w)
		return err
	})
}

// ExportedRecord is a line of Export.
type ExportedRecord struct {
	Ref  string          `json:"ref"`
	Kind string          `json:"kind"`
	At   time.Time       `json:"at"`
	Body json.RawMessage `json:"body"`
}

// Export writes the journal as JSON lines, oldest first. Identities in it stay
// sealed.
func (s *Station) Export(w io.Writer) error {
	out := bufio.NewWriter(w)
	lines := json.NewEncoder(out)
	err := s.db.View(func(tx *bolt.Tx) error {
		for key, row := range each(tx, bucketJournal) {
			line, err := s.exported(key, row[len(event.Hash{}):])
			if err != nil {
				return err
			}
			if err := lines.Encode(line); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return out.Flush()
}

func (s *Station) exported(key, record []byte) (ExportedRecord, error) {
	r, err := event.Decode(record)
	if err != nil {
		return ExportedRecord{}, err
	}
	body, err := r.BodyJSON()
	ref := event.Ref{Station: s.id, Epoch: binary.BigEndian.Uint32(key), Seq: binary.BigEndian.Uint64(key[4:])}
	return ExportedRecord{ref.String(), r.Kind(), time.UnixMilli(r.GetStamp().GetWallMs()).UTC(), body}, err
}
