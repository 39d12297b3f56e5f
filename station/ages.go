package station

import (
	"strings"
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

// admits says whether a rider's age fits a service at a time: ErrAge where it
// does not, ask where it is unknown and an attendant must look.
func (o Service) admits(r Rider, at time.Time) (ask bool, err error) {
	switch {
	case o.MinAge == 0 && o.MaxAge == 0:
		return false, nil
	case r.Born.IsZero():
		return true, nil
	}
	years := age(r.Born, at)
	if years < o.MinAge || o.MaxAge > 0 && years > o.MaxAge {
		return false, ErrAge
	}
	return false, nil
}

// age is in whole years. Who was born on 29 February becomes older on 1 March
// of other years.
func age(born, at time.Time) int {
	born, at = born.In(event.Zone), at.In(event.Zone)
	years := at.Year() - born.Year()
	if at.Month() < born.Month() || at.Month() == born.Month() && at.Day() < born.Day() {
		years--
	}
	return years
}

// bornBy reads the date of birth in the number of an ID card: 18 characters by
// GB 11643 and their 15-digit forerunner, or the 15 characters of a
// foreigner's card of 2017 (nationality, region, then YYMMDD). It is the zero
// time where there is none.
func bornBy(number string, now time.Time) time.Time {
	number = strings.TrimSpace(number)
	switch {
	case len(number) == 18:
		return bornOn(number[6:14], now)
	case len(number) != 15:
		return time.Time{}
	case number[0] >= '0' && number[0] <= '9':
		return bornOn("19"+number[6:12], now)
	}
	if born := bornOn("20"+number[7:13], now); !born.IsZero() {
		return born
	}
	return bornOn("19"+number[7:13], now)
}

func bornOn(date string, now time.Time) time.Time {
	born, err := time.ParseInLocation("20060102", date, event.Zone)
	if err != nil || born.After(now) {
		return time.Time{}
	}
	return born
}
