package seal

import (
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"testing"

	"google.golang.org/protobuf/proto"

	"github.com/nuanxin/station-kit/station/event"
)

func TestARingOpensWhatEachOfItsKeysSealed(t *testing.T) {
	old, oldKey := pair(t)
	next, nextKey := pair(t)
	lost, _ := pair(t)
	ring := Ring{oldKey, nextKey}
	for _, s := range []*Sealer{old, next} {
		e, err := s.Seal(invented, ref)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := ring.Open(e, ref); err != nil || !proto.Equal(got, invented) {
			t.Errorf("opened %v, %v", got, err)
		}
		said, err := s.SealText("说明", ref)
		if text, err2 := ring.OpenText(said, ref); err != nil || err2 != nil || text != "说明" {
			t.Errorf("text %q, %v, %v", text, err, err2)
		}
		member, err := s.SealMember(&event.MemberDetails{Home: "某支部"}, ref)
		if d, err2 := ring.OpenMember(member, ref); err != nil || err2 != nil || d.Home != "某支部" {
			t.Errorf("member %v, %v, %v", d, err, err2)
		}
		e.Ciphertext[3] ^= 1
		if _, err := ring.Open(e, ref); !errors.Is(err, ErrOpen) {
			t.Errorf("changed: %v", err)
		}
	}
	e, err := lost.Seal(invented, ref)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ring.Open(e, ref); !errors.Is(err, ErrOtherKey) {
		t.Errorf("to a key that is lost: %v", err)
	}
	if _, err := ring.OpenText(e, ref); !errors.Is(err, ErrOtherKey) {
		t.Errorf("text to a key that is lost: %v", err)
	}
	if _, err := ring.OpenMember(e, ref); !errors.Is(err, ErrOtherKey) {
		t.Errorf("details to a key that is lost: %v", err)
	}
	if _, err := (Ring)(nil).Open(nil, ref); !errors.Is(err, ErrOtherKey) {
		t.Errorf("an empty ring: %v", err)
	}
}

func TestOnlyTheHubHandsOutKeys(t *testing.T) {
	hub, hubKey, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	_, strangerKey, _ := ed25519.GenerateKey(rand.Reader)
	private, public, err := NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Rotated(SignKey(public, hubKey), hub)
	if err != nil || s.ID != KeyID(public) {
		t.Fatalf("%+v, %v", s, err)
	}
	e, err := s.Seal(invented, ref)
	if err != nil {
		t.Fatal(err)
	}
	if o, _ := NewOpener(private); o == nil {
		t.Error("no opener")
	} else if got, err := o.Open(e, ref); err != nil || !proto.Equal(got, invented) {
		t.Errorf("opened %v, %v", got, err)
	}
	_, other, _ := NewKey(rand.Reader)
	for name, bad := range map[string]*event.SealKey{
		"none":                    nil,
		"not signed":              {Key: public},
		"by a stranger":           SignKey(public, strangerKey),
		"a signature of another":  {Key: other, Signature: SignKey(public, hubKey).Signature},
		"signed in another sense": {Key: public, Signature: ed25519.Sign(hubKey, public)},
	} {
		if _, err := Rotated(bad, hub); !errors.Is(err, ErrForgedKey) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Rotated(SignKey([]byte("short"), hubKey), hub); !errors.Is(err, ErrKey) {
		t.Errorf("the hub signs what is no key: %v", err)
	}
	if _, err := Rotated(SignKey(public, hubKey), nil); !errors.Is(err, ErrForgedKey) {
		t.Errorf("no hub: %v", err)
	}
}
