package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// tree is a small /dev and /sys: an adapter with its stable names, a scanner, a real port and an absent one.
func tree(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	for path, text := range map[string]string{
		"dev/ttyUSB0": "", "dev/ttyACM0": "", "dev/ttyS0": "", "dev/ttyS1": "",
		"sys/class/tty/ttyS0/type":            "4\n",
		"sys/class/tty/ttyS1/type":            "0\n",
		"sys/devices/usb1/1-1/idVendor":       "1a86\n",
		"sys/devices/usb1/1-1/idProduct":      "7523\n",
		"sys/devices/usb1/1-1/1-1:1.0/x":      "",
		"sys/devices/usb1/1-2/idVendor":       "1eab\n",
		"sys/devices/usb1/1-2/idProduct":      "0c06\n",
		"sys/devices/usb1/1-2/1-2:1.0/x":      "",
		"sys/bus/usb/devices/1-3/idVendor":    "0400\n",
		"sys/bus/usb/devices/1-3/idProduct":   "c35a\n",
		"sys/class/tty/ttyUSB0/dev":           "",
		"sys/class/tty/ttyACM0/dev":           "",
		"dev/serial/by-id/x":                  "",
		"dev/serial/by-path/pci-0-usb-0:1-p0": "",
	} {
		put(t, filepath.Join(root, path), text)
	}
	link(t, "../../ttyUSB0", filepath.Join(root, "dev/serial/by-id/x"))
	link(t, "../../ttyUSB0", filepath.Join(root, "dev/serial/by-path/pci-0-usb-0:1-p0"))
	link(t, "../../../devices/usb1/1-1/1-1:1.0", filepath.Join(root, "sys/class/tty/ttyUSB0/device"))
	link(t, "../../../devices/usb1/1-2/1-2:1.0", filepath.Join(root, "sys/class/tty/ttyACM0/device"))
	return root
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func link(t *testing.T, target, path string) {
	t.Helper()
	_ = os.Remove(path)
	if err := os.Symlink(target, path); err != nil {
		t.Fatal(err)
	}
}

func TestDevices(t *testing.T) {
	root := tree(t)
	want := []device{
		{filepath.Join(root, "dev/serial/by-id/x"), filepath.Join(root, "dev/ttyUSB0"), "1a86:7523", chips["1a86:7523"]},
		{filepath.Join(root, "dev/ttyACM0"), filepath.Join(root, "dev/ttyACM0"), "1eab:0c06", "Newland scanner"},
		{filepath.Join(root, "dev/ttyS0"), filepath.Join(root, "dev/ttyS0"), "", "serial port of the machine"},
	}
	if got := devices(root); !slices.Equal(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if got := bulkReaders(root); !slices.Equal(got, []string{"0400:c35a"}) {
		t.Errorf("bulk readers %v", got)
	}
	if got := devices(t.TempDir()); len(got) != 0 {
		t.Errorf("found %v in an empty tree", got)
	}
}
