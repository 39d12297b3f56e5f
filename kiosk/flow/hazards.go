package flow

import (
	"time"
	"unicode/utf8"

	"github.com/nuanxin/station-kit/kiosk/choice"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// Hazards are dangers that riders notice on their rounds.
type Hazards interface {
	ReportHazard(r station.Rider, h station.Hazard) (station.Filing, error)
	FilingReceipt(f station.Filing) string
}

type (
	// HazardMenu is what can be the matter, HazardPlaces where it can be; any
	// other place is written.
	HazardMenu   struct{ Kinds []choice.Choice }
	HazardPlaces struct {
		Kind   choice.Choice
		Places []choice.Choice
	}
	// HazardConfirm is a hazard about to be reported. Place is the zero choice.Choice
	// where the text says it. Chars is the length of the text, Ready that the
	// place is known.
	HazardConfirm struct {
		Kind, Place choice.Choice
		Chars       int
		Ready       bool
	}
	// HazardReceipt is a hazard the station has recorded. Text is that of the QR
	// code.
	HazardReceipt struct {
		Kind, Place choice.Choice
		Ref         event.Ref
		At          time.Time
		Text        string
		Named       bool
		Paper       i18n.Key // as in Receipt
		CanPrint    bool
	}
	// ChooseKind and ChoosePlace pick by identifier.
	ChooseKind  struct{ ID string }
	ChoosePlace struct{ ID string }
	// ReportHazard reports the hazard shown, under the rider's name or nobody's.
	ReportHazard struct{ Named bool }
)

func (HazardMenu) screen()    {}
func (HazardPlaces) screen()  {}
func (HazardConfirm) screen() {}
func (HazardReceipt) screen() {}
func (ChooseKind) action()    {}
func (ChoosePlace) action()   {}
func (ReportHazard) action()  {}

// noticing is where a report begins.
type noticing struct{}

func (noticing) screen(*machine) Screen { return HazardMenu{choice.Hazards} }

func (noticing) act(m *machine, a Action) {
	if a, ok := a.(ChooseKind); ok {
		if kind, ok := choice.Find(choice.Hazards, a.ID); ok {
			m.goTo(locating{kind})
		}
	}
	leaveOnBack(m, a)
}

// locating is where it is said where.
type locating struct{ kind choice.Choice }

func (l locating) screen(*machine) Screen { return HazardPlaces{l.kind, choice.Places} }

func (l locating) act(m *machine, a Action) {
	switch a := a.(type) {
	case Back:
		m.goTo(noticing{})
	case WriteText:
		m.write(reporting{kind: l.kind}, hazardText, "")
	case ChoosePlace:
		if place, ok := choice.Find(choice.Places, a.ID); ok {
			m.goTo(reporting{kind: l.kind, place: place})
		}
	}
}

var hazardText = want{i18n.HazardText, i18n.HazardTextHint, textMost}

// reporting is a hazard about to be reported.
type reporting struct {
	kind, place choice.Choice
	text        string
	sealed      bool // as in drafting
}

func (r reporting) sealedUp() place { r.sealed = r.text != ""; return r }

func (r reporting) ready() bool { return r.place.ID != "" || r.text != "" }

func (r reporting) screen(*machine) Screen {
	return HazardConfirm{r.kind, r.place, utf8.RuneCountInString(r.text), r.ready()}
}

func (r reporting) act(m *machine, a Action) {
	switch a := a.(type) {
	case Back:
		m.goTo(locating{r.kind})
	case WriteText:
		m.write(r, hazardText, shownOf(r.text, r.sealed))
	case ReportHazard:
		if !r.ready() {
			m.say(i18n.NothingSaid)
			return
		}
		m.sign(a.Named, wish{entry: EnterHazards, draft: r}, r.report)
	}
}

func (r reporting) wrote(m *machine, text string) {
	r.text, r.sealed = rewritten(r.text, text, r.sealed)
	m.goTo(r)
}

func (r reporting) report(m *machine, by station.Rider) {
	hazard := station.Hazard{Kind: r.kind.ID, Place: r.place.ID, Text: r.text}
	m.work(i18n.BusyHazard, func() func(*machine) {
		f, err := m.cfg.Desk.ReportHazard(by, hazard)
		if err != nil {
			return func(m *machine) { m.say(explain(err)) }
		}
		text := m.cfg.Desk.FilingReceipt(f)
		return func(m *machine) { m.prove(reported{r.kind, r.place, f, text, by.Pseudonym.Known()}) }
	})
}

// reported is a hazard recorded.
type reported struct {
	kind, place choice.Choice
	filing      station.Filing
	text        string
	named       bool
}

func (r reported) screen(m *machine) Screen {
	return HazardReceipt{
		r.kind, r.place, r.filing.Ref, r.filing.Made.In(m.cfg.Zone), r.text, r.named, m.session.paper.say, m.mayPrint(),
	}
}

// slip says what and where as it was picked: neither a text nor a name is on it, also where the report has one.
func (r reported) slip() Slip {
	return Slip{Code: r.text, Proof: Proof{Title: i18n.SlipHazard, Name: r.kind.Text, Place: r.place.Text, Ref: r.filing.Ref, At: r.filing.Made}}
}

func (r reported) act(m *machine, a Action) {
	if _, ok := a.(PrintSlip); ok {
		m.printAgain(r)
	}
	leaveOnBack(m, a)
}
