package flow

import (
	"fmt"
	"strings"
	"testing"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

// atRoad is a kiosk with a rider who reads the pack with a quiz, at its last page.
func atRoad() *kiosk {
	k := newKiosk()
	k.card("rider-1")
	k.tap(Enter{EnterLearning})
	k.tap(ChooseOccupation{"delivery-rider"})
	k.tap(OpenPack{"road"})
	k.tap(Turn{1})
	return k
}

// answers gives each in its turn.
func (k *kiosk) answers(all ...int) {
	for i, a := range all {
		k.tap(Answer{i + 1, a})
	}
}

func TestTheOccupationIsAskedOnceASession(t *testing.T) {
	k := newKiosk()
	k.tap(Enter{EnterLearning})
	shows[Occupations](t, k)
	k.tap(ChooseOccupation{"courier"})
	if p := shows[Packs](t, k); len(p.Packs) != 2 || p.Packs[0].ID != "parcels" || p.Occupation != "courier" || !p.Asked {
		t.Errorf("a courier is offered %+v", p)
	}
	k.tap(Back{})
	k.tap(Enter{EnterLearning})
	shows[Packs](t, k)
	k.tap(ShowOccupations{})
	k.tap(ChooseOccupation{"truck-driver"})
	if p := shows[Packs](t, k); len(p.Packs) != 1 || p.Packs[0].ID != "road" {
		t.Errorf("a truck driver is offered %+v", p)
	}
	k.tap(Finish{})
	k.tap(Enter{EnterLearning})
	shows[Occupations](t, k)
}

func TestAPackIsReadToItsQuizAndThePointsShow(t *testing.T) {
	k := atRoad()
	if p := shows[PackPage](t, k); p.Page != (Page{1, 2}) || p.Text.ZH != "绿灯行。" || !p.Quiz {
		t.Errorf("the second page is %+v", p)
	}
	if got := k.desk.shelf.progress[pseudonym("rider-1")]["road"].Page; got != 2 {
		t.Errorf("recorded to page %d", got)
	}
	k.tap(StartQuiz{})
	if q := shows[Quiz](t, k); q.Number != 1 || q.Of != 3 || len(q.Answers) != 3 {
		t.Errorf("the quiz begins with %+v", q)
	}
	k.answers(1, 0, 0)
	d := shows[QuizDone](t, k)
	if !d.Result.Passed || d.Result.Right != 2 || d.Earned != 10 || d.Unknown || d.Next.ID != "" {
		t.Errorf("done: %+v", d)
	}
	k.tap(Back{})
	if p := shows[Packs](t, k); !p.Packs[0].Passed {
		t.Errorf("the list says %+v", p)
	}
	k.tap(OpenPack{"road"}) // anew
	k.tap(Turn{1})
	k.tap(StartQuiz{})
	k.answers(1, 0, 2)
	if d := shows[QuizDone](t, k); !d.Result.Repeat || d.Earned != 0 {
		t.Errorf("the second time: %+v", d)
	}
}

// A balance that could not be read before the quiz must not make all of it the quiz's.
func TestNoPointsAreClaimedWhereTheBalanceWasUnread(t *testing.T) {
	k := atRoad()
	k.desk.earn("rider-1", 200, "visit")
	k.tap(StartQuiz{})
	k.desk.till.unread = 1
	k.answers(1, 0, 0)
	if d := shows[QuizDone](t, k); !d.Result.Passed || d.Earned != 0 {
		t.Errorf("done: %+v", d)
	}
}

func TestTheFirstPageCountsAsReadOnceItIsOpen(t *testing.T) {
	k := newKiosk()
	k.card("rider-1")
	k.tap(Enter{EnterLearning})
	k.tap(ChooseOccupation{})
	k.tap(OpenPack{"parcels"})
	k.tap(Back{})
	if l := shows[Packs](t, k).Packs[0]; l.Read != 1 {
		t.Errorf("after a look at the first page the list says %+v", l)
	}
}

func TestAFailedQuizCanBeReadAgainAndTakenAgain(t *testing.T) {
	k := atRoad()
	k.tap(StartQuiz{})
	k.answers(0, 1, 0)
	if d := shows[QuizDone](t, k); d.Result.Passed || d.Earned != 0 {
		t.Errorf("done: %+v", d)
	}
	k.tap(ReadAgain{})
	if p := shows[PackPage](t, k); p.Page.Index != 0 {
		t.Errorf("reads again from %+v", p)
	}
	k.tap(StartQuiz{}) // not from the first page
	shows[PackPage](t, k)
	k.tap(Turn{1})
	k.tap(StartQuiz{})
	k.answers(0, 1, 0)
	k.tap(StartQuiz{})
	if q := shows[Quiz](t, k); q.Number != 1 {
		t.Errorf("taken again from %+v", q)
	}
}

func TestASecondTapDoesNotAnswerTheNextQuestion(t *testing.T) {
	k := atRoad()
	k.tap(StartQuiz{})
	k.tap(Answer{1, 1})
	k.tap(Answer{1, 1})
	k.tap(Answer{2, 9})
	if q := shows[Quiz](t, k); q.Number != 2 {
		t.Errorf("at %+v", q)
	}
	k.tap(Back{})
	if q := shows[Quiz](t, k); q.Number != 1 {
		t.Errorf("back at %+v", q)
	}
	k.tap(Back{})
	shows[PackPage](t, k)
}

func TestReadingGoesOnWhereItStopped(t *testing.T) {
	k := atRoad()
	k.tap(Back{})
	if l := shows[Packs](t, k).Packs[0]; l.Read != 2 || l.Pages != 2 || l.Passed {
		t.Errorf("the list says %+v", l)
	}
	k.tap(OpenPack{"road"})
	if p := shows[PackPage](t, k); p.Page.Index != 1 {
		t.Errorf("goes on at %+v", p)
	}
	k.tap(Turn{-1})
	k.tap(Turn{-1})
	if p := shows[PackPage](t, k); p.Page.Index != 0 || p.Text.ZH != "红灯停。" {
		t.Errorf("back at %+v", p)
	}
}

// Nobody known may learn and take the quiz; nothing is recorded of reading, and no points come.
func TestNobodyKnownMayLearnToo(t *testing.T) {
	k := newKiosk()
	k.tap(Enter{EnterLearning})
	k.tap(ChooseOccupation{""})
	k.tap(OpenPack{"road"})
	k.tap(Turn{1})
	k.tap(StartQuiz{})
	k.answers(1, 0, 2)
	if d := shows[QuizDone](t, k); !d.Unknown || !d.Result.Passed || d.Earned != 0 || d.Next.ID != "parcels" {
		t.Errorf("done: %+v", d)
	}
	if len(k.desk.shelf.progress) > 0 {
		t.Errorf("recorded %v", k.desk.shelf.progress)
	}
	k.tap(OpenPack{"parcels"})
	if p := shows[PackPage](t, k); p.Quiz || p.Title.EN != "Parcels" {
		t.Errorf("the next is %+v", p)
	}
}

func TestAPackReplacedMeanwhileIsOpenedAnew(t *testing.T) {
	for _, when := range []func(*kiosk){
		func(k *kiosk) {
			k.tap(Back{})
			k.desk.shelf = newShelf()
			k.tap(Back{})
			k.tap(Enter{EnterLearning})
			k.tap(OpenPack{"road"})
			k.desk.shelf.version = 2
			k.tap(Turn{1})
		},
		func(k *kiosk) { k.desk.shelf.version = 2; k.tap(StartQuiz{}); k.answers(1, 0, 2) },
	} {
		k := atRoad()
		when(k)
		shows[Packs](t, k)
		notices(t, k, i18n.PackOld)
		if k.desk.shelf.quizzes > 0 {
			t.Error("a quiz was taken")
		}
	}
}

func TestAnAnswerNotRecordedKeepsTheQuestion(t *testing.T) {
	k := atRoad()
	k.tap(StartQuiz{})
	k.answers(1, 0)
	k.desk.fail = fmt.Errorf("bolt: %w", station.ErrStorage)
	k.tap(Answer{3, 2})
	if q := shows[Quiz](t, k); q.Number != 3 {
		t.Errorf("at %+v", q)
	}
	notices(t, k, i18n.StorageFailed)
	k.desk.fail = nil
	k.tap(Answer{3, 2})
	shows[QuizDone](t, k)
}

func TestAPictureIsShownWithItsPage(t *testing.T) {
	k := newKiosk()
	k.desk.shelf.picture = []byte("a picture")
	k.card("rider-1")
	k.tap(Enter{EnterLearning})
	k.tap(ChooseOccupation{"delivery-rider"})
	k.tap(OpenPack{"road"})
	if p := shows[PackPage](t, k); string(p.Picture) != "a picture" {
		t.Errorf("the first page shows %q", p.Picture)
	}
	k.tap(Turn{1})
	if p := shows[PackPage](t, k); p.Picture != nil {
		t.Errorf("the second page shows %q", p.Picture)
	}
	long := station.Text{EN: strings.Repeat("Slow down early. ", 15)}
	plain := studying{pack: station.Pack{Pages: []station.Page{{Text: long}}}}
	pictured := plain
	pictured.pictures = [][]byte{{1}}
	k.session.lang = i18n.EN
	without, with := plain.screen(k.machine).(PackPage).Page, pictured.screen(k.machine).(PackPage).Page
	if without.Count != 1 || with.Count != 2 {
		t.Errorf("a text fills %d leaves, beside a picture %d", without.Count, with.Count)
	}
}

func TestALongPageIsReadLeafByLeaf(t *testing.T) {
	k := newKiosk()
	long := station.Text{ZH: "", EN: "Short."}
	for range 30 {
		long.ZH += "雨雪天路面湿滑，请提前减速。"
	}
	pack := station.Pack{ID: "long", Pages: []station.Page{{Text: station.Text{ZH: "一。", EN: "One."}}, {Text: long}}}
	at := studying{pack: pack}
	seen := ""
	for {
		p := at.screen(k.machine).(PackPage)
		seen += p.Text.ZH
		if p.Page.Index == p.Page.Count-1 {
			break
		}
		at = at.turned(k.machine, 1)
	}
	if seen != "一。"+long.ZH {
		t.Errorf("read %q", seen)
	}
	k.session.lang = i18n.EN // the same leaf is not there in English
	if p := at.screen(k.machine).(PackPage); p.Page != (Page{1, 2}) || p.Text.EN != "Short." {
		t.Errorf("in English %+v", p)
	}
	if back := at.turned(k.machine, -1); back.page != 0 {
		t.Errorf("back at %+v", back)
	}
}
