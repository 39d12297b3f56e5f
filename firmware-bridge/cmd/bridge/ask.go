package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"time"
	"unicode/utf8"

	"github.com/nuanxin/station-kit/firmware-bridge/evdev"
	"github.com/nuanxin/station-kit/firmware-bridge/health"
	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
	"github.com/nuanxin/station-kit/firmware-bridge/wedge"
)

// scanPatience is how long somebody has to scan a code.
const scanPatience = 30 * time.Second

// scannerBauds are tried in this order.
var scannerBauds = []int{9600, 115200}

// scanner asks for a scan at each rate and reports what came; false where nothing did.
func (d *doctor) scanner(ctx context.Context, path string) bool {
	for i, baud := range scannerBauds {
		if i == 0 {
			d.please("如果这是扫码器，请扫任意一个码（30 秒内；不是就按回车）。", "If this is a scanner, scan any code within 30 s; if not, press Enter.")
		} else {
			d.please("收到的不是文字，换波特率再试：请再扫一次。", "That was no text; another baud rate is tried: scan again.")
		}
		code, err := d.scanAt(ctx, path, baud)
		switch {
		case err == nil:
			d.scanned(path, fmt.Sprintf("%d", baud), code)
			return true
		case errors.Is(err, errSkipped):
			return false
		case !errors.Is(err, scanner.ErrText):
			d.fault(path, bad, err)
			return true
		}
	}
	d.fault(path, bad, scanner.ErrText)
	return true
}

// errSkipped means that nobody scanned.
var errSkipped = errors.New("nothing was scanned")

func (d *doctor) please(zh, en string) {
	if !d.json {
		fmt.Fprintf(d.out, "  ? %s\n", d.say(zh, en))
	}
}

// scanAt is the first code, or why there is none.
func (d *doctor) scanAt(ctx context.Context, path string, baud int) (scanner.Scan, error) {
	line, err := port.Open(port.Config{Path: path, Baud: baud})
	if err != nil {
		return scanner.Scan{}, err
	}
	defer line.Close()
	return d.first(ctx, func(ctx context.Context, emit func(scanner.Scan), reject func(error)) error {
		return (&scanner.Reader{Emit: emit, Reject: reject}).Run(ctx, line)
	})
}

// first runs a loop until its first code or refusal, Enter, or the end of patience.
func (d *doctor) first(ctx context.Context, loop func(context.Context, func(scanner.Scan), func(error)) error) (scanner.Scan, error) {
	ctx, cancel := context.WithTimeout(ctx, scanPatience)
	defer cancel()
	type outcome struct {
		scan scanner.Scan
		err  error
	}
	came := make(chan outcome, 1)
	tell := func(o outcome) {
		select {
		case came <- o:
		default: // only the first counts
		}
	}
	ended := make(chan error, 1)
	go func() {
		ended <- loop(ctx, func(s scanner.Scan) { tell(outcome{scan: s}) }, func(err error) { tell(outcome{err: err}) })
	}()
	select {
	case o := <-came:
		return o.scan, o.err
	case <-d.lines:
		return scanner.Scan{}, errSkipped
	case err := <-ended:
		if err == nil {
			err = errSkipped
		}
		return scanner.Scan{}, err
	}
}

func (d *doctor) scanned(path, baud string, code scanner.Scan) {
	n := utf8.RuneCountInString(code.Text)
	text := health.Text{
		ZH: fmt.Sprintf("扫码器，读到 %d 个字符", n), EN: fmt.Sprintf("scanner, read %d characters", n),
	}
	if baud != "" {
		text = health.Text{
			ZH: fmt.Sprintf("扫码器，波特率 %s（USB 扫码器不论波特率），读到 %d 个字符", baud, n),
			EN: fmt.Sprintf("scanner at baud rate %s (which USB scanners do not mind), read %d characters", baud, n),
		}
	}
	d.report(finding{path, works, string(health.Scanner), text, ""})
}

// keyboard examines a scanner that types.
func (d *doctor) keyboard(ctx context.Context, path string) {
	device, err := evdev.Open(path)
	if err != nil {
		d.fault(path, bad, err)
		return
	}
	defer device.Close()
	if !d.ask {
		d.report(finding{path, note, "not-tried", health.Text{
			ZH: "键盘式扫码器，可以打开。要试扫请加 --ask。", EN: "A scanner that types, and it can be opened. To try a scan, add --ask.",
		}, ""})
		return
	}
	d.please("请扫任意一个码（30 秒内；跳过请在别的键盘上按回车）。", "Scan any code within 30 s; to skip, press Enter on another keyboard.")
	code, err := d.first(ctx, func(ctx context.Context, emit func(scanner.Scan), reject func(error)) error {
		return (&wedge.Reader{Emit: emit, Reject: reject}).Run(ctx, device)
	})
	switch {
	case err == nil:
		d.scanned(path, "", code)
	case errors.Is(err, errSkipped):
		d.report(finding{path, note, "not-tried", health.Text{ZH: "没有扫码。", EN: "Nothing was scanned."}, ""})
	default:
		d.fault(path, bad, err)
	}
}

// linesOf are the lines that somebody types, until ctx ends. Without more of them it stays silent.
func linesOf(ctx context.Context, in io.Reader) <-chan string {
	lines := make(chan string)
	go func() {
		for s := bufio.NewScanner(in); s.Scan(); {
			select {
			case lines <- s.Text():
			case <-ctx.Done():
				return
			}
		}
	}()
	return lines
}
