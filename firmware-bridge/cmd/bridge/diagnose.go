package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/escpos"
	"github.com/nuanxin/station-kit/firmware-bridge/health"
	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/remedy"
	"github.com/nuanxin/station-kit/firmware-bridge/samv"
)

// line finds out what is at the end of a serial line. Printers are asked first: their question prints nothing,
// while a card reader's would be text to them.
func (d *doctor) line(ctx context.Context, path string, chosen bool) {
	if err := d.open(path); err != nil {
		d.unopened(path, chosen, err)
		return
	}
	d.name(path)
	if d.printer(ctx, path) {
		return
	}
	baud, id, err := samv.Discover(ctx, func(baud int) (samv.Line, error) { return port.Open(port.Config{Path: path, Baud: baud}) })
	switch {
	case ctx.Err() != nil:
	case err == nil:
		d.reader(path, baud, id)
	case baud != 0:
		d.fault(path, bad, fmt.Errorf("at %d baud: %w", baud, err))
	case !unheard(err):
		d.fault(path, bad, err)
	case d.ask && d.scanner(ctx, path):
	default:
		d.silent(path, chosen, err)
	}
}

// open tries whether the line can be opened at all.
func (d *doctor) open(path string) error {
	p, err := port.Open(port.Config{Path: path})
	if err == nil {
		_ = p.Close()
	}
	return err
}

// unopened reports a line that cannot be opened. One that a program of the kit uses is at work.
func (d *doctor) unopened(path string, chosen bool, err error) {
	if errors.Is(err, port.ErrInUse) && !chosen && strings.Contains(err.Error(), "nuanxin-") {
		d.report(finding{path, note, string(health.InUse), remedy.Text{
			ZH: "暖新驿站的程序正在使用它，没有打扰；状态请看屏幕，或先停止该程序再诊断。",
			EN: "A program of this kit is using it, so it was left alone: see its screen, or stop it and ask again.",
		}, err.Error()})
		return
	}
	d.fault(path, bad, err)
}

func unheard(err error) bool {
	return errors.Is(err, samv.ErrSilent) || errors.Is(err, samv.ErrGarbled) || errors.Is(err, samv.ErrEcho)
}

func (d *doctor) reader(path string, baud int, id string) {
	d.report(finding{path, works, string(health.CardReader), remedy.Text{
		ZH: fmt.Sprintf("身份证读卡器，波特率 %d，模块编号 %s", baud, id),
		EN: fmt.Sprintf("ID-card reader at baud rate %d, module %s", baud, id),
	}, ""})
	if baud != port.DefaultBaud {
		d.report(finding{path, note, "not-default-baud", remedy.Text{
			ZH: fmt.Sprintf("不是出厂波特率：请在程序中设为 %d。", baud),
			EN: fmt.Sprintf("Not the factory's rate: set the programs to %d.", baud),
		}, ""})
	}
}

// silent reports a line on which nothing was recognised. A scanner says nothing until it scans.
func (d *doctor) silent(path string, chosen bool, err error) {
	if chosen {
		d.fault(path, bad, err)
		return
	}
	d.report(finding{path, note, string(health.Silent), remedy.Text{
		ZH: "没有认出读卡器或打印机。没接设备就不用管；接的是扫码器，请加 --ask 再诊断；接的是读卡器，请检查电源、收发线和地线。",
		EN: "No card reader or printer was recognised. If nothing is connected, all is well; for a scanner, ask again with --ask; for a card reader, check power, crossed wires and ground.",
	}, err.Error()})
}

// name reports a name that may lead to another device after the next start.
func (d *doctor) name(path string) {
	device, err := port.Identify("/", path)
	if err != nil || device.USB == "" || path != device.File {
		return
	}
	text := remedy.Text{
		ZH: "这个名字在重启或插拔后可能变：请改用 " + device.Path,
		EN: "This name may change at the next start or replug: use " + device.Path,
	}
	if device.Path == device.File {
		text = remedy.Text{
			ZH: "系统没有为它建立固定名字（/dev/serial/by-id、by-path）：请安装 udev，再重新插拔。",
			EN: "The system made no lasting name for it (/dev/serial/by-id, by-path): install udev, then plug it in again.",
		}
	}
	d.report(finding{path, note, "unstable-name", text, ""})
}

// printerBauds are tried in this order.
var printerBauds = []int{9600, 19200, 38400, 115200}

// printer asks at each rate whether a receipt printer is there, and reports how it is.
func (d *doctor) printer(ctx context.Context, path string) bool {
	for _, baud := range printerBauds {
		condition, there := askPrinter(ctx, path, baud)
		if !there {
			continue
		}
		d.report(finding{path, works, string(health.Printer), remedy.Text{
			ZH: fmt.Sprintf("小票打印机，波特率 %d", baud), EN: fmt.Sprintf("receipt printer at baud rate %d", baud),
		}, ""})
		if err := lowPaper(condition.Status); err != nil {
			d.fault(path, note, err)
		}
		for _, err := range each(condition.Err) {
			d.fault(path, bad, err)
		}
		return true
	}
	return false
}

// each parts errors that were joined.
func each(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	if err == nil {
		return nil
	}
	return []error{err}
}

const printerPatience = 700 * time.Millisecond

// askPrinter is false where no printer says how it is.
func askPrinter(ctx context.Context, path string, baud int) (c escpos.Condition, there bool) {
	line, err := port.Open(port.Config{Path: path, Baud: baud})
	if err != nil {
		return c, false
	}
	defer line.Close()
	ctx, cancel := context.WithTimeout(ctx, printerPatience)
	defer cancel()
	p := escpos.Printer{Emit: func(e escpos.Event) {
		if now, ok := e.(escpos.Condition); ok && now.Status.Known && !there {
			c, there = now, true
			cancel()
		}
	}}
	_ = p.Run(ctx, line) // which ended because we have heard enough, or there is nothing to hear
	return c, there
}

// rulesInstalled reports whether the kit's udev rules are there.
func rulesInstalled(root string) bool {
	for _, folder := range []string{"etc/udev/rules.d", "run/udev/rules.d", "usr/lib/udev/rules.d", "lib/udev/rules.d"} {
		if found, _ := filepath.Glob(filepath.Join(root, folder, "*nuanxin*.rules")); len(found) > 0 {
			return true
		}
	}
	return false
}
