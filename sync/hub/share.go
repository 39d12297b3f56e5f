package hub

import (
	"errors"
	"fmt"
)

var (
	// ErrLent says that places already lent would have to be taken back, which
	// only the station that has them can do.
	ErrLent = errors.New("places that are lent cannot be taken back")
	// ErrCapacity says that a slot has not enough places for what is asked.
	ErrCapacity = errors.New("not enough places")
)

// Share is a station's part of a slot.
type Share struct {
	Station string
	// Places it is to have in all; 0 for an even part of what is left.
	Places int
}

// divide says how many more places each station is lent, so that the loans
// become what is wanted. It returns ErrLent or ErrCapacity.
func divide(capacity int, lent map[string]int, wanted []Share) (map[string]int, error) {
	free := capacity
	for _, n := range lent {
		free -= n
	}
	if free < 0 {
		return nil, fmt.Errorf("%d of the slot's places are lent, so its capacity cannot be %d: %w", capacity-free, capacity, ErrLent)
	}
	more := map[string]int{}
	var open []string
	for _, w := range wanted {
		switch {
		case w.Places == 0:
			open = append(open, w.Station)
		case w.Places < lent[w.Station]:
			return nil, fmt.Errorf("%s has %d places and was to have %d: %w", w.Station, lent[w.Station], w.Places, ErrLent)
		default:
			more[w.Station] = w.Places - lent[w.Station]
			free -= more[w.Station]
		}
	}
	if free < 0 {
		return nil, fmt.Errorf("%d too many for a capacity of %d: %w, raise --capacity or ask for fewer", -free, capacity, ErrCapacity)
	}
	spread(free, open, lent, more)
	return more, nil
}

// spread gives each free place to the open station that has least.
func spread(free int, open []string, lent, more map[string]int) {
	for ; free > 0 && len(open) > 0; free-- {
		least := open[0]
		for _, s := range open[1:] {
			if lent[s]+more[s] < lent[least]+more[least] {
				least = s
			}
		}
		more[least]++
	}
}
