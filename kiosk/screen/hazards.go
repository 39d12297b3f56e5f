package screen

import (
	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// hazardMenu is what can be dangerous. What cannot wait is not for us.
func (s sheet) hazardMenu(v flow.HazardMenu) fyne.CanvasObject {
	var all []func(sheet) *touch
	for _, k := range v.Kinds {
		all = append(all, picture(theme.ForHazard(k.ID), s.pick(k.Text), "", flow.ChooseKind{ID: k.ID}))
	}
	foot := row(s.Tight, center(icon(theme.Phone, s.Heading, s.Brick)), fill(level(
		s.in(s.width-s.Heading-s.Tight).lines(s.say(i18n.HazardEmergency), s.Body, s.Brick, true))))
	return s.menu(s.say(i18n.HazardMenuTitle), 3, 3, foot, all...)
}

func (s sheet) hazardPlaces(v flow.HazardPlaces) fyne.CanvasObject {
	var all []func(sheet) *touch
	for _, p := range v.Places {
		all = append(all, picture(theme.ForPlace(p.ID), s.pick(p.Text), "", flow.ChoosePlace{ID: p.ID}))
	}
	all = append(all, func(s sheet) *touch {
		p := s.cardPaint()
		p.rest, p.edge = s.Honey, s.Amber
		return s.pictured(p, theme.Pen, s.say(i18n.PlaceElsewhere), "", flow.WriteText{})
	})
	return s.menu(s.pick(v.Kind.Text)+" · "+s.say(i18n.HazardPlaceTitle), 3, 3, nil, all...)
}

// hazardConfirm says what is reported, and asks under whose name.
func (s sheet) hazardConfirm(v flow.HazardConfirm) fyne.CanvasObject {
	var said []fact
	if v.Place.ID != "" {
		said = append(said, fact{icon: theme.Place, text: s.pick(v.Place.Text), bold: true})
	}
	if !v.Ready {
		said = append(said, fact{icon: theme.Note, text: s.say(i18n.HazardNeedsPlace)})
	}
	about := s.about(theme.ForHazard(v.Kind.ID), s.pick(v.Kind.Text), said...)
	if !v.Ready {
		return s.titled(s.say(i18n.HazardConfirm), only, column(s.Gap, fill(about),
			s.button(s.mainPaint(), theme.Pen, s.say(i18n.HazardWrite), flow.WriteText{})))
	}
	wording := s.button(s.cardPaint(), theme.Pen, s.say(i18n.HazardWrite), flow.WriteText{})
	if v.Chars > 0 {
		wording = s.wording(v.Chars)
	}
	return s.titled(s.say(i18n.HazardConfirm), only, column(s.Gap*0.7,
		fill(about), atLeast(0, s.Target, wording),
		s.whose(namings{i18n.ReportAnonymous, i18n.ReportAnonHint, i18n.ReportNamed, i18n.ReportNamedHint},
			flow.ReportHazard{}, flow.ReportHazard{Named: true})))
}

// hazardReceipt thanks, and proves that it was reported.
func (s sheet) hazardReceipt(v flow.HazardReceipt) fyne.CanvasObject {
	side := s.side(0.36)
	text := func(room sheet) fyne.CanvasObject {
		all := column(s.Gap*0.6, room.named(theme.ForHazard(v.Kind.ID), s.pick(v.Kind.Text)))
		if v.Place.ID != "" {
			all.Add(room.detail(theme.Place, s.pick(v.Place.Text), false))
		}
		all.Add(room.lines(s.say(i18n.HazardReceiptTime, s.lang.Moment(v.At, s.view.Now))+"   "+s.say(i18n.ReceiptNumber, v.Ref.String()), room.Small, s.Soft, false))
		all.Add(room.lines(s.say(i18n.HazardFiledHint), room.Body, s.Pine, true))
		if v.Paper != i18n.None {
			all.Add(room.paper(v.Paper))
		}
		return level(all)
	}
	return s.doneWith(s.say(i18n.HazardFiled), s.again(v.CanPrint), s.beside(v.Text, side, text))
}
