package hub

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"github.com/nuanxin/station-kit/station/event"
)

// ErrReplaceOnly says that something is never withdrawn.
var ErrReplaceOnly = errors.New("this is never withdrawn, only replaced: publish a newer version")

// contentKinds are what people publish to every station, by the list of a
// document.
var contentKinds = map[string]string{
	"services": "service_offered", "notices": "notice_published", "organisations": "organisation_listed",
	"points_rules": "points_rule", "rewards": "reward_offered", "packs": "learning_pack",
	"stories": "story_published", "settings": "settings", "tasks": "task_offered",
	"announcements": "announcement_posted",
}

// Content is something published, as stations have it now.
type Content struct {
	// List of a document that it belongs to, such as "services".
	List, ID string
	// Item is the object as it was published.
	Item json.RawMessage
	At   time.Time
	Who  string
	// Stations it is for; none is all.
	Stations []string
}

// Content lists what is published, of one list or ("") of all; what was
// withdrawn is left out.
func (h *Hub) Content(ctx context.Context, list string) (all []Content, err error) {
	err = h.Store.View(ctx, func(tx Tx) error {
		all = nil
		for name, kind := range contentKinds {
			if list != "" && list != name {
				continue
			}
			some, err := published(tx, name, kind)
			if err != nil {
				return err
			}
			all = append(all, some...)
		}
		return nil
	})
	slices.SortFunc(all, func(a, b Content) int { return strings.Compare(a.List+"\x00"+a.ID, b.List+"\x00"+b.ID) })
	return all, err
}

func published(tx Tx, list, kind string) (all []Content, err error) {
	if list == "tasks" {
		return openTasks(tx)
	}
	told, err := tx.Announced(kind, "")
	if err != nil {
		return nil, err
	}
	for _, a := range told {
		d, err := event.DecodeDown(a.Bytes)
		if err != nil {
			return nil, err
		}
		item, gone, err := itemOf(d)
		if err != nil {
			return nil, err
		}
		if !gone {
			all = append(all, Content{list, a.Subject, item, a.At, a.Who, d.GetAnnouncementPosted().GetStations()})
		}
	}
	return all, nil
}

// itemOf is an entry as the object of a document, and whether it is withdrawn.
func itemOf(d *event.Down) (json.RawMessage, bool, error) {
	r := d.ProtoReflect()
	m := r.Get(r.WhichOneof(r.Descriptor().Oneofs().ByName("body"))).Message().Interface()
	if pack := d.GetLearningPack(); pack != nil {
		manifest := new(event.PackManifest)
		if err := proto.Unmarshal(pack.Manifest, manifest); err != nil {
			return nil, false, err
		}
		m = manifest
	}
	gone := d.GetPointsRule() != nil && d.GetPointsRule().Points == 0
	if field := m.ProtoReflect().Descriptor().Fields().ByName("withdrawn"); field != nil {
		gone = gone || m.ProtoReflect().Get(field).Bool()
	}
	item, err := protojson.MarshalOptions{UseProtoNames: true}.Marshal(m)
	return item, gone, err
}

func openTasks(tx Tables) ([]Content, error) {
	rows, err := tx.Where(tasksTable, "open", int64(1))
	var all []Content
	for _, row := range rows { // in the order of tasks
		if n := len(all); n > 0 && all[n-1].ID == row[0] {
			all[n-1].Stations = append(all[n-1].Stations, row[1].(string))
			continue
		}
		d, err := event.DecodeDown(row[2].([]byte))
		if err != nil {
			return nil, err
		}
		item, _, err := itemOf(d)
		if err != nil {
			return nil, err
		}
		all = append(all, Content{"tasks", row[0].(string), item, time.UnixMilli(row[3].(int64)), "", []string{row[1].(string)}})
	}
	return all, err
}

// Withdraw takes back what was published under an identifier. It returns
// ErrNotPublished, or ErrReplaceOnly for notices and settings.
func (h *Hub) Withdraw(ctx context.Context, list, id string) error {
	return h.act(ctx, "withdraw", func(tx Tx, a *Act) error {
		a.Subject = list + " " + id
		p := &publisher{Hub: h, tx: tx, who: a.Who}
		if err := p.withdraw(list, id); err != nil {
			return fmt.Errorf("%s %q: %w", list, id, err)
		}
		return tx.AppendDown(p.sent, h.Now())
	})
}

func (p *publisher) withdraw(list, id string) error {
	switch list {
	case "tasks":
		return p.withdrawTask(id)
	case "packs":
		return p.withdrawPack(id)
	}
	told, err := p.tx.Announced(contentKinds[list], id)
	if err != nil {
		return err
	}
	if len(told) == 0 || id == "" {
		return ErrNotPublished
	}
	d, err := event.DecodeDown(told[len(told)-1].Bytes)
	if err != nil {
		return err
	}
	if d = withdrawn(d); d == nil {
		return ErrReplaceOnly
	}
	return p.announce(id, d)
}

func (p *publisher) withdrawPack(id string) error {
	m, err := p.lastPack(id)
	if err != nil {
		return err
	}
	if m.Version == 0 || m.Withdrawn {
		return ErrNotPublished
	}
	return p.sign(&event.PackManifest{Id: id, Version: m.Version + 1, TitleZh: m.TitleZh, TitleEn: m.TitleEn, Withdrawn: true})
}

func (p *publisher) withdrawTask(id string) error {
	rows, err := p.tx.Where(tasksTable, "task", id)
	if err != nil {
		return err
	}
	var stations []string
	var last *event.Down
	for _, row := range rows {
		if row[4] == int64(1) {
			stations = append(stations, row[1].(string))
			if last, err = event.DecodeDown(row[2].([]byte)); err != nil {
				return err
			}
		}
	}
	if last.GetTaskOffered() == nil {
		return ErrNotPublished
	}
	last.GetTaskOffered().Withdrawn = true
	return p.offer(last.GetTaskOffered(), stations)
}

// OfferedStory is a story that a rider offered, sealed in its record.
type OfferedStory struct {
	Ref event.Ref
	At  time.Time
	// State is "offered", "published" as ID, or "withdrawn".
	State, ID string
}

// OfferedStories lists those in a state.
func (h *Hub) OfferedStories(ctx context.Context, state string) (all []OfferedStory, err error) {
	err = h.Store.View(ctx, func(tx Tx) error {
		rows, err := tx.Where(storiesTable, "state", state)
		all = nil
		for _, row := range rows {
			all = append(all, OfferedStory{
				event.Ref{Station: row[0].(string), Epoch: uint32(row[1].(int64)), Seq: uint64(row[2].(int64))},
				time.UnixMilli(row[4].(int64)), row[storyState].(string), row[storyID].(string),
			})
		}
		return err
	})
	return all, err
}
