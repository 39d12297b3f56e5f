package sim

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// Invent makes up a card of any kind, whose number has the right form and check digit. The person does not
// exist: names are random characters, and regions and issuing offices are none.
func Invent(random *rand.Rand) Card {
	c := Card{
		Kind: pick(random, "citizen", "citizen", "citizen", "permit", "foreigner-2017", "foreigner-2023"),
		Name: hanzi(random, 2+random.IntN(4)),
		Sex:  "male", SexCode: "1",
		Birth:     day(random, 1950, 2005),
		ValidFrom: day(random, 2010, 2025),
		ValidTo:   pick(random, day(random, 2030, 2045), "长期"),
	}
	if random.IntN(2) == 0 {
		c.Sex, c.SexCode = "female", "2"
	}
	switch c.Kind {
	case "citizen", "permit":
		c.inventResident(random)
	default:
		c.inventForeigner(random)
	}
	return c
}

func (c *Card) inventResident(random *rand.Rand) {
	c.Address, c.Issuer = hanzi(random, 6+random.IntN(24)), hanzi(random, 6+random.IntN(8))
	region := fmt.Sprintf("%06d", 110000+random.IntN(500000))
	if c.Kind == "permit" {
		region = pick(random, "810000", "820000", "830000")
		c.PassNumber, c.IssueCount = fmt.Sprintf("H%08d", random.IntN(1e8)), fmt.Sprintf("%02d", 1+random.IntN(9))
	} else {
		c.Nation, c.NationCode = "汉", "01"
	}
	c.Number = withCheckDigit(region + compact(c.Birth) + c.serial(random))
}

func (c *Card) inventForeigner(random *rand.Rand) {
	c.LatinName = latin(random, 4+random.IntN(8)) + " " + latin(random, 4+random.IntN(25))
	c.Nation = latin(random, 3)
	if c.Kind == "foreigner-2023" {
		c.Number = withCheckDigit("931586" + compact(c.Birth) + c.serial(random))
		c.IssueCount = fmt.Sprintf("%02d", random.IntN(10))
		return
	}
	c.Number = fmt.Sprintf("%s1101%s%02d", c.Nation, compact(c.Birth)[2:], random.IntN(100))
	c.CardVersion, c.Issuer = "01", fmt.Sprintf("%04d", random.IntN(10000))
}

// serial are the last three digits before the check digit: odd for men.
func (c *Card) serial(random *rand.Rand) string {
	n := 2 * random.IntN(500)
	if c.Sex == "male" {
		n++
	}
	return fmt.Sprintf("%03d", n)
}

// withCheckDigit is ISO 7064 MOD 11-2 by its definition: the number read to base 2 is 1 modulo 11.
func withCheckDigit(digits string) string {
	p := 0
	for _, c := range digits {
		p = (p + int(c-'0')) * 2 % 11
	}
	return digits + string("0123456789X"[(12-p)%11])
}

func pick(random *rand.Rand, from ...string) string { return from[random.IntN(len(from))] }

func hanzi(random *rand.Rand, n int) string {
	var s strings.Builder
	for range n {
		s.WriteRune(rune(0x4E00 + random.IntN(0x9FA6-0x4E00)))
	}
	return s.String()
}

func latin(random *rand.Rand, n int) string {
	var s strings.Builder
	for range n {
		s.WriteByte(byte('A' + random.IntN(26)))
	}
	return s.String()
}

// day is a date of one of the years from first to last.
func day(random *rand.Rand, first, last int) string {
	d := time.Date(first+random.IntN(last-first+1), time.January, 1+random.IntN(365), 0, 0, 0, 0, time.UTC)
	return d.Format(time.DateOnly)
}
