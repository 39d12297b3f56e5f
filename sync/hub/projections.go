package hub

import (
	"github.com/nuanxin/station-kit/station/event"
)

// Projections are the followers that make plain tables of records.
func Projections() []Follower {
	return []Follower{unread, checkIns, bookings}
}

// unread names the records this version of the hub cannot read, for a later
// one to try again.
var unread = Follower{
	Name:   "unread",
	Kinds:  []string{KindUnreadable, event.KindUnknown},
	Tables: []Table{},
	Digest: func(_ Tx, page []Event, dead Dead) error {
		for _, e := range page {
			if e.Kind == KindUnreadable {
				dead(e, "its bytes are not an encoded record")
			} else {
				dead(e, "this version of the hub does not know the kind")
			}
		}
		return nil
	},
}

// recordColumns begin every row that is made of one record.
var recordColumns = []Column{{"station", Text}, {"epoch", Number}, {"seq", Number}, {"at_ms", Number}}

func columns(more ...Column) []Column {
	return append(append([]Column{}, recordColumns...), more...)
}

// recordKey is how many of recordColumns name the record.
const recordKey = 3

func row(e Event, more ...any) []any {
	return append([]any{e.Station, int64(e.Epoch), int64(e.Seq), e.Body.GetStamp().GetWallMs()}, more...)
}

var checkInsTable = Table{"check_ins", columns(Column{"pseudonym", Blob}, Column{"means", Text}), recordKey}

var checkIns = Follower{
	Name:   "check_ins",
	Kinds:  []string{"check_in"},
	Tables: []Table{checkInsTable},
	Digest: func(tx Tx, page []Event, dead Dead) error {
		var rows [][]any
		for _, e := range page {
			c := e.Body.GetCheckIn()
			if reason := oddPseudonym(c.GetPseudonym()); reason != "" {
				dead(e, reason)
				continue
			}
			rows = append(rows, row(e, orNil(c.GetPseudonym()), meansText(c.GetMeans())))
		}
		return tx.Put(checkInsTable, rows)
	},
}

func orNil(b []byte) any {
	if len(b) == 0 {
		return nil
	}
	return b
}

// meansText is "card", "pass", "phone" or "anonymous".
func meansText(m event.Means) string {
	switch m {
	case event.Means_MEANS_CARD:
		return "card"
	case event.Means_MEANS_PASS:
		return "pass"
	case event.Means_MEANS_PHONE:
		return "phone"
	case event.Means_MEANS_ANONYMOUS:
		return "anonymous"
	}
	return "unknown"
}

func oddPseudonym(b []byte) string {
	if len(b) != 0 && !event.PseudonymFrom(b).Known() {
		return "its pseudonym is not one of 16 bytes"
	}
	return ""
}
