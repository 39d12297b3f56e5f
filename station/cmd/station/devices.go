package main

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/nuanxin/station-kit/firmware-bridge/health"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/control"
)

// report is the status with the devices', where a process runs that has some.
type report struct {
	station.Status
	Devices []health.Health `json:",omitempty"`
}

// devicesOf asks the running process; one that does not run drives no devices.
func devicesOf(s control.Station) (all []health.Health, err error) {
	running, is := s.(*control.Client)
	if !is {
		return nil, nil
	}
	text, err := running.Devices()
	if err != nil {
		return nil, err
	}
	return all, json.Unmarshal(text, &all)
}

// printDevices says of each device how it fares, and what to do where it does not fare well.
func printDevices(w io.Writer, all []health.Health) {
	for _, h := range all {
		fmt.Fprintf(w, "device     %s %s: %s", h.Device, h.Path, h.State)
		if h.Reason != "" {
			fmt.Fprintf(w, ", %s since %s", h.Reason, age(h.Since, "the start"))
		}
		fmt.Fprintf(w, "; %d done, %d failed, %d replugs, last good %s\n", h.Done, failures(h), h.Replugs, age(h.LastGood, "none yet"))
		if advice := h.Advice.Technician; advice.EN != "" {
			fmt.Fprintf(w, "           %s\n           %s\n", advice.ZH, advice.EN)
		}
		if h.Detail != "" {
			fmt.Fprintf(w, "           (%s)\n", h.Detail)
		}
	}
}

func failures(h health.Health) (sum uint64) {
	for _, n := range h.Failed {
		sum += n
	}
	return sum
}
