package station_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

const (
	accepted = event.TaskState_TASK_STATE_ACCEPTED
	declined = event.TaskState_TASK_STATE_DECLINED
	done     = event.TaskState_TASK_STATE_DONE
)

func offerTask(t *testing.T, s *station.Station, task *event.TaskOffered) {
	t.Helper()
	stationtest.Send(t, s, &event.Down{Body: &event.Down_TaskOffered{TaskOffered: task}})
}

func TestTasksUrgentFirst(t *testing.T) {
	clock := newClock()
	s, _ := openAt(t, clock)
	hours := func(n int) int64 { return clock.wall.Add(time.Duration(n) * time.Hour).UnixMilli() }
	for _, task := range []*event.TaskOffered{
		{Id: "a-later", StartsMs: hours(9), EndsMs: hours(10), Places: 1},
		{Id: "b-sooner", StartsMs: hours(1), Places: 1},
		{Id: "c-call-out", StartsMs: hours(5), Urgent: true, Places: 3},
		{Id: "d-call-out", StartsMs: hours(2), Urgent: true, Places: 3, EndsMs: hours(3)},
		{Id: "e-over", StartsMs: hours(-3), EndsMs: hours(0), Places: 3},
		{Id: "f-gone", StartsMs: hours(1), Places: 3},
		{Id: "f-gone", Withdrawn: true},
		{Id: "two words", Places: 3},
		{Places: 3},
	} {
		offerTask(t, s, task)
	}
	listed := func(want string) {
		t.Helper()
		tasks, err := s.Tasks(event.Pseudonym{})
		must(t, err)
		var ids []string
		for _, task := range tasks {
			ids = append(ids, task.ID)
		}
		if got := strings.Join(ids, " "); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	listed("d-call-out c-call-out b-sooner a-later")
	clock.pass(3 * time.Hour)
	listed("c-call-out b-sooner a-later")
	clock.pass(30 * 24 * time.Hour)
	listed("c-call-out b-sooner")
}

func TestATaskIsTakenDeclinedAndDone(t *testing.T) {
	clock := newClock()
	s, _ := openAt(t, clock)
	stationtest.Rule(t, s, "task", "task_answer", 4, 0)
	task := &event.TaskOffered{Id: "patrol", StartsMs: clock.wall.UnixMilli(), EndsMs: clock.wall.Add(time.Hour).UnixMilli(), Places: 1}
	offerTask(t, s, task)
	step := func(what string, err, want error) {
		t.Helper()
		if !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", what, err, want)
		}
	}
	who := rider(1).Pseudonym
	step("nobody", s.AcceptTask(station.Anonymous(), "patrol"), station.ErrAnonymous)
	step("unknown", s.AcceptTask(rider(1), "picnic"), station.ErrNoTask)
	step("no name", s.AcceptTask(rider(1), ""), station.ErrNoTask)
	step("not taken", s.TaskDone(who, "patrol", "a-1"), station.ErrNotTaken)
	step("never offered", s.TaskDone(who, "picnic", "a-1"), station.ErrNoTask)
	step("taken", s.AcceptTask(rider(1), "patrol"), nil)
	step("taken again", s.AcceptTask(rider(1), "patrol"), nil)
	step("full", s.AcceptTask(rider(2), "patrol"), station.ErrTaskFull)
	step("given back", s.DeclineTask(rider(1), "patrol"), nil)
	step("declined", s.TaskDone(who, "patrol", "a-1"), station.ErrNotTaken)
	step("free again", s.AcceptTask(rider(2), "patrol"), nil)
	step("full again", s.AcceptTask(rider(1), "patrol"), station.ErrTaskFull)
	balance(t, s, 2, 0) // taking it earns nothing
	task.Places = 2
	offerTask(t, s, task)
	step("more wanted", s.AcceptTask(rider(1), "patrol"), nil)
	task.Places = 1
	offerTask(t, s, task)
	clock.pass(time.Hour)
	step("late", s.AcceptTask(rider(3), "patrol"), station.ErrTaskEnded)
	step("too late to decline", s.DeclineTask(rider(2), "patrol"), station.ErrTaskEnded)
	step("done", s.TaskDone(who, "patrol", "a-1"), nil)
	step("done again", s.TaskDone(who, "patrol", "a-1"), nil)
	balance(t, s, 1, 4)
	task.Withdrawn = true
	offerTask(t, s, task)
	step("withdrawn", s.AcceptTask(rider(3), "patrol"), station.ErrNoTask)
	step("done before that", s.TaskDone(rider(2).Pseudonym, "patrol", "a-1"), nil)
	task.Withdrawn, task.EndsMs = false, 0
	offerTask(t, s, task)
	step("done stays done", s.DeclineTask(rider(1), "patrol"), station.ErrTaskDone)
	step("done is not taken again", s.AcceptTask(rider(1), "patrol"), station.ErrTaskDone)

	last := records(t, s)
	if r := last[len(last)-2]; r.GetTaskAnswer().GetState() != done || r.Attendant != "a-1" {
		t.Errorf("recorded as %v", r)
	}
	all, err := s.Volunteers("patrol")
	if err != nil || len(all) != 2 || all[0].Who != who || all[0].State != done {
		t.Errorf("%+v, %v", all, err)
	}
}

