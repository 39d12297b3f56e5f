package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/samv"
)

// errUnwell means that the doctor found no working card reader; what is wrong was printed.
var errUnwell = errors.New("no working card reader found")

// doctor looks for a card reader on one port or all, at each baud rate. It sends the reader's status command
// to whatever is there, so it is not run on a station at work: a port in use is left alone.
func (a *app) doctor(ctx context.Context, args []string) error {
	f := a.flags("doctor")
	path := f.String("port", "", "examine only this `device`")
	if err := parse(f, args); err != nil {
		return err
	}
	paths := []string{*path}
	if *path == "" {
		paths = nil
		for _, d := range port.List("/") {
			paths = append(paths, d.Path)
		}
		a.printStrays(port.Strays("/"))
	}
	if len(paths) == 0 {
		fmt.Fprintln(a.out, a.say("没有发现串口设备：请检查 USB 线和设备电源。", "No serial device found: check the USB cable and the device's power."))
		return errUnwell
	}
	return a.examineAll(ctx, paths)
}

func (a *app) examineAll(ctx context.Context, paths []string) error {
	well := false
	for _, path := range paths {
		fmt.Fprintf(a.out, "%s\n", path)
		baud, id, err := findModule(ctx, path)
		if err != nil {
			fmt.Fprintf(a.out, "  ✗ %s\n", a.explain(err))
			continue
		}
		well = true
		fmt.Fprintf(a.out, "  ✓ %s %d, %s %s\n", a.say("身份证读卡器，波特率", "ID-card reader at baud rate"), baud,
			a.say("模块编号", "module"), id)
		if baud != port.DefaultBaud {
			fmt.Fprintf(a.out, "  ! %s\n", fmt.Sprintf(a.say("不是出厂波特率：请在程序中设为 %d。", "Not the factory's rate: set the programs to %d."), baud))
		}
	}
	if !well {
		return errUnwell
	}
	return nil
}

// findModule asks at each baud rate until a module answers; see samv.Discover.
func findModule(ctx context.Context, path string) (baud int, id string, err error) {
	return samv.Discover(ctx, func(baud int) (samv.Line, error) { return port.Open(port.Config{Path: path, Baud: baud}) })
}
