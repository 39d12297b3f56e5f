package station_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// act is something a rider, or an attendant for one, does with personal data.
type act struct {
	name string
	// every so many riders do it, every so many days.
	every int
	// refused: it breaks a rule whenever it is tried; the error must not repeat
	// what was typed.
	refused bool
	do      func(m moment) error
}

var acts = []act{
	{"check in", 1, false, func(m moment) error {
		_, err := m.CheckInFor(m.r, station.VisitDetails{Purpose: event.Purpose_PURPOSE_REST, Occupation: "delivery-rider"})
		return err
	}},
	{"check in with an occupation typed", 3, true, func(m moment) error {
		_, err := m.CheckInFor(m.r, station.VisitDetails{Occupation: m.who.name})
		_, number := m.CheckInFor(m.r, station.VisitDetails{Organisation: m.who.number})
		_, phone := m.CheckInFor(m.r, station.VisitDetails{Occupation: m.who.phone})
		return errors.Join(err, number, phone)
	}},
	{"remember the end of a phone number", 1, false, func(m moment) error {
		return m.Remember(m.r, m.who.phone[7:])
	}},
	{"remember a phone number", 3, true, func(m moment) error { return m.Remember(m.r, m.who.phone) }},
	{"remember a name", 2, false, func(m moment) error {
		whole := m.r
		whole.Masked = m.who.name // as a careless caller would
		return m.Remember(whole, "")
	}},
	{"be served and asked to come again", 5, false, func(m moment) error {
		b, err := m.WalkIn(m.r, m.slot(), "duty")
		if err != nil {
			return err
		}
		called, attended := m.Call(m.r.Pseudonym, b.Ref, "duty"), m.Attend(m.r.Pseudonym, b.Ref, "duty")
		_, again := m.FollowUp(m.r, b.Ref, m.later(), "duty")
		return errors.Join(called, attended, again)
	}},
	{"wait", 3, false, func(m moment) error {
		_, err := m.Wait(m.r, m.legal())
		return err
	}},
	{"book", 2, false, func(m moment) error {
		_, err := m.Book(m.r, m.slot())
		return err
	}},
	{"book a slot typed", 3, true, func(m moment) error {
		_, err := m.Book(m.r, m.who.name+m.who.number)
		return err
	}},
	{"move", 2, false, func(m moment) error {
		held, err := m.Bookings(m.r.Pseudonym)
		if err != nil || len(held) == 0 {
			return errors.Join(err, station.ErrNoBooking)
		}
		_, err = m.Reschedule(m.r, held[0].Ref, m.later())
		return err
	}},
	{"be reminded", 2, false, func(m moment) error {
		shown, err := m.Reminders(m.r.Pseudonym)
		return errors.Join(err, m.Seen(shown))
	}},
	{"cancel", 3, false, func(m moment) error {
		held, err := m.Bookings(m.r.Pseudonym)
		if err != nil || len(held) == 0 {
			return errors.Join(err, station.ErrNoBooking)
		}
		m.keep("receipts", []byte(m.Receipt(held[0])))
		return m.Cancel(m.r.Pseudonym, held[0].Ref)
	}},
	{"take a pass", 2, false, func(m moment) error {
		text, err := m.IssuePass(m.r.Pseudonym)
		if err != nil {
			return err
		}
		m.keep("passes", []byte(text))
		_, err = m.ByPass(text)
		return err
	}},
	{"scan something else", 3, true, func(m moment) error {
		_, err := m.ByPass("NX1" + m.who.number)
		_, receipt := m.ReadReceipt("NXR1" + m.who.phone)
		return errors.Join(err, receipt)
	}},
	{"revoke passes", 5, false, func(m moment) error {
		_, err := m.RevokePasses(m.r.Pseudonym)
		return err
	}},
	{"consent", 1, false, func(m moment) error {
		return errors.Join(
			m.GiveConsent(m.r.Pseudonym, station.PurposeStory, 1),
			m.GiveConsent(m.r.Pseudonym, station.PurposeMembership, 1))
	}},
	{"consent to a purpose typed", 4, true, func(m moment) error { return m.GiveConsent(m.r.Pseudonym, m.who.address, 1) }},
	{"appeal", 2, false, appeal},
	{"appeal anonymously", 3, false, func(m moment) error {
		m.r = station.Anonymous()
		return appeal(m)
	}},
	{"appeal by a phrase typed", 3, true, func(m moment) error {
		_, err := m.FileAppeal(m.r, station.Appeal{Phrases: []string{m.who.phone}, Text: m.who.words("诉求")})
		return err
	}},
	{"ask by a code typed", 3, true, func(m moment) error {
		_, err := m.AppealByClaim(m.who.number)
		return errors.Join(err, m.RateAppeal(m.who.phone, 5), m.ReopenAppeal(m.who.name, m.who.words("理由")))
	}},
	{"report a hazard", 2, false, func(m moment) error {
		f, err := m.ReportHazard(m.r, station.Hazard{
			Kind: "road", Place: "crossing-3", Text: m.who.words("井盖坏了"), Photo: sha256.Sum256([]byte(m.who.name)),
		})
		m.keep("receipts", []byte(m.FilingReceipt(f)))
		return err
	}},
	{"report a hazard at a place typed", 3, true, func(m moment) error {
		_, err := m.ReportHazard(m.r, station.Hazard{Kind: "road", Place: m.who.address})
		return err
	}},
	{"offer a story", 3, false, func(m moment) error {
		_, err := m.OfferStory(m.r, m.who.words("我的故事"))
		return err
	}},
	{"register as a member", 2, false, func(m moment) error {
		_, err := m.RegisterMember(m.r, station.MemberDetails{Home: m.who.address, Words: m.who.words("流动登记")})
		return err
	}},
	{"ask as a member", 2, false, func(m moment) error {
		_, err := m.RequestAsMember(m.r, station.RequestTransfer, m.who.words("组织关系转接"))
		return err
	}},
	{"take a task", 4, false, func(m moment) error { return m.AcceptTask(m.r, "patrol") }},
	{"sign in with a rider's number", 7, true, func(m moment) error {
		_, wrong := m.SignIn("duty", m.who.number[:17])
		_, nobody := m.SignIn(m.who.name, m.who.phone)
		return errors.Join(wrong, nobody)
	}},
	{"make an account of a name", 5, true, func(m moment) error {
		return m.SetAttendant(station.Attendant{ID: m.who.name, Name: "x", Role: station.RoleAttendant}, m.who.phone, "chief")
	}},
	{"see my data", 2, false, func(m moment) error {
		held, err := m.MyData(m.r.Pseudonym)
		if err != nil {
			return err
		}
		var out bytes.Buffer
		err = held.Export(&out)
		m.keep("my-data", out.Bytes())
		return err
	}},
	{"see the day's names", 2, false, func(m moment) error {
		today, err := m.TodayNames()
		if err == nil && len(today) == 0 {
			err = errors.New("nobody came today")
		}
		return err
	}},
	{"check out", 2, false, func(m moment) error {
		_, err := m.CheckOut(m.r.Pseudonym)
		return err
	}},
	{"withdraw", 5, false, func(m moment) error { return m.Withdraw(m.r.Pseudonym, station.PurposeStory) }},
	{"erase", 6, false, func(m moment) error { return m.Erase(m.r.Pseudonym) }},
}

// appeal files one, has it answered, reads the answer, rates it and asks again.
func appeal(m moment) error {
	f, err := m.FileAppeal(m.r, station.Appeal{
		Category: event.AppealCategory_APPEAL_CATEGORY_LABOUR_RIGHTS, Phrases: []string{"pay-late"}, Text: m.who.words("诉求"),
	})
	if err != nil {
		return err
	}
	m.keep("receipts", []byte(m.FilingReceipt(f.Filing)))
	tell(m.t, m.Station, reply(m.t, f.Code, event.AppealState_APPEAL_STATE_ANSWERED, 0, m.who.words("答复")))
	p, err := m.AppealByClaim(f.Code)
	if err != nil || p.State != event.AppealState_APPEAL_STATE_ANSWERED {
		return fmt.Errorf("it stands at %v: %w", p.State, err)
	}
	return errors.Join(m.RateAppeal(f.Code, 2), m.ReopenAppeal(f.Code, m.who.words("不满意")))
}
