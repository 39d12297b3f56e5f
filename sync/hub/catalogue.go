package hub

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/nuanxin/station-kit/station/event"
)

// ErrUnknownService says that the catalogue has no such service.
var ErrUnknownService = errors.New("no such service")

//go:embed catalogue.json
var catalogueJSON []byte

// Service is what every station of the hub offers.
type Service struct {
	ID     string `json:"id"`
	NameZH string `json:"name_zh"`
	NameEN string `json:"name_en"`
	NoteZH string `json:"note_zh"`
	NoteEN string `json:"note_en"`
}

// Catalogue lists the services, in the order screens show them.
func Catalogue() []Service {
	var all []Service
	if err := json.Unmarshal(catalogueJSON, &all); err != nil {
		panic("catalogue.json: " + err.Error()) // a test reads it
	}
	return all
}

func knownService(id string) error {
	var ids []string
	for _, s := range Catalogue() {
		if s.ID == id {
			return nil
		}
		ids = append(ids, s.ID)
	}
	return fmt.Errorf("%q: %w, there are %s", id, ErrUnknownService, strings.Join(ids, ", "))
}

// offers are the entries that put the catalogue into a station's journal,
// where it is not already there in the same words.
func offers(tx Downlinks, station string) (missing []Entry, err error) {
	for _, s := range Catalogue() {
		d := &event.Down{Body: &event.Down_ServiceOffered{ServiceOffered: &event.ServiceOffered{
			Id: s.ID, NameZh: s.NameZH, NameEn: s.NameEN, NoteZh: s.NoteZH, NoteEn: s.NoteEN,
		}}}
		entry, err := event.EncodeDown(d)
		if err != nil {
			return nil, err
		}
		last, err := tx.Newest(station, d.Kind(), s.ID)
		if err != nil {
			return nil, err
		}
		if !bytes.Equal(last, entry) {
			missing = append(missing, Entry{station, d.Kind(), s.ID, entry})
		}
	}
	return missing, nil
}
