package main

import (
	"context"
	_ "embed"
	"fmt"
	"strings"

	"github.com/nuanxin/station-kit/firmware-bridge/sim"
)

//go:embed lively.txt
var livelyScript string

// enliven has people come to the station until ctx ends, where that was asked for.
func (d *demo) enliven(ctx context.Context) {
	if !d.lively {
		return
	}
	people := sim.Console{Device: typist{d}, Told: func(_ string, err error) {
		if err != nil {
			fmt.Println(err)
		}
	}}
	if err := people.Play(ctx, strings.NewReader(livelyScript)); err != nil {
		fmt.Println(err)
	}
}

// typist does what somebody at the terminal would.
type typist struct{ demo *demo }

// Obey passes the line on.
func (t typist) Obey(verb, rest string) (string, error) {
	t.demo.pass(strings.TrimSpace(verb + " " + rest))
	return "", nil
}
