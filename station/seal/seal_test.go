package seal

import (
	"bytes"
	"crypto/rand"
	"errors"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
	"pgregory.net/rapid"

	"github.com/nuanxin/station-kit/station/event"
)

var (
	invented = &event.Identity{Name: "张测试", Number: "11010119900307571X"}
	ref      = event.Ref{Station: "st-1", Epoch: 3, Seq: 7}
)

func pair(t testing.TB) (*Sealer, *Opener) {
	t.Helper()
	private, public, err := NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s, err := NewSealer(public)
	if err != nil {
		t.Fatal(err)
	}
	o, err := NewOpener(private)
	if err != nil {
		t.Fatal(err)
	}
	return s, o
}

func TestSealedIdentityOpensOnlyInItsRecord(t *testing.T) {
	s, o := pair(t)
	e, err := s.Seal(invented, ref)
	if err != nil {
		t.Fatal(err)
	}
	got, err := o.Open(e, ref)
	if err != nil || !proto.Equal(got, invented) {
		t.Fatalf("opened %v, %v", got, err)
	}
	if _, err := o.Open(e, event.Ref{Station: "st-1", Epoch: 3, Seq: 8}); !errors.Is(err, ErrOpen) {
		t.Errorf("in another record: %v", err)
	}
	_, stranger := pair(t)
	if _, err := stranger.Open(e, ref); !errors.Is(err, ErrOtherKey) {
		t.Errorf("with another key: %v", err)
	}
	e.Ciphertext[0] ^= 1
	if _, err := o.Open(e, ref); !errors.Is(err, ErrOpen) {
		t.Errorf("changed: %v", err)
	}
}

func TestEnvelopeShowsNothing(t *testing.T) {
	s, _ := pair(t)
	e, err := s.Seal(invented, ref)
	if err != nil {
		t.Fatal(err)
	}
	b, _ := proto.Marshal(e)
	for _, secret := range []string{invented.Name, invented.Number, invented.Number[6:14]} {
		if bytes.Contains(b, []byte(secret)) {
			t.Errorf("the envelope holds %q", secret)
		}
	}
	longer, err := s.Seal(&event.Identity{Name: invented.Name + "娜", Number: invented.Number}, ref)
	if err != nil || len(longer.Ciphertext) != len(e.Ciphertext) {
		t.Errorf("a longer name shows: %d and %d bytes (%v)", len(longer.Ciphertext), len(e.Ciphertext), err)
	}
}

func TestPaddingComesOff(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plain := rapid.SliceOf(rapid.Byte()).Draw(t, "plain")
		padded := pad(plain)
		if len(padded)%block != 0 || !bytes.Equal(unpad(padded), plain) {
			t.Fatalf("%x became %x", plain, unpad(padded))
		}
	})
}

func TestPseudonymIsStableWithinAFleetOnly(t *testing.T) {
	one, err := NewPseudonyms(bytes.Repeat([]byte{1}, SecretSize))
	if err != nil {
		t.Fatal(err)
	}
	two, _ := NewPseudonyms(bytes.Repeat([]byte{2}, SecretSize))
	p := one.Of(invented.Number)
	if p != one.Of(" "+strings.ToLower(invented.Number)+" ") {
		t.Error("case or space changed the pseudonym")
	}
	if p == two.Of(invented.Number) || p == one.Of("110101199003075278") {
		t.Error("two secrets or two numbers share a pseudonym")
	}
	// Golden: a change of cost or keys would cut every rider off from his past.
	if got, want := p.String(), "e062299ab01d26dbfc14ca6417b9a701"; got != want {
		t.Errorf("pseudonym %s, want %s", got, want)
	}
	if _, err := NewPseudonyms([]byte("short")); err == nil {
		t.Error("a short secret was taken")
	}
}

func TestBadKeysAreRefused(t *testing.T) {
	if _, err := NewSealer([]byte("x")); !errors.Is(err, ErrKey) {
		t.Errorf("public: %v", err)
	}
	if _, err := NewOpener([]byte("x")); !errors.Is(err, ErrKey) {
		t.Errorf("private: %v", err)
	}
}

func BenchmarkPseudonym(b *testing.B) {
	p, _ := NewPseudonyms(make([]byte, SecretSize))
	for b.Loop() {
		p.Of(invented.Number)
	}
}
