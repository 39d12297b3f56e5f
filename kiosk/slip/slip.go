// Package slip is what a rider's printed receipt says, and how it is laid out: both languages, what matters most
// in large type.
package slip

import (
	"github.com/nuanxin/station-kit/firmware-bridge/escpos"
	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

// Document lays a slip out. modules are those of its QR code, nil for none.
func Document(s flow.Slip, modules [][]bool) escpos.Document {
	p := page{Slip: s}
	p.both(s.Station, escpos.Large)
	p.add(escpos.Rule{})
	if s.Listed || s.Test {
		return p.staff(modules)
	}
	show, after := p.body()
	if modules != nil {
		p.add(escpos.QR{Text: s.Code, Modules: modules})
		if show != i18n.None {
			p.centered(show)
		}
	}
	p.add(escpos.Rule{})
	if after != i18n.None {
		p.small(after)
	}
	printed := s.Now.Format("2006-01-02 15:04")
	p.small(i18n.SlipPrivacy, printed)
	p.add(escpos.Cut{})
	return p.all
}

// body says what was recorded; show is what to say of its code, and after what to know of it.
func (p *page) body() (show, after i18n.Key) {
	switch {
	case p.Claim != "":
		p.appeal()
		return i18n.None, i18n.None
	case p.Proof.Title != i18n.None:
		return p.proof()
	}
	p.booking()
	if p.Held.Pending() == i18n.None {
		show = i18n.SlipShow
	}
	return show, i18n.SlipCancel
}

// page is a document as it grows.
type page struct {
	flow.Slip
	all escpos.Document
}

func (p *page) add(b ...escpos.Block) { p.all = append(p.all, b...) }

// booking says what, when, where, what to bring and for whom.
func (p *page) booking() {
	slot := p.Held.Booking.Slot
	if stands := p.Held.Pending(); stands != i18n.None {
		p.both(station.Text{ZH: i18n.ZH.Say(i18n.PendingTitle, i18n.ZH.Say(stands)), EN: i18n.EN.Say(i18n.PendingTitle, i18n.EN.Say(stands))}, escpos.Tall)
	} else {
		p.add(escpos.Paragraph{Text: i18n.ZH.Say(i18n.SlipBooking) + " " + i18n.EN.Say(i18n.SlipBooking), Align: escpos.Center})
	}
	p.both(p.Held.Service.Name, escpos.Large)
	p.add(escpos.Feed{Dots: 12})
	// A paper is read on other days too: no "today".
	never := slot.Starts.AddDate(0, 0, -7)
	p.large(i18n.ZH.Day(slot.Starts, never))
	p.large(i18n.ZH.Span(slot.Starts, slot.Minutes))
	p.add(escpos.Paragraph{Text: i18n.EN.Day(slot.Starts, never), Align: escpos.Center}, escpos.Feed{Dots: 12}, escpos.Rule{})
	p.row(i18n.SlipPlace, slot.Place)
	p.row(i18n.SlipBring, p.Held.Service.Note)
	p.row(i18n.SlipName, station.Text{ZH: p.Masked})
	if ref := p.Held.Booking.Ref; p.Held.Pending() == i18n.None {
		p.row(i18n.SlipCalled, station.Text{ZH: i18n.ZH.Say(i18n.GuestNumber, ref.Seq), EN: i18n.EN.Say(i18n.GuestNumber, ref.Seq)})
	}
	p.row(i18n.SlipNumber, station.Text{ZH: p.Held.Booking.Ref.String()})
}

// appeal says how to see the answer.
func (p *page) appeal() {
	p.both(station.Text{ZH: i18n.ZH.Say(i18n.SlipAppeal), EN: i18n.EN.Say(i18n.SlipAppeal)}, escpos.Large)
	p.add(escpos.Feed{Dots: 12})
	p.add(escpos.Paragraph{Text: i18n.ZH.Say(i18n.SlipClaim) + " " + i18n.EN.Say(i18n.SlipClaim), Align: escpos.Center})
	p.large(p.Claim)
	p.add(escpos.Feed{Dots: 12})
	p.small(i18n.SlipClaimHint)
}

func (p *page) large(text string) {
	p.add(escpos.Paragraph{Text: text, Size: escpos.Large, Align: escpos.Center, Bold: true})
}

// both is a text in the middle, Chinese in its size and English under it.
func (p *page) both(t station.Text, size escpos.Size) {
	if t.ZH != "" {
		p.add(escpos.Paragraph{Text: t.ZH, Size: size, Align: escpos.Center, Bold: true})
	}
	if t.EN != "" && t.EN != t.ZH {
		p.add(escpos.Paragraph{Text: t.EN, Align: escpos.Center})
	}
}

// labels is the column at which values begin.
const labels = 6

// row is a labelled value in both languages; a value without English is shown once.
func (p *page) row(label i18n.Key, value station.Text) {
	if value.ZH != "" {
		p.add(escpos.Row{Left: i18n.ZH.Say(label), Right: value.ZH, At: labels, Bold: true})
	}
	if value.EN != "" && value.EN != value.ZH {
		p.add(escpos.Row{Left: i18n.EN.Say(label), Right: value.EN, At: labels})
	}
}

func (p *page) centered(key i18n.Key) {
	p.add(escpos.Paragraph{Text: i18n.ZH.Say(key), Align: escpos.Center, Bold: true},
		escpos.Paragraph{Text: i18n.EN.Say(key), Align: escpos.Center})
}

func (p *page) small(key i18n.Key, args ...any) {
	p.add(escpos.Paragraph{Text: i18n.ZH.Say(key, args...)}, escpos.Paragraph{Text: i18n.EN.Say(key, args...)}, escpos.Feed{Dots: 8})
}
