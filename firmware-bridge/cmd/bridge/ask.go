package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/nuanxin/station-kit/firmware-bridge/evdev"
	"github.com/nuanxin/station-kit/firmware-bridge/health"
	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/remedy"
	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
	"github.com/nuanxin/station-kit/firmware-bridge/wedge"
)

// scanPatience is how long a scan may take to come, at each baud rate.
const scanPatience = 5 * time.Second

// scannerBauds are tried in this order.
var scannerBauds = []int{9600, 115200, 38400, 19200, 57600}

// What may come instead of a code.
var (
	errSkipped = errors.New("skipped")
	errNoScan  = errors.New("nothing was scanned")
)

// scanner asks for scans, one for each rate, and reports what came; false where nothing did. At a wrong rate a
// scan is garbage, or nothing at all.
func (d *doctor) scanner(ctx context.Context, path string) bool {
	d.please("如果这是扫码器，请反复扫同一个码，直到认出（最长半分钟）；不是就按回车。",
		"If this is a scanner, scan a code again and again until it is read, up to half a minute; if not, press Enter.")
	garbled := false
	for _, baud := range scannerBauds {
		code, err := d.scanAt(ctx, path, baud)
		switch {
		case err == nil:
			d.scanned(path, fmt.Sprint(baud), code)
			return true
		case errors.Is(err, errSkipped):
			return false
		case errors.Is(err, errNoScan):
		case errors.Is(err, scanner.ErrText), errors.Is(err, scanner.ErrTooLong), errors.Is(err, scanner.ErrTorn):
			garbled = true
		default:
			d.fault(path, bad, err)
			return true
		}
	}
	if garbled {
		d.fault(path, bad, scanner.ErrText)
	}
	return garbled
}

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
	ctx, cancel := context.WithTimeout(ctx, scanPatience)
	defer cancel()
	return d.first(ctx, func(ctx context.Context, emit func(scanner.Scan), reject func(error)) error {
		noise := time.AfterFunc(2*scanPatience, func() { reject(scanner.ErrText) })
		defer noise.Stop()
		heard := &heard{Port: line, first: func() { noise.Reset(noisePatience) }}
		return (&scanner.Reader{Emit: emit, Reject: reject}).Run(ctx, heard)
	})
}

// noisePatience is how long bytes may come without becoming a code: at a wrong baud rate a few may be too
// little to be refused.
const noisePatience = time.Second

// heard is a line that tells when something first comes.
type heard struct {
	*port.Port
	first func()
	once  sync.Once
}

func (h *heard) Read(b []byte) (int, error) {
	n, err := h.Port.Read(b)
	if n > 0 {
		h.once.Do(h.first)
	}
	return n, err
}

// first runs a loop until its first code or refusal, Enter, or the end of patience.
func (d *doctor) first(ctx context.Context, loop func(context.Context, func(scanner.Scan), func(error)) error) (scanner.Scan, error) {
	ctx, cancel := context.WithCancel(ctx)
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
			err = errNoScan
		}
		return scanner.Scan{}, err
	}
}

func (d *doctor) scanned(path, baud string, code scanner.Scan) {
	n := utf8.RuneCountInString(code.Text)
	text := remedy.Text{
		ZH: fmt.Sprintf("扫码器，读到 %d 个字符", n), EN: fmt.Sprintf("scanner, read %d characters", n),
	}
	if baud != "" {
		text = remedy.Text{
			ZH: fmt.Sprintf("扫码器，波特率 %s（USB 扫码器不论波特率），读到 %d 个字符", baud, n),
			EN: fmt.Sprintf("scanner at baud rate %s (which USB scanners do not mind), read %d characters", baud, n),
		}
	}
	d.report(finding{path, works, string(health.Scanner), text, ""})
}

// keyPatience is how long a scan of a scanner that types may take to come.
const keyPatience = 30 * time.Second

// keyboard examines a scanner that types.
func (d *doctor) keyboard(ctx context.Context, path string) {
	device, err := evdev.Open(path)
	if err != nil {
		d.fault(path, bad, err)
		return
	}
	defer device.Close()
	if !d.ask {
		d.report(finding{path, note, "not-tried", remedy.Text{
			ZH: "键盘式扫码器，可以打开。要试扫请加 --ask。", EN: "A scanner that types, and it can be opened. To try a scan, add --ask.",
		}, ""})
		return
	}
	ctx, cancel := context.WithTimeout(ctx, keyPatience)
	defer cancel()
	d.please("请扫任意一个码；跳过请在别的键盘上按回车。", "Scan any code; to skip, press Enter on another keyboard.")
	code, err := d.first(ctx, func(ctx context.Context, emit func(scanner.Scan), reject func(error)) error {
		return (&wedge.Reader{Emit: emit, Reject: reject}).Run(ctx, device)
	})
	switch {
	case err == nil:
		d.scanned(path, "", code)
	case errors.Is(err, errSkipped), errors.Is(err, errNoScan):
		d.report(finding{path, note, "not-tried", remedy.Text{ZH: "没有扫码。", EN: "Nothing was scanned."}, ""})
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
