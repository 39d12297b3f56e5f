package hub

import (
	"errors"
	"fmt"
	"slices"

	"google.golang.org/protobuf/proto"

	"github.com/nuanxin/station-kit/station/event"
)

// mostStations bounds for how many stations one task is offered.
const mostStations = 1000

var tasksTable = Table{"tasks_offered", []Column{
	{"task", Text}, {"station", Text}, {"entry", Blob}, {"at_ms", Number}, {"open", Number},
}, 2}

// task offers a volunteer task at some stations: each has places of its own.
func (p *publisher) task(t *event.TaskOffered, more extra) error {
	var f faults
	f.id("id", t.Id)
	stations := unique(slices.Clone(more.Stations))
	f.when(len(stations) == 0 || len(stations) > mostStations, "stations: name 1 to %d of them", mostStations)
	if !t.Withdrawn {
		f.both("title", t.TitleZh, t.TitleEn)
		f.both("text", t.TextZh, t.TextEn)
		f.when(t.Places < 1, "places: how many riders of each station may take it?")
		f.when(t.EndsMs != 0 && t.EndsMs <= max(t.StartsMs, p.Now().UnixMilli()), "ends_ms is past, or before its start")
	}
	if err := f.err(); err != nil {
		return err
	}
	if err := p.know(stations); err != nil {
		return err
	}
	return p.offer(t, stations)
}

// know returns ErrUnknownStation unless there is each of these stations.
func (p *publisher) know(stations []string) error {
	known, err := p.tx.Named(stations)
	if err == nil && len(known) != len(stations) {
		err = fmt.Errorf("%d of its stations: %w", len(stations)-len(known), ErrUnknownStation)
	}
	return err
}

func (p *publisher) offer(t *event.TaskOffered, stations []string) error {
	d := &event.Down{Body: &event.Down_TaskOffered{TaskOffered: t}}
	entry, err := event.EncodeDown(d)
	if err != nil {
		return err
	}
	var rows [][]any
	for _, station := range stations {
		p.sent = append(p.sent, Entry{station, d.Kind(), t.Id, entry})
		rows = append(rows, []any{t.Id, station, entry, p.Now().UnixMilli(), bit(!t.Withdrawn)})
	}
	return p.tx.Put(tasksTable, rows)
}

// member tells a member how a registration or request stands, at the station
// where it was handed in.
func (p *publisher) member(s *event.MemberStatus, more extra) error {
	var f faults
	f.both("state", s.StateZh, s.StateEn)
	f.when((more.Request == "") == (more.Registration == ""), "request or registration: name one record, as STATION/EPOCH/SEQUENCE")
	f.when(len(s.Pseudonym) > 0 || s.Request != nil, "pseudonym is the record's")
	if err := f.err(); err != nil {
		return err
	}
	kind, text := "member_request", more.Request
	if text == "" {
		kind, text = "member_registered", more.Registration
	}
	ref, record, err := recordNamed(p.tx, text, kind)
	if err != nil {
		return err
	}
	who := record.Pseudonym()
	s.Pseudonym = who.Bytes()
	if kind == "member_request" {
		s.Request = &event.Reference{Epoch: ref.Epoch, Seq: ref.Seq}
	}
	d := &event.Down{Body: &event.Down_MemberStatus{MemberStatus: s}}
	entry, err := event.EncodeDown(d)
	p.sent = append(p.sent, Entry{ref.Station, d.Kind(), who.String(), entry})
	return err
}

// recordNamed is a record of a kind by its reference.
func recordNamed(tx Tx, text, kind string) (event.Ref, *event.Record, error) {
	ref, err := event.ParseRef(text)
	if err != nil {
		return ref, nil, err
	}
	places, err := tx.Places([]event.Ref{ref})
	if err != nil {
		return ref, nil, err
	}
	if len(places) == 0 || (kind != "" && places[0].Kind != kind) {
		return ref, nil, fmt.Errorf("%s is no %s that the hub holds", ref, kind)
	}
	pos := places[0].Pos
	records, err := tx.Records(pos-1, pos, nil)
	if err != nil || len(records) == 0 {
		return ref, nil, err
	}
	record, err := event.Decode(records[0].Bytes)
	return ref, record, err
}

var storiesTable = Table{"offered_stories", []Column{
	{"station", Text}, {"epoch", Number}, {"seq", Number}, {"pseudonym", Blob}, {"at_ms", Number}, {"state", Text}, {"id", Text},
}, 3}

// Places in a row.
const (
	storyState = 5
	storyID    = 6
)

const (
	storyOffered   = "offered"
	storyPublished = "published"
	storyWithdrawn = "withdrawn"
)

