package station

import (
	"cmp"
	"slices"
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

// bucketAnnouncements: identifier to the event.Down with the announcement as
// the hub last posted it for this station.
var bucketAnnouncements = []byte("announcements")

var announcements = subject{buckets: [][]byte{bucketAnnouncements}, apply: applyAnnouncement, check: checkAnnouncements}

// Announcement is what the operator has to say to whoever comes.
type Announcement struct {
	ID          string
	Title, Text Text
	// From is zero where it holds from the start.
	From, Until time.Time
	Urgent      bool
	// Past: by this station's clock it is over, and the clock may be wrong.
	Past bool
}

// Announcements lists what hangs on the wall now: urgent ones first, then what
// began last. The hub's word on the time decides, once it has been heard since the
// file was opened. Until then the station's clock does for the others, but may not
// hide an urgent one: it has begun when it came, and once over by that clock it
// stays, as Past.
func (s *Station) Announcements() ([]Announcement, error) {
	var all []Announcement
	err := s.view(func(v *view) error {
		now, sure := v.hubTime()
		for _, row := range each(v.Tx, bucketAnnouncements) {
			d, err := event.DecodeDown(row)
			if err != nil {
				return err
			}
			if a := announcementFrom(d.GetAnnouncementPosted()); a.hangs(now, sure) {
				a.Past = !now.Before(a.Until)
				all = append(all, a)
			}
		}
		return nil
	})
	slices.SortStableFunc(all, func(a, b Announcement) int {
		return cmp.Or(bit(b.Urgent)-bit(a.Urgent), bit(a.Past)-bit(b.Past), b.From.Compare(a.From))
	})
	return all, err
}

// hubTime is the hub's time where it is known, else the station's own.
func (v *view) hubTime() (now time.Time, sure bool) {
	if now, told := v.s.HubTime(); told {
		return now, true
	}
	return v.now(), false
}

func announcementFrom(p *event.AnnouncementPosted) Announcement {
	a := Announcement{
		ID: p.GetId(), Title: Text{p.GetTitleZh(), p.GetTitleEn()}, Text: Text{p.GetTextZh(), p.GetTextEn()},
		Until: event.Time(p.GetUntilMs()), Urgent: p.GetUrgent(),
	}
	if p.GetFromMs() != 0 {
		a.From = event.Time(p.GetFromMs())
	}
	return a
}

// Pressing reports whether it is urgent and holds for certain: one that is over by
// a clock that may be wrong waits its turn.
func (a Announcement) Pressing() bool { return a.Urgent && !a.Past }

func (a Announcement) hangs(now time.Time, sure bool) bool {
	if a.Urgent && !sure {
		return true
	}
	return !now.Before(a.From) && now.Before(a.Until)
}

// applyAnnouncement takes down what is withdrawn, or now for other stations.
func applyAnnouncement(c *change, d *event.Down) error {
	p := d.GetAnnouncementPosted()
	switch {
	case !identifiers(p.GetId()):
		return nil
	case p.Withdrawn || len(p.Stations) > 0 && !slices.Contains(p.Stations, c.s.id):
		return c.drop(bucketAnnouncements, []byte(p.Id))
	}
	return c.putDown(bucketAnnouncements, []byte(p.Id), d)
}

// forgetAnnouncements removes those that ended before a time. Without the hub's
// word on what time it is none is removed: it would not be sent again.
func forgetAnnouncements(c *change, retention time.Duration) error {
	now, sure := c.view().hubTime()
	if !sure {
		return nil
	}
	var over [][]byte
	for id, row := range each(c.Tx, bucketAnnouncements) {
		d, err := event.DecodeDown(row)
		if err == nil && event.Time(d.GetAnnouncementPosted().GetUntilMs()).Before(now.Add(-retention)) {
			over = append(over, slices.Clone(id))
		}
	}
	for _, id := range over {
		if err := c.drop(bucketAnnouncements, id); err != nil {
			return err
		}
	}
	return nil
}

func checkAnnouncements(v *view, r *Report) {
	for key, row := range each(v.Tx, bucketAnnouncements) {
		d, err := event.DecodeDown(row)
		if p := d.GetAnnouncementPosted(); err != nil || p.GetId() != string(key) || p.GetWithdrawn() {
			r.fault("announcements: row %q holds another announcement (%v)", key, err)
		}
	}
}
