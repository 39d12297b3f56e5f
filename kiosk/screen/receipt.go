package screen

import (
	"image/color"

	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// receipt says what the station has recorded, and gives it to be photographed.
func (s sheet) receipt(v flow.Receipt) fyne.CanvasObject {
	side := s.side(0.36)
	text := func(room sheet) fyne.CanvasObject {
		all := column(s.Gap*0.6,
			room.told(theme.ForService(v.Held.Service.ID), s.pick(v.Held.Service.Name), s.facts(v.Held.Service, v.Held.Booking.Slot)...),
			room.lines(s.receiptNumbers(v.Held), room.Small, s.Soft, false))
		if !s.brief && v.Held.Pending() == i18n.None {
			all.Add(room.lines(s.say(i18n.ReceiptHint), room.Body, s.Pine, true))
		}
		if v.Paper != i18n.None {
			all.Add(room.paper(v.Paper))
		}
		if v.CanPrint && s.Portrait() { // the head is too narrow for it
			all.Add(row(s.Gap, s.printing()))
		}
		return level(all)
	}
	done := row(s.Gap)
	if v.CanPrint && !s.Portrait() {
		done.Add(s.printing())
	}
	done.Add(s.button(s.mainPaint(), theme.Tick, s.say(i18n.Done), flow.Back{}))
	head := s.in(s.width - done.MinSize().Width - s.Gap).recorded(v)
	return column(s.Gap, s.row(s.Gap, fill(level(head)), center(done)), fill(s.beside(v.Text, side, text)))
}

// receiptNumbers are what the rider is called by, once there is a place, and what the booking is asked for by.
func (s sheet) receiptNumbers(h flow.Held) string {
	number := s.say(i18n.ReceiptNumber, h.Booking.Ref.String())
	if h.Pending() != i18n.None {
		return number
	}
	return s.say(i18n.ReceiptCalled, h.Booking.Ref.Seq) + " · " + number
}

// again is the button that prints a receipt, nil where none can be had.
func (s sheet) again(can bool) fyne.CanvasObject {
	if !can {
		return nil
	}
	return s.printing()
}

func (s sheet) printing() fyne.CanvasObject {
	return s.button(s.cardPaint(), "", s.say(i18n.PrintSlip), flow.PrintSlip{})
}

// paper says what becomes of the printed receipt.
func (s sheet) paper(say i18n.Key) fyne.CanvasObject {
	return s.lines(s.say(say), s.Body, s.paperColor(say), true)
}

func (s sheet) paperColor(say i18n.Key) color.NRGBA {
	switch say {
	case i18n.SlipPrinted, i18n.SlipPrinting, i18n.SlipSent:
		return s.Pine
	}
	return s.Brick
}

// recorded says what it came to: only a place is a booking.
func (s sheet) recorded(v flow.Receipt) fyne.CanvasObject {
	sign, title, c, hint := disc(theme.Tick, s.Icon*0.84, s.Card, s.Pine), s.say(i18n.ReceiptTitle), s.Pine, i18n.None
	notYet := func(i theme.Icon) fyne.CanvasObject { return disc(i, s.Icon*0.84, s.Ink, s.Amber) }
	switch pending := v.Held.Pending(); {
	case pending != i18n.None:
		sign, title, c, hint = notYet(theme.Clock), s.say(i18n.PendingTitle, s.say(pending)), s.Ink, i18n.PendingHint
		if v.Already {
			hint = i18n.PendingAlready
		}
	case v.Already:
		sign, title, c, hint = notYet(theme.Note), s.say(i18n.AlreadyTitle), s.Ink, i18n.AlreadyHint
	case v.Moved:
		title = s.say(i18n.MovedTitle)
	}
	room := s.in(s.width - s.Icon*1.6 - s.Gap)
	text := column(0, room.line(title, s.Title, c, true))
	if hint != i18n.None {
		text.Add(room.lines(s.say(hint), s.Body, s.Soft, false))
	}
	return row(s.Gap, sign, fill(level(text)))
}
