package station

import (
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

// bucketMembers: pseudonym (16 bytes) and where the request's record stands
// (12, zeros for the registration) to the event.Down with its latest state.
var bucketMembers = []byte("members")

var members = subject{
	buckets: [][]byte{bucketMembers},
	apply:   applyMember,
	check:   checkMembers,
	mine:    memberStatesOf,
	erase: func(c *change, who event.Pseudonym) error {
		return c.dropUnder(bucketMembers, who[:])
	},
}

// Membership is what a rider registered or asked for as a floating member at
// this station, oldest first, and how it stands.
type Membership struct {
	// Registered is when, zero where it was not here.
	Registered time.Time
	// State of the registration, empty while the hub has said nothing.
	State    Text
	Requests []MemberRequest
}

// MemberRequest is one request of a member.
type MemberRequest struct {
	Ref event.Ref
	// Kind is RequestTransfer or RequestDues.
	Kind  string
	Made  time.Time
	State Text
}

// Membership reads it. It returns ErrAnonymous.
func (s *Station) Membership(who event.Pseudonym) (Membership, error) {
	var m Membership
	if !who.Known() {
		return m, ErrAnonymous
	}
	err := s.view(func(v *view) (err error) {
		if m.State, err = v.memberState(who, event.Ref{}); err != nil {
			return err
		}
		for _, row := range under(v.Tx, bucketSubmissions, who[:]) {
			if err := v.addMatter(&m, who, row); err != nil {
				return err
			}
		}
		return nil
	})
	return m, err
}

// addMatter adds what a row of the submissions says of a membership.
func (v *view) addMatter(m *Membership, who event.Pseudonym, row []byte) error {
	rec, err := recordIn(row)
	if err != nil {
		return err
	}
	made, ref := event.Time(rec.GetStamp().GetWallMs()), v.s.refIn(row)
	if rec.GetMemberRegistered() != nil {
		m.Registered = made
	}
	if asked := rec.GetMemberRequest(); asked != nil {
		state, err := v.memberState(who, ref)
		m.Requests = append(m.Requests, MemberRequest{ref, asked.Kind, made, state})
		return err
	}
	return nil
}

// memberState is how a request stands, empty while the hub has said nothing;
// of the zero reference, the registration.
func (v *view) memberState(who event.Pseudonym, request event.Ref) (Text, error) {
	row := v.Bucket(bucketMembers).Get(riderKey(who, request))
	if row == nil {
		return Text{}, nil
	}
	d, err := event.DecodeDown(row)
	return Text{d.GetMemberStatus().GetStateZh(), d.GetMemberStatus().GetStateEn()}, err
}

// MemberItem is how a member's matter stands, as "my data" shows it.
type MemberItem struct {
	// Request is empty for the registration.
	Request string `json:"request,omitempty"`
	State   string `json:"state"`
}

func memberStatesOf(v *view, who event.Pseudonym) ([]Item, error) {
	var all []Item
	for _, row := range under(v.Tx, bucketMembers, who[:]) {
		d, err := event.DecodeDown(row)
		if err != nil {
			return nil, err
		}
		item := MemberItem{State: d.GetMemberStatus().GetStateZh()}
		if request := d.GetMemberStatus().GetRequest(); request != nil {
			item.Request = v.s.refOf(request).String()
		}
		all = append(all, Item{"member status", v.now(), item})
	}
	return all, nil
}

// applyMember keeps the latest state, also of a request made before the file
// was restored.
func applyMember(c *change, d *event.Down) error {
	key := memberKey(c.s, d)
	if key == nil {
		return nil
	}
	row, err := event.EncodeDown(d)
	if err != nil {
		return err
	}
	return c.put(bucketMembers, key, row)
}

// memberKey is nil for an entry of another kind, or of nobody.
func memberKey(s *Station, d *event.Down) []byte {
	status := d.GetMemberStatus()
	who := event.PseudonymFrom(status.GetPseudonym())
	if !who.Known() {
		return nil
	}
	return riderKey(who, s.refOf(status.Request))
}

func checkMembers(v *view, r *Report) {
	for key, row := range each(v.Tx, bucketMembers) {
		d, err := event.DecodeDown(row)
		if err != nil || string(memberKey(v.s, d)) != string(key) {
			r.fault("members: row %x holds another state (%v)", key, err)
		}
	}
}
