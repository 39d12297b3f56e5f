package sim

import (
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf16"
)

// slot is one field's place in the 256-byte text block, in bytes.
type slot struct {
	what     string // for errors
	at, size int
	value    string
}

// Text is the card's text block by GA/T 490: UTF-16LE, padded with spaces.
func (c Card) Text() ([]byte, error) {
	slots, err := c.slots()
	if err != nil {
		return nil, err
	}
	block := make([]byte, 0, 256)
	for range 128 {
		block = append(block, ' ', 0)
	}
	for _, s := range slots {
		units := utf16.Encode([]rune(s.value))
		if 2*len(units) > s.size {
			return nil, fmt.Errorf("%w: %s is longer than the %d units the card has for it", ErrCard, s.what, s.size/2)
		}
		for i, u := range units {
			binary.LittleEndian.PutUint16(block[s.at+2*i:], u)
		}
	}
	return block, nil
}

func (c Card) slots() ([]slot, error) {
	sex, ok := map[string]string{"unknown": "0", "male": "1", "female": "2", "unstated": "9"}[c.Sex]
	if c.SexCode != "" {
		sex, ok = c.SexCode, true
	}
	if !ok {
		return nil, fmt.Errorf("%w: sex must be male, female, unstated or unknown", ErrCard)
	}
	switch c.Kind {
	case "citizen":
		return c.resident(" ", sex, c.NationCode), nil
	case "permit":
		return append(c.resident("J", sex, ""), slot{"pass_number", 220, 18, c.PassNumber},
			slot{"issue_count", 238, 4, c.IssueCount}), nil
	case "foreigner-2017":
		return c.foreigner2017(sex), nil
	case "foreigner-2023":
		return c.foreigner2023(sex), nil
	}
	return nil, fmt.Errorf("%w: kind must be citizen, permit, foreigner-2017 or foreigner-2023", ErrCard)
}

func (c Card) resident(flag, sex, nation string) []slot {
	return []slot{
		{"name", 0, 30, c.storedName()},
		{"sex", 30, 2, sex},
		{"nation_code", 32, 4, nation},
		{"birth", 36, 16, compact(c.Birth)},
		{"address", 52, 70, c.Address},
		{"number", 122, 36, c.Number},
		{"issuer", 158, 30, c.Issuer},
		{"valid_from", 188, 16, compact(c.ValidFrom)},
		{"valid_to", 204, 16, compact(c.ValidTo)},
		{"kind", 248, 2, flag},
	}
}

func (c Card) foreigner2017(sex string) []slot {
	return []slot{
		{"latin_name", 0, 120, c.LatinName},
		{"sex", 120, 2, sex},
		{"number", 122, 30, c.Number},
		{"nation", 152, 6, c.Nation},
		{"name", 158, 30, c.storedName()},
		{"valid_from", 188, 16, compact(c.ValidFrom)},
		{"valid_to", 204, 16, compact(c.ValidTo)},
		{"birth", 220, 16, compact(c.Birth)},
		{"card_version", 236, 4, c.CardVersion},
		{"issuer", 240, 8, c.Issuer},
		{"kind", 248, 2, "I"},
	}
}

// foreigner2023 splits the Latin name after 35 characters.
func (c Card) foreigner2023(sex string) []slot {
	latin := []rune(c.LatinName)
	head := min(35, len(latin))
	return []slot{
		{"name", 0, 30, c.storedName()},
		{"sex", 30, 2, sex},
		{"issue_count", 32, 4, c.IssueCount},
		{"birth", 36, 16, compact(c.Birth)},
		{"latin_name", 52, 70, string(latin[:head])},
		{"number", 122, 36, c.Number},
		{"valid_from", 188, 16, compact(c.ValidFrom)},
		{"valid_to", 204, 16, compact(c.ValidTo)},
		{"latin_name", 220, 22, string(latin[head:])},
		{"nation", 242, 6, c.Nation},
		{"kind", 248, 2, "Y"},
		{"old_number_ref", 250, 6, c.OldNumber},
	}
}

func (c Card) storedName() string {
	if c.NameOnCard != "" {
		return c.NameOnCard
	}
	return c.Name
}

// compact is a date as cards store it.
func compact(date string) string { return strings.ReplaceAll(date, "-", "") }
