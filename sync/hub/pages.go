package hub

import (
	"context"
	"fmt"

	"github.com/nuanxin/station-kit/sync/wire"
)

const (
	// maxAnswer entries go down in one answer, and in a group of answers maxGroup,
	// but minAnswer each; a station that has more to come sees so in the page and
	// greets again.
	maxAnswer = 4000
	minAnswer = 64
	maxGroup  = 64_000
	// pageBytes leaves room in wire.MaxMessage for framing and signature.
	pageBytes = wire.MaxMessage / 2
	// entryFrame is what an entry takes beside its bytes.
	entryFrame = 8
)

// PagesAfter is the down-journal of a station after a cursor, or as much of it
// as one answer may hold.
func (h *Hub) PagesAfter(ctx context.Context, station string, cursor uint64) ([]wire.Page, error) {
	ask := Ask{station, cursor}
	var pages map[Ask][]wire.Page
	err := h.Store.View(ctx, func(tx Tx) (err error) {
		pages, err = pagesOf(tx, []Ask{ask})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("down-journal of %s: %w", station, err)
	}
	return pages[ask], nil
}

// pagesOf answers each ask with pages.
func pagesOf(tx Downlinks, asks []Ask) (map[Ask][]wire.Page, error) {
	if len(asks) == 0 {
		return nil, nil
	}
	runs, err := tx.Down(asks, min(maxAnswer, max(minAnswer, maxGroup/len(asks))))
	pages := map[Ask][]wire.Page{}
	for _, r := range runs {
		pages[Ask{r.Station, r.First - 1}] = paged(r)
	}
	return pages, err
}

// paged cuts a run into pages that fit a message.
func paged(r Run) (pages []wire.Page) {
	for len(r.Entries) > 0 {
		n := fitting(r.Entries)
		pages = append(pages, wire.Page{First: r.First, Entries: r.Entries[:n], Last: r.Last, JournalEpoch: r.Journal})
		r.First, r.Entries = r.First+uint64(n), r.Entries[n:]
	}
	return pages
}

func downward(pages []wire.Page) (all []wire.Downward) {
	for i := range pages {
		all = append(all, wire.Downward{Page: &pages[i]})
	}
	return all
}

// fitting is how many of the entries, at least one, make a page.
func fitting(entries [][]byte) int {
	size := 0
	for i, e := range entries {
		size += len(e) + entryFrame
		if i > 0 && size > pageBytes {
			return i
		}
	}
	return len(entries)
}
