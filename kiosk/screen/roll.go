package screen

import (
	"image/color"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
	"github.com/nuanxin/station-kit/station/event"
)

// rowsDown is how many rows of a staff's list stand below each other where two stand side by side.
const rowsDown = 4

// ledger is a page of the attendant's rows: two columns, or one where the screen is tall.
func (s sheet) ledger() *fyne.Container { return s.ledgerOf(rowsDown) }

// ledgerOf has so many rows below each other where two stand side by side.
func (s sheet) ledgerOf(down int) *fyne.Container {
	n := s.columns()
	return container.New(cells{n, down * 2 / n, s.Tight, s.Target * 1.5})
}

// oneRow is the sheet for a row of a ledger.
func (s sheet) oneRow() sheet {
	n := float32(s.columns())
	return s.in((s.width - (n-1)*s.Tight) / n).roomy()
}

// strip is a plate for one line.
func (s sheet) strip(ground, edge color.NRGBA, content fyne.CanvasObject) *fyne.Container {
	return s.label(ground, edge, pad(s.Gap, s.Tight/2, content))
}

// entered is what a row of a ledger says: when, who over what, and how it stands.
func (s sheet) entered(at time.Time, who, what, state string, c color.NRGBA, p paint) fyne.CanvasObject {
	when := words(s.lang.Clock(at), s.Heading, s.Brick, true)
	stands := words(state, s.Body, c, true)
	room := s.in(s.width - when.MinSize().Width - stands.MinSize().Width - 4*s.Gap)
	text := column(0, room.lines(who, s.Body, p.text, true))
	if !s.brief {
		text.Add(room.lines(what, s.Small, p.second, false))
	}
	return pad(s.Gap, s.Tight/2, row(s.Gap, center(when), fill(level(text)), center(stands)))
}

// roll is today's list.
func (s sheet) roll(v flow.Roll) fyne.CanvasObject {
	if len(v.Guests) == 0 {
		return s.titled(s.say(i18n.RollTitle), only, s.empty(theme.Rows, i18n.RollNone, i18n.RollNoneHint))
	}
	all := s.ledger()
	for _, g := range v.Guests {
		all.Add(s.oneRow().guest(g))
	}
	return s.titled(s.say(i18n.RollTitle), v.Page, all)
}

func (s sheet) guest(g flow.Guest) *touch {
	b, p := g.Held.Booking, s.cardPaint()
	state, c := s.guestState(b.State)
	if b.State == event.BookingState_BOOKING_STATE_CALLED {
		p.rest, p.edge = s.Honey, s.Amber
	}
	return newTouch(p, s.Radius, s.entered(b.Slot.Starts, s.guestName(g), s.pick(g.Held.Service.Name), state, c, p),
		flow.ChooseGuest{Ref: b.Ref})
}

// guestName is what the attendant calls: the masked name, where there is one, and the booking's number.
func (s sheet) guestName(g flow.Guest) string {
	number := s.say(i18n.GuestNumber, g.Held.Booking.Ref.Seq)
	if g.Masked == "" {
		return number
	}
	return g.Masked + " · " + number
}

// guestState is how a booking stands, and the colour that says so too.
func (s sheet) guestState(of event.BookingState) (string, color.NRGBA) {
	switch of {
	case event.BookingState_BOOKING_STATE_CONFIRMED:
		return s.say(i18n.GuestStateComing), s.Ink
	case event.BookingState_BOOKING_STATE_CALLED:
		return s.say(i18n.GuestStateCalled), s.Ink
	case event.BookingState_BOOKING_STATE_ATTENDED:
		return s.say(i18n.GuestStateCame), s.Pine
	case event.BookingState_BOOKING_STATE_NO_SHOW:
		return s.say(i18n.GuestStateMissed), s.Brick
	case event.BookingState_BOOKING_STATE_LAPSED:
		return s.say(i18n.GuestStateLapsed), s.Soft
	}
	return s.say(i18n.GuestStatePending), s.Soft
}

var actDoors = map[flow.Act]struct {
	icon  theme.Icon
	label i18n.Key
}{
	flow.ActCall:     {theme.Bell, i18n.ActCall},
	flow.ActAttend:   {theme.Tick, i18n.ActAttend},
	flow.ActNoShow:   {theme.Cross, i18n.ActNoShow},
	flow.ActFollowUp: {theme.Calendar, i18n.ActFollowUp},
	flow.ActPrint:    {theme.Printer, i18n.ActPrint},
}

// guestAtDesk is one booking over what can be noted of it.
func (s sheet) guestAtDesk(v flow.GuestAtDesk) fyne.CanvasObject {
	held := v.Guest.Held
	state, c := s.guestState(held.Booking.State)
	facts := s.facts(held.Service, held.Booking.Slot)
	if s.brief {
		facts = facts[:1] // when
	}
	if more := s.more(v.Guest); more != "" {
		facts = append(facts, fact{icon: theme.Person, text: more})
	}
	facts = append(facts, fact{theme.Flag, state, true, c})
	if v.Paper != i18n.None {
		facts = append(facts, fact{theme.Printer, s.say(v.Paper), true, s.paperColor(v.Paper)})
	}
	return s.titled(s.guestName(v.Guest), only, column(s.Gap,
		fill(s.about(theme.ForService(held.Service.ID), s.pick(held.Service.Name), facts...)), s.acts(v)))
}

// more is what else there is to know of a guest.
func (s sheet) more(g flow.Guest) string {
	var all []string
	for _, one := range []struct {
		is   bool
		text string
	}{
		{g.Tail != "", s.say(i18n.GuestTail, g.Tail)},
		{g.Masked == "" && !g.Held.Booking.WalkIn, s.say(i18n.GuestUnnamed)},
		{g.Masked == "" && g.Held.Booking.WalkIn, s.say(i18n.GuestNameless)},
		{g.Held.Booking.WalkIn, s.say(i18n.GuestWalkIn)},
		{g.Held.Booking.FollowUpOf.Seq != 0, s.say(i18n.GuestFollowUp)},
		{g.Held.Booking.CheckAge, s.say(i18n.GuestAge)},
	} {
		if one.is {
			all = append(all, one.text)
		}
	}
	return strings.Join(all, " · ")
}

func (s sheet) acts(v flow.GuestAtDesk) fyne.CanvasObject {
	if len(v.Acts) == 0 {
		return s.linesCentered(s.say(i18n.NothingToDo), s.Body, s.Soft, false)
	}
	across := len(v.Acts)
	if s.Portrait() {
		across = min(2, across)
	}
	all := grid(across, (len(v.Acts)+across-1)/across, s.Gap)
	for _, a := range v.Acts {
		p, d := s.cardPaint(), actDoors[a]
		if a == flow.ActAttend {
			p = s.mainPaint()
		}
		if a == flow.ActCall && v.Guest.Held.Booking.State == event.BookingState_BOOKING_STATE_CALLED {
			d.label = i18n.ActCallAgain
		}
		all.Add(s.button(p, d.icon, s.say(d.label), flow.NoteGuest{Act: a}))
	}
	return all
}
