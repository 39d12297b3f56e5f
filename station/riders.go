package station

import (
	"fmt"
	"io"

	"github.com/nuanxin/station-kit/station/event"
)

// ByCard recognises the holder of an ID card. It takes about a tenth of a
// second on purpose, see seal.Pseudonyms.
func (s *Station) ByCard(name, number string) Rider {
	return Rider{
		Pseudonym: s.Pseudonyms.Of(number),
		Means:     event.Means_MEANS_CARD,
		Masked:    mask(name),
		Born:      bornBy(number, s.Now()),
		identity:  &event.Identity{Name: name, Number: number},
	}
}

// ByPhone makes a pseudonym for a phone that has no pass yet.
func (s *Station) ByPhone() Rider { return s.fresh(event.Means_MEANS_PHONE) }

// Nameless makes a pseudonym for somebody who shows nothing and still wants a
// booking, such as a walk-in without a card. Their number is on the receipt.
func (s *Station) Nameless() Rider { return s.fresh(event.Means_MEANS_ANONYMOUS) }

func (s *Station) fresh(means event.Means) Rider {
	r := Rider{Means: means}
	if _, err := io.ReadFull(s.Random, r.Pseudonym[:]); err != nil {
		panic(fmt.Errorf("no randomness: %w", err)) // crypto/rand never fails
	}
	return r
}

// mask keeps the first character of a name and stars for at most two more.
func mask(name string) string {
	runes := []rune(name)
	if len(runes) == 0 {
		return ""
	}
	return string(runes[0]) + "**"[:min(len(runes)-1, 2)]
}
