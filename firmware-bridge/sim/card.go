package sim

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"strings"
)

// ErrCard means that a card file cannot be used, and why.
var ErrCard = errors.New("not a card this simulator can place")

// Card is what a simulated card holds. Its JSON is the JSON that nuanxin-bridge read prints, so that a card
// that was read can be placed again; see cards/README.md. Dates are YYYY-MM-DD, ValidTo may be 长期.
type Card struct {
	Kind        string   `json:"kind"` // citizen, permit, foreigner-2017, foreigner-2023
	Name        string   `json:"name"`
	NameOnCard  string   `json:"name_on_card,omitempty"` // stored instead of Name
	LatinName   string   `json:"latin_name,omitempty"`
	Number      string   `json:"number"`
	Sex         string   `json:"sex"`                // male, female, unstated, unknown
	SexCode     string   `json:"sex_code,omitempty"` // stored instead of Sex's code
	Nation      string   `json:"nation,omitempty"`   // foreigners: alpha-3 nationality; citizens: for the reader's eye
	NationCode  string   `json:"nation_code,omitempty"`
	Birth       string   `json:"birth"`
	Address     string   `json:"address,omitempty"`
	Issuer      string   `json:"issuer,omitempty"`
	ValidFrom   string   `json:"valid_from"`
	ValidTo     string   `json:"valid_to"`
	PassNumber  string   `json:"pass_number,omitempty"`
	IssueCount  string   `json:"issue_count,omitempty"`
	CardVersion string   `json:"card_version,omitempty"`
	OldNumber   string   `json:"old_number_ref,omitempty"`
	Warnings    []string `json:"warnings,omitempty"` // ignored

	// What is on the chip besides the text block.
	NewAddresses []string `json:"new_addresses,omitempty"` // up to four
	BodyNumber   string   `json:"body_number,omitempty"`   // 56 hexadecimal digits
	Photo        []byte   `json:"photo,omitempty"`         // up to 1024 bytes, which the kit does not understand
}

//go:embed cards/*.json
var samples embed.FS

// Samples are the names of the invented cards that come with the simulator.
func Samples() []string {
	entries, _ := samples.ReadDir("cards")
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = strings.TrimSuffix(e.Name(), ".json")
	}
	return names
}

// Sample is one of the invented cards.
func Sample(name string) (Card, error) {
	b, err := samples.ReadFile(path.Join("cards", name+".json"))
	if err != nil {
		return Card{}, fmt.Errorf("%w: no sample of that name; there are %s", ErrCard, strings.Join(Samples(), ", "))
	}
	return ParseCard(b)
}

// LoadCard reads a card file. Errors name no field's value.
func LoadCard(file string) (Card, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return Card{}, fmt.Errorf("%w: %w", ErrCard, err)
	}
	return ParseCard(b)
}

// ParseCard reads a card's JSON and makes sure that it fits a text block.
func ParseCard(b []byte) (Card, error) {
	var c Card
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&c); err != nil {
		return Card{}, fmt.Errorf("%w: %w", ErrCard, err)
	}
	_, err := c.Text()
	return c, errors.Join(err, c.extras())
}
