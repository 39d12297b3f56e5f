package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/capture"
	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/samv"
	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
	"github.com/nuanxin/station-kit/internal/build"
)

// record uses a device until interrupted and writes down what passes, without what is personal.
func (a *app) record(ctx context.Context, args []string) error {
	var s source
	var device, file string
	f := a.flags("record")
	s.flags(f, 0)
	f.StringVar(&device, "device", capture.CardReader, "what is there, `reader or scanner`")
	f.StringVar(&file, "file", "", "write the capture to this `file`, which must not exist")
	if err := parse(f, args, "port", "file"); err != nil {
		return err
	}
	if device != capture.CardReader && device != capture.CodeScanner {
		return fmt.Errorf("%w: --device is reader or scanner", errUsage)
	}
	if s.port.Baud == 0 {
		s.port.Baud = map[string]int{capture.CardReader: port.DefaultBaud, capture.CodeScanner: scannerBaud}[device]
	}
	out, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer out.Close()
	recorder, err := capture.NewRecorder(out, capture.Header{Device: device, Baud: s.port.Baud, Kit: build.Version()})
	if err != nil {
		return err
	}
	fmt.Fprintln(a.err, a.say("正在录制：请重现问题，完成后按 Ctrl-C。", "Recording: make the fault happen, then press Ctrl-C."))
	err = a.follow(ctx, s, func(ctx context.Context, p *port.Port, done func()) error {
		line := recorder.Line(p)
		defer line.(interface{ Close() error }).Close()
		return a.use(ctx, device, line, s, done)
	})
	err = firstError(err, recorder.Close(), out.Close())
	if err == nil {
		fmt.Fprintf(a.out, a.say("已录制到 %s：其中没有姓名、号码、地址、照片和码的内容，可以发给技术支持。\n",
			"Recorded to %s: without names, numbers, addresses, photos and what codes said, so it can be sent to support.\n"), file)
	}
	return err
}

// use has the kit's loop use a device. What came is told without its contents, unless JSON was asked for.
func (a *app) use(ctx context.Context, device string, line capture.Line, s source, done func()) error {
	if device == capture.CodeScanner {
		r := scanner.Reader{Reject: a.reject, Emit: a.emitScan(ctx, s, func() {
			if s.once {
				done()
			}
		})}
		return r.Run(ctx, line)
	}
	r := samv.Reader{Poll: s.poll, Emit: func(e samv.Event) { a.cardEvent(ctx, e, reading{source: s}, done) }}
	return r.Run(ctx, line)
}

// replay has the kit's loop use what a capture holds of a device.
func (a *app) replay(ctx context.Context, args []string) error {
	var s source
	f := a.flags("replay")
	file := f.String("file", "", "the capture's `file`")
	hurry := f.Bool("hurry", false, "let no time pass where nothing happens")
	f.BoolVar(&s.json, "json", false, "print one JSON line for each card or code, whose characters are not those of the person")
	if err := parse(f, args, "file"); err != nil {
		return err
	}
	c, err := readCapture(*file)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.err, a.say("回放：%s，波特率 %d，录制版本 %s，%d 条记录。\n", "Replaying: %s at %d baud, recorded by %s, %d entries.\n"),
		c.Header.Device, c.Header.Baud, c.Header.Kit, len(c.Entries))
	player := c.Play()
	player.Lenient, player.Hurry = true, *hurry
	if *hurry {
		s.poll = time.Millisecond
	}
	if err := a.play(ctx, c.Header.Device, player, s); err != nil {
		return err
	}
	fmt.Fprintf(a.out, a.say("回放结束，与录制时不同的命令：%d。\n", "The capture ends; commands that differ from those recorded: %d.\n"), player.Differences())
	return nil
}

func readCapture(file string) (capture.Capture, error) {
	in, err := os.Open(file)
	if err != nil {
		return capture.Capture{}, err
	}
	defer in.Close()
	c, err := capture.Read(in)
	if err != nil {
		return c, fmt.Errorf("%s: %w", file, err)
	}
	return c, nil
}

// play uses the player's line as often as it was opened.
func (a *app) play(ctx context.Context, device string, player *capture.Player, s source) error {
	for ctx.Err() == nil {
		err := a.use(ctx, device, player, s, func() {})
		switch {
		case err == nil, errors.Is(err, capture.ErrEnd):
			return nil
		case !errors.Is(err, capture.ErrLost):
			return err
		}
		if !player.Reopen() {
			return nil
		}
		fmt.Fprintln(a.err, a.say("录制时线路在这里断开，后来又接通。", "The line was lost here when this was recorded, and came back."))
	}
	return nil
}
