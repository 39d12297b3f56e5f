package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/nuanxin/station-kit/firmware-bridge/escpos"
	"github.com/nuanxin/station-kit/firmware-bridge/evdev"
	"github.com/nuanxin/station-kit/firmware-bridge/health"
	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/remedy"
	"github.com/nuanxin/station-kit/firmware-bridge/samv"
	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
	"github.com/nuanxin/station-kit/firmware-bridge/wedge"
)

var update = flag.Bool("update", false, "write the table of symptoms into docs/devices.md")

const devicesPage = "../../../docs/devices.md"

// symptoms are what technicians see, and the error behind it. The page's table is made of them.
var symptoms = []struct {
	heading string // of a new table
	see     string
	err     error
}{
	{"The line", "The path does not exist", port.ErrNotFound},
	{"", "The path under `/dev/serial` is left over from a device that is gone", port.ErrDangling},
	{"", "It worked, then vanished", port.ErrGone},
	{"", "`usb:1a86:7523` fits two devices", port.ErrAmbiguous},
	{"", "Permission denied", port.ErrPermission},
	{"", "Busy, or works only now and then", port.ErrInUse},
	{"", "The path is something else", port.ErrNotTTY},
	{"", "A baud rate that does not exist", port.ErrBaud},
	{"", "Bytes cannot be sent", port.ErrTimeout},
	{"", "`0400:c35a` in the list", port.ErrBulk},
	{"", "A USB bridge without `/dev/ttyUSB…`", port.ErrDriver},
	{"The card reader", "Nothing comes back", samv.ErrSilent},
	{"", "What was sent comes back", samv.ErrEcho},
	{"", "Garbage comes back", samv.ErrGarbled},
	{"", "Answers to other questions", samv.ErrReply},
	{"", "Code 60", samv.SelfTestFailed},
	{"", "Code 66", samv.NotAuthorised},
	{"", "Code 41, again and again", samv.ReadFailed},
	{"", "Code 31", samv.ModuleRejected},
	{"", "Code 32", samv.CardRejected},
	{"", "Code 40", samv.UnknownCard},
	{"", "A card is read and then refused", samv.ErrText},
	{"The scanner", "Codes are refused", scanner.ErrText},
	{"", "Codes are too long", scanner.ErrTooLong},
	{"", "Codes are torn", scanner.ErrTorn},
	{"", "It does not scan on command", scanner.ErrNoAck},
	{"", "A scanner that types: permission denied", evdev.ErrPermission},
	{"", "A scanner that types: busy", evdev.ErrInUse},
	{"", "A scanner that types: taken for a person", wedge.ErrTyped},
	{"", "A scanner that types: odd keys", wedge.ErrKey},
	{"The printer", "Out of paper", escpos.ErrPaperOut},
	{"", "Little paper", escpos.ErrPaperLow},
	{"", "Cover open", escpos.ErrCoverOpen},
	{"", "Jam", escpos.ErrCutter},
	{"", "Error lamp", escpos.ErrUnrecoverable},
	{"", "Pauses by itself", escpos.ErrRecoverable},
	{"", "Offline", escpos.ErrOffline},
	{"", "It stopped answering", escpos.ErrSilent},
}

const (
	tableBegins = "<!-- made by go test ./firmware-bridge/cmd/bridge -run TestDevicesPage -update -->\n"
	tableEnds   = "<!-- end of the table -->\n"
)

// TestDevicesPage holds the technicians' page to what the doctor says.
func TestDevicesPage(t *testing.T) {
	var table strings.Builder
	for _, s := range symptoms {
		if s.heading != "" {
			fmt.Fprintf(&table, "\n### %s\n\n| you see | reason | what the doctor says |\n|---|---|---|\n", s.heading)
		}
		text := adviceFor(s.err)
		if text == (remedy.Text{}) {
			t.Errorf("the doctor has nothing to say about %v", s.err)
		}
		reason, _ := health.Of(s.err)
		word := "`" + string(reason) + "`"
		if reason == health.Unknown {
			word = ""
		}
		fmt.Fprintf(&table, "| %s | %s | %s<br>%s |\n", s.see, word, text.EN, text.ZH)
	}
	page, err := os.ReadFile(devicesPage)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(page), tableBegins)
	old, after, ok2 := strings.Cut(rest, tableEnds)
	if !ok || !ok2 {
		t.Fatal("the page has no place for the table")
	}
	table.WriteString("\n")
	switch {
	case old == table.String():
	case *update:
		if err := os.WriteFile(devicesPage, []byte(before+tableBegins+table.String()+tableEnds+after), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Error("the page says something else than the doctor: run go test ./firmware-bridge/cmd/bridge -run TestDevicesPage -update")
	}
}
