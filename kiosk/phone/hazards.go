package phone

import (
	"github.com/nuanxin/station-kit/kiosk/choice"
	"github.com/nuanxin/station-kit/station"
)

// hazardView is the form of a report.
type hazardView struct {
	Kinds, Places []choice.Choice
	Kind, Place   string
	Text          string
	MayBe, Mine   bool // the rider's own, having a pass
	TextMost      int
}

// Draft is what the phone keeps the text under.
func (hazardView) Draft() string { return "hazard" }

// hazard is in the rider's name unless they say otherwise: it may earn points.
func (s *Server) hazard(c *call) answer {
	has := c.session.pass != ""
	return scripted("hazard", hazardView{Kinds: choice.Hazards, Places: choice.Places, MayBe: has, Mine: has, TextMost: textMost})
}

func (s *Server) reportHazard(c *call) answer {
	f := c.PostForm
	view := hazardView{
		Kinds: choice.Hazards, Places: choice.Places, Kind: f.Get("kind"), Place: f.Get("place"),
		Text: plainText(f.Get("text")), MayBe: c.session.pass != "", Mine: f.Get("mine") != "", TextMost: textMost,
	}
	kind, found := choice.Find(choice.Hazards, view.Kind)
	if !found {
		return scripted("hazard", view).again("no-kind")
	}
	if _, found := choice.Find(choice.Places, view.Place); !found && view.Place != "" {
		return scripted("hazard", view).again("not-offered")
	}
	if view.Place == "" && view.Text == "" {
		return scripted("hazard", view).again("no-place")
	}
	if !s.filings.allow(address(c.Request), c.now) {
		return scripted("hazard", view).again("slow")
	}
	filed, err := s.Desk.ReportHazard(c.signer(), station.Hazard{Kind: view.Kind, Place: view.Place, Text: view.Text})
	if err != nil {
		return s.unfiled(scripted("hazard", view), err)
	}
	return c.hand(receipt{
		Kind: "hazard", About: kind.Text, Number: filed.Ref, Made: filed.Made,
		Code: s.Desk.FilingReceipt(filed), Draft: view.Draft(),
	})
}
