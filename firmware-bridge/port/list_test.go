package port_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/nuanxin/station-kit/firmware-bridge/port"
)

// tree is a /dev and a /sys in a temporary folder.
type tree struct {
	t    *testing.T
	root string
}

func newTree(t *testing.T) tree {
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return tree{t, root}
}

func (d tree) in(path string) string { return filepath.Join(d.root, path) }

func (d tree) put(path, text string) {
	d.t.Helper()
	err := os.MkdirAll(filepath.Dir(d.in(path)), 0o700)
	if err := errors.Join(err, os.WriteFile(d.in(path), []byte(text+"\n"), 0o600)); err != nil {
		d.t.Fatal(err)
	}
}

func (d tree) link(path, target string) {
	d.t.Helper()
	err := os.MkdirAll(filepath.Dir(d.in(path)), 0o700)
	_ = os.Remove(d.in(path))
	if err := errors.Join(err, os.Symlink(target, d.in(path))); err != nil {
		d.t.Fatal(err)
	}
}

// usb plugs a USB device into a socket, with a serial line unless tty is empty. It gets the links that udev
// makes: the by-id link goes to whoever came last.
func (d tree) usb(socket, vendor, product, serial, tty string) {
	dir := "sys/devices/usb1/" + socket
	d.put(dir+"/idVendor", vendor)
	d.put(dir+"/idProduct", product)
	if serial != "" {
		d.put(dir+"/serial", serial)
	}
	d.link("sys/bus/usb/devices/"+socket, d.in(dir))
	if tty == "" {
		return
	}
	d.put("dev/"+tty, "")
	d.put(dir+"/"+socket+":1.0/"+tty+"/x", "")
	d.link("sys/class/tty/"+tty+"/device", d.in(dir+"/"+socket+":1.0/"+tty))
	d.link(fmt.Sprintf("dev/serial/by-id/usb-%s_%s_%s-if00", vendor, product, serial), "../../"+tty)
	d.link("dev/serial/by-path/usb-"+socket, "../../"+tty)
}

// paths gives the file and the stable name of each device found, below the root.
func (d tree) paths() (found []string) {
	for _, dev := range port.List(d.root) {
		file, _ := filepath.Rel(d.in("dev"), dev.File)
		path, _ := filepath.Rel(d.in("dev"), dev.Path)
		found = append(found, file+" "+path)
	}
	return found
}

