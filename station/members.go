package station

import (
	"cmp"

	"github.com/nuanxin/station-kit/station/event"
)

// PurposeMembership is what a floating member consents to before registering
// or asking for anything.
const PurposeMembership = "membership"

// Rules of membership.
var (
	// ErrUnnamed: nobody could tell who registers; read the ID card first.
	ErrUnnamed error = rule("a registration needs the member's name: read the ID card first")
	// ErrRegistered: the member has registered here already.
	ErrRegistered error = rule("the member has registered already")
)

// MemberDetails is what a floating member says when registering. All of it is
// sealed to the hub.
type MemberDetails struct {
	// Name and Number may be empty where an ID card was read.
	Name, Number string
	// Home is the organisation the member belongs to at home, Words anything
	// else; both may be empty.
	Home, Words string
}

// RegisterMember records that a floating member registers of free will. It
// returns ErrAnonymous, ErrTooLong, ErrNoConsent, ErrRegistered or ErrUnnamed.
func (s *Station) RegisterMember(r Rider, d MemberDetails) (Filing, error) {
	if !r.Pseudonym.Known() {
		return Filing{}, ErrAnonymous
	}
	details, err := d.of(r)
	if err != nil {
		return Filing{}, err
	}
	may := func(v *view) error { return v.mayRegister(r.Pseudonym, details) }
	return s.submit(r, may, func(c *change, ref event.Ref) (*event.Record, error) {
		sealed, err := c.sealer().SealMember(details, ref)
		return &event.Record{Body: &event.Record_MemberRegistered{MemberRegistered: &event.MemberRegistered{
			Pseudonym: r.Pseudonym.Bytes(), Details: sealed,
		}}}, err
	})
}

// of completes the details with what the rider's card said.
func (d MemberDetails) of(r Rider) (*event.MemberDetails, error) {
	all := &event.MemberDetails{
		Name:   cmp.Or(d.Name, r.identity.GetName()),
		Number: cmp.Or(d.Number, r.identity.GetNumber()),
		Home:   d.Home,
		Words:  d.Words,
	}
	for _, text := range []*string{&all.Name, &all.Number, &all.Home, &all.Words} {
		var err error
		if *text, err = said(*text); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// mayRegister: once, with consent, and with a name or after a card was read
// here.
func (v *view) mayRegister(who event.Pseudonym, d *event.MemberDetails) error {
	if err := consenting(who, PurposeMembership)(v); err != nil {
		return err
	}
	for _, row := range under(v.Tx, bucketSubmissions, who[:]) {
		if rec, err := recordIn(row); err != nil || rec.GetMemberRegistered() != nil {
			return cmp.Or(err, ErrRegistered)
		}
	}
	if d.Name == "" && v.Bucket(bucketPersons).Get(who[:]) == nil {
		return ErrUnnamed
	}
	return nil
}

// What a member may ask for.
const (
	RequestTransfer = "transfer" // of the relationship with the organisation
	RequestDues     = "dues"     // how the membership dues stand
)

// RequestAsMember records a member's request, RequestTransfer or RequestDues,
// with words that are sealed to the hub and may be empty. It returns
// ErrAnonymous, ErrNotOffered, ErrTooLong or ErrNoConsent.
func (s *Station) RequestAsMember(r Rider, kind, words string) (Filing, error) {
	words, err := said(words)
	switch {
	case !r.Pseudonym.Known():
		return Filing{}, ErrAnonymous
	case kind != RequestTransfer && kind != RequestDues:
		return Filing{}, ErrNotOffered
	case err != nil:
		return Filing{}, err
	}
	return s.submit(r, consenting(r.Pseudonym, PurposeMembership), func(c *change, ref event.Ref) (*event.Record, error) {
		sealed, err := c.sealText(words, ref)
		return &event.Record{Body: &event.Record_MemberRequest{MemberRequest: &event.MemberRequest{
			Pseudonym: r.Pseudonym.Bytes(), Kind: kind, Details: sealed,
		}}}, err
	})
}
