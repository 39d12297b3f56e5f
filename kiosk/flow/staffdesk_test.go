package flow

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/pass"
)

// staff is what the small station knows beside its riders: two accounts, four bookings of today, two redemptions and
// a task that two volunteers have taken.
type staff struct {
	accounts []station.Attendant
	pins     map[string]string
	wrong    map[string]int
	cards    map[event.Pseudonym]string
	today    []station.Booking
	redeemed []station.Redemption
	helpers  []station.Volunteer
	noted    []string // what was noted, and by whom
}

func newStaff(now time.Time) *staff {
	s := &staff{
		accounts: []station.Attendant{
			{ID: "boss", Name: "班长", Role: station.RoleSupervisor},
			{ID: "ma", Name: "小马", Role: station.RoleAttendant},
		},
		pins:  map[string]string{"boss": "482137", "ma": "739164"},
		wrong: map[string]int{},
		cards: map[event.Pseudonym]string{pseudonym("staff-ma"): "ma"},
	}
	for i, state := range []event.BookingState{
		event.BookingState_BOOKING_STATE_ATTENDED, event.BookingState_BOOKING_STATE_CONFIRMED,
		event.BookingState_BOOKING_STATE_CONFIRMED, event.BookingState_BOOKING_STATE_NO_SHOW,
	} {
		who := string(rune('4' + i))
		starts := now.Truncate(time.Hour).Add(time.Duration(i) * 40 * time.Minute).UTC() // 14:00, 14:40, 15:20, 16:00
		s.today = append(s.today, station.Booking{
			Ref: event.Ref{Station: "st-1", Epoch: 1, Seq: uint64(100 + i)}, Who: pseudonym("rider-" + who), State: state,
			Slot: station.Slot{ID: "today", Service: "health", Starts: starts, Minutes: 40, Place: station.Text{ZH: "一楼", EN: "Ground floor"}},
		})
		s.helpers = append(s.helpers, station.Volunteer{Who: pseudonym("rider-" + who), State: event.TaskState_TASK_STATE_ACCEPTED, At: now.Add(time.Duration(-i) * time.Hour)})
		s.redeemed = append(s.redeemed, station.Redemption{
			Ref: event.Ref{Station: "st-1", Epoch: 1, Seq: uint64(200 + i)}, Who: pseudonym("rider-" + who), Name: station.Text{ZH: "一瓶水", EN: "Water"}, Points: 10, At: now.UTC(),
		})
	}
	return s
}

func (d *desk) Attendants() ([]station.Attendant, error) {
	return slices.Clone(d.staff.accounts), d.fail
}

func (d *desk) session(id string) station.Session {
	for _, a := range d.staff.accounts {
		if a.ID == id {
			return station.Session{ID: a.ID, Name: a.Name, Role: a.Role}
		}
	}
	return station.Session{}
}

func (d *desk) SignIn(id, pin string) (station.Session, error) {
	switch {
	case d.fail != nil:
		return station.Session{}, d.fail
	case d.staff.wrong[id] >= 5:
		return station.Session{}, station.Locked{Until: d.now.Add(90 * time.Second)}
	case pin != d.staff.pins[id]:
		d.staff.wrong[id]++
		return station.Session{}, station.ErrWrongPIN
	}
	return d.session(id), nil
}

func (d *desk) SignInByCard(card station.Rider) (station.Session, error) {
	id, found := d.staff.cards[card.Pseudonym]
	if !found {
		return station.Session{}, station.ErrNoCard
	}
	return d.session(id), d.fail
}

func (d *desk) ChangePIN(id, old, pin string) error {
	if _, err := d.SignIn(id, old); err != nil {
		return err
	}
	return d.setPIN(id, pin)
}

func (d *desk) setPIN(id, pin string) error {
	if pin == "123456" {
		return station.ErrWeakPIN
	}
	d.staff.pins[id], d.staff.wrong[id] = pin, 0
	return nil
}

func (d *desk) BindCard(id string, card station.Rider) error {
	if card.Means != event.Means_MEANS_CARD {
		return station.ErrNotCard
	}
	d.staff.cards[card.Pseudonym] = id
	return d.fail
}

func (d *desk) UnbindCard(id string) error {
	for card, of := range d.staff.cards {
		if of == id {
			delete(d.staff.cards, card)
		}
	}
	return d.fail
}

func (d *desk) SetAttendant(a station.Attendant, pin, by string) error {
	if d.session(by).Role != station.RoleSupervisor {
		return station.ErrNotSupervisor
	}
	for i := range d.staff.accounts {
		if d.staff.accounts[i].ID == a.ID {
			d.staff.accounts[i] = a
			return d.maybePIN(a.ID, pin)
		}
	}
	d.staff.accounts = append(d.staff.accounts, a)
	return d.setPIN(a.ID, pin)
}

func (d *desk) maybePIN(id, pin string) error {
	if pin == "" {
		return nil
	}
	return d.setPIN(id, pin)
}

func (d *desk) RemoveAttendant(id, by string) error {
	if id == "boss" {
		return station.ErrLastSupervisor
	}
	d.staff.accounts = slices.DeleteFunc(d.staff.accounts, func(a station.Attendant) bool { return a.ID == id })
	d.note("remove", id, by)
	return nil
}

func (d *desk) note(what, whom, by string) {
	d.staff.noted = append(d.staff.noted, what+" "+whom+" by "+by)
}