func TestStableNames(t *testing.T) {
	for name, test := range map[string]struct {
		plug func(tree)
		want []string
	}{
		"nothing": {func(tree) {}, nil},
		"a serial number of its own": {
			func(d tree) { d.usb("1-1", "1eab", "0c06", "A17", "ttyACM0") },
			[]string{"ttyACM0 serial/by-id/usb-1eab_0c06_A17-if00"},
		},
		"no serial number": {
			func(d tree) { d.usb("1-1", "1a86", "7523", "", "ttyUSB0") },
			[]string{"ttyUSB0 serial/by-path/usb-1-1"},
		},
		"two without": {
			func(d tree) {
				d.usb("1-1", "1a86", "7523", "", "ttyUSB10")
				d.usb("1-2", "1a86", "7523", "", "ttyUSB2")
			},
			[]string{"ttyUSB2 serial/by-path/usb-1-2", "ttyUSB10 serial/by-path/usb-1-1"},
		},
		"two with the same": {
			func(d tree) {
				d.usb("1-1", "10c4", "ea60", "0001", "ttyUSB0")
				d.usb("1-2", "10c4", "ea60", "0001", "ttyUSB1")
			},
			[]string{"ttyUSB0 serial/by-path/usb-1-1", "ttyUSB1 serial/by-path/usb-1-2"},
		},
		"ports of the machine": {
			func(d tree) {
				for tty, kind := range map[string]string{"ttyS0": "4", "ttyS1": "0", "hvc0": "", "ttyS9": "4"} {
					d.put("sys/class/tty/"+tty+"/device/x", "")
					d.put("sys/class/tty/"+tty+"/type", kind)
					d.put("dev/"+tty, "")
				}
				d.put("sys/class/tty/tty1/dev", "") // a console
				d.put("dev/tty1", "")
				if err := os.Remove(d.in("dev/ttyS9")); err != nil {
					d.t.Error(err)
				}
			},
			[]string{"ttyS0 ttyS0"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newTree(t)
			test.plug(d)
			if got := d.paths(); !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestWhatADeviceSeems(t *testing.T) {
	d := newTree(t)
	d.usb("1-1", "1A86", "7523", "", "ttyUSB0")
	d.usb("1-2", "1eab", "0c06", "A17", "ttyUSB1")
	d.usb("1-3", "1234", "5678", "", "ttyUSB2")
	d.put("sys/devices/usb1/1-3/product", "Receipt Printer")
	d.usb("1-4", "1234", "9999", "", "ttyUSB3")
	var seems []string
	for _, dev := range port.List(d.root) {
		seems = append(seems, dev.USB+" "+dev.Seems.EN)
	}
	want := []string{
		"1a86:7523 CH340 bridge: card reader, scanner or printer", "1eab:0c06 Newland scanner",
		"1234:5678 Receipt Printer", "1234:9999 USB serial device",
	}
	if !slices.Equal(seems, want) {
		t.Errorf("got %q, want %q", seems, want)
	}
}

// TestStrays: a module that is no serial line, a bridge without its line, and a name left behind.
func TestStrays(t *testing.T) {
	d := newTree(t)
	d.usb("1-1", "1a86", "7523", "", "ttyUSB0")
	d.usb("1-2", "0400", "C35A", "", "")
	d.usb("1-3", "10c4", "ea60", "0001", "")
	d.usb("1-4", "046d", "c31c", "", "") // a keyboard
	d.link("dev/serial/by-id/old", "../../ttyUSB7")
	want := map[string]error{
		"0400:c35a": port.ErrBulk, "10c4:ea60": port.ErrDriver, d.in("dev/serial/by-id/old"): port.ErrDangling,
	}
	got := port.Strays(d.root)
	for _, s := range got {
		if !errors.Is(s.Err, want[s.Name]) || want[s.Name] == nil {
			t.Errorf("%s: %v", s.Name, s.Err)
		}
		if a, ok := port.AdviceOf(s.Err); !ok || a.Technician.ZH == "" || a.Technician.EN == "" {
			t.Errorf("no advice on %v", s.Err)
		}
	}
	if len(got) != len(want) {
		t.Errorf("found %v", got)
	}
}

func TestIdentify(t *testing.T) {
	_, line := scanner(t)
	d := newTree(t)
	d.usb("1-1", "1eab", "0c06", "A17", "ttyACM0")
	d.usb("1-2", "1eab", "0c06", "A18", "ttyACM1")
	d.usb("1-3", "1a86", "7523", "", "ttyUSB0")
	d.link("dev/ttyACM1", line) // something that can be opened
	d.link("dev/ttyUSB0", line)
	d.link("dev/serial/by-id/old", "../../ttyUSB7")
	for path, want := range map[string]error{
		"usb:1a86:7523":                 nil,
		"usb:1A86:7523":                 nil,
		"usb:1eab:0c06:A18":             nil,
		"usb:1eab:0c06":                 port.ErrAmbiguous,
		"usb:1eab:0c06:A19":             port.ErrNotFound,
		"usb:1eab":                      port.ErrNotFound,
		"usb:10c4:ea60":                 port.ErrNotFound,
		"usb:1eab:0c06:A17":             port.ErrNotTTY, // a plain file in this tree
		d.in("dev/serial/by-id/old"):    port.ErrDangling,
		d.in("dev/serial/by-id/none"):   port.ErrNotFound,
		d.in("dev/serial/by-path/none"): port.ErrNotFound,
		line:                            nil,
	} {
		if _, err := port.Identify(d.root, path); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", path, err, want)
		}
	}
	if _, err := port.Identify(d.root, d.in("dev/serial/by-id/old")); !errors.Is(err, port.ErrNotFound) {
		t.Errorf("a name left behind is not found: %v", err)
	}
}
