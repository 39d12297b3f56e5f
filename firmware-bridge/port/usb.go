package port

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Why something that is plugged in is no serial line.
var (
	ErrBulk     = errors.New("an ID-card reader that speaks USB and is no serial device")
	ErrDriver   = errors.New("a USB bridge without a serial line: its driver is missing, or brltty has taken it away")
	ErrDangling = errors.New("the name leads to a device that is not there")
)

// Stray is something plugged in, or a name left behind, that should be a serial line and is not.
type Stray struct {
	Name string // the USB identity, or the link
	Err  error  // ErrBulk, ErrDriver or ErrDangling; see AdviceOf
}

// Strays finds them below a root directory, which is / but in tests.
func Strays(root string) (found []Stray) {
	carried := map[string]bool{}
	for _, tty := range ttys(root) {
		carried[usbAncestor(root, filepath.Join(root, "sys/class/tty", tty, "device"))] = true
	}
	dirs, _ := filepath.Glob(filepath.Join(root, "sys/bus/usb/devices/*"))
	for _, dir := range dirs {
		real, err := filepath.EvalSymlinks(dir)
		if id, _ := usbName(dir); err == nil && id == bulkReader {
			found = append(found, Stray{id, ErrBulk})
		} else if err == nil && bridges[id] != "" && !carried[real] {
			found = append(found, Stray{id, ErrDriver})
		}
	}
	return append(found, dangling(root)...)
}

func dangling(root string) (found []Stray) {
	all, _ := filepath.Glob(filepath.Join(root, "dev/serial/by-*/*"))
	for _, link := range all {
		if _, err := os.Stat(link); err != nil {
			found = append(found, Stray{link, ErrDangling})
		}
	}
	return found
}

func plugged(root, usb string) bool {
	dirs, _ := filepath.Glob(filepath.Join(root, "sys/bus/usb/devices/*"))
	return slices.ContainsFunc(dirs, func(dir string) bool {
		id, _ := usbName(dir)
		return id == usb
	})
}

// usbAncestor walks up from a line to the USB device that carries it; empty for other lines.
func usbAncestor(root, dir string) string {
	dir, err := filepath.EvalSymlinks(dir)
	for ; err == nil && len(dir) > len(root); dir = filepath.Dir(dir) {
		if attribute(dir, "idVendor") != "" {
			return dir
		}
	}
	return ""
}

// usbName is the identity of a USB device in lower case, and what it calls itself.
func usbName(dir string) (id, product string) {
	vendor := attribute(dir, "idVendor")
	if vendor == "" {
		return "", ""
	}
	return strings.ToLower(vendor + ":" + attribute(dir, "idProduct")),
		strings.TrimSpace(attribute(dir, "manufacturer") + " " + attribute(dir, "product"))
}

// attribute is a file of sysfs, "" where there is none.
func attribute(path ...string) string {
	b, _ := os.ReadFile(filepath.Join(path...))
	return strings.TrimSpace(string(b))
}
