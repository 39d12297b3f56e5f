package port

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/nuanxin/station-kit/firmware-bridge/remedy"
)

// Device is a serial line that is plugged in, with the names it goes by. Numbers of device files shift at
// every start and replug; Path does not.
type Device struct {
	Path   string      `json:"path"`              // the name to configure, see List
	File   string      `json:"file"`              // the device file now, such as /dev/ttyUSB0
	ByID   string      `json:"by_id,omitempty"`   // by vendor, product and serial number
	ByPath string      `json:"by_path,omitempty"` // by the socket it is plugged into
	USB    string      `json:"usb,omitempty"`     // vendor and product, such as 1a86:7523; empty for other lines
	Serial string      `json:"serial,omitempty"`  // the USB serial number; cheap bridges have none, or all the same
	Seems  remedy.Text `json:"seems"`             // what it may be
}

// List finds the serial lines below a root directory, which is / but in tests.
//
// A device's Path is its by-id link where its serial number tells it from all others that are plugged in;
// otherwise its by-path link, because two bridges without serial numbers (CH340) or with equal ones (CP210x)
// fight for one by-id link; otherwise the device file.
func List(root string) []Device {
	var found []Device
	for _, tty := range ttys(root) {
		found = append(found, describe(root, tty))
	}
	links(root, "by-id", found, func(d *Device, link string) { d.ByID = link })
	links(root, "by-path", found, func(d *Device, link string) { d.ByPath = link })
	for i, d := range found {
		found[i].Path = d.stable(found)
	}
	slices.SortFunc(found, func(a, b Device) int { return cmp.Or(len(a.File)-len(b.File), cmp.Compare(a.File, b.File)) })
	return found
}

// Identify describes the line behind a path: a device file, a link, or a USB identity as in Config.Path.
// Errors are those of Open.
func Identify(root, path string) (Device, error) {
	file, err := locate(root, path)
	if err != nil {
		return Device{}, openError(path, err)
	}
	for _, d := range List(root) {
		if d.File == file {
			return d, nil
		}
	}
	return Device{Path: path, File: file, Seems: unknownLine}, nil
}

// ttys are the terminals that have hardware and a device file.
func ttys(root string) (names []string) {
	dirs, _ := filepath.Glob(filepath.Join(root, "sys/class/tty/*/device"))
	for _, dir := range dirs {
		name := filepath.Base(filepath.Dir(dir))
		_, err := os.Stat(filepath.Join(root, "dev", name))
		if err == nil && hasPort(root, name) && !strings.HasPrefix(name, "hvc") {
			names = append(names, name)
		}
	}
	return names
}

// hasPort sorts out the ttyS files that the kernel makes for ports the machine does not have.
func hasPort(root, tty string) bool { return attribute(root, "sys/class/tty", tty, "type") != "0" }

func describe(root, tty string) Device {
	d := Device{File: filepath.Join(root, "dev", tty)}
	dir := usbAncestor(root, filepath.Join(root, "sys/class/tty", tty, "device"))
	product := ""
	if dir != "" {
		d.USB, product = usbName(dir)
		d.Serial = attribute(dir, "serial")
	}
	d.Seems = seems(d.USB, product)
	return d
}

// links lets each device know its link in a folder of /dev/serial.
func links(root, folder string, devices []Device, set func(*Device, string)) {
	all, _ := filepath.Glob(filepath.Join(root, "dev/serial", folder, "*"))
	for _, link := range all {
		file, err := filepath.EvalSymlinks(link)
		for i := range devices {
			if err == nil && devices[i].File == file {
				set(&devices[i], link)
			}
		}
	}
}

func (d Device) stable(all []Device) string {
	if d.ByID != "" && d.Serial != "" && !d.twin(all) {
		return d.ByID
	}
	return cmp.Or(d.ByPath, d.ByID, d.File)
}

// twin reports whether another USB device calls itself the same. The lines of one device do not.
func (d Device) twin(all []Device) bool {
	return slices.ContainsFunc(all, func(o Device) bool {
		return o.File != d.File && o.USB == d.USB && o.Serial == d.Serial && (o.ByID == "" || o.ByID == d.ByID)
	})
}