// story publishes one that a rider offered and has not taken back.
func (p *publisher) story(s *event.StoryPublished, more extra) error {
	var f faults
	f.id("id", s.Id)
	f.when(more.Offered == "" && !s.Withdrawn, "offered is missing: the rider's record, as STATION/EPOCH/SEQUENCE; `nuanxin-hub stories` lists them")
	if !s.Withdrawn {
		f.both("text", s.TextZh, s.TextEn)
	}
	if err := f.err(); err != nil {
		return err
	}
	if !s.Withdrawn {
		if err := p.mayTell(more.Offered, s.Id); err != nil {
			return err
		}
	}
	return p.announce(s.Id, &event.Down{Body: &event.Down_StoryPublished{StoryPublished: s}})
}

// mayTell notes under which identifier an offered story is published.
func (p *publisher) mayTell(offered, id string) error {
	ref, err := event.ParseRef(offered)
	if err != nil {
		return err
	}
	rows, err := p.tx.Find(storiesTable, [][]any{refKey(ref)})
	switch {
	case err != nil:
		return err
	case len(rows) == 0:
		return fmt.Errorf("%s is no story that a rider offered with consent", ref)
	case rows[0][storyState] == storyWithdrawn:
		return fmt.Errorf("%s: its rider has taken the consent back, so it must not be shown", ref)
	}
	rows[0][storyState], rows[0][storyID] = storyPublished, id
	return p.tx.Put(storiesTable, rows)
}

// stories follow what riders offer, and take back what is shown as soon as its
// rider no longer consents.
func (h *Hub) stories() Follower {
	return Follower{
		Name:  "stories",
		Kinds: []string{"story_offered", "consent_withdrawn", "person_erased"},
		Digest: func(tx Tx, page []Event, dead Dead) error {
			if len(page) == 0 {
				return nil
			}
			if err := tx.Alone(); err != nil {
				return err
			}
			for _, e := range page {
				if err := h.followStory(tx, e, dead); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// purposeStory is what a rider consents to before offering a story.
const purposeStory = "story"

func (h *Hub) followStory(tx Tx, e Event, dead Dead) error {
	who := e.Body.Pseudonym()
	switch {
	case !who.Known():
		dead(e, "it is of nobody")
		return nil
	case e.Body.GetStoryOffered() != nil:
		if e.Body.GetStoryOffered().Consent == nil {
			dead(e, "a story without consent")
			return nil
		}
		return tx.Put(storiesTable, [][]any{append(refKey(e.Ref), who.Bytes(), e.Body.GetStamp().GetWallMs(), storyOffered, "")})
	case e.Body.GetConsentWithdrawn() != nil && e.Body.GetConsentWithdrawn().Purpose != purposeStory:
		return nil
	}
	return h.takeBack(tx, who, e.Body.GetPersonErased() != nil)
}

func (h *Hub) takeBack(tx Tx, who event.Pseudonym, forget bool) error {
	rows, err := tx.Where(storiesTable, "pseudonym", who.Bytes())
	if err != nil {
		return err
	}
	for _, row := range rows {
		if row[storyState] == storyPublished {
			d := &event.Down{Body: &event.Down_StoryPublished{StoryPublished: &event.StoryPublished{Id: row[storyID].(string), Withdrawn: true}}}
			if err := announce(tx, h.Now(), Itself, row[storyID].(string), d); err != nil {
				return err
			}
		}
		row[storyState] = storyWithdrawn
	}
	if forget {
		return tx.Remove(storiesTable, "pseudonym", who.Bytes())
	}
	return tx.Put(storiesTable, rows)
}

// ErrNotPublished says that there is nothing to withdraw.
var ErrNotPublished = errors.New("nothing of that name is published: `nuanxin-hub content` lists what is")

// withdrawn is the entry that takes back what the fleet was last told, nil for a
// kind that is only ever replaced.
func withdrawn(d *event.Down) *event.Down {
	d = proto.Clone(d).(*event.Down)
	switch body := d.Body.(type) {
	case *event.Down_ServiceOffered:
		body.ServiceOffered.Withdrawn = true
	case *event.Down_OrganisationListed:
		body.OrganisationListed.Withdrawn = true
	case *event.Down_RewardOffered:
		body.RewardOffered.Withdrawn = true
	case *event.Down_StoryPublished:
		body.StoryPublished.Withdrawn = true
	case *event.Down_AnnouncementPosted:
		body.AnnouncementPosted.Withdrawn = true
	case *event.Down_PointsRule:
		body.PointsRule.Points = 0
	default:
		return nil
	}
	return d
}
