package station

import (
	"fmt"
	"io"
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/pass"
)

// passLife is how long an issued pass is good.
const passLife = 180 * 24 * time.Hour

// ByCard recognises the holder of an ID card. It takes about a tenth of a
// second on purpose, see seal.Pseudonyms.
func (s *Station) ByCard(name, number string) Rider {
	return Rider{
		Pseudonym: s.Pseudonyms.Of(number),
		Means:     event.Means_MEANS_CARD,
		Masked:    mask(name),
		identity:  &event.Identity{Name: name, Number: number},
	}
}

// ByPass recognises the holder of a scanned pass. Errors are pass.ErrNotPass,
// pass.ErrForged and pass.ErrExpired.
func (s *Station) ByPass(text string) (Rider, error) {
	p, err := pass.Verify(text, s.Hub, s.Now())
	if err != nil {
		return Rider{}, err
	}
	return Rider{Pseudonym: p.Pseudonym, Means: event.Means_MEANS_PASS}, nil
}

// ByPhone makes a pseudonym for a phone that has no pass yet.
func (s *Station) ByPhone() Rider {
	r := Rider{Means: event.Means_MEANS_PHONE}
	if _, err := io.ReadFull(s.Random, r.Pseudonym[:]); err != nil {
		panic(fmt.Errorf("no randomness: %w", err)) // crypto/rand never fails
	}
	return r
}

// IssuePass gives a rider a pass: the text of its QR code.
func (s *Station) IssuePass(who event.Pseudonym) (string, error) {
	if !who.Known() {
		return "", ErrAnonymous
	}
	text, issued := s.Issuer.Issue(who, s.Now().Add(passLife))
	err := s.change(func(c *change) error {
		_, _, err := c.append(&event.Record{Body: &event.Record_PassIssued{PassIssued: &event.PassIssued{
			Pseudonym: who.Bytes(), PassId: issued.ID[:], ExpiresMs: issued.Expires.UnixMilli(),
		}}})
		return err
	})
	if err != nil {
		return "", err
	}
	return text, nil
}

// introduce records, once for each key, who a pseudonym is: sealed. A row of
// the persons bucket: pseudonym to the key id it was last sealed to.
func (c *change) introduce(r Rider) error {
	if r.identity == nil {
		return nil
	}
	sealer := c.sealer()
	if string(c.Bucket(bucketPersons).Get(r.Pseudonym[:])) == sealer.ID {
		return nil
	}
	envelope, err := sealer.Seal(r.identity, c.next())
	if err != nil {
		return err
	}
	_, _, err = c.append(&event.Record{Body: &event.Record_Person{Person: &event.Person{
		Pseudonym: r.Pseudonym.Bytes(), Identity: envelope,
	}}})
	if err != nil {
		return err
	}
	return c.put(bucketPersons, r.Pseudonym[:], []byte(envelope.KeyId))
}

// mask keeps the first character of a name and stars for at most two more.
func mask(name string) string {
	runes := []rune(name)
	if len(runes) == 0 {
		return ""
	}
	return string(runes[0]) + "**"[:min(len(runes)-1, 2)]
}
