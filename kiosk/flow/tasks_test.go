package flow

import (
	"fmt"
	"testing"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

const (
	taken   = event.TaskState_TASK_STATE_ACCEPTED
	refused = event.TaskState_TASK_STATE_DECLINED
)

func TestATaskIsTakenAndGivenBack(t *testing.T) {
	k := newKiosk()
	k.card("rider-1")
	k.tap(Enter{EnterTasks})
	if all := shows[Tasks](t, k).Tasks; len(all) != 2 || !all[0].Urgent || all[0].Starts.Location() != zone {
		t.Errorf("tasks are %+v", all)
	}
	k.tap(OpenTask{"snow"})
	k.tap(AcceptTask{"alarm"}) // not the one shown
	if got := shows[Task](t, k).Task; got.State == taken {
		t.Errorf("by a tap for another task: %+v", got)
	}
	k.tap(AcceptTask{"snow"})
	notices(t, k, i18n.TaskTaken)
	if got := shows[Task](t, k).Task; got.State != taken || got.Left != 2 || got.Text.ZH != "扫雪。" {
		t.Errorf("taken: %+v", got)
	}
	k.tap(DeclineTask{"snow"})
	notices(t, k, i18n.TaskRefused)
	if got := shows[Task](t, k).Task; got.State != refused || got.Left != 3 {
		t.Errorf("given back: %+v", got)
	}
	k.tap(Back{})
	if all := shows[Tasks](t, k).Tasks; all[1].State != refused {
		t.Errorf("the list says %+v", all)
	}
	k.tap(Back{})
	shows[Rider](t, k)
}

func TestWhoTakesATaskSaysWhoTheyAreFirst(t *testing.T) {
	k := newKiosk()
	k.tap(Enter{EnterTasks})
	k.tap(OpenTask{"alarm"})
	k.tap(AcceptTask{"alarm"})
	if got := shows[Identify](t, k).Entry; got != EnterTasks {
		t.Errorf("asks for %v", got)
	}
	k.card("rider-2")
	if got := shows[Task](t, k).Task; got.ID != "alarm" || got.State == taken {
		t.Errorf("goes on with %+v", got)
	}
	k.tap(AcceptTask{"alarm"})
	if got := shows[Task](t, k).Task; got.State != taken {
		t.Errorf("taken: %+v", got)
	}
}

func TestNobodyKnownDeclinesByGoingBack(t *testing.T) {
	k := newKiosk()
	k.tap(Enter{EnterTasks})
	k.tap(OpenTask{"snow"})
	k.tap(DeclineTask{"snow"})
	shows[Tasks](t, k)
	if len(k.desk.board.answers) > 0 {
		t.Errorf("recorded %v", k.desk.board.answers)
	}
}

func TestATaskThatCannotBeTakenSaysWhy(t *testing.T) {
	for _, c := range []struct {
		happens func(d *desk)
		want    i18n.Key
		gone    bool
	}{
		{func(d *desk) { d.board.places["alarm"] = 0 }, i18n.TaskFullNow, false},
		{func(d *desk) { d.board.ended = true }, i18n.TaskEnded, true},
		{func(d *desk) {
			d.board.answers[pseudonym("rider-1")] = map[string]event.TaskState{"alarm": event.TaskState_TASK_STATE_DONE}
		}, i18n.TaskDoneAlready, false},
	} {
		k := newKiosk()
		k.card("rider-1")
		k.tap(Enter{EnterTasks})
		k.tap(OpenTask{"alarm"})
		c.happens(k.desk)
		k.tap(AcceptTask{"alarm"})
		notices(t, k, c.want)
		if _, listed := k.view().Screen.(Tasks); listed != c.gone {
			t.Errorf("%s: the screen is %T", i18n.EN.Say(c.want), k.view().Screen)
		}
	}
}

func TestAnAnswerToATaskNotRecordedIsNotShown(t *testing.T) {
	k := newKiosk()
	k.card("rider-1")
	k.tap(Enter{EnterTasks})
	k.tap(OpenTask{"alarm"})
	k.desk.fail = fmt.Errorf("bolt: %w", station.ErrStorage)
	k.tap(AcceptTask{"alarm"})
	if got := shows[Task](t, k).Task; got.State == taken {
		t.Errorf("taken: %+v", got)
	}
	notices(t, k, i18n.StorageFailed)
}
