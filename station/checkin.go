package station

import (
	"regexp"
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

// ErrVisitDetails: the purpose is none of the schema's, or occupation or
// organisation is no identifier: up to 64 letters, digits and . _ : -, of them
// at most six digits in a row.
var ErrVisitDetails error = rule("purpose, occupation or organisation is not one of those on offer")

// VisitDetails is what a rider chooses to say of a visit. The zero value says
// nothing.
type VisitDetails struct {
	Purpose event.Purpose
	// Occupation is an identifier such as "delivery-rider".
	Occupation string
	// Organisation is an identifier of the directory.
	Organisation string
}

// identifierForm keeps free text, such as a name, out of the records, and
// numberForm telephone and ID numbers.
var (
	identifierForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$`)
	numberForm     = regexp.MustCompile(`[0-9]{7}`)
)

func (d VisitDetails) check() error {
	_, known := event.Purpose_name[int32(d.Purpose)]
	for _, id := range []string{d.Occupation, d.Organisation} {
		known = known && (id == "" || identifierForm.MatchString(id) && !numberForm.MatchString(id))
	}
	if !known {
		return ErrVisitDetails
	}
	return nil
}

// CheckIn records a visit of which nothing more is said, see CheckInFor.
func (s *Station) CheckIn(r Rider) (Visit, error) { return s.CheckInFor(r, VisitDetails{}) }

// CheckInFor records a visit. A known rider's second within the repeat window
// is the first one again and records nothing. It returns ErrVisitDetails.
func (s *Station) CheckInFor(r Rider, d VisitDetails) (Visit, error) {
	if err := d.check(); err != nil {
		return Visit{}, err
	}
	var v Visit
	err := s.change(func(c *change) (err error) {
		v, err = c.checkIn(r, d)
		return err
	})
	if err != nil {
		return Visit{}, err
	}
	return v, nil
}

func (c *change) checkIn(r Rider, d VisitDetails) (Visit, error) {
	if err := c.rememberVisitor(r); err != nil {
		return Visit{}, err
	}
	now := c.view()
	last, found := now.visitOf(r.Pseudonym)
	if found && last.since(c.at) < c.s.settings(now).repeat {
		return Visit{Ref: last.ref, At: time.UnixMilli(last.at), Repeat: true}, nil
	}
	if err := c.introduce(r); err != nil {
		return Visit{}, err
	}
	ref, _, err := c.append(&event.Record{Body: &event.Record_CheckIn{CheckIn: &event.CheckIn{
		Pseudonym: r.Pseudonym.Bytes(), Means: r.Means,
		Purpose: d.Purpose, Occupation: d.Occupation, Organisation: d.Organisation,
	}}})
	v := Visit{Ref: ref, At: c.now()}
	if err != nil || !r.Pseudonym.Known() {
		return v, err
	}
	return v, c.put(bucketVisits, r.Pseudonym[:], visitBy(ref, c.at).bytes())
}
