package flow

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// files are what the desk knows of consents, and whom it has forgotten.
type files struct {
	consents map[event.Pseudonym]map[string]bool // by purpose, false where withdrawn
	passes   map[event.Pseudonym]int             // that still count
	ended    []string                            // passes taken back from a phone
	erased   []event.Pseudonym
}

func newFiles() files {
	return files{consents: map[event.Pseudonym]map[string]bool{}, passes: map[event.Pseudonym]int{}}
}

func (d *desk) Notices() ([]station.Notice, error) {
	if d.people.noPaper {
		return nil, d.fail
	}
	story := station.Notice{Purpose: station.PurposeStory, Version: 2, Text: station.Text{ZH: "故事须知", EN: "About stories"}}
	if d.people.longNotice {
		story.Version, story.Text.ZH = 3, strings.Repeat("您可以随时撤回。", 50)
	}
	return []station.Notice{
		{Purpose: station.PurposeMembership, Version: 1, Text: station.Text{ZH: "登记须知", EN: "About registering"}}, story,
	}, d.fail
}

func (d *desk) GiveConsent(who event.Pseudonym, purpose string, notice uint32) error {
	all, _ := d.Notices()
	switch i := slices.IndexFunc(all, func(n station.Notice) bool { return n.Purpose == purpose }); {
	case d.fail != nil:
		return d.fail
	case i < 0 || all[i].Version != notice:
		return station.ErrNoNotice
	case d.files.consents[who] == nil:
		d.files.consents[who] = map[string]bool{}
	}
	d.files.consents[who][purpose] = true
	return nil
}

func (d *desk) Consented(who event.Pseudonym, purpose string) (bool, error) {
	return d.files.consents[who][purpose], d.fail
}

func (d *desk) Withdraw(who event.Pseudonym, purpose string) error {
	if d.fail == nil {
		d.files.consents[who][purpose] = false
	}
	return d.fail
}

func (d *desk) WithdrawAll(who event.Pseudonym) error {
	for purpose := range d.files.consents[who] {
		_ = d.Withdraw(who, purpose)
	}
	return d.fail
}

// MyData has, of each subject that the fake station keeps, what it keeps.
func (d *desk) MyData(who event.Pseudonym) (station.MyData, error) {
	d.read++
	data := station.MyData{Station: "fake", Pseudonym: who, At: d.now}
	add := func(subject string, value any) {
		data.Items = append(data.Items, station.Item{Subject: subject, At: d.now.UTC(), Value: value})
	}
	if v, ok := d.visits[who]; ok {
		add("visit", station.VisitItem{Ref: v.Ref.String()})
	}
	for _, purpose := range slices.Sorted(maps.Keys(d.files.consents[who])) {
		add("consent", station.Consent{Purpose: purpose, Given: d.files.consents[who][purpose]})
	}
	for _, b := range d.held[who] {
		add("booking", station.HeldBooking{Ref: b.Ref.String(), Service: b.Slot.Service, Starts: b.Slot.Starts, State: "confirmed"})
	}
	for _, e := range d.till.entries[who] {
		add("points", e)
	}
	if n := d.till.balance[who]; n != 0 {
		add("points balance", map[string]int64{"points": n})
	}
	for range d.files.passes[who] {
		add("pass", station.HeldPass{Expires: d.now.Add(90 * 24 * time.Hour)})
	}
	data.Items = append(data.Items, d.filedBy(who)...)
	return data, d.fail
}

func (d *desk) RevokePasses(who event.Pseudonym) (int, error) {
	if d.fail != nil {
		return 0, d.fail
	}
	n := d.files.passes[who]
	delete(d.files.passes, who)
	return n, nil
}

func (d *desk) RevokePassesFrom(_ event.Pseudonym, first string, others ...string) (int, error) {
	if d.fail != nil {
		return 0, d.fail
	}
	d.files.ended = append(append(d.files.ended, first), others...)
	return 1 + len(others), nil
}

func (d *desk) Erase(who event.Pseudonym) error {
	if d.fail != nil {
		return d.fail
	}
	d.files.erased = append(d.files.erased, who)
	delete(d.visits, who)
	delete(d.held, who)
	delete(d.till.entries, who)
	delete(d.till.balance, who)
	delete(d.files.consents, who)
	delete(d.files.passes, who)
	return nil
}

func (d *desk) Submissions(who event.Pseudonym) ([]station.Item, error) {
	return d.filedBy(who), d.fail
}
