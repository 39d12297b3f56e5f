package hub_test

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/binary"
	"encoding/pem"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/seal"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/wire"
)

func (r *rig) secret(station string) string {
	return wire.NewEnrolCode(must(r.Invite(ctx, station, "", "")), nil).Secret
}

func newKey() ed25519.PublicKey {
	public, _, _ := ed25519.GenerateKey(nil)
	return public
}

func TestMembershipIsWhatAStationNeeds(t *testing.T) {
	r := rigFor(t)
	key := newKey()
	code := wire.NewEnrolCode(must(r.Invite(ctx, "st-1", "建国路站", "Jianguo Road")), nil)
	m := must(r.Admit(ctx, wire.Enrolment{Code: code.Secret, PublicKey: key}))
	if m.Station != "st-1" || m.NameZH != "建国路站" || m.NameEN != "Jianguo Road" || m.Broker != "tls://hub.test:8883" || m.Epoch != 1 {
		t.Errorf("membership %+v", m)
	}
	if len(m.FleetSecret) != seal.SecretSize || m.SealKeyID != seal.KeyID(m.SealKey) || !r.keys.HubKey.Public().(ed25519.PublicKey).Equal(ed25519.PublicKey(m.HubKey)) {
		t.Error("keys do not fit")
	}
	certifies(t, m, key)
	endorses(t, m, key)
	sealsTo(t, r, m)
}

func certifies(t *testing.T, m wire.Membership, key ed25519.PublicKey) {
	block, _ := pem.Decode([]byte(m.Certificate))
	certificate := must(x509.ParseCertificate(block.Bytes))
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM([]byte(m.CA)) {
		t.Fatal("no authority")
	}
	_, err := certificate.Verify(x509.VerifyOptions{Roots: pool, CurrentTime: noon, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}})
	subject := certificate.Subject
	if err != nil || subject.CommonName != "st-1" || !slices.Equal(subject.OrganizationalUnit, []string{"station"}) || !key.Equal(certificate.PublicKey) {
		t.Errorf("certificate of %v: %v", subject, err)
	}
}

func endorses(t *testing.T, m wire.Membership, key ed25519.PublicKey) {
	day, signature := m.Endorsement[:4], m.Endorsement[4:]
	signed := slices.Concat([]byte("nuanxin/v1/endorse\x00"), key, day)
	if !ed25519.Verify(m.HubKey, signed, signature) {
		t.Error("the endorsement is not the hub's")
	}
	expires := time.Unix(int64(binary.BigEndian.Uint32(day))*86400, 0)
	if left := expires.Sub(noon); left < 3*364*24*time.Hour || left > 3*367*24*time.Hour {
		t.Errorf("the endorsement expires at %v", expires)
	}
}

func sealsTo(t *testing.T, r *rig, m wire.Membership) {
	who, ref := &event.Identity{Name: "测试人", Number: "invented"}, event.Ref{Station: "st-1", Epoch: 1, Seq: 2}
	envelope := must(must(seal.NewSealer(m.SealKey)).Seal(who, ref))
	if got, err := must(r.keys.Opener()).Open(envelope, ref); err != nil || got.Name != who.Name {
		t.Errorf("the hub does not open what is sealed to it: %v", err)
	}
}

func TestCodesAreGoodOnceAndNotForever(t *testing.T) {
	r := rigFor(t)
	admit := func(secret string) error {
		_, err := r.Admit(ctx, wire.Enrolment{Code: secret, PublicKey: newKey()})
		return err
	}
	if err := admit("0000000000000000"); !errors.Is(err, hub.ErrCodeUnknown) {
		t.Errorf("a guess: %v", err)
	}
	older, secret := r.secret("st-1"), r.secret("st-1")
	if err := admit(older); !errors.Is(err, hub.ErrCodeUnknown) {
		t.Errorf("a replaced code: %v", err)
	}
	if _, err := r.Admit(ctx, wire.Enrolment{Code: secret, PublicKey: []byte("short")}); !errors.Is(err, hub.ErrBadKey) {
		t.Errorf("a bad key: %v", err)
	}
	if err := admit(secret); err != nil {
		t.Errorf("a bad key used the code up: %v", err)
	}
	if err := admit(secret); !errors.Is(err, hub.ErrCodeUsed) {
		t.Errorf("a second use: %v", err)
	}
	late := r.secret("st-2")
	r.now = r.now.Add(hub.CodeLasts + time.Second)
	if err := admit(late); !errors.Is(err, hub.ErrCodeExpired) {
		t.Errorf("a day later: %v", err)
	}
}

