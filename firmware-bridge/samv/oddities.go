package samv

import (
	"strings"
	"time"
)

// oddities are the warnings about a decoded card's fields.
func (c *Card) oddities() (w []Warning) {
	warn := func(odd bool, what Warning) {
		if odd {
			w = append(w, what)
		}
	}
	said := c.said()
	warn(c.Number == "" || (c.Name == "" && c.LatinName == ""), WarnEmpty)
	warn(!said.sound, WarnNumber)
	warn(said.region != "" && !knownRegion(c.Kind, said.region), WarnRegion)
	warn(!isDate(c.Birth) || !isDate(c.ValidFrom) || (c.ValidTo != Permanent && !isDate(c.ValidTo)), WarnDate)
	warn(!c.soundNation(said), WarnNation)
	warn(said.birth != "" && !strings.HasSuffix(c.Birth, said.birth), WarnBirth)
	warn(said.sex != "" && said.sex != c.Sex, WarnSex)
	return w
}

// facts are what a number says of its person. A field is empty where that kind of number does not say it.
type facts struct {
	sound  bool   // its form suits the kind of card, its check digit is right
	birth  string // YYYY-MM-DD, or YY-MM-DD
	sex    Sex
	region string // two digits by GB/T 2260, or the six of a permit
	nation string // alpha-3
}

// said are the facts that the card's number contains, by the kind of card.
func (c *Card) said() facts {
	n := ModernNumber(c.Number)
	valid := ValidNumber(n)
	switch {
	case len(n) == 18 && digits(n[:17]):
		f := facts{sound: valid, birth: n[6:10] + "-" + n[10:12] + "-" + n[12:14]}
		switch c.Kind {
		case Foreigner2023: // 9, province, country, birth; sex is not promised
			f.sound, f.region = valid && n[0] == '9', n[1:3]
		case Permit:
			f.sex, f.region = oddMale(n[16]), n[:6]
		default:
			f.sex, f.region = oddMale(n[16]), n[:2]
		}
		return f
	case len(n) == 15 && letters(n[:3]) && digits(n[3:]): // country, area, birth
		return facts{
			sound: valid && c.Kind == Foreigner2017, nation: n[:3], region: n[3:5],
			birth: n[7:9] + "-" + n[9:11] + "-" + n[11:13],
		}
	}
	return facts{}
}

// oddMale is the sex by the 17th digit.
func oddMale(digit byte) Sex {
	if digit%2 == 1 {
		return Male
	}
	return Female
}

// provinces are the first two digits of GB/T 2260. Codes below them come and go; these stay.
const provinces = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82"

// knownRegion reports whether such a code is given out for that kind of card. Permits have Hong Kong, Macau
// and Taiwan under codes of their own.
func knownRegion(kind Kind, region string) bool {
	if kind == Permit {
		return region == "810000" || region == "820000" || region == "830000"
	}
	return strings.Contains(provinces, region)
}

// soundNation reports whether a citizen's ethnic group has a name, and a foreigner's nationality the form of
// ISO 3166 and, where the number says one, agrees with it. Permits have neither.
func (c *Card) soundNation(said facts) bool {
	switch c.Kind {
	case Citizen:
		return c.Nation != ""
	case Permit:
		return true
	}
	return len(c.Nation) == 3 && letters(c.Nation) && (said.nation == "" || said.nation == c.Nation)
}

func isDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}
