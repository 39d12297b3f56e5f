package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/pass/qr"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/keyring"
	"github.com/nuanxin/station-kit/sync/hub/store"
	"github.com/nuanxin/station-kit/sync/wire"
)

// invitation is what enroll prints.
type invitation struct {
	Station string    `json:"station"`
	Code    string    `json:"code"`
	Hub     string    `json:"hub"` // "" while the hub is not running
	Expires time.Time `json:"expires"`
	// Scan is the text of the QR code.
	Scan string `json:"scan"`
}

func (p program) enroll(ctx context.Context, args []string) error {
	f := p.flags("enroll STATION")
	zh := f.String("name-zh", "", "the station's Chinese `name`, for its screen")
	en := f.String("name-en", "", "the station's English `name`")
	asJSON := f.Bool("json", false, "print JSON")
	picture := f.String("qr", "", "draw the code as a QR code into `FILE.png`, or on the terminal for -")
	at := f.String("hub", "", "the `URL` at which stations enrol, such as https://hub.example:8481, where this data folder's hub does not run")
	names, err := f.parse(args, "STATION")
	if err != nil {
		return err
	}
	if *asJSON && *picture == "-" {
		return usagef("--json and --qr - both print: let one of them write a file")
	}
	var i invitation
	err = p.with(ctx, f, true, func(h *hub.Hub, _ *store.Store) error {
		i, err = p.invite(ctx, f, h, names[0], *zh, *en, *at)
		return err
	})
	if err == nil {
		err = p.draw(*picture, i.Scan)
	}
	switch {
	case errors.Is(err, event.ErrBadStation), errors.Is(err, hub.ErrBadName), errors.Is(err, hub.ErrReserved):
		return misuse{err}
	case err != nil:
		return err
	case *asJSON:
		return json.NewEncoder(p.stdout).Encode(i)
	}
	p.tell(i)
	return nil
}

func (p program) invite(ctx context.Context, f *flags, h *hub.Hub, station, zh, en, at string) (invitation, error) {
	keys, err := keyring.Open(f.keyFolder(), p.now())
	if err != nil {
		return invitation{}, err
	}
	secret, err := h.Invite(ctx, station, zh, en)
	if err != nil {
		return invitation{}, err
	}
	if at == "" {
		here, _ := readAddresses(f.addresses()) // unknown while the hub does not run
		at = here.Enrol
	}
	code := wire.NewEnrolCode(secret, keys.Authority.Raw)
	scan := wire.Invitation{Hub: at, Code: code}.String()
	return invitation{station, code.String(), at, p.now().Add(hub.CodeLasts), scan}, nil
}

// qrPixels is the size of a picture that prints well on a label.
const qrPixels = 480

// draw makes a QR code, in a file or on the terminal; "" makes none.
func (p program) draw(file, text string) error {
	switch file {
	case "":
		return nil
	case "-":
		code, err := qr.Print(text)
		fmt.Fprint(p.stdout, code)
		return err
	}
	picture, err := qr.PNG(text, qrPixels)
	if err != nil {
		return err
	}
	return os.WriteFile(file, picture, 0o600) // who has it can enrol
}

func (p program) tell(i invitation) {
	fmt.Fprintf(p.stdout, "Enrolment code of station %s:\n\n    %s\n\n", i.Station, i.Code)
	fmt.Fprintf(p.stdout, "Good once, until %s.", i.Expires.Format("2006-01-02 15:04"))
	if i.Hub == "" {
		fmt.Fprintln(p.stdout, " The hub is not running: start it with `nuanxin-hub run` before the station enrols, or say --hub URL where it runs elsewhere.")
		return
	}
	fmt.Fprintf(p.stdout, " The station reaches the hub at %s\n", i.Hub)
}
