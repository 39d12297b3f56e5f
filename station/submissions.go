package station

import (
	"maps"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/pass"
)

// Rules of what riders hand in.
var (
	// ErrNothingSaid: neither a phrase was chosen nor anything said in words.
	ErrNothingSaid error = rule("nothing was said yet")
	// ErrTooLong: a text is longer than 2000 characters.
	ErrTooLong error = rule("the text is longer than 2000 characters")
	// ErrNotOffered: what was chosen is not one of the choices.
	ErrNotOffered error = rule("not one of the choices offered")
	// ErrNoConsent: the rider has not consented to the purpose as its present
	// notice has it; show the notice first.
	ErrNoConsent error = rule("the rider has not consented to this purpose")
)

// bucketSubmissions: pseudonym (16 bytes) and where the record stands (12) to
// the filed row of what a rider handed in under a name. What was handed in
// anonymously has no row.
var bucketSubmissions = []byte("submissions")

var submissions = subject{
	buckets: [][]byte{bucketSubmissions},
	check:   checkSubmissions,
	mine:    submissionsOf,
	erase: func(c *change, who event.Pseudonym) error {
		return c.dropUnder(bucketSubmissions, who[:])
	},
}

// Filing is what a rider is told of something handed in.
type Filing struct {
	Ref  event.Ref
	Made time.Time

	link [16]byte // of its record, for the receipt
}

// FilingReceipt is the text of the QR code that proves that something was
// handed in and when, and says nothing of what or by whom.
func (s *Station) FilingReceipt(f Filing) string {
	return s.issuer().Receipt(pass.Receipt{Ref: f.Ref, Link: f.link, Made: f.Made})
}

// submit appends the record that body makes for its place in the journal, if
// the rider may hand it in.
func (s *Station) submit(r Rider, may func(*view) error, body func(*change, event.Ref) (*event.Record, error)) (Filing, error) {
	var f Filing
	err := s.change(func(c *change) (err error) {
		if err := may(c.view()); err != nil {
			return err
		}
		f, err = c.submit(r, body)
		return err
	})
	if err != nil {
		return Filing{}, err
	}
	return f, nil
}

func (c *change) submit(r Rider, body func(*change, event.Ref) (*event.Record, error)) (Filing, error) {
	if err := c.introduce(r); err != nil {
		return Filing{}, err
	}
	rec, err := body(c, c.next())
	if err != nil {
		return Filing{}, err
	}
	ref, row, err := c.append(rec)
	if err != nil {
		return Filing{}, err
	}
	if err := c.moveOn(ref, rec); err != nil || !r.Pseudonym.Known() {
		return filingOf(ref, row, rec), err
	}
	return filingOf(ref, row, rec), c.put(bucketSubmissions, riderKey(r.Pseudonym, ref), filed(ref, row))
}

// anybody may hand in what needs no consent.
func anybody(*view) error { return nil }

// consenting riders alone may hand in what serves a purpose.
func consenting(who event.Pseudonym, purpose string) func(*view) error {
	return func(v *view) error {
		if !consented(v, who, purpose) {
			return ErrNoConsent
		}
		return nil
	}
}

// filingOf takes a record and its row in the journal.
func filingOf(ref event.Ref, row []byte, rec *event.Record) Filing {
	f := Filing{Ref: ref, Made: event.Time(rec.GetStamp().GetWallMs())}
	copy(f.link[:], row)
	return f
}

// submitter is who handed a record in, nobody for one of another kind.
func submitter(r *event.Record) event.Pseudonym {
	switch r.GetBody().(type) {
	case *event.Record_AppealFiled, *event.Record_HazardReported, *event.Record_StoryOffered,
		*event.Record_MemberRegistered, *event.Record_MemberRequest:
		return r.Pseudonym()
	}
	return event.Pseudonym{}
}

// sealText seals what a rider said, nil where nothing was.
func (c *change) sealText(text string, ref event.Ref) (*event.Envelope, error) {
	if text == "" {
		return nil, nil
	}
	return c.sealer().SealText(text, ref)
}

// textLimit is the longest text in characters: a page and a half.
const textLimit = 2000

// said trims what a phone sent, and makes it text.
func said(text string) (string, error) {
	text = strings.ToValidUTF8(strings.TrimSpace(text), "\ufffd")
	if utf8.RuneCountInString(text) > textLimit {
		return "", ErrTooLong
	}
	return text, nil
}

// choiceForm is that of an identifier picked from a list, which records hold in
// the clear. It leaves no room for words a rider typed, nor for the digits of
// a telephone or ID number.
var choiceForm = regexp.MustCompile(`^[a-z]+(-([a-z]+|[0-9]{1,3}))*$`)

func choice(id string) bool { return len(id) <= 40 && choiceForm.MatchString(id) }

// checkSubmissions compares each row with the journal, both ways.
func checkSubmissions(v *view, r *Report) {
	due := v.submissionsDue()
	for key, row := range each(v.Tx, bucketSubmissions) {
		rec, err := recordIn(row)
		who := submitter(rec)
		whole := err == nil && who.Known() && string(key) == string(riderKey(who, v.s.refIn(row)))
		if !whole || !journalled(v.Tx, row) {
			r.fault("submissions: row %x is not in the journal", key)
		}
		delete(due, string(key))
	}
	for key := range due {
		r.fault("submissions: %x has a record and no row", key)
	}
}

// submissionsDue follows what is left of the journal: what was handed in, less
// what an erasure took away. Rows outlive their records, see DropClosed.
func (v *view) submissionsDue() map[string]bool {
	due := map[string]bool{}
	for at, row := range each(v.Tx, bucketJournal) {
		rec, _ := recordOf(row)
		if who := submitter(rec); who.Known() {
			due[string(who[:])+string(at)] = true
		}
		if erased := rec.GetPersonErased(); erased != nil {
			maps.DeleteFunc(due, func(key string, _ bool) bool { return strings.HasPrefix(key, string(erased.Pseudonym)) })
		}
	}
	return due
}
