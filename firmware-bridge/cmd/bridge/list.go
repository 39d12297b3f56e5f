package main

import (
	"encoding/json"
	"fmt"
	"text/tabwriter"

	"github.com/nuanxin/station-kit/firmware-bridge/port"
)

// list prints the serial devices.
func (a *app) list(args []string) error {
	f := a.flags("list")
	asJSON := f.Bool("json", false, "print one JSON line for each")
	if err := parse(f, args); err != nil {
		return err
	}
	found := port.List("/")
	if *asJSON {
		return printJSON(a, found)
	}
	if len(found) == 0 {
		fmt.Fprintln(a.out, a.say("没有发现串口设备。", "No serial device found."))
	}
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	for _, d := range found {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", d.Path, d.File, d.USB, a.say(d.Seems.ZH, d.Seems.EN))
	}
	_ = w.Flush()
	a.printStrays(port.Strays("/"))
	return nil
}

func printJSON[T any](a *app, values []T) error {
	for _, v := range values {
		if err := json.NewEncoder(a.out).Encode(v); err != nil {
			return err
		}
	}
	return nil
}

// printStrays tells of what should be a serial line and is not.
func (a *app) printStrays(found []port.Stray) {
	for _, s := range found {
		advice, _ := port.AdviceOf(s.Err)
		fmt.Fprintf(a.out, "%s  %s\n", s.Name, a.say(advice.Technician.ZH, advice.Technician.EN))
	}
}
