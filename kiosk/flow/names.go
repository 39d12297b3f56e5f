package flow

import (
	"cmp"
	"errors"

	"github.com/nuanxin/station-kit/kiosk/choice"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// names tell what the identifiers in a rider's records stand for.
type names struct {
	services []station.Service
	rules    []station.PointsRule
	rewards  []station.Reward
	packs    []station.Pack
	tasks    []station.Task
}

func readNames(d Desk, who event.Pseudonym) (n names, err error) {
	var errs [5]error
	n.services, errs[0] = d.Services()
	n.rules, errs[1] = d.PointsRules()
	n.rewards, errs[2] = d.Rewards()
	n.packs, errs[3] = d.Packs("")
	n.tasks, errs[4] = d.Tasks(who)
	return n, errors.Join(errs[:]...)
}

// of is the name of what a record is about, empty where there is none.
func (n names) of(item station.Item) station.Text {
	switch v := item.Value.(type) {
	case station.HeldBooking:
		return find(n.services, func(s station.Service) (string, station.Text) { return s.ID, s.Name }, v.Service)
	case station.Consent:
		return purposeName(n.services, v.Purpose)
	case station.PointsEntry:
		return cmp.Or(
			find(n.rules, func(r station.PointsRule) (string, station.Text) { return r.ID, r.Name }, v.Rule),
			find(n.rewards, func(r station.Reward) (string, station.Text) { return r.ID, r.Name }, v.Reward))
	case station.Progress:
		return find(n.packs, func(p station.Pack) (string, station.Text) { return p.ID, p.Title }, v.Pack)
	case station.TaskItem:
		return find(n.tasks, func(t station.Task) (string, station.Text) { return t.ID, t.Title }, v.Task)
	case station.SubmissionItem:
		return submissionName(item.Subject, v.About)
	}
	return station.Text{}
}

// find is the name of the one with an identifier.
func find[T any](all []T, named func(T) (string, station.Text), id string) station.Text {
	for _, one := range all {
		if own, name := named(one); own == id {
			return name
		}
	}
	return station.Text{}
}

func submissionName(subject, about string) station.Text {
	switch subject {
	case "appeal":
		c, _ := choice.CategoryOf(about)
		return c.Text
	case "hazard":
		c, _ := choice.Find(choice.Hazards, about)
		return c.Text
	}
	return station.Text{}
}

// purposeName says what a consent is to: the kit's own purposes by their texts, a service's by the service.
func purposeName(services []station.Service, purpose string) station.Text {
	switch purpose {
	case station.PurposeStory:
		return bilingual(i18n.PurposeStory)
	case station.PurposeMembership:
		return bilingual(i18n.PurposeMembership)
	}
	for _, s := range services {
		if s.Consent == purpose {
			return s.Name
		}
	}
	return station.Text{ZH: purpose, EN: purpose}
}

func bilingual(key i18n.Key) station.Text {
	return station.Text{ZH: i18n.ZH.Say(key), EN: i18n.EN.Say(key)}
}
