package hub_test

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/wire"
)

const year = 365 * 24 * time.Hour

// renewals are the certificates in a station's journal.
func (r *rig) renewals(id string) (all []*event.CertificateRenewed) {
	for _, p := range must(r.PagesAfter(ctx, id, 0)) {
		for _, entry := range p.Entries {
			if fresh := must(event.DecodeDown(entry)).GetCertificateRenewed(); fresh != nil {
				all = append(all, fresh)
			}
		}
	}
	return all
}

func (r *rig) greeted(e enrolled) {
	if _, _, _, err := r.Greet(ctx, e.hello(1, 0, 0)); err != nil {
		panic(err)
	}
}

func (r *rig) renewDue(t *testing.T) {
	t.Helper()
	if err := r.RenewDue(ctx); err != nil {
		t.Fatal(err)
	}
}

func TestCertificatesAreRenewedInTime(t *testing.T) {
	r := rigFor(t)
	here, away, shut := r.enrol("here"), r.enrol("away"), r.enrol("shut")
	r.now = noon.Add(2*year - 48*time.Hour)
	r.greeted(here)
	r.renewDue(t)
	if n := len(r.renewals("here")); n != 0 {
		t.Fatalf("%d renewed with more than a year to go", n)
	}
	r.now = noon.Add(2*year + 48*time.Hour)
	r.greeted(here)
	r.greeted(shut)
	if err := r.Revoke(ctx, "shut", "stolen", false); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		r.renewDue(t)
	}
	all := r.renewals("here")
	if len(all) != 1 {
		t.Fatalf("%d certificates", len(all))
	}
	leaf := must(x509.ParseCertificate(all[0].Certificate))
	if !here.public().Equal(leaf.PublicKey) || leaf.Subject.CommonName != "here" || leaf.NotAfter.Before(r.now.Add(2*year)) || len(all[0].Authorities) != 1 {
		t.Errorf("%v until %v", leaf.Subject, leaf.NotAfter)
	}
	if day := all[0].Endorsement; len(day) < 4 || time.Unix(86400*int64(uint32(day[0])<<24|uint32(day[1])<<16|uint32(day[2])<<8|uint32(day[3])), 0).Before(r.now.Add(2*year)) {
		t.Errorf("endorsement %x", day)
	}
	for _, id := range []string{"away", "shut"} {
		if n := len(r.renewals(id)); n != 0 {
			t.Errorf("%s: %d renewed", id, n)
		}
	}
	if err := r.Recertify(ctx); err != nil { // the authority is new
		t.Fatal(err)
	}
	r.greeted(here)
	r.greeted(away)
	r.renewDue(t)
	if a, b := len(r.renewals("here")), len(r.renewals("away")); a != 1 || b != 1 {
		t.Errorf("%d and %d certificates in the journals: only the newest counts", a, b)
	}
}

// TestManyAreRenewed: more than fit one transaction, by two hubs at once.
func TestManyAreRenewed(t *testing.T) {
	r := rigFor(t)
	var ids []string
	for i := range 130 {
		id := "st-" + string(rune('a'+i/26)) + string(rune('a'+i%26))
		ids = append(ids, id)
		r.enrol(id)
	}
	r.now = noon.Add(2*year + 48*time.Hour)
	err := r.store.Update(ctx, func(tx hub.Tx) error {
		var heard []hub.Station
		for _, id := range ids {
			heard = append(heard, hub.Station{ID: id, Heard: r.now})
		}
		return tx.Spoke(heard)
	})
	if err != nil {
		t.Fatal(err)
	}
	length := func(id string) (n int) {
		for _, p := range must(r.PagesAfter(ctx, id, 0)) {
			n += len(p.Entries)
		}
		return n
	}
	before := length(ids[0])
	done := make(chan error, 2)
	for range 2 {
		go func() { done <- r.RenewDue(ctx) }()
	}
	for range 2 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	for _, id := range ids {
		if n := length(id) - before; n != 1 || len(r.renewals(id)) != 1 {
			t.Errorf("%s: %d entries", id, n)
		}
	}
}

func TestKeyAloneRenewsACertificateThatIsOver(t *testing.T) {
	r := rigFor(t)
	first := r.enrol("st-1")
	r.now = noon.Add(4 * year)
	renewal := must(r.Renew(ctx, first.hello(1, 0, 0)))
	block, _ := pem.Decode([]byte(renewal.Certificate))
	leaf := must(x509.ParseCertificate(block.Bytes))
	if !first.public().Equal(leaf.PublicKey) || leaf.NotAfter.Before(r.now.Add(2*year)) || renewal.HubMS != r.now.UnixMilli() || renewal.CA == "" {
		t.Errorf("%+v", renewal)
	}
	second := r.enrol("st-1")
	_, stranger, _ := ed25519.GenerateKey(nil)
	for name, c := range map[string]struct {
		greeting []byte
		want     error
	}{
		"replaced":         {first.hello(1, 0, 0), hub.ErrReplaced},
		"another's key":    {enrolled{"st-1", stranger}.hello(1, 0, 0), wire.ErrSignature},
		"not enrolled":     {enrolled{"st-9", stranger}.hello(1, 0, 0), hub.ErrUnknownStation},
		"another message":  {second.batch(1, checkIns(1), 1, 1), wire.ErrSignature},
		"nothing of a kit": {[]byte("hello"), wire.ErrMalformed},
	} {
		if got, err := r.Renew(ctx, c.greeting); !errors.Is(err, c.want) || got.Certificate != "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := r.Revoke(ctx, "st-1", "stolen", false); err != nil {
		t.Fatal(err)
	}
	if got, err := r.Renew(ctx, second.hello(1, 0, 0)); !errors.Is(err, hub.ErrRevoked) || got.Certificate != "" {
		t.Errorf("revoked: %v", err)
	}
}
