package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/nuanxin/station-kit/firmware-bridge/port"
)

// settings are the command line.
type settings struct {
	data, broker     string
	atOnce           bool
	devices          lines
	printer          printerLine
	voice            voiceSettings
	phone, phoneHost string
	window           windowConfig
	allowReboot      bool
}

// settingsFrom reads the command line, and ends the program where it cannot be understood.
func settingsFrom(args []string) settings {
	var s settings
	flag.StringVar(&s.data, "data", "/var/lib/nuanxin", "the station's `folder`, enrolled by nuanxin-station enroll")
	flag.StringVar(&s.broker, "broker", "", "another broker `URL` than the hub named")
	flag.BoolVar(&s.atOnce, "at-once", false, "connect without the random wait that spreads a fleet")
	s.devices.flags()
	s.printer.flags()
	s.voice.flags()
	flag.StringVar(&s.phone, "phone", ":8482", "where the page for riders' phones listens")
	flag.StringVar(&s.phoneHost, "phone-host", "", "`host:port` under which phones reach it; empty is this machine's address on its network")
	flag.BoolVar(&s.allowReboot, "allow-reboot", false, "let attendants restart the machine: systemctl reboot must be allowed to this user")
	s.window.flags()
	_ = flag.CommandLine.Parse(args) // it ends the program itself
	return s
}

func (l *lines) flags() {
	flag.StringVar(&l.reader.Path, "reader", "", "the ID-card reader's serial `device`, best by its name in nuanxin-bridge list; empty for none")
	flag.IntVar(&l.reader.Baud, "reader-baud", port.DefaultBaud, "the card reader's baud `rate`; nuanxin-bridge doctor finds it")
	flag.StringVar(&l.scanner.Path, "scanner", "", "the QR scanner's serial `device`, or /dev/input/by-id/...-event-kbd of one that poses as a keyboard; empty for none")
	flag.IntVar(&l.scanner.Baud, "scanner-baud", scannerBaud, "the scanner's baud `rate`")
}

func (c *windowConfig) flags() {
	flag.Func("size", "`WIDTHxHEIGHT` of the window; without it the full screen", func(size string) error {
		if _, err := fmt.Sscanf(size, "%dx%d", &c.Width, &c.Height); err != nil {
			return fmt.Errorf("%q is not WIDTHxHEIGHT", size)
		}
		return nil
	})
	flag.StringVar(&c.Screenshot, "screenshot", "", "the PNG `file` to write on SIGUSR1")
	flag.StringVar(&c.Describe, "describe", "", "for tests: a Unix `socket` that says what the screen shows, and where what can be tapped")
}

// exit ends the program with the status of how it went.
func exit(err error, report func(error)) {
	switch {
	case err == nil:
		os.Exit(0)
	case isRestart(err):
		os.Exit(exitRestart)
	}
	report(err)
	os.Exit(1)
}
