package flow

import "github.com/nuanxin/station-kit/kiosk/i18n"

// begun is what an unknown rider had begun and wants to hand in by name.
type begun interface {
	place
	// sealedUp is the same, of which no written word is shown any more.
	sealedUp() place
}

type (
	// DraftFound asks the rider who has just come whether it was they who began
	// what is about to be handed in. It shows nothing of it.
	DraftFound struct{ Entry Entry }
	// DraftIsMine goes on with it, DraftIsNotMine drops it.
	DraftIsMine    struct{}
	DraftIsNotMine struct{}
)

func (DraftFound) screen()     {}
func (DraftIsMine) action()    {}
func (DraftIsNotMine) action() {}

// owning is after a card came for a draft. Whoever lays one down within the
// session's time need not be who wrote: so they are asked, and whatever they
// say, no written word is shown to them. It can be handed in, or written anew.
type owning struct {
	entry Entry
	draft begun
}

func (o owning) screen(*machine) Screen { return DraftFound{o.entry} }

func (o owning) act(m *machine, a Action) {
	switch a.(type) {
	case DraftIsMine:
		m.goTo(o.draft.sealedUp())
	case DraftIsNotMine, Back:
		m.leave()
		m.say(i18n.DraftDropped)
	}
}

// shownOf is a text to be written on, nothing where it is sealed.
func shownOf(text string, sealed bool) string {
	if sealed {
		return ""
	}
	return text
}

// rewritten is a draft's text once somebody has written. Writing nothing beside
// a sealed one leaves it.
func rewritten(old, text string, sealed bool) (string, bool) {
	if sealed && text == "" {
		return old, true
	}
	return text, false
}
