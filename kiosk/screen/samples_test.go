package screen

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/nuanxin/station-kit/kiosk/choice"
	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// The sample station, its services and its rider are invented.
var (
	zone = time.FixedZone("CST", 8*3600)
	now  = time.Date(2026, 11, 23, 14, 32, 0, 0, zone)

	services = []station.Service{
		{ID: "health-check", Name: station.Text{ZH: "健康检查", EN: "Health check"}, Note: station.Text{ZH: "血压、血糖、颈椎腰椎", EN: "Blood pressure, blood sugar, neck and back"}},
		{ID: "legal-aid", Name: station.Text{ZH: "法律援助", EN: "Legal aid"}, Note: station.Text{ZH: "请带上合同或接单记录", EN: "Please bring contracts or order records"}},
		{ID: "counselling", Name: station.Text{ZH: "心理关怀", EN: "Counselling"}, Note: station.Text{ZH: "一对一，内容保密", EN: "One to one, confidential"}},
		{ID: "childcare", Name: station.Text{ZH: "托管服务", EN: "Childcare"}, Note: station.Text{ZH: "放学后和假期", EN: "After school and in holidays"}},
	}
	many  = append(slices.Clone(services), station.Service{ID: "x-ray", Name: station.Text{ZH: "职业健康体检", EN: "Occupational health"}}, station.Service{ID: "skills", Name: station.Text{ZH: "技能培训报名", EN: "Skills training"}})
	page1 = flow.Page{Index: 0, Count: 1}
	page2 = flow.Page{Index: 1, Count: 3}
	place = station.Text{ZH: "望京街道党群服务中心二层 203 室", EN: "Room 203, second floor, Wangjing community centre"}
)

// sample is a View to be drawn, at its fullest.
type sample struct {
	name string
	view flow.View
}

func slot(day, i int) station.Slot {
	return station.Slot{
		ID: fmt.Sprintf("s%d-%d", day, i), Service: "health-check", Minutes: 30, Place: place, Left: (i + 1) % 4,
		Starts: time.Date(2026, 11, 23+day, 9, 30*i, 0, 0, zone),
	}
}

func times(pages flow.Page) flow.Times {
	v := flow.Times{Service: services[0], Page: pages, DayPage: pages, Soonest: "s1-1"}
	v.Service.Waitlist = pages.Count % 2
	for d := range 5 {
		date := now.AddDate(0, 0, d)
		v.Days = append(v.Days, flow.Day{ID: date.Format("2006-01-02"), Date: date, Left: (d + 3) % 5, Chosen: d == 1})
	}
	for i := range 8 {
		v.Slots = append(v.Slots, slot(1, i))
	}
	return v
}

func held(i int) flow.Held {
	s := slot(i+1, 3)
	s.Service = services[i].ID
	return flow.Held{Service: services[i], Booking: station.Booking{Ref: event.Ref{Station: "wangjing-03", Epoch: 2, Seq: uint64(4210 + i)}, Slot: s, Made: now}}
}

// waiting is a booking without a place yet.
func waiting(i int) flow.Held {
	h := held(i)
	h.Booking.State = event.BookingState_BOOKING_STATE_WAITING
	return h
}

// story is as long as the idle screen shows of one.
var story = station.Text{
	ZH: "暴雨那天，外卖骑手李师傅在望京东路扶起摔倒的老人，推着电动车把她送到社区医院，又自己垫了挂号费。他说：谁家没有老人。街坊们后来才知道，那天他有六单超时。",
	EN: "In the rainstorm rider Li helped up an old woman who had fallen on Wangjing East Road, walked her to the clinic and paid the fee himself. We all have parents, he said. Only later did the neighbours hear that six of his orders ran late.",
}

// openings are the services with their next slots: soon, the last place, later, none.
func openings() []flow.Opening {
	var all []flow.Opening
	for i, s := range many {
		o := flow.Opening{Service: s, Found: i < 3, Next: slot(i*5, i)}
		o.Next.Left = 3 - i
		all = append(all, o)
	}
	return all
}

