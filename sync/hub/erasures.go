package hub

import (
	"crypto/sha256"

	"github.com/nuanxin/station-kit/station/event"
)

// Erasure is a rider's demand to be forgotten, as far as tables go: rows of what
// was recorded before it lose the pseudonym, and still count.
type Erasure struct {
	Pseudonym []byte
	// Rows of a lower Pos, or stamped no later than AtMs, are from before it.
	Pos, AtMs int64
}

// Who was erased is remembered by a hash, because what an offline station
// recorded before may come later.
const erasedDomain = "nuanxin/v1/erased\x00"

type erasedHash [sha256.Size]byte

func hashErased(pseudonym []byte) erasedHash {
	return sha256.Sum256(append([]byte(erasedDomain), pseudonym...))
}

// erasedTable is the memory of one follower: each reads at its own pace.
func erasedTable(follower string) Table {
	return Table{"erased_in_" + follower, []Column{{"hash", Blob}, {"pos", Number}, {"at_ms", Number}}, 1}
}

// erasures are those that concern the riders of a page.
type erasures struct {
	known map[erasedHash]Erasure
	fresh []erasedHash
}

// fewErased is how many erasures are read at once rather than asked for rider
// by rider: far fewer ask to be forgotten than come.
const fewErased = 1000

// erasuresOf reads the erasures known of the page's riders, and adds those that
// the page itself demands.
func erasuresOf(tx Tables, memory Table, page []Event) (*erasures, error) {
	all := &erasures{known: map[erasedHash]Erasure{}}
	found, err := tx.First(memory, fewErased)
	if len(found) == fewErased {
		found, err = tx.Find(memory, erasedKeys(page))
	}
	for _, row := range found {
		all.known[erasedHash(row[0].([]byte))] = Erasure{Pos: row[1].(int64), AtMs: row[2].(int64)}
	}
	for _, e := range page {
		all.demand(e)
	}
	return all, err
}

// erasedKeys are the keys of the page's riders in the memory of erasures.
func erasedKeys(page []Event) (keys [][]any) {
	asked := map[erasedHash]bool{}
	for _, e := range page {
		if who := e.Body.Pseudonym(); who.Known() {
			if hash := hashErased(who[:]); !asked[hash] {
				asked[hash] = true
				keys = append(keys, []any{hash[:]})
			}
		}
	}
	return keys
}

func (a *erasures) demand(e Event) {
	who := event.PseudonymFrom(e.Body.GetPersonErased().GetPseudonym())
	at := e.Body.GetStamp().GetWallMs()
	if !who.Known() || !isTime(at) {
		return
	}
	hash := hashErased(who[:])
	old := a.known[hash]
	a.known[hash] = Erasure{who[:], max(old.Pos, e.Pos), max(old.AtMs, at)}
	a.fresh = append(a.fresh, hash)
}

// empty takes the pseudonym out of a row from before its rider's erasure.
func (a *erasures) empty(t *plainTable, row []any) {
	if t.rider == 0 || row[t.rider] == nil || len(a.known) == 0 {
		return
	}
	gone, erased := a.known[hashErased(row[t.rider].([]byte))]
	if erased && (row[rowPos].(int64) < gone.Pos || row[rowAt].(int64) <= gone.AtMs) {
		row[t.rider] = nil
	}
}

// write remembers the page's erasures, and empties the rows of earlier pages.
func (a *erasures) write(tx Tables, memory Table, tables []*plainTable) error {
	var rows [][]any
	var fresh []Erasure
	written := map[erasedHash]bool{}
	for _, hash := range a.fresh {
		if gone := a.known[hash]; !written[hash] {
			written[hash] = true
			rows, fresh = append(rows, []any{hash[:], gone.Pos, gone.AtMs}), append(fresh, gone)
		}
	}
	for _, t := range tables {
		if t.rider == 0 || len(fresh) == 0 {
			continue
		}
		if err := tx.Anonymise(t.Name, fresh); err != nil {
			return err
		}
	}
	return tx.Put(memory, rows)
}
