package samv

import (
	"fmt"
	"log/slog"
	"time"
)

// Kind is the kind of card, by the type flag of its text block.
type Kind string

// The kinds of cards.
const (
	Citizen       Kind = "citizen"        // resident ID card
	Permit        Kind = "permit"         // residence permit of Hong Kong, Macau and Taiwan residents (flag J)
	Foreigner2017 Kind = "foreigner-2017" // permanent residence card, 2017 version (flag I)
	Foreigner2023 Kind = "foreigner-2023" // permanent residence card, from December 2023 (flag Y)
)

// Sex by GB/T 2261.1.
type Sex string

// The sexes of GB/T 2261.1: codes 1, 2, 9, and 0 or anything else.
const (
	Male     Sex = "male"
	Female   Sex = "female"
	Unstated Sex = "unstated"
	Unknown  Sex = "unknown"
)

// Permanent stands in ValidTo of a card without an end date, as it is printed on the card.
const Permanent = "长期"

// Card is what a card says. Dates are YYYY-MM-DD, or as they stand on the card where that is no date.
// Empty fields do not exist on that kind of card.
//
// A Card is identity: formatting or logging one shows its kind only. Marshalling one to JSON shows it all.
type Card struct {
	Kind        Kind      `json:"kind"`
	Name        string    `json:"name"`                   // Chinese name; private-use characters and separators made standard
	NameOnCard  string    `json:"name_on_card,omitempty"` // the name as stored, where mapping changed it
	LatinName   string    `json:"latin_name,omitempty"`   // foreigners
	Number      string    `json:"number"`                 // a final x is made X
	Sex         Sex       `json:"sex"`
	SexCode     string    `json:"sex_code,omitempty"`    // raw
	Nation      string    `json:"nation,omitempty"`      // citizens: ethnic group (汉); foreigners: nationality (USA)
	NationCode  string    `json:"nation_code,omitempty"` // citizens: raw code of GB/T 3304
	Birth       string    `json:"birth"`
	Address     string    `json:"address,omitempty"`
	Issuer      string    `json:"issuer,omitempty"`
	ValidFrom   string    `json:"valid_from"`
	ValidTo     string    `json:"valid_to"`                 // a date or Permanent
	PassNumber  string    `json:"pass_number,omitempty"`    // permits: number of the travel permit
	IssueCount  string    `json:"issue_count,omitempty"`    // permits and foreigners from 2023: how often issued or renewed
	CardVersion string    `json:"card_version,omitempty"`   // foreigners 2017
	OldNumber   string    `json:"old_number_ref,omitempty"` // foreigners 2023: link to the number of the 2017 card
	Warnings    []Warning `json:"warnings,omitempty"`
}

// Warning says what is odd about a card that is still accepted: cards in the field disagree with the standards.
type Warning string

// What may be odd.
const (
	WarnNumber     Warning = "number"       // the number's form or check digit is wrong, or of another kind of card
	WarnRegion     Warning = "region"       // the number begins with the code of no province
	WarnBirth      Warning = "number-birth" // the number contains another date of birth
	WarnSex        Warning = "number-sex"   // the number implies the other sex
	WarnDate       Warning = "date"         // a date is none
	WarnNation     Warning = "nation"       // not in GB/T 3304; foreigners: no nationality, or not the number's
	WarnPrivateUse Warning = "private-use"  // a name holds a private-use character without public mapping
	WarnSurrogate  Warning = "surrogate"    // a name holds half a character; U+FFFD stands for it
	WarnEmpty      Warning = "empty"        // name or number is missing
)

// Expired reports whether the card's last day lies before the day of now. A ValidTo that is no date does not expire.
func (c Card) Expired(now time.Time) bool {
	last, err := time.ParseInLocation(time.DateOnly, c.ValidTo, now.Location())
	return err == nil && !now.Before(last.AddDate(0, 0, 1))
}

// String names the kind and nothing else.
func (c Card) String() string { return fmt.Sprintf("card(%s, redacted)", c.Kind) }

// GoString is String, for %#v.
func (c Card) GoString() string { return c.String() }

// Format is String for every verb, so that none reaches the fields.
func (c Card) Format(s fmt.State, _ rune) { _, _ = fmt.Fprint(s, c.String()) }

// LogValue is String, for slog.
func (c Card) LogValue() slog.Value { return slog.StringValue(c.String()) }
