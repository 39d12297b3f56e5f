package screen

import (
	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// kept is how records of a subject are shown.
type kept struct {
	icon  theme.Icon
	title i18n.Key
}

// keptOf are the subjects of station.Item; one that is not among them is told as a record.
var keptOf = map[string]kept{
	"person":         {theme.IDCard, i18n.HeldPerson},
	"name":           {theme.Person, i18n.HeldName},
	"visit":          {theme.Cup, i18n.HeldVisits},
	"consent":        {theme.Tick, i18n.HeldConsents},
	"booking":        {theme.Calendar, i18n.HeldBookings},
	"points":         {theme.Star, i18n.HeldPoints},
	"points balance": {theme.Star, i18n.HeldBalance},
	"learning":       {theme.Book, i18n.HeldLearning},
	"task":           {theme.Hand, i18n.HeldTasks},
	"appeal":         {theme.Talk, i18n.HeldAppeals},
	"hazard":         {theme.Urgent, i18n.HeldHazards},
	"story":          {theme.Story, i18n.HeldStories},
	"membership":     {theme.House, i18n.HeldMembership},
	"member status":  {theme.House, i18n.HeldMembership},
	"pass":           {theme.Code, i18n.HeldPasses},
}

func keptAs(subject string) kept {
	if k, ok := keptOf[subject]; ok {
		return k
	}
	return kept{theme.Note, i18n.HeldOther}
}

// myData is what is held, by subject, over what a rider can do about it.
func (s sheet) myData(v flow.MyData) fyne.CanvasObject {
	groups := s.empty(theme.Shield, i18n.MyDataNone, i18n.MyDataNoneHint)
	if len(v.Groups) > 0 {
		var cards []fyne.CanvasObject
		for _, g := range v.Groups {
			cards = append(cards, s.oneCard().group(g))
		}
		groups = s.shelf(cards...)
	}
	return s.titled(s.say(i18n.MyDataTitle), v.Page, column(s.Gap, fill(groups), s.rights()))
}

func (s sheet) group(g flow.DataGroup) *touch {
	k := keptAs(g.Subject)
	second := s.say(i18n.DataCountOld, g.Count)
	switch {
	case g.Subject == "person":
		second = s.say(i18n.DataSealed)
	case !g.Latest.IsZero():
		second = s.say(i18n.DataCount, g.Count, s.lang.Date(g.Latest))
	}
	return s.card(k.icon, s.say(k.title), second, flow.ShowData{Subject: g.Subject})
}

// rights are what a rider can do about the records.
func (s sheet) rights() fyne.CanvasObject {
	across := 4
	if s.Portrait() {
		across = 2
	}
	return grid(across, 4/across, s.Gap*0.75,
		s.button(s.cardPaint(), theme.Tick, s.say(i18n.DataConsents), flow.ShowConsents{}),
		s.button(s.cardPaint(), theme.Code, s.say(i18n.DataPasses), flow.ShowPasses{}),
		s.button(s.cardPaint(), theme.Take, s.say(i18n.DataTake), flow.ShowTakeData{}),
		s.button(s.cardPaint(), theme.Bin, s.say(i18n.DataErase), flow.AskErase{}))
}

// myDataLines are the records of one subject.
func (s sheet) myDataLines(v flow.MyDataLines) fyne.CanvasObject {
	k := keptAs(v.Subject)
	rows := s.rows()
	for _, l := range v.Lines {
		second := ""
		if !l.Item.At.IsZero() {
			second = s.lang.Moment(l.Item.At, s.view.Now)
		}
		rows.Add(s.still(k.icon, s.sentence(l), second))
	}
	return s.titled(s.say(k.title), v.Page, rows)
}

// takeData is a code whose text a phone keeps.
func (s sheet) takeData(v flow.TakeData) fyne.CanvasObject {
	side := s.side(0.46)
	text := func(room sheet) fyne.CanvasObject {
		all := column(s.Gap, room.lines(s.say(i18n.TakeHint), room.Heading, s.Ink, true))
		if v.Page.Count > 1 && !s.brief {
			all.Add(room.lines(s.say(i18n.TakeMore), room.Body, s.Soft, false))
		}
		if s.view.Phone != "" && !s.brief {
			all.Add(room.lines(s.say(i18n.TakeFile), room.Body, s.Soft, false))
		}
		return level(all)
	}
	return s.titled(s.say(i18n.TakeTitle), v.Page, s.beside(s.copied(v.Lines), side, text))
}

// copied is the text of a code: the records in the same words as on the screen.
func (s sheet) copied(lines []flow.DataLine) string {
	text := s.say(i18n.TakeHead, s.pick(s.view.Station), s.view.Now.Format("2006-01-02 15:04"))
	for _, l := range lines {
		text += "\n- " // scanners guess the encoding: nothing beyond ASCII where there need be none
		if !l.Item.At.IsZero() {
			text += l.Item.At.Format("2006-01-02 15:04") + " "
		}
		text += s.sentence(l)
	}
	return text
}
