package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
)

// device is a serial line of this machine.
type device struct {
	Path   string `json:"path"`   // the most stable name: by-id, then by-path, then the device file
	Device string `json:"device"` // the device file, such as /dev/ttyUSB0
	USB    string `json:"usb,omitempty"`
	Seems  string `json:"seems"`
}

// list prints the serial devices.
func (a *app) list(args []string) error {
	f := a.flags("list")
	asJSON := f.Bool("json", false, "print one JSON line for each")
	if err := parse(f, args); err != nil {
		return err
	}
	found := devices("/")
	if *asJSON {
		return printJSON(a, found)
	}
	if len(found) == 0 {
		fmt.Fprintln(a.out, a.say("没有发现串口设备。", "No serial device found."))
	}
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	for _, d := range found {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", d.Path, d.Device, d.USB, d.Seems)
	}
	_ = w.Flush()
	a.printBulkReaders(bulkReaders("/"))
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

func (a *app) printBulkReaders(found []string) {
	for _, id := range found {
		fmt.Fprintf(a.out, "%s  %s\n", id, a.say("USB 身份证读卡器，但不是串口设备：本程序不能使用，请换串口型号。",
			"an ID-card reader on USB that is no serial device: not usable here; take the model with a serial port."))
	}
}

// devices finds the serial lines below a root directory, which is / but in tests.
func devices(root string) (found []device) {
	seen := map[string]bool{}
	for _, pattern := range []string{"serial/by-id/*", "serial/by-path/*", "ttyUSB*", "ttyACM*", "ttyS*"} {
		paths, _ := filepath.Glob(filepath.Join(root, "dev", pattern))
		slices.Sort(paths)
		for _, path := range paths {
			file, err := filepath.EvalSymlinks(path)
			if err != nil || seen[file] || !hasHardware(root, filepath.Base(file)) {
				continue
			}
			seen[file] = true
			usb, product := usbIdentity(root, filepath.Base(file))
			found = append(found, device{Path: path, Device: file, USB: usb, Seems: seems(usb, product)})
		}
	}
	return found
}

// hasHardware sorts out the ttyS files that the kernel makes for ports the machine does not have.
func hasHardware(root, tty string) bool {
	kind, err := os.ReadFile(filepath.Join(root, "sys/class/tty", tty, "type"))
	return err != nil || strings.TrimSpace(string(kind)) != "0"
}

// usbIdentity walks up from the line to the USB device that carries it. Both are empty for other lines.
func usbIdentity(root, tty string) (id, product string) {
	dir, err := filepath.EvalSymlinks(filepath.Join(root, "sys/class/tty", tty, "device"))
	for ; err == nil && len(dir) > len(root); dir = filepath.Dir(dir) {
		if vendor := attribute(dir, "idVendor"); vendor != "" {
			name := strings.TrimSpace(attribute(dir, "manufacturer") + " " + attribute(dir, "product"))
			return vendor + ":" + attribute(dir, "idProduct"), name
		}
	}
	return "", ""
}

func attribute(dir, name string) string {
	b, _ := os.ReadFile(filepath.Join(dir, name))
	return strings.TrimSpace(string(b))
}

// chips are the USB identities met in stations. A bridge chip does not tell what hangs behind it.
var chips = map[string]string{
	"1a86:7523": "CH340 bridge: card reader, scanner or printer",
	"1a86:55d4": "CH9102 bridge: card reader, scanner or printer",
	"10c4:ea60": "CP210x bridge: card reader, scanner or printer",
	"0403:6001": "FTDI bridge: card reader, scanner or printer",
	"067b:2303": "PL2303 bridge: card reader, scanner or printer",
}

// makers are vendors of scanners, whose devices are what they seem.
var makers = map[string]string{"0c2e": "Honeywell scanner", "1eab": "Newland scanner", "05e0": "Zebra scanner"}

func seems(usb, product string) string {
	vendor, _, _ := strings.Cut(usb, ":")
	switch {
	case chips[usb] != "":
		return chips[usb]
	case makers[vendor] != "":
		return makers[vendor]
	case product != "":
		return product
	case usb != "":
		return "USB serial device"
	}
	return "serial port of the machine"
}

// bulkReaders are ID-card reader modules that speak USB and are no serial device.
func bulkReaders(root string) (found []string) {
	dirs, _ := filepath.Glob(filepath.Join(root, "sys/bus/usb/devices/*"))
	for _, dir := range dirs {
		if id := attribute(dir, "idVendor") + ":" + attribute(dir, "idProduct"); strings.EqualFold(id, "0400:c35a") {
			found = append(found, id)
		}
	}
	return found
}
