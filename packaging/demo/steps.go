package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

func (d *demo) startHub(ctx context.Context) error {
	p, err := d.start("hub", "nuanxin-hub", "run", "--data", d.in("hub"), "--mqtt", d.mqtt, "--http", d.http, "--enrol", d.settings.enrol)
	if err != nil {
		return err
	}
	return p.until(ctx, func() bool { return d.get(ctx, "/healthz", nil) == nil })
}

// get asks the hub's API.
func (d *demo) get(ctx context.Context, path string, answer any) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+d.http+path, nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", path, response.Status)
	}
	if answer == nil {
		return nil
	}
	return json.NewDecoder(response.Body).Decode(answer)
}

// tool runs one of the kit's commands to its end.
func (d *demo) tool(ctx context.Context, program string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, filepath.Join(d.bin, program), args...)
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w: %s", program, args[0], err, strings.TrimSpace(said.String()))
	}
	return out, nil
}

// enrol makes the station a member of the hub, as a technician would; once.
func (d *demo) enrol(ctx context.Context) error {
	if _, err := os.Stat(d.in("station/membership.json")); err == nil {
		return nil
	}
	out, err := d.tool(ctx, "nuanxin-hub", "enroll", station, "--data", d.in("hub"), "--json",
		"--name-zh", "和平路暖新驿站", "--name-en", "Heping Road Station")
	if err != nil {
		return err
	}
	var invitation struct{ Code, Hub string }
	if err := json.Unmarshal(out, &invitation); err != nil {
		return err
	}
	_, err = d.tool(ctx, "nuanxin-station", "enroll", "--data", d.in("station"), "--hub", invitation.Hub, "--code", invitation.Code)
	return err
}

// offer is a service of the demonstration: slots of a day, from an hour on.
type offer struct {
	service, zh, en string
	hour, minutes   int
	count, capacity int
}

var offers = []offer{
	{"health-check", "一楼健康小屋", "Health room, ground floor", 9, 20, 18, 3},
	{"legal-aid", "二楼调解室", "Mediation room, first floor", 14, 30, 6, 1},
	{"counselling", "二楼谈心室", "Quiet room, first floor", 10, 50, 4, 1},
	{"childcare", "三楼儿童之家", "Children's room, second floor", 16, 120, 1, 8},
	{"haircut", "一楼大厅", "Hall, ground floor", 18, 20, 6, 1},
}

// near are slots of the next hours, whatever the hour is: somebody who tries the demonstration in the evening finds
// a list of today too.
var near = []offer{
	{"health-check", "一楼健康小屋", "Health room, ground floor", 0, 20, 6, 3},
	{"legal-aid", "二楼调解室", "Mediation room, first floor", 0, 30, 3, 1},
	{"haircut", "一楼大厅", "Hall, ground floor", 0, 20, 4, 1},
}

// days is how far ahead there are slots.
const days = 5

// offerSlots defines the slots of the coming days that have none yet.
func (d *demo) offerSlots(ctx context.Context) error {
	had, err := d.tool(ctx, "nuanxin-hub", "slots", "list", "--data", d.in("hub"))
	if err != nil {
		return err
	}
	for ahead := range days {
		day := time.Now().AddDate(0, 0, ahead+1).Format(time.DateOnly)
		if strings.Contains(string(had), day) {
			continue
		}
		for _, o := range offers {
			if err := d.offer(ctx, o, day); err != nil {
				return err
			}
		}
	}
	return d.offerNear(ctx, time.Now())
}

// offerNear defines the slots of the next hours, once a day.
func (d *demo) offerNear(ctx context.Context, now time.Time) error {
	return d.once("near-"+now.Format(time.DateOnly), func() error {
		at := now.Truncate(30 * time.Minute).Add(time.Hour)
		for _, o := range near {
			if err := d.offerAt(ctx, o, at.Format("2006-01-02 15:04")); err != nil {
				return err
			}
		}
		return nil
	})
}

func (d *demo) offer(ctx context.Context, o offer, day string) error {
	return d.offerAt(ctx, o, fmt.Sprintf("%s %02d:00", day, o.hour))
}

func (d *demo) offerAt(ctx context.Context, o offer, start string) error {
	_, err := d.tool(ctx, "nuanxin-hub", "slots", "add", "--data", d.in("hub"), "--station", station,
		"--service", o.service, "--place-zh", o.zh, "--place-en", o.en,
		"--start", start, "--minutes", fmt.Sprint(o.minutes),
		"--count", fmt.Sprint(o.count), "--capacity", fmt.Sprint(o.capacity))
	return err
}

// font is what the simulated printer's characters look like, as seen from the top of the repository.
const font = "kiosk/theme/fonts/NotoSansSC-Regular.otf"

// startDevices puts a reader, a scanner and a receipt printer behind stable paths, each with a
// named pipe that takes commands.
func (d *demo) startDevices(ctx context.Context) error {
	for _, kind := range []string{"reader", "scanner", "printer"} {
		link := d.in("dev/" + kind)
		args := []string{"simulate", kind, "--link", link, "--control", link + ".in"}
		if kind == "printer" {
			args = append(args, "--file", d.paper(), "--font", font)
		}
		p, err := d.start(kind, "nuanxin-bridge", args...)
		if err != nil {
			return err
		}
		if err := p.until(ctx, func() bool { _, err := os.Stat(link); return err == nil }); err != nil {
			return err
		}
	}
	return nil
}

// findDisplay takes the display there is, or makes one nobody sees.
func (d *demo) findDisplay(ctx context.Context) error {
	if d.display = os.Getenv("DISPLAY"); d.display != "" {
		return nil
	}
	p, display, err := virtualDisplay(ctx, d.logs, d.size)
	if err != nil {
		return err
	}
	d.display, d.virtual = display, true
	d.keep(p)
	return nil
}

func (d *demo) startKiosk(ctx context.Context) error {
	args := []string{
		"--data", d.in("station"), "--at-once", "--phone", d.phone,
		"--reader", d.in("dev/reader"), "--scanner", d.in("dev/scanner"), "--printer", d.in("dev/printer"),
	}
	if d.virtual {
		args = append(args, "--size", d.size)
	}
	p, err := d.start("kiosk", "nuanxin-kiosk", args...)
	if err != nil {
		return err
	}
	ready := func() bool {
		response, err := http.Get("http://" + d.phone + "/")
		if err == nil {
			response.Body.Close()
		}
		return err == nil
	}
	return p.until(ctx, ready)
}
