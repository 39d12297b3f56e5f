package evdev_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/nuanxin/station-kit/firmware-bridge/evdev"
)

// plugIn makes a device file with its name and its links.
func plugIn(t *testing.T, root, event, name string, links ...string) {
	t.Helper()
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	file, sys := filepath.Join(root, "dev/input", event), filepath.Join(root, "sys/class/input", event, "device")
	must(os.MkdirAll(sys, 0o755))
	must(os.WriteFile(filepath.Join(sys, "name"), []byte(name+"\n"), 0o600))
	must(os.MkdirAll(filepath.Dir(file), 0o755))
	must(os.WriteFile(file, nil, 0o600))
	for _, link := range links {
		link = filepath.Join(root, "dev/input", link)
		must(os.MkdirAll(filepath.Dir(link), 0o755))
		must(os.Symlink(filepath.Join("..", event), link))
	}
}

func TestList(t *testing.T) {
	root := t.TempDir()
	plugIn(t, root, "event3", "Logitech USB Keyboard", "by-id/usb-Logitech_USB_Keyboard-event-kbd", "by-path/pci-0:1-event-kbd")
	plugIn(t, root, "event4", "Newland HR52 KBW", "by-id/usb-NLS-HR52-event-kbd", "by-path/pci-0:2-event-kbd")
	plugIn(t, root, "event5", "USB Barcode Scanner", "by-path/pci-0:3-event-kbd")
	plugIn(t, root, "event6", "Mouse", "by-id/usb-Mouse-event-mouse")
	if err := os.Symlink("../event9", filepath.Join(root, "dev/input/by-id/usb-gone-event-kbd")); err != nil {
		t.Fatal(err)
	}
	want := []evdev.Candidate{
		{"by-id/usb-NLS-HR52-event-kbd", "event4", "Newland HR52 KBW", true},
		{"by-path/pci-0:3-event-kbd", "event5", "USB Barcode Scanner", true},
		{"by-id/usb-Logitech_USB_Keyboard-event-kbd", "event3", "Logitech USB Keyboard", false},
	}
	got := evdev.List(root)
	if len(got) != len(want) {
		t.Fatalf("got %+v", got)
	}
	for i, w := range want {
		w.Path, w.File = filepath.Join(root, "dev/input", w.Path), filepath.Join(root, "dev/input", w.File)
		if got[i] != w {
			t.Errorf("got %+v, want %+v", got[i], w)
		}
	}
	if none := evdev.List(t.TempDir()); none != nil {
		t.Errorf("found %v in nothing", none)
	}
}
