package station

import (
	"crypto/sha256"

	"github.com/nuanxin/station-kit/station/event"
)

// Hazard is a danger that somebody noticed. Kind and Place are identifiers
// picked from lists, such as "electric-bike" and "gate-2": they are recorded
// in the clear, so they hold no words and no long numbers.
type Hazard struct {
	Kind string
	// Place may be empty where Text says it.
	Place string
	// Text is sealed to the hub; it may be empty.
	Text string
	// Photo names a photo kept outside the journal, by SHA-256; zero for none.
	Photo [sha256.Size]byte
}

// ReportHazard records a hazard, of an anonymous rider too. It returns
// ErrNotOffered, ErrTooLong, or ErrNothingSaid where neither place nor text
// says where to look.
func (s *Station) ReportHazard(r Rider, h Hazard) (Filing, error) {
	text, err := said(h.Text)
	switch {
	case err != nil:
		return Filing{}, err
	case !choice(h.Kind) || h.Place != "" && !choice(h.Place):
		return Filing{}, ErrNotOffered
	case h.Place == "" && text == "":
		return Filing{}, ErrNothingSaid
	}
	return s.submit(r, anybody, func(c *change, ref event.Ref) (*event.Record, error) {
		sealed, err := c.sealText(text, ref)
		return &event.Record{Body: &event.Record_HazardReported{HazardReported: &event.HazardReported{
			Pseudonym: r.Pseudonym.Bytes(), Kind: h.Kind, Place: h.Place, Text: sealed, Photo: photoBytes(h.Photo),
		}}}, err
	})
}

func photoBytes(photo [sha256.Size]byte) []byte {
	if photo == [sha256.Size]byte{} {
		return nil
	}
	return photo[:]
}
