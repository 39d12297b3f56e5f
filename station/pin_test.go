package station_test

import (
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"golang.org/x/crypto/argon2"

	"github.com/nuanxin/station-kit/station"
)

func TestWhichPINsAreTaken(t *testing.T) {
	for pin, want := range map[string]error{
		"48213":                     station.ErrBadPIN, // too short
		"":                          station.ErrBadPIN,
		"48213a":                    station.ErrBadPIN,
		"４８２１３７":                    station.ErrBadPIN, // full-width
		strings.Repeat("482137", 6): station.ErrBadPIN, // too long
		"111111":                    station.ErrWeakPIN,
		"123456":                    station.ErrWeakPIN,
		"654321":                    station.ErrWeakPIN,
		"789012":                    station.ErrWeakPIN,
		"246802":                    station.ErrWeakPIN,
		"112233":                    station.ErrWeakPIN,
		"121212":                    station.ErrWeakPIN,
		"482482":                    station.ErrWeakPIN,
		"482284":                    station.ErrWeakPIN, // mirrored
		"112122":                    station.ErrWeakPIN, // two digits
		"900307":                    station.ErrWeakPIN, // a birthday
		"19900307":                  station.ErrWeakPIN,
		"19901990":                  station.ErrWeakPIN,
		"482137":                    nil,
		"991307":                    nil, // no month 13
		"70418253":                  nil,
	} {
		if err := station.CheckPIN(pin); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", pin, err, want)
		}
	}
}

// TestPINsAreHashedAsWritten: RFC 9106, section 4, second recommended option.
func TestPINsAreHashedAsWritten(t *testing.T) {
	salt := [16]byte{1, 2, 3}
	got := station.HashOfPIN("482137", salt)
	if want := argon2.IDKey([]byte("482137"), salt[:], 3, 1<<16, 4, 32); hex.EncodeToString(got[:]) != hex.EncodeToString(want) {
		t.Errorf("%x, want %x", got, want)
	}
}
