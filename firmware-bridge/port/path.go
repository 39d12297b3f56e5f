package port

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// usbScheme begins a Config.Path that is a USB identity.
const usbScheme = "usb:"

// locate finds the device file behind a path, and makes sure that it is a character device: opening anything
// else (a FIFO, say) could block.
func locate(root, path string) (string, error) {
	if identity, is := strings.CutPrefix(path, usbScheme); is {
		return locateUSB(root, identity)
	}
	return follow(path)
}

// locateUSB finds the one line of a VENDOR:PRODUCT or VENDOR:PRODUCT:SERIAL.
func locateUSB(root, identity string) (string, error) {
	parts := strings.SplitN(identity, ":", 3)
	if len(parts) < 2 {
		return "", fmt.Errorf("%w: %q is no VENDOR:PRODUCT", ErrNotFound, identity)
	}
	usb, file := strings.ToLower(parts[0]+":"+parts[1]), ""
	if !plugged(root, usb) { // which costs less than to look at every line, and is asked often
		return "", fs.ErrNotExist
	}
	for _, d := range List(root) {
		switch {
		case d.USB != usb, len(parts) == 3 && d.Serial != parts[2]:
		case file != "":
			return "", fmt.Errorf("%w: %s and %s", ErrAmbiguous, file, d.File)
		default:
			file = d.File
		}
	}
	if file == "" {
		return "", fs.ErrNotExist
	}
	return follow(file)
}

func follow(path string) (string, error) {
	if path == "" {
		return "", fs.ErrNotExist // which EvalSymlinks takes for the working directory
	}
	device, err := filepath.EvalSymlinks(path)
	if errors.Is(err, fs.ErrNotExist) && isLink(path) {
		return "", fmt.Errorf("%w: %w", ErrDangling, err)
	} else if err != nil {
		return "", err
	}
	info, err := os.Stat(device)
	if err != nil {
		return "", err
	}
	if info.Mode()&os.ModeCharDevice == 0 {
		return "", ErrNotTTY
	}
	return device, nil
}

func isLink(path string) bool {
	_, err := os.Readlink(path)
	return err == nil
}
