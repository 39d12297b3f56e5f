package seal

import (
	"bytes"
	"crypto/rand"
	"errors"
	"testing"

	"google.golang.org/protobuf/proto"
	"pgregory.net/rapid"

	"github.com/nuanxin/station-kit/station/event"
)

var another = event.Ref{Station: "st-1", Epoch: 3, Seq: 8}

func TestTextOpensOnlyInItsRecord(t *testing.T) {
	s, o := pair(t)
	_, stranger := pair(t)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		e, err := s.SealText(text, ref)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := o.OpenText(e, ref); err != nil || got != text {
			t.Fatalf("%q opens as %q, %v", text, got, err)
		}
		if _, err := o.OpenText(e, another); !errors.Is(err, ErrOpen) {
			t.Fatalf("in another record: %v", err)
		}
		if _, err := stranger.OpenText(e, ref); !errors.Is(err, ErrOtherKey) {
			t.Fatalf("with another key: %v", err)
		}
	})
}

func TestTextShowsNothing(t *testing.T) {
	s, _ := pair(t)
	const text = "平台扣款没有说明"
	e, err := s.SealText(text, ref)
	if err != nil || bytes.Contains(e.Ciphertext, []byte(text)) {
		t.Fatalf("%x, %v", e.GetCiphertext(), err)
	}
	shorter, err := s.SealText("好", ref)
	if err != nil || len(shorter.Ciphertext) != len(e.Ciphertext) {
		t.Errorf("a shorter text shows: %d and %d bytes (%v)", len(shorter.Ciphertext), len(e.Ciphertext), err)
	}
}

func TestMemberDetailsOpenOnlyInTheirRecord(t *testing.T) {
	s, o := pair(t)
	want := &event.MemberDetails{Name: invented.Name, Number: invented.Number, Home: "某社区支部"}
	e, err := s.SealMember(want, ref)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := o.OpenMember(e, ref); err != nil || !proto.Equal(got, want) {
		t.Errorf("opened %v, %v", got, err)
	}
	if _, err := o.OpenMember(e, another); !errors.Is(err, ErrOpen) {
		t.Errorf("in another record: %v", err)
	}
}

// TestSealedForOnePurposeOnly: moved into a record of another kind, an
// envelope does not open, even where key and record are the same.
func TestSealedForOnePurposeOnly(t *testing.T) {
	s, o := pair(t)
	identity, err1 := s.Seal(invented, ref)
	text, err2 := s.SealText("x", ref)
	member, err3 := s.SealMember(&event.MemberDetails{}, ref)
	if err := errors.Join(err1, err2, err3); err != nil {
		t.Fatal(err)
	}
	for name, e := range map[string]*event.Envelope{"identity": identity, "text": text, "member": member} {
		_, err1 := o.Open(e, ref)
		_, err2 := o.OpenText(e, ref)
		_, err3 := o.OpenMember(e, ref)
		opened := map[string]bool{"identity": err1 == nil, "text": err2 == nil, "member": err3 == nil}
		for as, ok := range opened {
			if ok != (as == name) {
				t.Errorf("sealed as %s, opens as %s: %v", name, as, ok)
			}
		}
	}
}

func TestReplyOpensWithItsCodeOnly(t *testing.T) {
	mine, other := newCode(t), newCode(t)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		e, err := SealReply(text, mine.Public())
		if err != nil {
			t.Fatal(err)
		}
		if got, err := mine.OpenReply(e); err != nil || got != text {
			t.Fatalf("%q opens as %q, %v", text, got, err)
		}
		if _, err := other.OpenReply(e); !errors.Is(err, ErrOtherKey) {
			t.Fatalf("with another code: %v", err)
		}
		e.KeyId = KeyID(other.Public())
		if _, err := other.OpenReply(e); !errors.Is(err, ErrOpen) {
			t.Fatalf("with another code and its key's id: %v", err)
		}
	})
	if _, err := SealReply("x", []byte("short")); !errors.Is(err, ErrKey) {
		t.Errorf("to no key: %v", err)
	}
	if _, err := mine.OpenReply(nil); !errors.Is(err, ErrOtherKey) {
		t.Errorf("no envelope: %v", err)
	}
}

func newCode(t testing.TB) ClaimCode {
	t.Helper()
	c, err := NewClaimCode(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
