package flow

import (
	"slices"
	"unicode/utf8"

	"github.com/nuanxin/station-kit/kiosk/choice"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// Appeals are what riders ask to be looked into, and what came of it.
type Appeals interface {
	FileAppeal(r station.Rider, a station.Appeal) (station.FiledAppeal, error)
	AppealByClaim(text string) (station.AppealProgress, error)
	RateAppeal(text string, stars int) error
	ReopenAppeal(text, reason string) error
}

// textMost is how long a text may be that goes with an appeal or a hazard, in
// characters.
const textMost = 500

type (
	// AppealMenu are the kinds of appeal, and the way to the answers.
	AppealMenu struct{ Categories []choice.Category }
	// AppealDraft is what to say in a few taps. Chars is the length of what has
	// been written beside, Ready that it says something.
	AppealDraft struct {
		Category choice.Category
		Phrases  []Phrase
		Chars    int
		Ready    bool
	}
	// AppealConfirm is an appeal about to be filed.
	AppealConfirm struct {
		Category choice.Category
		Chosen   []choice.Choice
		Chars    int
	}
	// AppealReceipt is an appeal the station has recorded. Code is the claim
	// code, which nobody can show again; Text that of its QR code.
	AppealReceipt struct {
		Code, Text string
		Ref        event.Ref
		Named      bool
		Paper      i18n.Key // as in Receipt
		CanPrint   bool
	}
)

// Phrase is a phrase to choose.
type Phrase struct {
	choice.Choice
	Chosen bool
}

type (
	// ChooseCategory begins an appeal.
	ChooseCategory struct{ ID string }
	// TogglePhrase chooses a phrase, or drops it.
	TogglePhrase struct{ ID string }
	// WriteText has the text written that goes with it.
	WriteText struct{}
	// GoOn goes on to what is left to decide.
	GoOn struct{}
	// FileAppeal files the appeal shown, under the rider's name or nobody's.
	FileAppeal struct{ Named bool }
)

func (AppealMenu) screen()     {}
func (AppealDraft) screen()    {}
func (AppealConfirm) screen()  {}
func (AppealReceipt) screen()  {}
func (ChooseCategory) action() {}
func (TogglePhrase) action()   {}
func (WriteText) action()      {}
func (GoOn) action()           {}
func (FileAppeal) action()     {}

// appealing is where an appeal begins, and where its answer is looked up.
type appealing struct{}

func (appealing) screen(*machine) Screen { return AppealMenu{choice.Categories} }

func (at appealing) act(m *machine, a Action) {
	switch a := a.(type) {
	case ChooseCategory:
		if of, ok := choice.CategoryOf(a.ID); ok {
			m.goTo(drafting{of: of})
		}
	case FollowUp:
		m.followUp()
	default:
		leaveOnBack(m, a)
	}
}

// drafting is an appeal as it takes shape.
type drafting struct {
	of     choice.Category
	chosen []string
	text   string
	sealed bool // the text is not to be shown: see owning
}

func (d drafting) screen(*machine) Screen {
	s := AppealDraft{Category: d.of, Chars: utf8.RuneCountInString(d.text), Ready: d.text != "" || len(d.chosen) > 0}
	for _, p := range d.of.Phrases {
		s.Phrases = append(s.Phrases, Phrase{p, slices.Contains(d.chosen, p.ID)})
	}
	return s
}

func (d drafting) act(m *machine, a Action) {
	switch a := a.(type) {
	case Back:
		m.goTo(appealing{})
	case TogglePhrase:
		m.goTo(d.toggle(a.ID))
	case WriteText:
		m.write(d, want{i18n.AppealText, i18n.AppealTextHint, textMost}, shownOf(d.text, d.sealed))
	case GoOn:
		if d.text != "" || len(d.chosen) > 0 {
			m.goTo(filing{d})
		}
	}
}

func (d drafting) toggle(id string) drafting {
	if i := slices.Index(d.chosen, id); i >= 0 {
		d.chosen = slices.Delete(slices.Clone(d.chosen), i, i+1)
		return d
	}
	if _, offered := choice.Find(d.of.Phrases, id); offered {
		d.chosen = append(slices.Clip(d.chosen), id)
	}
	return d
}

func (d drafting) wrote(m *machine, text string) {
	d.text, d.sealed = rewritten(d.text, text, d.sealed)
	m.goTo(d)
}
