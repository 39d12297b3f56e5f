package wire_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/nuanxin/station-kit/sync/wire"
)

func TestInvitationIsReadAsItWasWritten(t *testing.T) {
	code := wire.NewEnrolCode([10]byte{1, 2, 3, 250}, []byte("authority"))
	for _, hub := range []string{"", "https://hub.example:8481", "https://[2001:db8::7]:8481"} {
		i := wire.Invitation{Hub: hub, Code: code}
		for _, text := range []string{i.String(), " " + i.String() + "\r\n", strings.ReplaceAll(i.String(), "-", "")} {
			if got, err := wire.ParseInvitation(text); err != nil || got != i {
				t.Errorf("%q: %+v, %v", text, got, err)
			}
		}
	}
	lower := "https://hub.example:8481#" + strings.ToLower(code.String())
	if got, err := wire.ParseInvitation(lower); err != nil || got.Code != code {
		t.Errorf("%q: %+v, %v", lower, got, err)
	}
	for _, text := range []string{"", "#", "https://hub.example:8481", "https://hub.example:8481#", "https://hub.example#" + code.Secret, "NX1AAAA"} {
		if got, err := wire.ParseInvitation(text); !errors.Is(err, wire.ErrCode) {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
}
