package main

import (
	"os"
	"path/filepath"
	"testing"
)

// tree is a small /dev and /sys: a serial bridge, a scanner that types, a keyboard, a USB printer and a reader that
// is no serial device.
func tree(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	for path, text := range map[string]string{
		"dev/ttyUSB0": "", "dev/input/event3": "", "dev/input/event4": "", "dev/usb/lp0": "",
		"sys/devices/usb1/1-1/idVendor": "1a86\n", "sys/devices/usb1/1-1/idProduct": "7523\n", "sys/devices/usb1/1-1/1-1:1.0/x": "",
		"sys/devices/usb1/1-4/idVendor": "0483\n", "sys/devices/usb1/1-4/idProduct": "5743\n",
		"sys/devices/usb1/1-4/product": "POS58\n", "sys/devices/usb1/1-4/1-4:1.0/x": "",
		"sys/class/input/event3/device/name": "Newland NLS-HR22\n",
		"sys/class/input/event4/device/name": "USB Keyboard\n",
		"sys/bus/usb/devices/1-3/idVendor":   "0400\n", "sys/bus/usb/devices/1-3/idProduct": "c35a\n",
	} {
		put(t, filepath.Join(root, path), text)
	}
	link(t, "../../../devices/usb1/1-1/1-1:1.0", filepath.Join(root, "sys/class/tty/ttyUSB0/device"))
	link(t, "../../../devices/usb1/1-4/1-4:1.0", filepath.Join(root, "sys/class/usbmisc/lp0/device"))
	link(t, "../event3", filepath.Join(root, "dev/input/by-id/usb-Newland-event-kbd"))
	link(t, "../event4", filepath.Join(root, "dev/input/by-id/usb-Keyboard-event-kbd"))
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
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, path); err != nil {
		t.Fatal(err)
	}
}

func TestEverything(t *testing.T) {
	root := tree(t)
	want := []item{
		{Kind: "serial", Path: "dev/ttyUSB0", USB: "1a86:7523"},
		{Kind: "keyboard", Path: "dev/input/by-id/usb-Newland-event-kbd", scanner: true},
		{Kind: "keyboard", Path: "dev/input/by-id/usb-Keyboard-event-kbd"},
		{Kind: "usb-printer", Path: "dev/usb/lp0", USB: "0483:5743"},
		{Kind: "unusable", Path: "0400:c35a"},
	}
	got := everything(root)
	if len(got) != len(want) {
		t.Fatalf("found %+v", got)
	}
	for i, g := range got {
		w := want[i]
		if w.Kind != "unusable" {
			w.Path = filepath.Join(root, w.Path)
		}
		if g.Kind != w.Kind || g.Path != w.Path || g.USB != w.USB || g.scanner != w.scanner || g.Seems.ZH == "" || g.Seems.EN == "" {
			t.Errorf("got %+v, want %+v", g, w)
		}
	}
	if nothing := everything(t.TempDir()); len(nothing) != 0 {
		t.Errorf("found %+v in an empty tree", nothing)
	}
}

func TestRulesInstalled(t *testing.T) {
	root := t.TempDir()
	if rulesInstalled(root) {
		t.Error("found rules in an empty tree")
	}
	put(t, filepath.Join(root, "etc/udev/rules.d/60-nuanxin-serial.rules"), "")
	if !rulesInstalled(root) {
		t.Error("did not find the rules")
	}
}
