package hub

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

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
	// Waitlist is how many may wait for a place in one slot.
	Waitlist uint32 `json:"waitlist"`
}

// Catalogue lists the services, in the order screens show them.
func Catalogue() []Service {
	var all []Service
	if err := json.Unmarshal(catalogueJSON, &all); err != nil {
		panic("catalogue.json: " + err.Error()) // a test reads it
	}
	return all
}

// knownService returns ErrUnknownService unless stations are told to offer it.
func knownService(tx Fleet, id string) error {
	all, err := tx.Announced(kindService, "")
	if err != nil {
		return err
	}
	var ids []string
	for _, a := range all {
		d, err := event.DecodeDown(a.Bytes)
		if o := d.GetServiceOffered(); err == nil && !o.GetWithdrawn() {
			ids = append(ids, o.GetId())
		}
	}
	if slices.Contains(ids, id) {
		return nil
	}
	return fmt.Errorf("%q: %w, there are %s", id, ErrUnknownService, strings.Join(ids, ", "))
}

var kindService = (&event.Down{Body: &event.Down_ServiceOffered{}}).Kind()

// offerCatalogue tells the fleet of the services that come with the kit, unless
// it has been told: a person's word on one of them stands.
func offerCatalogue(tx Fleet, now time.Time) error {
	for _, s := range Catalogue() {
		d := &event.Down{Body: &event.Down_ServiceOffered{ServiceOffered: &event.ServiceOffered{
			Id: s.ID, NameZh: s.NameZH, NameEn: s.NameEN, NoteZh: s.NoteZH, NoteEn: s.NoteEN, Waitlist: s.Waitlist,
		}}}
		entry, err := event.EncodeDown(d)
		if err != nil {
			return err
		}
		last, err := tx.Announced(kindService, s.ID)
		if err != nil {
			return err
		}
		if len(last) > 0 && (last[0].Who != Kit || bytes.Equal(last[0].Bytes, entry)) {
			continue
		}
		if err := announce(tx, now, Kit, s.ID, d); err != nil {
			return err
		}
	}
	return nil
}
