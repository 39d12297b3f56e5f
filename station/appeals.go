package station

import (
	"slices"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/seal"
)

// Appeal is what a rider asks to be looked into.
type Appeal struct {
	Category event.AppealCategory
	// Phrases are identifiers of preset phrases, recorded in the clear, so
	// they hold no words a rider typed and no numbers.
	Phrases []string
	// Text is sealed to the hub; it may be empty where a phrase says it all.
	Text string
}

// FiledAppeal is what a rider is told, once, of an appeal.
type FiledAppeal struct {
	Filing
	// Code is the claim code in groups of six, QR the text of its QR code.
	// Whoever has it reads the replies; the station keeps no copy.
	Code, QR string
}

// morePhrases than that are no choice any more.
const morePhrases = 16

// FileAppeal records an appeal under the rider's name, or of Anonymous. It
// returns ErrNotOffered for an unknown category or phrase, ErrNothingSaid or
// ErrTooLong.
func (s *Station) FileAppeal(r Rider, a Appeal) (FiledAppeal, error) {
	text, err := a.said()
	if err != nil {
		return FiledAppeal{}, err
	}
	code, err := seal.NewClaimCode(s.Random)
	if err != nil {
		return FiledAppeal{}, err
	}
	claim := code.Claim()
	f, err := s.submit(r, anybody, func(c *change, ref event.Ref) (*event.Record, error) {
		sealed, err := c.sealText(text, ref)
		return &event.Record{Body: &event.Record_AppealFiled{AppealFiled: &event.AppealFiled{
			Category: a.Category, Pseudonym: r.Pseudonym.Bytes(), Text: sealed,
			Claim: claim[:], ClaimKey: code.Public(), Phrases: a.Phrases,
		}}}, err
	})
	if err != nil {
		return FiledAppeal{}, err
	}
	return FiledAppeal{f, code.String(), code.QR()}, nil
}

func (a Appeal) said() (string, error) {
	_, known := event.AppealCategory_name[int32(a.Category)]
	wrong := func(phrase string) bool { return !choice(phrase) }
	text, err := said(a.Text)
	switch {
	case !known || a.Category == 0 || len(a.Phrases) > morePhrases || slices.ContainsFunc(a.Phrases, wrong):
		return "", ErrNotOffered
	case err == nil && text == "" && len(a.Phrases) == 0:
		return "", ErrNothingSaid
	}
	return text, err
}
