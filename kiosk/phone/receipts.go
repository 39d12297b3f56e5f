package phone

import (
	"net/http"
	"strconv"
	"time"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// receiptsMost is how many a session keeps.
const receiptsMost = 16

// receipt is what a rider is shown of something handed in or redeemed, until
// the session ends. Only the session has an appeal's claim code.
type receipt struct {
	Kind   string // "appeal", "hazard", "story" or "reward"
	About  station.Text
	Number event.Ref
	Made   time.Time
	Points int64  // that a reward cost
	Claim  string // code of an appeal, in groups
	Code   string // text of the QR code, "" for none
	Draft  string // what the phone kept the text under, "" for none
	N      int    // which one of the session's it is
}

// hand keeps a receipt and leads to it.
func (c *call) hand(r receipt) answer {
	if len(c.receipts) == receiptsMost {
		c.receipts = append(c.receipts[:0:0], c.receipts[1:]...)
		c.dropped++
	}
	r.N = c.dropped + len(c.receipts)
	c.receipts = append(c.receipts, r)
	return see("/receipt", "n", strconv.Itoa(r.N))
}

// kept finds the receipt that the query names.
func (c *call) kept() (receipt, bool) {
	n, err := strconv.Atoi(c.URL.Query().Get("n"))
	i := n - c.dropped
	if err != nil || i < 0 || i >= len(c.receipts) {
		return receipt{}, false
	}
	return c.receipts[i], true
}

func (s *Server) receipt(c *call) answer {
	r, ok := c.kept()
	if !ok {
		return plain(http.StatusNotFound, "unkept")
	}
	return scripted("receipt", r)
}

func (s *Server) receiptCode(c *call) answer {
	r, ok := c.kept()
	if !ok || r.Code == "" {
		return plain(http.StatusNotFound, "unkept")
	}
	return s.code(r.Code)
}

// signer is in whose name something is handed in: the rider's where they have
// a pass and say so, else nobody's.
func (c *call) signer() station.Rider {
	if c.PostForm.Get("mine") != "" && c.session.pass != "" {
		return c.rider
	}
	return station.Anonymous()
}

// unfiled is a form whose station refused it.
func (s *Server) unfiled(form answer, err error) answer {
	note, known := refusalOf(err)
	if !known {
		s.Log.Error("station failed a phone", "err", err)
	}
	return form.again(note)
}
