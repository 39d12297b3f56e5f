package hub

import (
	"slices"
	"unicode/utf8"

	"github.com/nuanxin/station-kit/station/event"
)

// Bounds of an announcement: its title is read in passing, and it goes to every
// station with the names of those it is for.
const (
	mostTitle    = 60 // characters
	mostText     = 4000
	mostAnnounce = 100 // stations
)

// announcement goes to all, and those it is not for pass over it: who takes a
// station off the list has it taken down there by the same word.
func (p *publisher) announcement(a *event.AnnouncementPosted, _ extra) error {
	a.Stations = unique(slices.Clone(a.Stations))
	var f faults
	f.id("id", a.Id)
	f.when(len(a.Stations) > mostAnnounce, "stations: name %d at most, or none for all of them", mostAnnounce)
	if !a.Withdrawn {
		f.both("title", a.TitleZh, a.TitleEn)
		f.both("text", a.TextZh, a.TextEn)
		f.fits("title", mostTitle, a.TitleZh, a.TitleEn)
		f.fits("text", mostText, a.TextZh, a.TextEn)
		f.when(a.FromMs < 0, "from_ms is no time")
		f.when(a.UntilMs == 0, "until_ms is missing: until when does it hold?")
		f.when(a.UntilMs != 0 && a.UntilMs <= max(a.FromMs, p.Now().UnixMilli()), "until_ms is past, or before its from_ms")
	}
	if err := f.err(); err != nil {
		return err
	}
	if len(a.Stations) > 0 {
		if err := p.know(a.Stations); err != nil {
			return err
		}
	}
	return p.announce(a.Id, &event.Down{Body: &event.Down_AnnouncementPosted{AnnouncementPosted: a}})
}

// fits says how long texts may be, in characters.
func (f *faults) fits(name string, most int, zh, en string) {
	for _, t := range [][2]string{{"zh", zh}, {"en", en}} {
		n := utf8.RuneCountInString(t[1])
		f.when(n > most, "%s_%s has %d characters: %d at most", name, t[0], n, most)
	}
}
