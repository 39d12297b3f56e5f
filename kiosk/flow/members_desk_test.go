package flow

import (
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// people are what the desk knows of members and of stories.
type people struct {
	members map[event.Pseudonym]station.Membership
	details map[event.Pseudonym]station.MemberDetails
	unnamed bool // nobody's card was ever read
	stories []station.Story
	offered map[event.Pseudonym]string
	// noPaper: the notices have not come; longNotice: that on stories is a newer one, and long.
	noPaper, longNotice bool
}

func newPeople() people {
	return people{
		members: map[event.Pseudonym]station.Membership{}, details: map[event.Pseudonym]station.MemberDetails{},
		stories: []station.Story{
			{ID: "a", Text: station.Text{ZH: "一个故事。", EN: "A story."}},
			{ID: "b", Text: station.Text{ZH: "又一个。", EN: "Another."}},
		},
		offered: map[event.Pseudonym]string{},
	}
}

func (d *desk) filing(who event.Pseudonym) station.Filing {
	return station.Filing{Ref: d.ref(mark(who)), Made: d.now.UTC()}
}

// mayFile: known, and with consent.
func (d *desk) mayFile(r station.Rider, purpose string) error {
	switch yes, err := d.Consented(r.Pseudonym, purpose); {
	case err != nil:
		return err
	case !r.Pseudonym.Known():
		return station.ErrAnonymous
	case !yes:
		return station.ErrNoConsent
	}
	return nil
}

func (d *desk) Stories() ([]station.Story, error) { return d.people.stories, d.fail }

func (d *desk) OfferStory(r station.Rider, text string) (station.Filing, error) {
	if err := d.mayFile(r, station.PurposeStory); err != nil {
		return station.Filing{}, err
	}
	d.people.offered[r.Pseudonym] = text
	return d.filing(r.Pseudonym), nil
}

func (d *desk) Organisations(string) ([]station.Organisation, error) {
	return []station.Organisation{
		{ID: "meals", Name: station.Text{ZH: "餐到", EN: "Meals now"}, Dimension: station.Platform},
		{ID: "west", Name: station.Text{ZH: "西街", EN: "West Street"}, Dimension: station.Territory},
		{ID: "east", Name: station.Text{ZH: "东街", EN: "East Street"}, Dimension: station.Territory},
	}, d.fail
}

func (d *desk) Membership(who event.Pseudonym) (station.Membership, error) {
	return d.people.members[who], d.fail
}

func (d *desk) RegisterMember(r station.Rider, details station.MemberDetails) (station.Filing, error) {
	if err := d.mayFile(r, station.PurposeMembership); err != nil {
		return station.Filing{}, err
	}
	m := d.people.members[r.Pseudonym]
	switch {
	case !m.Registered.IsZero():
		return station.Filing{}, station.ErrRegistered
	case d.people.unnamed:
		return station.Filing{}, station.ErrUnnamed
	}
	f := d.filing(r.Pseudonym)
	m.Registered = f.Made
	d.people.members[r.Pseudonym], d.people.details[r.Pseudonym] = m, details
	return f, nil
}

func (d *desk) RequestAsMember(r station.Rider, kind, words string) (station.Filing, error) {
	if err := d.mayFile(r, station.PurposeMembership); err != nil {
		return station.Filing{}, err
	}
	f := d.filing(r.Pseudonym)
	m := d.people.members[r.Pseudonym]
	m.Requests = append(m.Requests, station.MemberRequest{Ref: f.Ref, Kind: kind, Made: f.Made})
	d.people.members[r.Pseudonym] = m
	return f, nil
}
