package main

import (
	"flag"
	"fmt"

	"github.com/nuanxin/station-kit/firmware-bridge/sim"
	"github.com/nuanxin/station-kit/station/pass/qr"
)

// simulation is what a simulated device is like.
type simulation struct {
	link, control, script string
	baud                  int
	scanner               sim.ScannerOptions
	printer               sim.PrinterOptions
	paper, font           string
}

func (s *simulation) flags(f *flag.FlagSet, kind string) {
	f.StringVar(&s.link, "link", "", "the `path` of the device, a symbolic link while it is plugged in")
	f.IntVar(&s.baud, "baud", 0, "baud `rate`; 0 is 115200 for a reader and 9600 for the others")
	f.StringVar(&s.control, "control", "", "also take lines from this named `pipe`, made for the purpose")
	f.StringVar(&s.script, "script", "", "carry out the lines of this `file` first")
	switch kind {
	case "scanner":
		f.StringVar(&s.scanner.Family, "family", "", "whose trigger commands it obeys: `honeywell`, newland or gm65")
		f.BoolVar(&s.scanner.OnDemand, "on-demand", false, "read only when triggered")
		f.BoolVar(&s.scanner.GBK, "gbk", false, "send GBK rather than UTF-8")
		f.BoolVar(&s.scanner.UART, "uart", false, "a program at another baud rate hears garbage")
	case "printer":
		f.StringVar(&s.paper, "paper", "58", "paper `width` in mm, 58 or 80")
		f.StringVar(&s.printer.File, "file", "", "keep a picture of the paper in this PNG `file`")
		f.StringVar(&s.font, "font", sim.SystemFont, "OpenType `font` of its characters, for --file")
		f.BoolVar(&s.printer.Mute, "mute", false, "never say how it is, as cheap ones")
	}
}

// device plugs the simulated device in.
func (s *simulation) device(kind string) (simulated, error) {
	switch kind {
	case "reader":
		return sim.NewReader(s.link, sim.ReaderOptions{Baud: s.baud})
	case "scanner":
		s.scanner.Baud = s.baud
		return sim.NewScanner(s.link, s.scanner)
	}
	return s.newPrinter()
}

func (s *simulation) newPrinter() (simulated, error) {
	paper, known := papers[s.paper]
	if !known {
		return nil, fmt.Errorf("%w: --paper is 58 or 80", errUsage)
	}
	s.printer.Baud, s.printer.Dots, s.printer.QR = s.baud, int(paper), qr.Image
	if s.printer.File != "" {
		font, err := sim.LoadFont(s.font)
		if err != nil {
			return nil, err
		}
		s.printer.Font = font
	}
	return sim.NewPrinter(s.link, s.printer)
}
