package samv_test

import (
	"slices"
	"testing"

	"github.com/nuanxin/station-kit/firmware-bridge/samv"
)

// TestNumbersOfEveryKind: each kind of card has its form of number; what does not fit is warned of, and the card
// is read all the same.
func TestNumbersOfEveryKind(t *testing.T) {
	citizen := samv.Card{Kind: samv.Citizen, NationCode: "01", SexCode: "1", Birth: "1990-03-07"}
	permit := samv.Card{Kind: samv.Permit, SexCode: "2", Birth: "1994-08-23"}
	old := samv.Card{Kind: samv.Foreigner2017, SexCode: "2", Birth: "1990-12-31", Nation: "KAZ"}
	late := samv.Card{Kind: samv.Foreigner2023, SexCode: "2", Birth: "1980-01-01", Nation: "PAK"}
	for name, test := range map[string]struct {
		card   samv.Card
		number string
		change func(*samv.Card)
		want   []samv.Warning
	}{
		"citizen":                   {citizen, "110101199003071014", nil, nil},
		"fifteen digits":            {citizen, "110101900307101", nil, nil},
		"fifteen, another birth":    {citizen, "110101900308101", nil, []samv.Warning{samv.WarnBirth}},
		"no such province":          {citizen, "99010119900307101X", nil, []samv.Warning{samv.WarnNumber, samv.WarnRegion}},
		"not a number":              {citizen, "A1234567", nil, []samv.Warning{samv.WarnNumber}},
		"foreigner's on citizen":    {citizen, "KAZ110090123105", nil, []samv.Warning{samv.WarnNumber, samv.WarnBirth}},
		"Hong Kong":                 {permit, "810000199408230021", nil, nil},
		"Macau":                     {permit, "820000199408230023", nil, nil},
		"Taiwan, final X":           {permit, "83000019940823048X", nil, nil},
		"permit of a province":      {permit, "110101199408230028", nil, []samv.Warning{samv.WarnRegion}},
		"permit, another sex":       {permit, "810000199408230021", func(c *samv.Card) { c.SexCode = "1" }, []samv.Warning{samv.WarnSex}},
		"foreigner 2017":            {old, "KAZ110090123105", nil, nil},
		"2017, vendor's specimen":   {old, "CAN110081080319", func(c *samv.Card) { c.Nation, c.Birth = "CAN", "1981-08-03" }, []samv.Warning{samv.WarnNumber}},
		"2017, another country":     {old, "KAZ110090123105", func(c *samv.Card) { c.Nation = "USA" }, []samv.Warning{samv.WarnNation}},
		"2017, another birth":       {old, "KAZ110090123105", func(c *samv.Card) { c.Birth = "1990-12-30" }, []samv.Warning{samv.WarnBirth}},
		"2017, another century":     {old, "KAZ110090123105", func(c *samv.Card) { c.Birth = "1890-12-31" }, nil},
		"foreigner 2023":            {late, "931586198001010028", nil, nil},
		"2023, sex is not promised": {late, "931586198001010028", func(c *samv.Card) { c.SexCode = "1" }, nil},
		"2023, another birth":       {late, "931586198001010028", func(c *samv.Card) { c.Birth = "1980-01-02" }, []samv.Warning{samv.WarnBirth}},
		"2023, no nationality":      {late, "931586198001010028", func(c *samv.Card) { c.Nation = "" }, []samv.Warning{samv.WarnNation}},
		"2023, lower-case country":  {late, "931586198001010028", func(c *samv.Card) { c.Nation = "pak" }, []samv.Warning{samv.WarnNation}},
		"2023, citizen's number":    {late, "111101198001010011", nil, []samv.Warning{samv.WarnNumber}},
	} {
		t.Run(name, func(t *testing.T) {
			c := test.card
			c.Name, c.Number, c.ValidFrom, c.ValidTo = "样本", test.number, "2020-01-01", "2030-01-01"
			if test.change != nil {
				test.change(&c)
			}
			if got := decode(t, encode(c)).Warnings; !slices.Equal(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}