// entries are all there are, in their order.
func entries() []flow.Entry { return slices.Sorted(maps.Keys(doors)) }

// crowd is more entries than have room.
func crowd() []flow.Entry { return slices.Repeat(entries(), 14/len(entries())+1) }

func news() []flow.News {
	lapsed := held(2)
	lapsed.Booking.Slot.Starts = now.Add(-2 * time.Hour)
	return []flow.News{{Held: held(1)}, {Held: lapsed, Lapsed: true}}
}

// moved is a booking that gets another time.
const handoverAddress = "http://192.168.10.20:8080/h/ABCDEFGHIJKLMNOPQRSTUVWXYZ"

var moved = held(0)

// full is a service with everything to be said of one.
func full() station.Service {
	s := services[3]
	s.Provider, s.MinAge, s.MaxAge = station.Text{ZH: "望京街道总工会职工服务中心", EN: "Wangjing trade union service centre"}, 3, 12
	s.Note = station.Text{ZH: "请带孩子的疫苗本和一套换洗衣服", EN: "Please bring the vaccination booklet and a change of clothes"}
	return s
}

func pending(state event.BookingState) flow.Held {
	h := held(2)
	h.Booking.State = state
	return h
}

// screens are all screens, each at its fullest.
func screens() []sample {
	pass := "NX1" + fmt.Sprintf("%0297d", 7)
	base := flow.View{
		Session: 1, Now: now, Phone: "https://192.168.10.20:8443/?p=A7f3kQ9ZxL2mN8rT",
		Station: station.Text{ZH: "望京暖新驿站", EN: "Wangjing Nuanxin Station"},
		Status:  flow.Status{Receipt: true, UpTo: now.Add(-3 * time.Minute), Age: 2 * time.Minute, Waiting: 3},
	}
	known := base
	known.Who = &flow.Who{Masked: "张**", At: now}
	passed := base
	passed.Who = &flow.Who{At: now.Add(-2 * time.Hour), Repeat: true}
	called := base
	called.Called, called.CalledHere = now, true
	with := func(v flow.View, s flow.Screen) flow.View { v.Screen = s; return v }
	return []sample{
		{"home", with(base, flow.Home{Services: openings()[:4], Page: page1, Entries: entries(), Saying: flow.Saying{Story: story}})},
		{"home-empty", with(base, flow.Home{Page: page1, Saying: flow.Saying{Word: i18n.Words[0]}})},
		{"home-paged", with(base, flow.Home{Services: openings()[2:], Page: page2, Entries: crowd(), Saying: flow.Saying{Word: i18n.Words[1]}})},
		{"home-posted", with(base, flow.Home{Services: openings()[:4], Page: page1, Entries: entries(), Posted: true, Seats: station.Seats{Level: station.SeatsFew, Age: 95 * time.Minute}, Saying: flow.Saying{Announcement: announcementsSample[1]}})},
		{"home-posted-story", with(base, flow.Home{Services: openings()[:4], Page: page1, Entries: entries(), Posted: true, Saying: flow.Saying{Story: story}})},
		{"home-urgent", with(base, flow.Home{Services: openings()[2:], Page: page2, Entries: entries(), Posted: true, Seats: station.Seats{Level: station.SeatsPlenty, Age: 12 * time.Minute}, Saying: flow.Saying{Announcement: announcementsSample[0]}})},
		{"announcements", with(base, flow.Announcements{Announcements: announcementsSample, Page: page2})},
		{"announcements-none", with(base, flow.Announcements{Page: page1})},
		{"announcement", with(base, flow.Announcement{Announcement: announcementSample(0), Others: 3, Page: page2})},
		{"announcement-past", with(known, flow.Announcement{Announcement: announcementSample(3), Others: 3, Page: page2})},
		{"announcement-alone", with(known, flow.Announcement{Announcement: announcementsSample[1], Page: page1})},
		{"settings", with(base, flow.Settings{})},
		{"identify", with(base, flow.Identify{Service: services[1]})},
		{"reading", with(base, flow.Reading{})},
		{"thanks", with(base, flow.Thanks{At: now})},
		{"rider", with(known, flow.Rider{Services: openings()[:4], Page: page1, Entries: entries(), Coming: []flow.Held{held(0), held(1)}, Points: 1280, Answered: 2})},
		{"rider-news", with(known, flow.Rider{Services: openings()[:4], Page: page1, Entries: entries(), Coming: []flow.Held{held(0), held(1), held(2)}, News: news(), Points: 30})},
		{"rider-two", with(passed, flow.Rider{Services: openings()[:2], Page: page1, Entries: entries()[:3]})},
		{"rider-paged", with(passed, flow.Rider{Services: openings()[2:], Page: page2, Entries: crowd()})},
		{"times", with(known, times(page1))},
		{"times-paged", with(known, times(page2))},
		{"times-none", with(known, flow.Times{Service: services[0]})},
		{"confirm", with(known, flow.Confirm{Service: services[0], Slot: slot(1, 3)})},
		{"confirm-queue", with(known, flow.Confirm{Service: full(), Slot: slot(1, 3), Beyond: flow.Queue})},
		{"confirm-ask", with(known, flow.Confirm{Service: services[1], Slot: slot(1, 3), Beyond: flow.AskHub})},
		{"confirm-move", with(known, flow.Confirm{Service: full(), Slot: slot(1, 3), Moving: &moved})},
		{"times-move", with(known, flow.Times{Service: services[0], Days: times(page1).Days, Slots: times(page1).Slots, Page: page1, DayPage: page1, Moving: &moved})},
		{"receipt-moved", with(known, flow.Receipt{Held: held(0), Text: "NXR1" + fmt.Sprintf("%0180d", 7), Moved: true, CanPrint: true})},
		{"receipt-queued", with(known, flow.Receipt{Held: pending(event.BookingState_BOOKING_STATE_WAITING), Text: "NXR1" + fmt.Sprintf("%0180d", 7), CanPrint: true})},
		{"receipt-asked", with(known, flow.Receipt{Held: pending(event.BookingState_BOOKING_STATE_PROVISIONAL), Text: "NXR1" + fmt.Sprintf("%0180d", 7), Paper: i18n.SlipHot})},
		{"bookings-pending", with(known, flow.Bookings{Held: []flow.Held{held(0), pending(event.BookingState_BOOKING_STATE_WAITING), pending(event.BookingState_BOOKING_STATE_PROVISIONAL)}, Page: page1})},
		{"receipt", with(known, flow.Receipt{Held: held(0), Text: "NXR1" + fmt.Sprintf("%0180d", 7)})},
		{"receipt-printing", with(known, flow.Receipt{Held: held(0), Text: "NXR1" + fmt.Sprintf("%0180d", 7), Paper: i18n.SlipSent})},
		{"receipt-unprinted", with(known, flow.Receipt{Held: held(0), Text: "NXR1" + fmt.Sprintf("%0180d", 7), Paper: i18n.SlipHot, CanPrint: true})},
		{"receipt-already-printer", with(known, flow.Receipt{Held: held(1), Text: "NXR1" + fmt.Sprintf("%0180d", 7), Already: true, CanPrint: true})},
		{"receipt-already", with(known, flow.Receipt{Held: held(1), Text: "NXR1" + fmt.Sprintf("%0180d", 7), Already: true})},
		{"receipt-waiting", with(known, flow.Receipt{Held: waiting(1), Text: "NXR1" + fmt.Sprintf("%0180d", 7), Already: true, CanPrint: true})},
		{"bookings-waiting", with(known, flow.Bookings{Held: []flow.Held{waiting(0), held(1), waiting(2)}, Page: page1})},
		{"bookings", with(known, flow.Bookings{Held: []flow.Held{held(0), held(1), held(2)}, Page: page1})},
		{"bookings-paged", with(known, flow.Bookings{Held: []flow.Held{held(0), held(1), held(2)}, Page: page2})},
		{"bookings-none", with(known, flow.Bookings{Page: page1})},
		{"cancel", with(known, flow.Cancel{Held: held(0)})},
		{"pass", with(known, flow.Pass{Text: pass, Address: handoverAddress})},
		{"pass-picture", with(known, flow.Pass{Text: pass, Address: handoverAddress, Picture: true})},
		{"pass-alone", with(known, flow.Pass{Text: pass, Picture: true})},
		{"pass-opened", with(known, flow.Pass{Text: pass, Address: handoverAddress, Phone: flow.PassOnPhone})},
		{"pass-held", with(known, flow.Pass{Text: pass, Address: handoverAddress, Phone: flow.PassHeld})},
		{"points", with(known, pointsSample())},
		{"points-none", with(known, flow.Points{Page: page1})},
		{"points-earning", with(known, flow.Earning{Rules: rulesSample, Page: page2})},
		{"points-lines", with(known, pointsLinesSample())},
		{"points-confirm", with(known, flow.ConfirmReward{Reward: rewardsSample[1], Left: 1234})},
		{"points-receipt", with(known, flow.RewardReceipt{Reward: rewardsSample[1], Entry: station.PointsEntry{Ref: event.Ref{Station: "wangjing-03", Epoch: 2, Seq: 42107}, At: now}, Left: 1234, Text: "NXR1" + fmt.Sprintf("%0180d", 7), Paper: i18n.SlipHot, CanPrint: true})},
		{"points-receipt-bare", with(known, flow.RewardReceipt{Reward: rewardsSample[1], Entry: station.PointsEntry{Ref: event.Ref{Station: "wangjing-03", Epoch: 2, Seq: 42107}, At: now}, Left: 1234})},
		{"appeals", with(base, flow.AppealMenu{Categories: choice.Categories})},
		{"appeal-draft", with(base, draftSample(0, 0))},
		{"appeal-draft-ready", with(known, draftSample(5, 36))},
		{"appeal-confirm", with(known, confirmSample(7, 500))},
		{"appeal-confirm-unknown", with(base, confirmSample(1, 0))},
		{"draft-found", with(known, flow.DraftFound{Entry: flow.EnterAppeals})},
		{"draft-found-hazard", with(known, flow.DraftFound{Entry: flow.EnterHazards})},
		{"appeal-receipt", with(base, receiptSample(false, i18n.None))},
		{"appeal-receipt-printing", with(known, receiptSample(true, i18n.SlipSent))},
		{"appeal-receipt-unprinted", with(known, receiptSample(true, i18n.SlipHot))},
		{"claim", with(base, flow.ClaimPad{})},
		{"claim-typed", with(known, flow.ClaimPad{Digits: "7KQ2MZ9WB4T"})},
		{"claim-closed", with(known, flow.ClaimPad{Digits: "7KQ2MZ9WB4TXN5HD8G", Closed: true})},
		{"appeals-mine", with(known, mineSample())},
		{"appeal", with(known, shownSample(1, false))},
		{"appeal-stars", with(base, shownSample(1, true))},
		{"appeal-rated", with(known, ratedSample())},
		{"appeal-waiting", with(base, waitingSample(false))},
		{"appeal-late", with(known, waitingSample(true))},
		{"appeal-unreadable", with(known, unreadableSample())},
		{"appeal-reopening", with(known, flow.AppealReopening{Chars: 120})},
		{"appeal-reopening-bare", with(base, flow.AppealReopening{})},
		{"hazards", with(base, flow.HazardMenu{Kinds: choice.Hazards})},
		{"hazard-places", with(known, flow.HazardPlaces{Kind: choice.Hazards[0], Places: choice.Places})},
		{"hazard-confirm", with(known, flow.HazardConfirm{Kind: choice.Hazards[0], Place: choice.Places[6], Chars: 412, Ready: true})},
		{"hazard-unplaced", with(base, flow.HazardConfirm{Kind: choice.Hazards[2]})},
		{"hazard-receipt", with(known, flow.HazardReceipt{Kind: choice.Hazards[0], Place: choice.Places[6], At: now, Text: "NXR1" + fmt.Sprintf("%0180d", 7), Ref: event.Ref{Station: "wangjing-03", Epoch: 2, Seq: 42107}, Named: true, Paper: i18n.SlipHot, CanPrint: true})},
		{"writing", with(base, writingSample(flow.PhoneAwaited))},
		{"writing-both", with(known, func() flow.Writing {
			v := writingSample(flow.PhoneAwaited)
			v.Text = writingSample(flow.PhoneSent).Text
			return v
		}())},
		{"writing-opened", with(known, writingSample(flow.PhoneOpened))},
		{"writing-came", with(known, writingSample(flow.PhoneSent))},
		{"pad", with(known, padSample(flow.PlanePinyin, ""))},
		{"pad-words", with(base, padSample(flow.PlanePinyin, "gongshangbaoxianz"))},
		{"pad-letters", with(known, padSample(flow.PlaneLetters, ""))},
		{"pad-signs", with(known, padSample(flow.PlaneSigns, ""))},
		{"mydata", with(known, dataSample())},
		{"mydata-none", with(known, flow.MyData{Page: page1})},
		{"mydata-lines-1", with(known, flow.MyDataLines{Subject: "person", Lines: keptSample()[:2], Page: page1})},
		{"mydata-lines-2", with(known, flow.MyDataLines{Subject: "visit", Lines: keptSample()[2:4], Page: page2})},
		{"mydata-lines-3", with(known, flow.MyDataLines{Subject: "consent", Lines: keptSample()[4:6], Page: page2})},
		{"mydata-lines-4", with(known, flow.MyDataLines{Subject: "booking", Lines: keptSample()[6:7], Page: page1})},
		{"mydata-lines-5", with(known, flow.MyDataLines{Subject: "points", Lines: keptSample()[7:11], Page: page2})},
		{"mydata-lines-6", with(known, flow.MyDataLines{Subject: "learning", Lines: keptSample()[11:13], Page: page2})},
		{"mydata-lines-7", with(known, flow.MyDataLines{Subject: "something new", Lines: keptSample()[13:17], Page: page2})},
		{"mydata-lines-8", with(known, flow.MyDataLines{Subject: "something new", Lines: keptSample()[16:], Page: page2})},
		{"mydata-take", with(known, flow.TakeData{Lines: keptSample()[4:10], Page: page2})},
		{"mydata-consents", with(known, flow.Consents{Consents: consentsSample(), Page: page2})},
		{"mydata-consents-none", with(known, flow.Consents{Page: page1})},
		{"mydata-withdraw", with(known, flow.WithdrawConsent{Consent: consentsSample()[0], Text: noticeSample(), Page: page2})},
		{"mydata-passes", with(known, flow.HeldPasses{Good: 3, Until: now.AddDate(0, 5, 0)})},
		{"mydata-erase", with(known, flow.EraseAsk{})},
		{"mydata-sure", with(known, flow.EraseSure{Points: 1268, Bookings: 2})},
		{"mydata-farewell", with(base, flow.Farewell{})},
		{"learn-occupations", with(known, flow.Occupations{})},
		{"learn-packs", with(known, packsSample())},
		{"learn-packs-none", with(base, flow.Packs{Page: page1})},
		{"learn-page", with(known, flow.PackPage{Title: lessonsSample[0].Title, Text: longText, Page: flow.Page{Index: 4, Count: 12}, Quiz: true})},
		{"learn-page-picture", with(known, flow.PackPage{Title: lessonsSample[0].Title, Text: vestText, Picture: pictureSample(), Page: flow.Page{Index: 1, Count: 12}, Quiz: true})},
		{"learn-page-last", with(base, flow.PackPage{Title: lessonsSample[3].Title, Text: station.Text{ZH: "红灯停，绿灯行。", EN: "Stop at red, go at green."}, Page: flow.Page{Index: 11, Count: 12}, Quiz: true})},
		{"learn-quiz", with(known, quizSample())},
		{"learn-passed", with(known, flow.QuizDone{Title: lessonsSample[0].Title, Result: station.QuizResult{Right: 5, Questions: 5, Passed: true}, Earned: 10, Next: lessonsSample[1]})},
		{"learn-failed", with(base, flow.QuizDone{Title: lessonsSample[3].Title, Result: station.QuizResult{Right: 2, Questions: 5}, Unknown: true})},
		{"tasks", with(known, flow.Tasks{Tasks: tasksSample, Page: page2})},
		{"tasks-none", with(base, flow.Tasks{Page: page1})},
		{"tasks-open", with(base, taskSample(0))},
		{"tasks-taken", with(known, taskSample(1))},
		{"tasks-full", with(known, taskSample(2))},
		{"tasks-done", with(known, taskSample(3))},
		{"consent", with(known, flow.ConsentAsk{Purpose: "story", Name: consentsSample()[0].Name, Text: consentText, Page: flow.Page{Index: 2, Count: 3}})},
		{"consent-more", with(known, flow.ConsentAsk{Purpose: "story", Name: consentsSample()[0].Name, Text: consentText, Page: page2})},
		{"filed", with(known, flow.Filed{What: i18n.StoryFiled, Hint: i18n.StoryFiledHint, Ref: held(0).Booking.Ref, Made: now, Code: "NXR1" + fmt.Sprintf("%0180d", 7)})},
		{"stories", with(base, flow.Stories{Text: storyText, Number: 2, Of: 7, Page: page2})},
		{"stories-none", with(base, flow.Stories{Page: page1})},
		{"stories-offer", with(known, flow.OfferStory{Text: ownStory, Page: page2})},
		{"directory", with(base, dimensionsSample())},
		{"directory-one", with(base, flow.Organisations{Dimension: station.Territory, Organisations: organisationsSample, Page: page2})},
		{"directory-none", with(base, flow.Organisations{Dimension: station.Online, Page: page1})},
		{"member-not", with(known, flow.Membership{Page: page1})},
		{"member", with(known, membershipSample())},
		{"member-register", with(known, flow.MemberForm{Home: true})},
		{"member-ask", with(known, flow.MemberForm{Kind: station.RequestTransfer})},
		{"help", with(called, flow.Help{Page: page1})},
		{"help-things", with(base, flow.Help{Entries: []flow.Entry{flow.EnterBookings, flow.EnterPass, flow.EnterBookings, flow.EnterPass}, Page: page2})},
	}
}

