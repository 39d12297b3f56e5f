package screen

import (
	"fmt"
	"time"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// The attendants are invented.
var staffSample = []station.Attendant{
	{ID: "boss", Name: "和平路暖新驿站夜间值班长", Role: station.RoleSupervisor, Card: true},
	{ID: "ma", Name: "小马", Role: station.RoleAttendant, LockedUntil: now.Add(4 * time.Minute)},
	{ID: "zhou", Name: "周老师", Role: station.RoleAttendant},
	{ID: "duty-4", Name: "周末志愿者", Role: station.RoleAttendant},
}

func guests() []flow.Guest {
	states := []event.BookingState{
		event.BookingState_BOOKING_STATE_ATTENDED, event.BookingState_BOOKING_STATE_NO_SHOW, event.BookingState_BOOKING_STATE_CALLED,
		event.BookingState_BOOKING_STATE_CONFIRMED, event.BookingState_BOOKING_STATE_CONFIRMED, event.BookingState_BOOKING_STATE_PROVISIONAL,
		event.BookingState_BOOKING_STATE_LAPSED, event.BookingState_BOOKING_STATE_CONFIRMED,
	}
	var all []flow.Guest
	for i, state := range states {
		g := flow.Guest{Held: held(i % 4), Masked: []string{"张**", "欧**", "", "古**"}[i%4], Tail: []string{"0042", "", "", ""}[i%4]}
		g.Held.Booking.State, g.Held.Booking.Slot.Starts = state, now.Add(time.Duration(i-3)*30*time.Minute)
		g.Held.Booking.Ref.Seq = uint64(42100 + i)
		all = append(all, g)
	}
	return all
}

func atDesk(acts ...flow.Act) flow.GuestAtDesk {
	g := guests()[3]
	g.Masked, g.Tail, g.Held.Booking.WalkIn, g.Held.Booking.CheckAge, g.Held.Booking.FollowUpOf.Seq = "欧**", "0042", true, true, 7
	return flow.GuestAtDesk{Guest: g, Acts: acts, Paper: i18n.SlipHot}
}

// nameless is somebody who walked in and showed nothing.
func nameless(acts ...flow.Act) flow.GuestAtDesk {
	at := atDesk(acts...)
	at.Guest.Masked, at.Guest.Tail = "", ""
	return at
}

func handoutsSample() flow.Handouts {
	v := flow.Handouts{Page: page2}
	for i := range 6 {
		v.Handouts = append(v.Handouts, flow.Handout{Masked: []string{"张**", ""}[i%2], Redemption: station.Redemption{
			Ref: event.Ref{Seq: uint64(42180 - i)}, At: now.Add(time.Duration(-i) * 20 * time.Minute), Points: 120, Reversed: i == 3,
			Name: station.Text{ZH: "充电宝租借一次（两小时）", EN: "Power bank for two hours"},
		}})
	}
	v.Handouts[4].Redemption.HandedOut, v.Handouts[5].Redemption.HandedOut = now, now.AddDate(0, 0, -1)
	v.Handouts[4].Redemption.By = station.Signatory{ID: "ma", Name: "小马"}
	v.Handouts[5].Redemption.By = station.Signatory{ID: "li", Name: "和平路暖新驿站夜间值班长老李", Former: true}
	return v
}

func handoutSample(n int, acts ...flow.HandoutAct) flow.HandoutAtDesk {
	return flow.HandoutAtDesk{Handout: handoutsSample().Handouts[n], Acts: acts}
}

// accountless was handed out with an account that no name is known of.
func accountless(v flow.HandoutAtDesk) flow.HandoutAtDesk {
	v.Handout.Redemption.By = station.Signatory{ID: "staff-261130-abcdefgh", Former: true}
	return v
}

func helpersSample() flow.Helpers {
	v := flow.Helpers{Task: takenSample()[0], Page: page2}
	for i := range flow.HelpersPerPage {
		v.Helpers = append(v.Helpers, flow.Helper{Number: i + 11, Masked: []string{"欧**", ""}[i%2], At: station.Volunteer{At: now.AddDate(0, 0, -i)}})
	}
	return v
}

func takenSample() []station.Task {
	var all []station.Task
	for i := range 4 {
		all = append(all, station.Task{
			ID: fmt.Sprint(i), Starts: now.AddDate(0, 0, i),
			Title: []station.Text{
				{ZH: "和平路沿街消防通道巡查", EN: "Check the fire lanes along Heping Road"}, tasksSample[1].Title, tasksSample[2].Title, tasksSample[3].Title,
			}[i],
		})
	}
	return all
}

// The device's advice is the longest there is.
var worn = flow.Devices{
	Reader:  flow.Device{Fitted: true, Out: true, Code: "unplugged", Since: now.Add(-time.Hour), Advice: longAdvice},
	Scanner: flow.Device{Fitted: true, Code: "unstable", Since: now.Add(-26 * time.Hour), Advice: longAdvice},
	Printer: flow.Device{Fitted: true, Out: true, Code: "paper-out", Since: now, Advice: longAdvice},
}

var longAdvice = station.Text{
	ZH: "设备时断时续：请换一根线、换一个 USB 口（不要经过集线器），检查电源是否够用、插头是否松动。",
	EN: "The device comes and goes: change its cable and its USB socket (no hub), see that its power supply suffices and no plug is loose.",
}

// staffScreens are those of attendant's mode, each at its fullest.
func staffScreens() []sample {
	base := screens()[0].view
	on := base
	on.Attendant = &flow.Attendant{Name: "和平路暖新驿站夜间值班长", Supervisor: true}
	ailing, calling, summons := on, on, base
	ailing.Devices = worn
	calling.Called = now.Add(-3 * time.Minute)
	summons.Summons = &flow.Summons{Number: 42103, Service: services[0], Place: place}
	with := func(v flow.View, s flow.Screen) flow.View { v.Screen = s; return v }
	duties := flow.OnDuty{Seats: station.Seats{Level: station.SeatsFew, Age: 95 * time.Minute}}
	for d := flow.DutyToday; d <= flow.DutyAccounts; d++ {
		duties.Duties = append(duties.Duties, d)
	}
	bad := flow.Delivery{
		Waiting: 12345, Oldest: now.AddDate(0, 0, -9), UpTo: now.AddDate(0, 0, -9), Receipt: now.AddDate(0, 0, -9), Storage: station.Low,
		Free: 12, Trust: event.ClockTrust_CLOCK_TRUST_FLOOR, Certified: now.AddDate(0, 0, -1), Recovered: true,
	}
	good := flow.Delivery{UpTo: now, Receipt: now, Free: 2130, Trust: event.ClockTrust_CLOCK_TRUST_SYSTEM, Certified: now.AddDate(0, 3, 0)}
	far := flow.Network{
		Addresses: []string{"192.168.10.20", "10.120.33.124"}, Phone: "192.168.10.20:8482",
		Stuck: station.StuckRecordsGone, Trouble: "refused", TroubleAt: now.AddDate(0, 0, -2),
	}
	near := flow.Network{Addresses: []string{"192.168.10.20"}, Phone: "192.168.10.20:8482", Heard: now.Add(-time.Hour)}
	locked := flow.Keypad{Ask: i18n.PINAsk, Name: "和平路站班长", Locked: now.Add(5 * time.Minute), ByCard: true}
	inside := base
	inside.Summons = &flow.Summons{Number: 42103, Service: services[0]}
	return []sample{
		{"home-summons-for", with(inside, flow.Home{Services: openings()[:4], Page: page1})},
		{"home-summons", with(summons, flow.Home{Services: openings()[:4], Page: page1})},
		{"staff-sign-in", with(base, flow.SignIn{Accounts: staffSample, Page: page2})},
		{"staff-pin", with(base, flow.Keypad{Ask: i18n.PINAsk, Name: "小马", Dots: 4, ByCard: true})},
		{"staff-pin-old", with(on, flow.Keypad{Ask: i18n.PINOld, Name: "小马", Dots: 4})},
		{"staff-pin-long", with(on, flow.Keypad{Ask: i18n.PINAgain, Name: "和平路站班长", Dots: 32})},
		{"staff-pin-locked", with(base, locked)},
		{"staff-duties", with(on, duties)},
		{"staff-duties-call", with(calling, duties)},
		{"staff-roll", with(on, flow.Roll{Guests: guests(), Page: page2})},
		{"staff-roll-none", with(on, flow.Roll{Page: page1})},
		{"staff-guest", with(on, atDesk(flow.ActCall, flow.ActAttend, flow.ActNoShow, flow.ActPrint))},
		{"staff-guest-nameless", with(on, nameless(flow.ActCall, flow.ActAttend, flow.ActNoShow, flow.ActPrint))},
		{"staff-guest-over", with(on, flow.GuestAtDesk{Guest: guests()[0]})},
		{"staff-walk-in", with(on, flow.WalkIn{Services: services, Page: page2})},
		{"staff-slots", with(on, flow.PickSlot{Service: services[0], Slots: times(page1).Slots, Page: page2})},
		{"staff-slots-none", with(on, flow.PickSlot{Service: services[0], Page: page1})},
		{"staff-walk-in-who", with(on, flow.WalkInWho{Service: services[0], Slot: slot(0, 3)})},
		{"staff-rewards", with(on, handoutsSample())},
		{"staff-rewards-none", with(on, flow.Handouts{Page: page1})},
		{"staff-reward", with(on, handoutSample(0, flow.ActHandOut, flow.ActGiveBack))},
		{"staff-reward-out", with(on, handoutSample(5, flow.ActTakeHandOut))},
		{"staff-reward-account", with(on, accountless(handoutSample(4, flow.ActTakeHandOut)))},
		{"staff-reward-returned", with(on, handoutSample(3))},
		{"staff-reward-number", with(on, flow.Keypad{Ask: i18n.HandoutAsk, Number: "421804218042"})},
		{"staff-reverse", with(on, flow.TakeBack{Handout: handoutsSample().Handouts[0], Reasons: []string{station.ReasonNotGiven, station.ReasonMistake, station.ReasonMisuse}})},
		{"staff-tasks", with(on, flow.Taken{Tasks: takenSample(), Page: page2})},
		{"staff-tasks-none", with(on, flow.Taken{Page: page1})},
		{"staff-helpers", with(on, helpersSample())},
		{"staff-helpers-none", with(on, flow.Helpers{Task: takenSample()[0], Page: page1})},
		{"staff-devices", with(ailing, flow.Condition{Side: flow.SideDevices})},
		{"staff-devices-well", with(on, flow.Condition{Side: flow.SideDevices})},
		{"staff-delivery", with(on, flow.Condition{Side: flow.SideDelivery, Delivery: bad})},
		{"staff-delivery-good", with(on, flow.Condition{Side: flow.SideDelivery, Delivery: good})},
		{"staff-network", with(on, flow.Condition{Side: flow.SideNetwork, Network: far})},
		{"staff-network-near", with(on, flow.Condition{Side: flow.SideNetwork, Network: near})},
		{"staff-network-none", with(on, flow.Condition{Side: flow.SideNetwork})},
		{"staff-restart", with(on, flow.Restart{MayReboot: true})},
		{"staff-restart-not", with(on, flow.Restart{})},
		{"staff-restart-sure", with(on, flow.Restart{MayReboot: true, Sure: true, Machine: true})},
		{"staff-prints", with(on, flow.Prints{CanPrint: true, Say: i18n.SlipHot})},
		{"staff-prints-not", with(on, flow.Prints{Say: i18n.SlipPrinting})},
		{"staff-self", with(on, flow.Self{Account: staffSample[0]})},
		{"staff-self-no-card", with(on, flow.Self{Account: staffSample[2]})},
		{"staff-bind-card", with(on, flow.BindCard{})},
		{"staff-accounts", with(on, flow.Accounts{Accounts: staffSample, Page: page2})},
		{"staff-account", with(on, flow.Account{Account: staffSample[1]})},
		{"staff-account-sure", with(on, flow.Account{Account: staffSample[0], Sure: true})},
	}
}
