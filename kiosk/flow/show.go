package flow

import (
	"time"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

func (m *machine) view() View {
	s := m.session
	return View{
		Session:   s.id,
		Lang:      s.lang,
		Look:      s.look,
		Station:   m.cfg.Name,
		Now:       m.notes.now.Truncate(time.Minute),
		Status:    m.status(),
		Devices:   m.devices,
		Outage:    m.devices.outage(),
		TakeCard:  m.cardOn && (m.atHome() || m.countdown() > 0),
		Phone:     m.notes.phone,
		Who:       m.who(),
		Attendant: m.attendant(),
		Summons:   m.summoned(),
		Called:    m.call.since,
		Notice:    s.notice,
		Busy:      s.busy,
		Countdown: m.countdown(),
		Screen:    m.screen(),

		CalledHere: m.call.session == s.id,
	}
}

func (m *machine) status() Status {
	s := m.notes.status
	status := Status{
		Unread: m.notes.unread, Forked: s.Forked || s.Link.Stuck == station.StuckRecordsGone,
		Storage: s.Storage, Waiting: s.Waiting(), Receipt: !s.ReceiptAt.IsZero(),
	}
	if status.Receipt {
		status.UpTo = s.DeliveredUpTo.In(m.cfg.Zone)
		status.Age = max(0, m.notes.now.Sub(s.ReceiptAt)).Truncate(time.Minute)
	}
	return status
}

func (m *machine) who() *Who {
	s := m.session
	if s.rider.Means == event.Means_MEANS_UNSPECIFIED {
		return nil
	}
	return &Who{Masked: s.rider.Masked, At: s.visit.At.In(m.cfg.Zone), Repeat: s.visit.Repeat, Ref: s.visit.Ref}
}

// countdown is silent at home, where there is nobody to lose anything.
func (m *machine) countdown() int {
	left := m.session.until.Sub(m.cfg.Clock())
	if m.session.until.IsZero() || m.atHome() || left > m.cfg.Warning {
		return 0
	}
	return max(1, int((left+time.Second-1)/time.Second))
}

func (m *machine) atHome() bool {
	_, ok := m.session.at.(home)
	return ok && !m.session.choosing
}
