package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/nuanxin/station-kit/station/event"
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
}

func (p program) enroll(ctx context.Context, args []string) error {
	f := p.flags("enroll STATION")
	zh := f.String("name-zh", "", "the station's Chinese `name`, for its screen")
	en := f.String("name-en", "", "the station's English `name`")
	asJSON := f.Bool("json", false, "print JSON")
	names, err := f.parse(args, "STATION")
	if err != nil {
		return err
	}
	var i invitation
	err = p.with(ctx, f, true, func(h *hub.Hub, _ *store.Store) error {
		i, err = p.invite(ctx, f, h, names[0], *zh, *en)
		return err
	})
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

func (p program) invite(ctx context.Context, f *flags, h *hub.Hub, station, zh, en string) (invitation, error) {
	keys, err := keyring.Open(f.keyFolder(), p.now())
	if err != nil {
		return invitation{}, err
	}
	secret, err := h.Invite(ctx, station, zh, en)
	if err != nil {
		return invitation{}, err
	}
	at, _ := readAddresses(f.addresses()) // unknown while the hub does not run
	code := wire.NewEnrolCode(secret, keys.Authority.Raw)
	return invitation{station, code.String(), at.Enrol, p.now().Add(hub.CodeLasts)}, nil
}

func (p program) tell(i invitation) {
	fmt.Fprintf(p.stdout, "Enrolment code of station %s:\n\n    %s\n\n", i.Station, i.Code)
	fmt.Fprintf(p.stdout, "Good once, until %s.", i.Expires.Format("2006-01-02 15:04"))
	if i.Hub == "" {
		fmt.Fprintln(p.stdout, " The hub is not running: start it with `nuanxin-hub run` before the station enrols.")
		return
	}
	fmt.Fprintf(p.stdout, " The station reaches the hub at %s\n", i.Hub)
}
