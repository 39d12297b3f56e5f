package phone

import (
	"net/http"
	"slices"

	"github.com/nuanxin/station-kit/kiosk/choice"
	"github.com/nuanxin/station-kit/station"
)

type appealsView struct {
	Categories []choice.Category
	Code       string // as typed so far
}

func (s *Server) appeals(*call) answer {
	return show("appeals", appealsView{Categories: choice.Categories})
}

// appealView is the form of one appeal.
type appealView struct {
	choice.Category
	Picked   []string
	Words    string
	MayBe    bool // the rider's own, having a pass
	Mine     bool
	TextMost int
}

// Draft is what the phone keeps the text under.
func (v appealView) Draft() string { return "appeal " + v.ID }

// Has reports whether a phrase is picked.
func (v appealView) Has(phrase string) bool { return slices.Contains(v.Picked, phrase) }

func (s *Server) appeal(c *call) answer {
	category, found := choice.CategoryOf(c.URL.Query().Get("about"))
	if !found {
		return plain(http.StatusNotFound, "unknown")
	}
	return scripted("appeal", appealView{Category: category, MayBe: c.session.pass != "", TextMost: textMost})
}

func (s *Server) fileAppeal(c *call) answer {
	category, found := choice.CategoryOf(c.PostForm.Get("about"))
	if !found {
		return plain(http.StatusBadRequest, "odd")
	}
	view := appealView{
		Category: category, Picked: pickedOf(category.Phrases, c.PostForm["phrase"]), Words: plainText(c.PostForm.Get("text")),
		MayBe: c.session.pass != "", Mine: c.PostForm.Get("mine") != "", TextMost: textMost,
	}
	if !s.filings.allow(address(c.Request), c.now) {
		return scripted("appeal", view).again("slow")
	}
	filed, err := s.Desk.FileAppeal(c.signer(), station.Appeal{Category: category.Value, Phrases: view.Picked, Text: view.Words})
	if err != nil {
		return s.unfiled(scripted("appeal", view), err)
	}
	return c.hand(receipt{
		Kind: "appeal", About: category.Text, Number: filed.Ref, Made: filed.Made,
		Claim: filed.Code, Code: filed.QR, Draft: view.Draft(),
	})
}

// pickedOf are those sent that are on offer, each once.
func pickedOf(offered []choice.Choice, sent []string) []string {
	var picked []string
	for _, each := range offered {
		if slices.Contains(sent, each.ID) {
			picked = append(picked, each.ID)
		}
	}
	return picked
}
