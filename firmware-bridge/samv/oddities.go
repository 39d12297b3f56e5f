package samv

import "time"

// oddities are the warnings about a decoded card's fields.
func (c *Card) oddities() (w []Warning) {
	warn := func(odd bool, what Warning) {
		if odd {
			w = append(w, what)
		}
	}
	warn(c.Number == "" || (c.Name == "" && c.LatinName == ""), WarnEmpty)
	warn(!ValidNumber(c.Number), WarnNumber)
	warn(!isDate(c.Birth) || !isDate(c.ValidFrom) || (c.ValidTo != Permanent && !isDate(c.ValidTo)), WarnDate)
	warn(c.Kind == Citizen && c.Nation == "", WarnNation)
	birth, sex := numberFacts(c.Number)
	warn(birth != "" && birth != c.Birth, WarnBirth)
	warn(sex != "" && sex != c.Sex, WarnSex)
	return w
}

func isDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}
