package flow

import "github.com/nuanxin/station-kit/kiosk/i18n"

// Cue is a moment at which the kiosk may speak. None says anything of a
// person: whoever stands near hears it too.
type Cue string

// The cues.
const (
	CuePlaceCard Cue = "place-card"
	CueCheckedIn Cue = "checked-in"
	CueBooked    Cue = "booked"
	CueReceipt   Cue = "receipt"
	CueTakeCard  Cue = "take-card"
	CueAttendant Cue = "attendant"
	CueEnding    Cue = "ending"
)

// Cues are all there are.
func Cues() []Cue {
	return []Cue{CuePlaceCard, CueCheckedIn, CueBooked, CueReceipt, CueTakeCard, CueAttendant, CueEnding}
}

// Voice speaks. Speak returns at once, whether or not anything is heard.
type Voice interface{ Speak(Cue, i18n.Lang) }

// cues are what to say of what has changed between two Views.
func cues(before, now View) []Cue {
	var all []Cue
	for _, c := range []struct {
		cue Cue
		is  func(View) bool
	}{
		{CueTakeCard, func(v View) bool { return v.TakeCard }},
		{CuePlaceCard, isOn[Identify]},
		{CueCheckedIn, func(v View) bool { return v.Who != nil || isOn[Thanks](v) }},
		{CueBooked, justBooked},
		{CueReceipt, func(v View) bool { return paperOf(v.Screen) == i18n.SlipPrinting }},
		{CueAttendant, func(v View) bool { return v.CalledHere }},
		{CueEnding, func(v View) bool { return v.Countdown > 0 && !v.TakeCard && !isOn[Thanks](v) }},
	} {
		if c.is(now) && (!c.is(before) || c.cue == CueCheckedIn && before.Session != now.Session) {
			all = append(all, c.cue)
		}
	}
	return all
}

func isOn[S Screen](v View) bool {
	_, is := v.Screen.(S)
	return is
}

func justBooked(v View) bool {
	r, is := v.Screen.(Receipt)
	return is && !r.Already && r.Held.Pending() == i18n.None
}

// paperOf is what a screen says of its printed slip.
func paperOf(s Screen) i18n.Key {
	switch s := s.(type) {
	case Receipt:
		return s.Paper
	case AppealReceipt:
		return s.Paper
	case RewardReceipt:
		return s.Paper
	case HazardReceipt:
		return s.Paper
	}
	return i18n.None
}

// speak says what has changed.
func (f *Flow) speak(before, now View) {
	voice := f.machine.cfg.Voice
	if voice == nil {
		return
	}
	for _, c := range cues(before, now) {
		voice.Speak(c, now.Lang)
	}
}
