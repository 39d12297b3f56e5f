package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// pictureEvery is how often the screenshot of a virtual display is renewed.
const pictureEvery = 2 * time.Second

func (d *demo) explain() {
	fmt.Printf(`
The Nuanxin Station Kit runs. Ctrl-C stops it; make run continues with the same data.

  hub's status page   http://%s/
  hub's API           http://%s/api/v1/events?station=%s&after=0
  phone page          scan the code on the screen (it leads to http://%s/)
`, d.http, d.http, station, d.phone)
	if d.virtual {
		fmt.Printf("  the kiosk's screen  %s (no display here: renewed every %v; DISPLAY=%s)\n", d.picture(), pictureEvery, d.display)
	}
	fmt.Printf(`  printed receipts    %s (renewed at each cut)
  attendant's mode    tap the cup at the top of the screen: %s, PIN %s, keeps the accounts; %s, PIN %s
  logs                %s/

Type a line here, or write it from another terminal into %s:

  place %s    an ID card on the reader (invented persons; see the folder)
  lift        the card off again
  scan TEXT   a QR code before the scanner (into %s)
  paper out   the receipt printer without paper; paper in, cover open, cover shut, jam, clear (into %s)
  reader LINE  anything else a device understands, such as reader unplug; see firmware-bridge/sim/README.md

`, d.paper(), supervisor.Name, supervisor.pin, attendant.Name, attendant.pin, d.logs, d.in("dev/reader.in"), filepath.Join(cards, "citizen.json"), d.in("dev/scanner.in"), d.in("dev/printer.in"))
}

// cards are the sample cards, as seen from the top of the repository.
const cards = "firmware-bridge/sim/cards"

func (d *demo) picture() string { return d.in("screen.png") }

func (d *demo) paper() string { return d.in("paper.png") }

// serve passes commands on and renews the picture until ctx ends or something
// that should run has ended.
func (d *demo) serve(ctx context.Context) error {
	lines := typed()
	renew := time.NewTicker(pictureEvery)
	defer renew.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case p := <-d.ended:
			if !p.wantsRestart() {
				return p.ended()
			}
			fmt.Println("An attendant has the kiosk restarted.")
			if err := d.startKiosk(ctx); err != nil {
				return err
			}
		case line, open := <-lines:
			if !open {
				lines = nil // no terminal: the named pipes are still there
				continue
			}
			d.pass(line)
		case <-renew.C:
			if err := d.photograph(ctx); err != nil {
				return err
			}
		}
	}
}

func (d *demo) photograph(ctx context.Context) error {
	if !d.virtual {
		return nil
	}
	if err := screenshot(ctx, d.display, d.picture()); err != nil && ctx.Err() == nil {
		return err
	}
	return nil
}

func typed() <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		for in := bufio.NewScanner(os.Stdin); in.Scan(); {
			lines <- in.Text()
		}
	}()
	return lines
}

// pass hands a typed line to the device it is for.
func (d *demo) pass(line string) {
	verb, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	switch verb {
	case "":
	case "place":
		if full, err := filepath.Abs(rest); err == nil && strings.HasSuffix(rest, ".json") {
			line = "place " + full
		}
		d.tell("reader", line)
	case "lift":
		d.tell("reader", line)
	case "scan":
		d.tell("scanner", line)
	case "paper", "cover", "jam", "clear":
		d.tell("printer", line)
	case "reader", "scanner", "printer":
		d.tell(verb, strings.TrimSpace(rest))
	default:
		fmt.Printf("%q is none of: place FILE, lift, scan TEXT, paper out or in, cover open or shut, jam, clear, reader LINE, scanner LINE\n", verb)
	}
}

func (d *demo) tell(device, line string) {
	pipe, err := os.OpenFile(d.in("dev/"+device+".in"), os.O_WRONLY, 0)
	if err == nil {
		_, err = fmt.Fprintln(pipe, line)
		pipe.Close()
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s: %s\n", device, line)
}
