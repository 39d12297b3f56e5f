package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/unix"

	"github.com/nuanxin/station-kit/firmware-bridge/health"
	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/remedy"
)

// How a doctor's visit ends badly; what is wrong was printed.
var (
	errUnwell  = errors.New("no working device was found")
	errTrouble = errors.New("something is wrong")
)

// level is what a finding means for the exit status.
type level string

const (
	works level = "ok"
	note  level = "note"
	bad   level = "bad"
)

// finding is what the doctor says of a device, or of the machine.
type finding struct {
	Device string      `json:"device,omitempty"`
	Level  level       `json:"level"`
	What   string      `json:"what"` // card-reader, scanner, printer; or the reason, as health has it; or a word of its own
	Text   remedy.Text `json:"text"`
	Cause  string      `json:"cause,omitempty"`
}

// doctor is one visit.
type doctor struct {
	*app
	json  bool
	ask   bool // somebody is there to scan a code
	lines <-chan string
	count map[level]int
}

// doctor looks at one device or all: it tries each port at each baud rate and says what is there, what is
// wrong and how to mend it. It sends bytes to whatever is there, so a port in use is left alone.
func (a *app) doctor(ctx context.Context, args []string) error {
	d := doctor{app: a, count: map[level]int{}}
	f := a.flags("doctor")
	path := f.String("port", "", "examine only this `device`")
	f.BoolVar(&d.json, "json", false, "print one JSON line for each finding")
	f.BoolVar(&d.ask, "ask", isTerminal(a.in), "ask for a scan where a device says nothing by itself")
	if err := parse(f, args); err != nil {
		return err
	}
	if d.ask {
		d.lines = linesOf(ctx, a.in)
	}
	if *path != "" {
		d.device(ctx, *path, true)
	} else {
		d.everything(ctx)
	}
	return d.summary()
}

func isTerminal(in io.Reader) bool {
	file, ok := in.(*os.File)
	if !ok {
		return false
	}
	_, err := unix.IoctlGetTermios(int(file.Fd()), unix.TCGETS)
	return err == nil
}

// everything examines the machine and all that is plugged in.
func (d *doctor) everything(ctx context.Context) {
	d.machine()
	serial := 0
	for _, i := range everything("/") {
		switch {
		case i.Kind == "serial":
			serial++
			d.device(ctx, i.Path, false)
		case i.Kind == "keyboard" && i.scanner:
			d.device(ctx, i.Path, false)
		case i.Kind == "unusable", i.Kind == "usb-printer":
			d.head(i.Path)
			d.report(finding{i.Path, bad, i.Kind, i.Seems, ""})
		}
	}
	if serial == 0 && ctx.Err() == nil {
		d.report(finding{"", bad, "nothing", remedy.Text{
			ZH: "没有发现串口设备：请检查 USB 线和设备电源。", EN: "No serial device found: check the USB cable and the device's power.",
		}, ""})
	}
}

func (d *doctor) device(ctx context.Context, path string, chosen bool) {
	if ctx.Err() != nil {
		return
	}
	d.head(path)
	if isKeyboard(path) {
		d.keyboard(ctx, path)
		return
	}
	d.line(ctx, path, chosen)
}

func (d *doctor) head(path string) {
	if !d.json {
		fmt.Fprintln(d.out, path)
	}
}

var signs = map[level]string{works: "✓", note: "!", bad: "✗"}

// report says and counts a finding.
func (d *doctor) report(f finding) {
	d.count[f.Level]++
	if d.json {
		_ = json.NewEncoder(d.out).Encode(f)
		return
	}
	text := d.say(f.Text.ZH, f.Text.EN)
	if f.Cause != "" {
		text += " (" + f.Cause + ")"
	}
	fmt.Fprintf(d.out, "  %s %s\n", signs[f.Level], text)
}

// fault reports an error of a device.
func (d *doctor) fault(path string, l level, err error) {
	reason, _ := health.Of(err)
	text := adviceFor(err)
	if text == (remedy.Text{}) {
		text = remedy.Text{ZH: "出错", EN: "It failed"}
	}
	d.report(finding{path, l, string(reason), text, err.Error()})
}

func (d *doctor) summary() error {
	ok, wrong, notes := d.count[works], d.count[bad], d.count[note]
	if d.json {
		_ = json.NewEncoder(d.out).Encode(map[string]any{"summary": map[string]int{"ok": ok, "bad": wrong, "notes": notes}})
	} else {
		fmt.Fprintf(d.out, d.say("小结：正常 %d，要处理 %d，提示 %d。\n", "In short: %d working, %d to mend, %d remarks.\n"), ok, wrong, notes)
	}
	switch {
	case wrong > 0:
		return errTrouble
	case ok == 0:
		return errUnwell
	}
	return nil
}

// machine reports programs that are known to take serial lines away.
func (d *doctor) machine() {
	for _, p := range port.Meddlers() {
		text, known := meddling[p.Name]
		if known && !(p.Name == "ModemManager" && rulesInstalled("/")) {
			d.head(p.String())
			d.report(finding{"", note, p.Name, text, ""})
		}
	}
}

var meddling = map[string]remedy.Text{
	"ModemManager": {
		ZH: "ModemManager 在运行：它会向新插入的串口设备发探测命令，读卡器最长 20 秒不可用。请安装 udev 规则（见 docs/devices.md）。",
		EN: "ModemManager is running: it probes serial devices when they are plugged in, and keeps a reader for up to 20 s. Install the udev rules (docs/devices.md).",
	},
	"brltty": {
		ZH: "brltty 在运行：它会抢走 CH340 和 CP210x 的串口。不用盲文显示器就卸载它：sudo apt-get remove brltty。",
		EN: "brltty is running: it takes the lines of CH340 and CP210x bridges away. Without a braille display, remove it: sudo apt-get remove brltty.",
	},
}
