package station

import (
	"strings"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/seal"
)

// SubmissionItem is something handed in as "my data" shows it. What was said in
// words is sealed, and not shown.
type SubmissionItem struct {
	Ref string `json:"ref"`
	// About is an appeal's category, a hazard's kind or a member's request.
	About string `json:"about,omitempty"`
	Place string `json:"place,omitempty"`
	// State is how an appeal stands.
	State string `json:"state,omitempty"`
}

// Submissions lists what a rider has handed in under a name, as MyData does,
// without reading anything else of them.
func (s *Station) Submissions(who event.Pseudonym) ([]Item, error) {
	if !who.Known() {
		return nil, nil
	}
	var all []Item
	err := s.view(func(v *view) (err error) {
		all, err = submissionsOf(v, who)
		return err
	})
	return all, err
}

func submissionsOf(v *view, who event.Pseudonym) ([]Item, error) {
	var all []Item
	for _, row := range under(v.Tx, bucketSubmissions, who[:]) {
		rec, err := recordIn(row)
		if err != nil {
			return nil, err
		}
		subject, item, err := v.submitted(v.s.refIn(row), rec)
		if err != nil {
			return nil, err
		}
		all = append(all, Item{subject, event.Time(rec.GetStamp().GetWallMs()), item})
	}
	return all, nil
}

// submitted describes a record that was handed in, and names its subject.
func (v *view) submitted(ref event.Ref, rec *event.Record) (string, SubmissionItem, error) {
	item := SubmissionItem{Ref: ref.String()}
	switch body := rec.GetBody().(type) {
	case *event.Record_AppealFiled:
		steps, err := v.steps(seal.Claim(body.AppealFiled.Claim))
		item.About, item.State = plain(body.AppealFiled.Category), plain(standing(steps))
		return "appeal", item, err
	case *event.Record_HazardReported:
		item.About, item.Place = body.HazardReported.Kind, body.HazardReported.Place
		return "hazard", item, nil
	case *event.Record_StoryOffered:
		return "story", item, nil
	case *event.Record_MemberRegistered:
		item.About = "registration"
		return "membership", item, nil
	}
	item.About = rec.GetMemberRequest().GetKind()
	return "membership", item, nil
}

// plain is the name of a category or state as programs outside the kit read
// it, such as "labour-rights".
func plain[E interface {
	event.AppealCategory | event.AppealState
	String() string
}](e E,
) string {
	name := strings.ToLower(e.String())
	name = strings.TrimPrefix(strings.TrimPrefix(name, "appeal_category_"), "appeal_state_")
	return strings.ReplaceAll(name, "_", "-")
}
