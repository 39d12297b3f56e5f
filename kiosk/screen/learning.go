package screen

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
	"github.com/nuanxin/station-kit/station/event"
)

// trade is how an occupation is shown.
type trade struct {
	icon        theme.Icon
	title, hint i18n.Key
}

var trades = map[string]trade{
	"delivery-rider":      {theme.Scooter, i18n.OccupationRider, i18n.OccupationRiderNo},
	"courier":             {theme.Parcel, i18n.OccupationCourier, i18n.OccupationCourNo},
	"ride-hailing-driver": {theme.Car, i18n.OccupationDriver, i18n.OccupationDrivNo},
	"truck-driver":        {theme.Truck, i18n.OccupationTruck, i18n.OccupationTruckNo},
}

// occupations asks what the rider works as.
func (s sheet) occupations() fyne.CanvasObject {
	var cards []fyne.CanvasObject
	for _, id := range flow.OccupationIDs {
		t := trades[id]
		cards = append(cards, s.oneCard().card(t.icon, s.say(t.title), s.say(t.hint), flow.ChooseOccupation{ID: id}))
	}
	return s.titled(s.say(i18n.OccupationTitle), only, column(s.Gap, fill(s.shelf(cards...)),
		s.button(s.cardPaint(), theme.Rows, s.say(i18n.OccupationAll), flow.ChooseOccupation{})))
}

// packs are what there is to learn.
func (s sheet) packs(v flow.Packs) fyne.CanvasObject {
	lessons := s.empty(theme.Book, i18n.NoPacks, i18n.NoPacksHint)
	if len(v.Packs) > 0 {
		var cards []fyne.CanvasObject
		for _, l := range v.Packs {
			cards = append(cards, s.oneCard().lesson(l))
		}
		lessons = s.shelf(cards...)
	}
	all := column(s.Gap, fill(lessons))
	if v.Asked {
		all.Add(s.button(s.cardPaint(), trades[v.Occupation].icon, s.say(i18n.OccupationChange), flow.ShowOccupations{}))
	}
	return s.titled(s.say(i18n.PacksTitle), v.Page, all)
}

func (s sheet) lesson(l flow.Lesson) *touch {
	p, sign := s.cardPaint(), theme.Book
	if l.Passed {
		p.second, sign = s.Pine, theme.Tick
	}
	return newTouch(p, s.Radius, s.face(sign, s.pick(l.Title), s.progress(l), p), flow.OpenPack{ID: l.ID})
}

func (s sheet) progress(l flow.Lesson) string {
	switch {
	case l.Passed:
		return s.say(i18n.PackPassed)
	case l.Read >= l.Pages && l.Quiz:
		return s.say(i18n.PackRead)
	case l.Read >= l.Pages:
		return s.say(i18n.PackFinished)
	case l.Read > 0:
		return s.say(i18n.PackBegun, l.Read, l.Pages)
	case l.Quiz:
		return s.say(i18n.PackNewQuiz, l.Pages)
	}
	return s.say(i18n.PackNew, l.Pages)
}

// packPage is a page to read, with its turner below and how far one has come.
func (s sheet) packPage(v flow.PackPage) fyne.CanvasObject {
	return s.titled(s.pick(v.Title), only, column(s.Gap, fill(s.lessonPage(v)), s.way(v.Page), s.turner(v)))
}

// lessonPage is the page's text, next to its picture where there is one.
func (s sheet) lessonPage(v flow.PackPage) fyne.CanvasObject {
	drawn := s.lessonPicture()
	if drawn == nil {
		return s.leaf(s.blush(theme.Book), s.pick(v.Text))
	}
	picture := canvas.NewImageFromImage(drawn)
	picture.FillMode = canvas.ImageFillContain
	return s.grow(1.5, func(s sheet) fyne.CanvasObject {
		return s.spread(0.5, s.plate(s.Card, s.Line, picture), s.pick(v.Text))
	})
}

// lessonPicture is the picture of the page shown, nil where there is none.
func lessonPicture(v flow.View) image.Image {
	page, _ := v.Screen.(flow.PackPage)
	drawn, err := event.DecodePicture(page.Picture)
	if err != nil { // the station has looked at every picture it took
		return nil
	}
	return drawn
}

// unused is a button that does nothing just now.
func (s sheet) unused(i theme.Icon, label string) *touch {
	return s.button(s.spentPaint(), i, label, nil)
}

// way is a bar of how far one has come.
func (s sheet) way(p flow.Page) fyne.CanvasObject {
	if p.Count < 2 {
		return row(0)
	}
	done, left := newFace(s.Pine, s.Pine, s.Tight/2, 0).whole(), newFace(s.Sand, s.Sand, s.Tight/2, 0).whole()
	bar := row(0, share(float32(p.Index+1), atLeast(0, s.Tight, done)))
	if rest := p.Count - p.Index - 1; rest > 0 {
		bar.Add(share(float32(rest), atLeast(0, s.Tight, left)))
	}
	return bar
}

// turner has the next page at the hand; after the last one comes the quiz.
func (s sheet) turner(v flow.PackPage) fyne.CanvasObject {
	before := s.button(s.cardPaint(), theme.Left, s.say(i18n.PagePrevious), flow.Turn{By: -1})
	if v.Page.Index == 0 {
		before = s.unused(theme.Left, s.say(i18n.PagePrevious))
	}
	next := s.button(s.mainPaint(), theme.Right, s.say(i18n.PageNext), flow.Turn{By: 1})
	switch {
	case v.Page.Index < v.Page.Count-1:
	case v.Quiz:
		next = s.button(s.mainPaint(), theme.Tick, s.say(i18n.ToQuiz), flow.StartQuiz{})
	default:
		next = s.button(s.mainPaint(), theme.Tick, s.say(i18n.PackEnd), flow.Back{})
	}
	return s.choice(before, next)
}
