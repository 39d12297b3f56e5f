package station

import (
	"regexp"
	"slices"
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

// ErrPhoneTail: the end of a phone number is 4 digits, or none at all.
var ErrPhoneTail error = rule("the end of a phone number is 4 digits")

var phoneTailForm = regexp.MustCompile(`^([0-9]{4})?$`)

// bucketNames: pseudonym to what the attendant may see of the rider today, see
// closeName. All rows are of one key.
var bucketNames = []byte("names")

var names = subject{
	buckets: [][]byte{bucketNames},
	check:   checkNames,
	mine:    nameOf,
	erase:   func(c *change, who event.Pseudonym) error { return c.drop(bucketNames, who[:]) },
}

// NameToday is what an attendant may see of a rider who came today.
type NameToday struct {
	Pseudonym event.Pseudonym `json:"-"`
	// Masked is a name such as "张**"; PhoneTail the last 4 digits of a phone
	// number. Either may be "".
	Masked    string `json:"masked"`
	PhoneTail string `json:"phone_tail,omitempty"`
	// At is the rider's latest check-in, zero where there was none.
	At time.Time `json:"-"`
}

// Remember keeps, until the day ends, what the attendant needs to call
// a rider: the masked name and the end of a phone number. A name alone keeps
// the phone tail that is there. It returns ErrAnonymous where there is neither,
// or ErrPhoneTail.
func (s *Station) Remember(r Rider, phoneTail string) error {
	switch {
	case !phoneTailForm.MatchString(phoneTail):
		return ErrPhoneTail
	case !r.Pseudonym.Known() || r.Masked == "" && phoneTail == "":
		return ErrAnonymous
	}
	return s.change(func(c *change) error {
		key, err := s.days.begin(dayOf(c.now()))
		if err != nil {
			return err
		}
		return c.remember(key, r, phoneTail)
	})
}

// rememberVisitor does so at a check-in. What the disk does to the day's key
// must not keep anybody out, so without one the list lacks a name.
func (c *change) rememberVisitor(r Rider) error {
	if !r.Pseudonym.Known() || r.Masked == "" {
		return nil
	}
	key, err := c.s.days.begin(dayOf(c.now()))
	if err != nil {
		return nil
	}
	return c.remember(key, r, "")
}

func (c *change) remember(key nameKey, r Rider, phoneTail string) error {
	if err := c.dropOtherNames(key.mark); err != nil {
		return err
	}
	had, _ := key.openName(r.Pseudonym, c.Bucket(bucketNames).Get(r.Pseudonym[:]))
	// Masked twice is masked once; so a whole name never gets in.
	n := NameToday{Pseudonym: r.Pseudonym, Masked: mask(r.Masked), PhoneTail: phoneTail}
	if n.Masked == "" {
		n.Masked = had.Masked
	}
	if n.PhoneTail == "" {
		n.PhoneTail = had.PhoneTail
	}
	if n == had {
		return nil
	}
	row, err := key.closeName(c.s.Random, n)
	if err != nil {
		return err
	}
	return c.put(bucketNames, r.Pseudonym[:], row)
}

// dropOtherNames removes what another key, which is gone, has encrypted.
func (c *change) dropOtherNames(mark keyMark) error {
	_, row := c.Bucket(bucketNames).Cursor().First()
	if row == nil || markIn(row) == mark {
		return nil
	}
	return c.dropUnder(bucketNames, nil)
}

// TodayNames lists whom the attendant may know today, the latest first.
func (s *Station) TodayNames() ([]NameToday, error) {
	var all []NameToday
	err := s.view(func(v *view) error {
		all = nil
		today := dayOf(v.now())
		if err := s.days.turn(today); err != nil {
			return err
		}
		key, _ := s.days.of(today)
		for who, row := range each(v.Tx, bucketNames) {
			n, err := key.openName(event.PseudonymFrom(who), row)
			if err != nil {
				continue // of another day, or its key was lost: it is nobody's any more
			}
			if visit, found := v.visitOf(n.Pseudonym); found {
				n.At = event.Time(visit.at)
			}
			all = append(all, n)
		}
		return nil
	})
	slices.SortStableFunc(all, func(a, b NameToday) int { return b.At.Compare(a.At) })
	return all, err
}

func nameOf(v *view, who event.Pseudonym) ([]Item, error) {
	today := dayOf(v.now())
	key, _ := v.s.days.of(today)
	n, err := key.openName(who, v.Bucket(bucketNames).Get(who[:]))
	if err != nil {
		return nil, nil // nobody can read it any more
	}
	return []Item{{"name", today.start(), n}}, nil
}

// checkNames: the rows are of one key and, while that key is there, open.
func checkNames(v *view, r *Report) {
	var first keyMark
	for who, row := range each(v.Tx, bucketNames) {
		mark := markIn(row)
		if first == (keyMark{}) {
			first = mark
		}
		key, _ := v.s.days.of(mark.day())
		_, err := key.openName(event.PseudonymFrom(who), row)
		if mark == (keyMark{}) || mark != first || key.mark == mark && err != nil {
			r.fault("names: row %x does not open", who)
		}
	}
}
