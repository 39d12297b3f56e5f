package hub_test

import (
	"context"
	"crypto/ed25519"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nuanxin/station-kit/internal/memstore"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/wire"
)

func (e enrolled) public() ed25519.PublicKey { return e.key.Public().(ed25519.PublicKey) }

// refused are the keys that a station is told to refuse.
func (r *rig) refused(t *testing.T, e enrolled) (keys [][]byte) {
	t.Helper()
	_, _, pages, err := r.Greet(ctx, e.hello(1, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pages {
		for _, entry := range p.Entries {
			keys = append(keys, must(event.DecodeDown(entry)).GetStationsRevoked().GetKeys()...)
		}
	}
	return keys
}

func TestRevokedStationCountsNoMore(t *testing.T) {
	r := rigFor(t)
	stolen, other := r.enrol("st-1"), r.enrol("st-2")
	must(ingest(r, stolen.batch(1, checkIns(2), 1, 1)))
	if err := r.Revoke(hub.As(ctx, "operator"), "st-1", "stolen", false); err != nil {
		t.Fatal(err)
	}
	for what, try := range map[string]func() error{
		"batch": func() error { _, err := ingest(r, stolen.batch(1, checkIns(2), 2, 1)); return err },
		"greeting": func() error {
			_, _, _, err := r.Greet(ctx, stolen.hello(1, 2, 0))
			return err
		},
		"vitals": func() error {
			b := must(wire.EncodeVitals(wire.Vitals{Station: "st-1", Wall: noon, Version: wire.VitalsJSON, Body: []byte("{}")}, stolen.key))
			return r.Receive(ctx, []hub.Message{{Topic: wire.Telemetry.Topic("st-1"), Payload: b}})[0].Err
		},
	} {
		if err := try(); !errors.Is(err, hub.ErrRevoked) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if must(r.Known(ctx, "st-1", stolen.public())) || !must(r.Known(ctx, "st-2", other.public())) {
		t.Error("the broker is told wrong")
	}
	admitted, refused, err := r.Access(ctx)
	if err != nil || !slices.Equal(admitted, []string{"st-2"}) || !slices.Equal(refused, []string{"st-1"}) {
		t.Errorf("admitted %v, refused %v, %v", admitted, refused, err)
	}
	if keys := r.refused(t, other); len(keys) != 1 || !stolen.public().Equal(ed25519.PublicKey(keys[0])) {
		t.Errorf("other stations are told to refuse %x", keys)
	}
	if acts := must(r.Acts(ctx, 1)); len(acts) != 1 || acts[0].Who != "operator" || acts[0].What != "revoke" || acts[0].Subject != "st-1" || acts[0].Detail != "stolen" {
		t.Errorf("on the record: %+v", acts)
	}

	if _, err := r.Admit(ctx, wire.Enrolment{Code: r.secret("st-1"), PublicKey: stolen.public()}); !errors.Is(err, hub.ErrRevoked) {
		t.Errorf("the stolen key came back: %v", err)
	}
	again := r.enrol("st-1")
	if !must(r.Known(ctx, "st-1", again.public())) || must(r.Known(ctx, "st-1", stolen.public())) {
		t.Error("the station does not come back with a new key, and that alone")
	}
	if _, err := ingest(r, stolen.batch(1, checkIns(2), 2, 1)); !errors.Is(err, wire.ErrSignature) {
		t.Errorf("what the stolen PC says later: %v", err)
	}
	if st := must(r.store.Stations(ctx)); st[0].SetAside != 0 {
		t.Error("what the stolen PC says later is set aside for a person")
	}
}

func TestOnlyThoseReplacedAreRevoked(t *testing.T) {
	r := rigFor(t)
	first, second, present := r.enrol("st-1"), r.enrol("st-1"), r.enrol("st-1")
	if err := r.Revoke(ctx, "st-1", "stolen before it was replaced", true); err != nil {
		t.Fatal(err)
	}
	must(ingest(r, present.batch(3, checkIns(1), 1, 1)))
	for _, old := range []enrolled{first, second} {
		if _, err := ingest(r, old.batch(1, checkIns(1), 1, 1)); !errors.Is(err, wire.ErrSignature) {
			t.Errorf("a revoked PC: %v", err)
		}
	}
	if keys := r.refused(t, present); len(keys) != 2 || slices.ContainsFunc(keys, func(k []byte) bool { return present.public().Equal(ed25519.PublicKey(k)) }) {
		t.Errorf("stations are told to refuse %x", keys)
	}
	if err := r.Revoke(ctx, "st-1", "again", true); !errors.Is(err, hub.ErrNothingToRevoke) {
		t.Errorf("again: %v", err)
	}
}

func TestRevokeRefuses(t *testing.T) {
	r := rigFor(t)
	r.enrol("st-1")
	must(r.Invite(ctx, "st-2", "", ""))
	for _, c := range []struct {
		station, because string
		former           bool
		want             error
	}{
		{"st-1", "", false, hub.ErrNoReason},
		{"st-1", strings.Repeat("盗", 201), false, hub.ErrLongReason},
		{"st-9", "stolen", false, hub.ErrUnknownStation},
		{"st-2", "never enrolled", false, hub.ErrNothingToRevoke},
		{"st-1", "never replaced", true, hub.ErrNothingToRevoke},
		{"st-1", strings.Repeat("盗", 200), false, nil},
		{"st-1", "again", false, hub.ErrNothingToRevoke},
	} {
		if err := r.Revoke(ctx, c.station, c.because, c.former); !errors.Is(err, c.want) || c.want == nil && err != nil {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

// TestEveryHubHearsOfRevocations: of two hubs on one store one is told, whatever
// hub or command did it; each change once.
func TestEveryHubHearsOfRevocations(t *testing.T) {
	keys := rigFor(t).keys
	synctest.Test(t, func(t *testing.T) {
		store := memstore.New()
		one, two := hub.New(hub.Config{Store: store, Authority: keys}), hub.New(hub.Config{Store: store, Authority: keys})
		secret := wire.NewEnrolCode(must(one.Invite(ctx, "st-1", "", "")), nil).Secret
		watching, stop := context.WithCancel(ctx)
		told, ended := make(chan string, 10), make(chan error, 1)
		go func() {
			ended <- two.WatchKeys(watching, func(stations []string) { told <- strings.Join(stations, " ") })
		}()
		synctest.Wait()
		must(one.Admit(ctx, wire.Enrolment{Code: secret, PublicKey: newKey()}))
		if got := <-told; got != "st-1" {
			t.Errorf("told of %q", got)
		}
		if err := one.Revoke(ctx, "st-1", "stolen", false); err != nil {
			t.Error(err)
		}
		if got := <-told; got != "st-1" {
			t.Errorf("told of %q", got)
		}
		time.Sleep(time.Minute) // nothing more has changed
		stop()
		if err := <-ended; !errors.Is(err, context.Canceled) || len(told) > 0 {
			t.Errorf("%v, %d more", err, len(told))
		}
	})
}
