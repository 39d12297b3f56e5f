package main

import (
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/keyring"
	"github.com/nuanxin/station-kit/sync/wire"
)

// TestAuthorityIsRenewedUnderStations: those enrolled before and after work side
// by side, and all are told of the new authority.
func TestAuthorityIsRenewedUnderStations(t *testing.T) {
	data := filepath.Join(t.TempDir(), "hub")
	_, stop := start(t, data, "--mqtt", "127.0.0.1:0")
	old := join(t, data, "st-1")
	old.reach(t)
	old.conn.Close()
	stop()
	before, err := keyring.Open(filepath.Join(data, "keys"), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if status, out := command("authority", "--renew", "--data", data); status != 0 || !strings.Contains(out, "Restart every hub") {
		t.Fatalf("%d %s", status, out)
	}
	if status, out := command("authority", "--data", data); status != 0 || strings.Contains(out, "Renewed") {
		t.Fatalf("%d %s", status, out)
	}
	after, err := keyring.Open(filepath.Join(data, "keys"), time.Now())
	if err != nil || after.Authority.Equal(before.Authority) || !after.HubKey.Equal(before.HubKey) {
		t.Fatalf("not renewed, or more than that: %v", err)
	}

	at, _ := start(t, data, "--mqtt", "127.0.0.1:0")
	old.Broker = at.MQTT
	old.reach(t)
	join(t, data, "st-2").reach(t)
	store, err := (&flags{data: data}).openStore(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	h := hub.New(hub.Config{Store: store, Key: after.HubKey, Authority: after})
	if err := h.RenewDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	old.say(t, wire.Hello, old.hello(0, 0), func(d wire.Downward) bool {
		if d.Page == nil {
			return false
		}
		for _, entry := range d.Page.Entries {
			if e, err := event.DecodeDown(entry); err == nil && len(e.GetCertificateRenewed().GetAuthorities()) == 1 {
				return string(e.GetCertificateRenewed().Authorities[0]) == string(after.Authority.Raw)
			}
		}
		return false
	})
}

// TestPeopleAreRemindedOfWhatTheyHaveToRenew, long before it is too late.
func TestPeopleAreRemindedOfWhatTheyHaveToRenew(t *testing.T) {
	data := filepath.Join(t.TempDir(), "hub")
	var out safe
	now := time.Now()
	p := program{&out, &out, func() time.Time { return now }}
	keys, err := keyring.Open(filepath.Join(data, "keys"), now)
	if err != nil {
		t.Fatal(err)
	}
	for years, want := range map[int]bool{17: false, 19: true} {
		n := &node{program: p, settings: &settings{flags: p.flags("run")}, keys: keys, log: slog.New(slog.NewTextHandler(&out, nil))}
		if n.server, err = keys.Server(nil, now.AddDate(years, 0, 0)); err != nil {
			t.Fatal(err)
		}
		n.now = func() time.Time { return now.AddDate(years, 0, 0) }
		out.b.Reset()
		n.remindNow()
		if got := strings.Contains(out.String(), "authority --renew"); got != want {
			t.Errorf("after %d years: %s", years, &out)
		}
		if strings.Contains(out.String(), "name=hub") {
			t.Errorf("of a certificate just made: %s", &out)
		}
	}
}
