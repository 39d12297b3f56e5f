package screen

import (
	"image/color"

	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
	"github.com/nuanxin/station-kit/station"
)

// handouts are today's redemptions.
func (s sheet) handouts(v flow.Handouts) fyne.CanvasObject {
	key := s.button(s.mainPaint(), theme.Keys, s.say(i18n.HandoutKey), flow.KeyNumber{})
	hint := s.in(s.width-key.MinSize().Width-s.Gap).lines(s.say(i18n.HandoutsScan), s.Body, s.Soft, false)
	foot := s.row(s.Gap, fill(level(hint)), key)
	if len(v.Handouts) == 0 {
		return s.titled(s.say(i18n.HandoutsTitle), only, column(s.Tight, fill(s.empty(theme.Gift, i18n.HandoutsNone, i18n.HandoutsNoneHint)), foot))
	}
	all := s.ledgerOf(rowsDown - 1) // one for the foot
	for _, h := range v.Handouts {
		all.Add(s.oneRow().handout(h))
	}
	return s.titled(s.say(i18n.HandoutsTitle), v.Page, column(s.Tight, fill(all), foot))
}

func (s sheet) handout(h flow.Handout) *touch {
	r, p, asks := h.Redemption, s.cardPaint(), flow.Action(flow.ChooseHandout{Ref: h.Redemption.Ref})
	state, c := s.handoutState(r)
	if !r.Open() {
		p = s.spentPaint()
	}
	if r.Reversed {
		asks = nil
	}
	return newTouch(p, s.Radius, s.entered(r.At, s.pick(r.Name), s.receiver(h), s.say(state), c, p), asks)
}

// handoutState is how a redemption stands, and the colour that says so too.
func (s sheet) handoutState(r station.Redemption) (i18n.Key, color.NRGBA) {
	switch {
	case r.Reversed:
		return i18n.RewardReturned, s.Soft
	case r.Open():
		return i18n.HandoutOpen, s.Ink
	}
	return i18n.HandoutDone, s.Pine
}

var handoutDoors = map[flow.HandoutAct]struct {
	icon  theme.Icon
	label i18n.Key
}{
	flow.ActHandOut:     {theme.Gift, i18n.ActHandOut},
	flow.ActGiveBack:    {theme.Star, i18n.ActGiveBack},
	flow.ActTakeHandOut: {theme.Cross, i18n.ActTakeHandOut},
}

// handoutAtDesk is one redemption over what can be noted of it.
func (s sheet) handoutAtDesk(v flow.HandoutAtDesk) fyne.CanvasObject {
	r := v.Handout.Redemption
	key, c := s.handoutState(r)
	state := s.say(key)
	if !r.HandedOut.IsZero() {
		state = s.say(i18n.HandoutDoneBy, s.lang.Moment(r.HandedOut, s.view.Now), s.signatory(r.By))
	}
	about := s.about(theme.Gift, s.pick(r.Name),
		fact{icon: theme.Person, text: s.receiver(v.Handout), bold: true},
		fact{icon: theme.Clock, text: s.say(i18n.HandoutAt, s.lang.Moment(r.At, s.view.Now)) + " · " + s.say(i18n.RewardCost, r.Points)},
		fact{theme.Flag, state, true, c})
	acts := grid(max(1, len(v.Acts)), 1, s.Gap)
	for _, a := range v.Acts {
		p, d := s.cardPaint(), handoutDoors[a]
		if a == flow.ActHandOut {
			p = s.mainPaint()
		}
		acts.Add(s.button(p, d.icon, s.say(d.label), flow.NoteHandout{Act: a}))
	}
	return s.titled(s.say(i18n.HandoutTitle), only, column(s.Gap, fill(about), acts))
}

// signatory is who did something: by name, and by account where none is known.
func (s sheet) signatory(by station.Signatory) string {
	switch {
	case by.Name == "":
		return s.say(i18n.SignedAccount, by.ID)
	case by.Former:
		return s.say(i18n.SignedFormer, by.Name)
	}
	return by.Name
}

// receiver is the redemption's number, with the masked name where there is one.
func (s sheet) receiver(h flow.Handout) string {
	number := s.say(i18n.GuestNumber, h.Redemption.Ref.Seq)
	if h.Masked == "" {
		return number
	}
	return h.Masked + " · " + number
}

var reasonWords = map[string]i18n.Key{
	station.ReasonNotGiven: i18n.ReasonNotGiven,
	station.ReasonMistake:  i18n.ReasonMistake,
	station.ReasonMisuse:   i18n.ReasonMisuse,
}

// takeBack asks why points are to be given back.
func (s sheet) takeBack(v flow.TakeBack) fyne.CanvasObject {
	r := v.Handout.Redemption
	about := s.about(theme.Gift, s.pick(r.Name),
		fact{icon: theme.Person, text: s.receiver(v.Handout) + " · " + s.say(i18n.RewardCost, r.Points) + " · " + s.lang.Clock(r.At), bold: true},
		fact{icon: theme.Note, text: s.say(i18n.TakeBackHint)})
	across := len(v.Reasons)
	if s.Portrait() {
		across = 1
	}
	why := grid(across, len(v.Reasons)/across, s.Gap)
	for _, reason := range v.Reasons {
		why.Add(s.button(s.cardPaint(), "", s.say(reasonWords[reason]), flow.Reverse{Reason: reason}))
	}
	return s.titled(s.say(i18n.TakeBackTitle), only, column(s.Gap, fill(about), why))
}

// taken are the tasks that volunteers have taken.
func (s sheet) taken(v flow.Taken) fyne.CanvasObject {
	if len(v.Tasks) == 0 {
		return s.titled(s.say(i18n.ErrandsTitle), only, s.empty(theme.Hand, i18n.ErrandsNone, i18n.ErrandsNoneHint))
	}
	var cards []fyne.CanvasObject
	for _, t := range v.Tasks {
		cards = append(cards, s.oneCard().card(theme.Hand, s.pick(t.Title), s.lang.Day(t.Starts, s.view.Now), flow.ChooseErrand{ID: t.ID}))
	}
	return s.titled(s.say(i18n.ErrandsTitle), v.Page, s.shelf(cards...))
}

// helpers are those who have taken one.
func (s sheet) helpers(v flow.Helpers) fyne.CanvasObject {
	if len(v.Helpers) == 0 {
		return s.titled(s.pick(v.Task.Title), only, s.empty(theme.Tick, i18n.HelpersNone, i18n.HelpersNoneHint))
	}
	n := s.columns()
	all := grid(n, flow.HelpersPerPage/n, s.Tight)
	for _, h := range v.Helpers {
		all.Add(s.oneRow().helper(h))
	}
	return s.titled(s.pick(v.Task.Title), v.Page, all)
}

func (s sheet) helper(h flow.Helper) fyne.CanvasObject {
	who := s.say(i18n.Helper, h.Number)
	if h.Masked != "" {
		who = h.Masked + " · " + who
	}
	done := s.button(s.cardPaint(), theme.Tick, s.say(i18n.HelperDone), flow.NoteDone{Number: h.Number})
	room := s.in(s.width - done.MinSize().Width - 3*s.Gap)
	text := column(0, room.lines(who, s.Heading, s.Ink, true))
	if !s.brief {
		text.Add(room.lines(s.say(i18n.HelperSince, s.lang.Moment(h.At.At, s.view.Now)), s.Small, s.Soft, false))
	}
	return s.lying(pad(s.Gap, s.Tight/2, s.row(s.Gap, fill(level(text)), center(done))))
}
