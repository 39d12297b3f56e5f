package flow

import (
	"slices"
	"time"
	"unicode/utf8"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

// filing is an appeal about to be filed. It shows of the text no more than its
// length: whoever lays a card down now need not be who wrote it.
type filing struct{ draft drafting }

func (f filing) sealedUp() place { f.draft.sealed = f.draft.text != ""; return f }

func (f filing) screen(*machine) Screen {
	s := AppealConfirm{Category: f.draft.of, Chars: utf8.RuneCountInString(f.draft.text)}
	for _, p := range f.draft.of.Phrases {
		if slices.Contains(f.draft.chosen, p.ID) {
			s.Chosen = append(s.Chosen, p)
		}
	}
	return s
}

func (f filing) act(m *machine, a Action) {
	switch a := a.(type) {
	case Back:
		m.goTo(f.draft)
	case FileAppeal:
		m.sign(a.Named, wish{entry: EnterAppeals, draft: f}, f.file)
	}
}

func (f filing) file(m *machine, r station.Rider) {
	appeal := station.Appeal{Category: f.draft.of.Value, Phrases: f.draft.chosen, Text: f.draft.text}
	m.work(i18n.BusyAppeal, func() func(*machine) {
		filed, err := m.cfg.Desk.FileAppeal(r, appeal)
		return func(m *machine) {
			if err != nil {
				m.say(explain(err))
				return
			}
			m.prove(appealed{filed, r.Pseudonym.Known()})
		}
	})
}

// appealed is an appeal recorded, while its claim code is on the screen.
type appealed struct {
	filed station.FiledAppeal
	named bool
}

func (at appealed) slip() Slip { return Slip{Claim: at.filed.Code, Code: at.filed.QR} }

func (at appealed) screen(m *machine) Screen {
	return AppealReceipt{at.filed.Code, at.filed.QR, at.filed.Ref, at.named, m.session.paper.say, m.mayPrint()}
}

func (at appealed) patience(c Config) time.Duration { return c.Reading }

func (at appealed) act(m *machine, a Action) {
	if _, ok := a.(PrintSlip); ok {
		m.printAgain(at)
	}
	leaveOnBack(m, a)
}