func TestCodeIsNotUsedUpByACrash(t *testing.T) {
	r := rigFor(t)
	secret := r.secret("st-1")
	r.crash.next = true
	if m, err := r.Admit(ctx, wire.Enrolment{Code: secret, PublicKey: newKey()}); !errors.Is(err, errCrash) || m.Certificate != "" {
		t.Errorf("%v, certificate %q", err, m.Certificate)
	}
	must(r.Admit(ctx, wire.Enrolment{Code: secret, PublicKey: newKey()}))
}

func TestInviteRefusesBadNames(t *testing.T) {
	r := rigFor(t)
	for _, id := range []string{"", "A", "a b", "-hub", "a/b", "a+"} {
		if _, err := r.Invite(ctx, id, "", ""); !errors.Is(err, event.ErrBadStation) {
			t.Errorf("%q: %v", id, err)
		}
	}
	if _, err := r.Invite(ctx, hub.ClientName, "", ""); !errors.Is(err, hub.ErrReserved) {
		t.Errorf("the hub's own name: %v", err)
	}
}

// A replaced PC comes with an empty file: it must not spend again what the old
// one was lent, nor begin an epoch again.
func TestReplacedStation(t *testing.T) {
	r := rigFor(t)
	var cut []string
	r.Replaced = func(s string) { cut = append(cut, s) }
	old := r.enrol("st-1")
	must(r.setSlot(slotOf(4), []hub.Share{{Station: "st-1"}}))
	must(ingest(r, old.batch(1, checkIns(2), 1, 2)))

	key, private, _ := ed25519.GenerateKey(nil)
	m := must(r.Admit(ctx, wire.Enrolment{Code: r.secret("st-1"), PublicKey: key}))
	if m.Epoch != 2 || !slices.Equal(cut, []string{"st-1"}) {
		t.Errorf("epoch %d, cut off %v", m.Epoch, cut)
	}
	if got, err := ingest(r, old.batch(1, checkIns(3), 3, 1)); err != nil || got.Verdict != wire.StaleEpoch || got.UpTo != 2 {
		t.Errorf("the old PC's records since: %+v, %v", got, err)
	}
	if all := must(r.store.Stations(ctx)); all[0].SetAside != 1 || all[0].UpTo != 2 {
		t.Errorf("they are not set aside: %+v", all)
	}
	if ok := must(r.Known(ctx, "st-1", old.key.Public().(ed25519.PublicKey))); ok {
		t.Error("the old certificate is still good")
	}
	if ok := must(r.Known(ctx, "st-1", key)); !ok {
		t.Error("the new certificate is not good")
	}
	journal := r.journal("st-1")
	if lentIn(journal) != 0 {
		t.Errorf("a new file would be lent %d places by %d entries", lentIn(journal), len(journal))
	}
	if _, err := r.setSlot(slotOf(4), []hub.Share{{Station: "st-1", Places: 5}}); !errors.Is(err, hub.ErrCapacity) {
		t.Errorf("the old loan was forgotten: %v", err)
	}
	must(r.setSlot(slotOf(6), nil))
	if got := lentIn(r.journal("st-1")); got != 2 {
		t.Errorf("%d new places instead of 2", got)
	}
	if got := must(ingest(r, enrolled{"st-1", private}.batch(2, checkIns(1), 1, 1))); got.Verdict != wire.Accepted {
		t.Errorf("the new PC's first batch: %+v", got)
	}
}

// Two PCs of one station never have the same epoch, though the first was never
// heard of: it could take what is sent to the second, and promise it too.
func TestNoEpochIsGivenTwice(t *testing.T) {
	r := rigFor(t)
	admit := func() uint32 {
		return must(r.Admit(ctx, wire.Enrolment{Code: r.secret("st-1"), PublicKey: newKey()})).Epoch
	}
	if one, two, three := admit(), admit(), admit(); one != 1 || two != 2 || three != 3 {
		t.Errorf("epochs %d, %d and %d", one, two, three)
	}
	st := r.enrol("st-1") // a PC that has its journal, and goes on with it
	if _, _, _, err := r.Greet(ctx, st.hello(2, 7, 0)); err != nil {
		t.Fatal(err)
	}
	if all := must(r.store.Stations(ctx)); all[0].LastEpoch != 2 || all[0].Behind() != 7 {
		t.Errorf("%d records of epoch %d behind", all[0].Behind(), all[0].LastEpoch)
	}
	if next := admit(); next != 3 {
		t.Errorf("after epoch 2, %d", next)
	}
}

// Where the answer to an enrolment was lost, nothing was lent that a rider
// could have been promised: the second try gets it all.
func TestSecondTryOfAStationNeverHeard(t *testing.T) {
	r := rigFor(t)
	r.enrol("st-1")
	must(r.setSlot(slotOf(4), []hub.Share{{Station: "st-1"}}))
	r.enrol("st-1")
	if got := lentIn(r.journal("st-1")); got != 4 {
		t.Errorf("%d places instead of 4", got)
	}
}