// TestARestoredFileGivesNoTaskAway: its places may have been taken in the file
// that was lost. Who has one keeps it.
func TestARestoredFileGivesNoTaskAway(t *testing.T) {
	cfg := stationtest.NewFleet(t).Config(t, "st-1")
	s := stationtest.Open(t, cfg)
	offerTask(t, s, &event.TaskOffered{Id: "patrol", Places: 2})
	must(t, s.AcceptTask(rider(1), "patrol"))
	_, err := s.Snapshot()
	must(t, err)
	stationtest.Close(t, s)
	truncate(t, cfg.Path, 0)

	s = stationtest.Open(t, cfg)
	if err := s.AcceptTask(rider(2), "patrol"); !errors.Is(err, station.ErrTaskFull) {
		t.Errorf("a place of the lost file: %v", err)
	}
	tasks, err := s.Tasks(rider(1).Pseudonym)
	if err != nil || len(tasks) != 1 || tasks[0].State != accepted || tasks[0].Left != 0 {
		t.Errorf("%+v, %v", tasks, err)
	}
	must(t, s.TaskDone(rider(1).Pseudonym, "patrol", "a-1"))
	offerTask(t, s, &event.TaskOffered{Id: "patrol", Places: 2})
	must(t, s.AcceptTask(rider(2), "patrol"))
}

// TestTasksAgainstModel: never more riders than places, answers as given.
func TestTasksAgainstModel(t *testing.T) {
	fleet := stationtest.NewFleet(t)
	rapid.Check(t, func(r *rapid.T) {
		cfg := fleet.Config(t, "st-1")
		s, err := station.Open(cfg)
		if err != nil {
			r.Fatal(err)
		}
		places, answers := map[string]int{}, map[string]map[byte]event.TaskState{"a": {}, "b": {}}
		taken := func(task string) (n int) {
			for _, state := range answers[task] {
				if state != declined {
					n++
				}
			}
			return n
		}
		task, who := rapid.SampledFrom([]string{"a", "b"}), rapid.ByteRange(1, 4)
		answer := func(r *rapid.T, state event.TaskState, tell func(byte, string) error) {
			id, w := task.Draw(r, "task"), who.Draw(r, "rider")
			before, offered := answers[id][w], places[id] > 0
			want := map[bool]error{true: nil, false: station.ErrNoTask}[offered]
			switch {
			case !offered || before == state:
			case state == done && before != accepted:
				want = station.ErrNotTaken
			case state != done && before == done:
				want = station.ErrTaskDone
			case state == accepted && taken(id) >= places[id]:
				want = station.ErrTaskFull
			}
			if err := tell(w, id); !errors.Is(err, want) {
				r.Fatalf("rider %d, task %s, %v: %v, want %v", w, id, state, err, want)
			}
			if want == nil {
				answers[id][w] = state
			}
		}
		r.Repeat(map[string]func(*rapid.T){
			"offer": func(r *rapid.T) {
				id, n := task.Draw(r, "task"), rapid.IntRange(1, 3).Draw(r, "places")
				n = max(n, places[id]) // the hub wants no fewer than before
				offerTask(t, s, &event.TaskOffered{Id: id, Places: uint32(n)})
				places[id] = n
			},
			"accept": func(r *rapid.T) {
				answer(r, accepted, func(w byte, id string) error { return s.AcceptTask(rider(w), id) })
			},
			"decline": func(r *rapid.T) {
				answer(r, declined, func(w byte, id string) error { return s.DeclineTask(rider(w), id) })
			},
			"done": func(r *rapid.T) {
				answer(r, done, func(w byte, id string) error { return s.TaskDone(rider(w).Pseudonym, id, "a-1") })
			},
			"reopen": func(r *rapid.T) { s = again(r, s, cfg) },
			"": func(r *rapid.T) {
				for w := byte(1); w <= 4; w++ {
					tasks, err := s.Tasks(rider(w).Pseudonym)
					if err != nil || len(tasks) != len(places) {
						r.Fatalf("%d tasks, %v", len(tasks), err)
					}
					for _, got := range tasks {
						left := places[got.ID] - taken(got.ID)
						if got.Left != left || left < 0 || got.State != answers[got.ID][w] {
							r.Fatalf("rider %d: %+v, want %d left, %v", w, got, left, answers[got.ID][w])
						}
					}
				}
				var waiting []string
				for id, of := range answers {
					if slices.Contains(slices.Collect(maps.Values(of)), accepted) {
						waiting = append(waiting, id)
					}
				}
				var got []string
				toMark, err := s.TasksTaken()
				for _, one := range toMark {
					got = append(got, one.ID)
				}
				slices.Sort(got)
				slices.Sort(waiting)
				if err != nil || !slices.Equal(got, waiting) {
					r.Fatalf("to be noted as done: %q, %v; want %q", got, err, waiting)
				}
				if report, err := s.Check(); err != nil || len(report.Faults) > 0 {
					r.Fatalf("check: %v, %v", report.Faults, err)
				}
			},
		})
		stationtest.Close(t, s)
	})
}
