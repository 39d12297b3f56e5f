package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/nuanxin/station-kit/firmware-bridge/evdev"
	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/remedy"
)

// item is something that is plugged in.
type item struct {
	Kind   string      `json:"kind"` // serial, keyboard, usb-printer, unusable
	Path   string      `json:"path"` // the name to configure
	File   string      `json:"file,omitempty"`
	USB    string      `json:"usb,omitempty"`
	Serial string      `json:"serial,omitempty"`
	Seems  remedy.Text `json:"seems"`

	scanner bool // a keyboard whose name is a scanner's
}

// list prints what is plugged in and what it seems to be.
func (a *app) list(args []string) error {
	f := a.flags("list")
	asJSON := f.Bool("json", false, "print one JSON line for each")
	if err := parse(f, args); err != nil {
		return err
	}
	found := everything("/")
	if *asJSON {
		return printJSON(a, found)
	}
	if !slices.ContainsFunc(found, func(i item) bool { return i.Kind == "serial" }) {
		fmt.Fprintln(a.out, a.say("没有发现串口设备：请检查 USB 线和设备电源。", "No serial device found: check the USB cable and the device's power."))
	}
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	for _, i := range found {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", i.Path, i.File, i.USB, a.say(i.Seems.ZH, i.Seems.EN))
	}
	return w.Flush()
}

func printJSON[T any](a *app, values []T) error {
	for _, v := range values {
		if err := json.NewEncoder(a.out).Encode(v); err != nil {
			return err
		}
	}
	return nil
}

// everything finds the devices below a root directory, which is / but in tests.
func everything(root string) (found []item) {
	for _, d := range port.List(root) {
		found = append(found, item{Kind: "serial", Path: d.Path, File: d.File, USB: d.USB, Serial: d.Serial, Seems: d.Seems})
	}
	for _, c := range evdev.List(root) {
		found = append(found, item{Kind: "keyboard", Path: c.Path, File: c.File, Seems: typist(c), scanner: c.Scanner})
	}
	found = append(found, usbPrinters(root)...)
	for _, s := range port.Strays(root) {
		advice, _ := port.AdviceOf(s.Err)
		found = append(found, item{Kind: "unusable", Path: s.Name, Seems: advice.Technician})
	}
	return found
}

func typist(c evdev.Candidate) remedy.Text {
	if c.Scanner {
		return remedy.Text{ZH: c.Name + "：键盘式扫码器", EN: c.Name + ": a scanner that types like a keyboard"}
	}
	return remedy.Text{ZH: c.Name + "：键盘，也可能是扫码器（拔下它再列一次就知道）", EN: c.Name + ": a keyboard, or a scanner (unplug it and list again to see)"}
}

// usbPrinters are printers of the USB printer class. They have no serial line.
func usbPrinters(root string) (found []item) {
	files, _ := filepath.Glob(filepath.Join(root, "dev/usb/lp*"))
	for _, file := range files {
		device := filepath.Join(root, "sys/class/usbmisc", filepath.Base(file), "device")
		real, _ := filepath.EvalSymlinks(device)
		parent := filepath.Dir(real)
		name := strings.TrimSpace(attribute(parent, "manufacturer") + " " + attribute(parent, "product"))
		if name == "" {
			name = "USB"
		}
		found = append(found, item{
			Kind: "usb-printer", Path: file, File: file, USB: strings.Trim(attribute(parent, "idVendor")+":"+attribute(parent, "idProduct"), ":"),
			Seems: remedy.Text{
				ZH: name + " 打印机，USB 打印模式：请按说明书改成虚拟串口（COM）模式，或用串口线连接",
				EN: name + " printer in USB printer mode: set it to virtual COM port mode by its manual, or use its serial socket",
			},
		})
	}
	return found
}

// attribute is a one-line file of sysfs, empty where there is none.
func attribute(dir, name string) string {
	b, _ := os.ReadFile(filepath.Join(dir, name))
	return strings.TrimSpace(string(b))
}
