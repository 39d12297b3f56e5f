package hub

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"github.com/nuanxin/station-kit/station/event"
)

// ErrContent says that a document cannot be published, and where it is wrong.
var ErrContent = errors.New("nothing was published")

// document is what a person publishes: lists by kind, of objects with the fields
// of event.proto. docs/content.md describes it.
type document struct {
	Services      []json.RawMessage `json:"services"`
	Notices       []json.RawMessage `json:"notices"`
	Organisations []json.RawMessage `json:"organisations"`
	PointsRules   []json.RawMessage `json:"points_rules"`
	Rewards       []json.RawMessage `json:"rewards"`
	Packs         []json.RawMessage `json:"packs"`
	Stories       []json.RawMessage `json:"stories"`
	Announcements []json.RawMessage `json:"announcements"`
	Tasks         []json.RawMessage `json:"tasks"`
	Members       []json.RawMessage `json:"members"`
	Settings      json.RawMessage   `json:"settings"`
}

// publisher puts one document before the fleet.
type publisher struct {
	*Hub
	tx   Tx
	who  string
	sent []Entry
	n    int
}

// Publish puts a document before the stations, all of it or nothing: what is
// newer takes the place of what was published under the same identifier. It
// returns how many items it has, or ErrContent with every fault found.
func (h *Hub) Publish(ctx context.Context, text []byte) (items int, err error) {
	var d document
	if err := strict(text, &d); err != nil {
		return 0, fmt.Errorf("%w: %w", ErrContent, err)
	}
	err = h.act(ctx, "publish", func(tx Tx, a *Act) error {
		p := &publisher{Hub: h, tx: tx, who: a.Who}
		if err := p.all(d); err != nil {
			return fmt.Errorf("%w:\n%w", ErrContent, err)
		}
		if p.n == 0 {
			return fmt.Errorf("%w: the document has no items", ErrContent)
		}
		items, a.Detail = p.n, fmt.Sprintf("%d items", p.n)
		return tx.AppendDown(p.sent, h.Now())
	})
	return items, err
}

// strict reads JSON that may hold nothing unknown, and nothing behind it.
func strict(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("there is something behind the document's end")
	}
	return nil
}

func (p *publisher) all(d document) error {
	errs := []error{
		each(p, "notices", d.Notices, p.notice), // services need them
		each(p, "services", d.Services, p.service),
		each(p, "organisations", d.Organisations, p.organisation),
		each(p, "points_rules", d.PointsRules, p.rule),
		each(p, "rewards", d.Rewards, p.reward),
		each(p, "packs", d.Packs, p.pack),
		each(p, "stories", d.Stories, p.story),
		each(p, "announcements", d.Announcements, p.announcement),
		each(p, "tasks", d.Tasks, p.task),
		each(p, "members", d.Members, p.member),
	}
	if len(d.Settings) > 0 {
		errs = append(errs, each(p, "settings", []json.RawMessage{d.Settings}, p.settings))
	}
	return errors.Join(errs...)
}

// each publishes the items of a list. To find every fault it goes on after one.
func each[M proto.Message](p *publisher, list string, items []json.RawMessage, publish func(M, extra) error) error {
	var errs []error
	for i, text := range items {
		m := reflect.New(reflect.TypeFor[M]().Elem()).Interface().(M)
		more, err := parse(text, m)
		if err == nil {
			err = publish(m, more)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("  %s[%d]: %w", list, i, err))
		}
		p.n++
	}
	return errors.Join(errs...)
}

// extra are the fields of an item that only the hub reads.
type extra struct {
	// Offered is the record of a story, Request or Registration that of a member.
	Offered      string `json:"offered"`
	Request      string `json:"request"`
	Registration string `json:"registration"`
	// Stations that a task is for.
	Stations []string `json:"stations"`
}

var extras = []string{"offered", "request", "registration", "stations"}

func parse(text json.RawMessage, m proto.Message) (more extra, err error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(text, &fields); err != nil {
		return more, errors.New("it is no object")
	}
	own := m.ProtoReflect().Descriptor().Fields()
	rest := map[string]json.RawMessage{}
	for _, name := range extras {
		if v, given := fields[name]; given && usesExtra(m, name) {
			rest[name] = v
			delete(fields, name)
		}
	}
	for name := range fields {
		if own.ByTextName(name) == nil {
			return more, fmt.Errorf("there is no field %q", name)
		}
	}
	plain, err := json.Marshal(fields)
	if err != nil {
		return more, err
	}
	if err := protojson.Unmarshal(plain, m); err != nil {
		return more, err
	}
	text, err = json.Marshal(rest)
	if err != nil {
		return more, err
	}
	return more, json.Unmarshal(text, &more)
}

// usesExtra says which kind of item has which.
func usesExtra(m proto.Message, name string) bool {
	switch m.(type) {
	case *event.StoryPublished:
		return name == "offered"
	case *event.TaskOffered:
		return name == "stations"
	case *event.MemberStatus:
		return name == "request" || name == "registration"
	}
	return false
}

// announce tells the fleet, unless it has been told so already.
func (p *publisher) announce(id string, d *event.Down) error {
	last, err := p.tx.Announced(d.Kind(), id)
	if err != nil {
		return err
	}
	entry, err := event.EncodeDown(d)
	if err != nil || (len(last) > 0 && bytes.Equal(last[0].Bytes, entry)) {
		return err
	}
	if len(entry) > longestEntry {
		return fmt.Errorf("it has %d bytes; %d fit a message to a station", len(entry), longestEntry)
	}
	return announce(p.tx, p.Now(), p.who, id, d)
}

// longestEntry fits a page with others.
const longestEntry = pageBytes