func (d *desk) Today() ([]station.Booking, error) { return slices.Clone(d.staff.today), d.fail }

// TodayNames knows all but the last of those expected: that one was not here yet.
func (d *desk) TodayNames() ([]station.NameToday, error) {
	var all []station.NameToday
	for _, b := range d.staff.today[:3] {
		all = append(all, station.NameToday{Pseudonym: b.Who, Masked: mark(b.Who) + "**", PhoneTail: "0042"})
	}
	return all, nil
}

func (d *desk) turn(ref event.Ref, what, by string, to event.BookingState) error {
	for i := range d.staff.today {
		if d.staff.today[i].Ref == ref && d.fail == nil {
			d.staff.today[i].State = to
			d.note(what, mark(d.staff.today[i].Who), by)
			return nil
		}
	}
	if d.fail != nil {
		return d.fail
	}
	return station.ErrNoBooking
}

func (d *desk) Call(_ event.Pseudonym, ref event.Ref, by string) error {
	return d.turn(ref, "call", by, event.BookingState_BOOKING_STATE_CALLED)
}

func (d *desk) Attend(_ event.Pseudonym, ref event.Ref, by string) error {
	return d.turn(ref, "attend", by, event.BookingState_BOOKING_STATE_ATTENDED)
}

func (d *desk) NoShow(_ event.Pseudonym, ref event.Ref, by string) error {
	return d.turn(ref, "no-show", by, event.BookingState_BOOKING_STATE_NO_SHOW)
}

func (d *desk) FollowUp(r station.Rider, _ event.Ref, slot, by string) (station.Booking, error) {
	d.note("follow up "+slot, mark(r.Pseudonym), by)
	return d.Book(r, slot)
}

func (d *desk) WalkInSlots(service string) ([]station.Slot, error) { return d.Slots(service) }

func (d *desk) WalkIn(r station.Rider, slot, by string) (station.Booking, error) {
	d.note("walk in "+slot, mark(r.Pseudonym), by)
	return d.Book(r, slot)
}

func (d *desk) Nameless() station.Rider {
	return station.Rider{Pseudonym: pseudonym("nobody"), Means: event.Means_MEANS_ANONYMOUS}
}

func (d *desk) RedemptionsToday() ([]station.Redemption, error) {
	return slices.Clone(d.staff.redeemed), d.fail
}

func (d *desk) ReversePoints(who event.Pseudonym, entry event.Ref, reason, by string) (station.PointsEntry, error) {
	for i := range d.staff.redeemed {
		if r := &d.staff.redeemed[i]; r.Ref == entry && r.Who == who && !r.Reversed {
			r.Reversed = true
			d.note("reverse for "+reason, mark(who), by)
			return station.PointsEntry{}, nil
		}
	}
	return station.PointsEntry{}, station.ErrReversed
}

func (d *desk) TasksTaken() ([]station.Task, error) {
	return []station.Task{{ID: "sweep", Title: station.Text{ZH: "清扫", EN: "Sweeping"}, Starts: d.now.UTC()}}, d.fail
}

func (d *desk) Volunteers(string) ([]station.Volunteer, error) {
	return slices.Clone(d.staff.helpers), d.fail
}

func (d *desk) TaskDone(who event.Pseudonym, task, by string) error {
	for i := range d.staff.helpers {
		if d.staff.helpers[i].Who == who {
			d.staff.helpers[i].State = event.TaskState_TASK_STATE_DONE
			d.note("done "+task, mark(who), by)
		}
	}
	return nil
}

// find is a redemption of today, nil for none.
func (d *desk) find(who event.Pseudonym, ref event.Ref) *station.Redemption {
	for i := range d.staff.redeemed {
		if r := &d.staff.redeemed[i]; r.Ref == ref && r.Who == who {
			return r
		}
	}
	return nil
}

func (d *desk) HandOut(who event.Pseudonym, ref event.Ref, by string) error {
	r := d.find(who, ref)
	switch {
	case d.fail != nil:
		return d.fail
	case r == nil:
		return station.ErrNoEntry
	case !r.Open():
		return station.ErrHandedOut
	}
	r.HandedOut, r.By = d.now.UTC(), station.Signatory{ID: by, Name: d.session(by).Name}
	d.note("hand out", mark(who), by)
	return nil
}

func (d *desk) TakeHandOutBack(who event.Pseudonym, ref event.Ref, by string) error {
	r := d.find(who, ref)
	if r == nil || r.HandedOut.IsZero() {
		return station.ErrNotHandedOut
	}
	r.HandedOut, r.By = time.Time{}, station.Signatory{}
	d.note("not handed out", mark(who), by)
	return nil
}

func (d *desk) RedemptionByReceipt(text string) (station.Redemption, error) {
	seq, err := strconv.ParseUint(strings.TrimPrefix(text, "NXR1reward-"), 10, 64)
	if err != nil {
		return station.Redemption{}, pass.ErrForged
	}
	return d.RedemptionByNumber(seq)
}

func (d *desk) RedemptionByNumber(seq uint64) (station.Redemption, error) {
	for _, r := range d.staff.redeemed {
		if r.Ref.Seq == seq {
			return r, d.fail
		}
	}
	return station.Redemption{}, station.ErrNoEntry
}

func (d *desk) RedemptionReceipt(_ event.Pseudonym, ref event.Ref) (string, error) {
	return "NXR1reward-" + strconv.FormatUint(ref.Seq, 10), d.fail
}