// samples are all screens in one language: as they are, and with everything
// around them that can be there at once.
func samples(l i18n.Lang) []sample {
	var all []sample
	for _, s := range append(screens(), staffScreens()...) {
		s.view.Lang = l
		all = append(all, s)
		crowded := s
		crowded.name += "-crowded"
		crowded.view.Notice = longest(l)
		crowded.view.TakeCard = true
		crowded.view.Outage = i18n.BothOut
		crowded.view.Devices = flow.Devices{Reader: flow.Device{Fitted: true, Out: true}, Scanner: flow.Device{Fitted: true, Out: true}}
		all = append(all, crowded)
		partly := s
		partly.name += "-partly"
		partly.view.Outage = i18n.ReaderOut
		partly.view.Devices = flow.Devices{Reader: flow.Device{Fitted: true, Out: true}, Scanner: flow.Device{Fitted: true}}
		all = append(all, partly)
		ending := s
		ending.name += "-ending"
		ending.view.Countdown = 10
		all = append(all, ending)
		busy := s
		busy.name += "-busy"
		busy.view.Busy = i18n.BusyPass
		all = append(all, busy)
	}
	return all
}

// longest is the notice that takes most room.
func longest(l i18n.Lang) i18n.Key {
	var key i18n.Key
	for _, k := range i18n.Troubles() {
		if len([]rune(l.Say(k))) > len([]rune(l.Say(key))) {
			key = k
		}
	}
	return key
}
