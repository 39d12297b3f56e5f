package station

import (
	"crypto/subtle"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/argon2"

	"github.com/nuanxin/station-kit/station/event"
)

var (
	// ErrBadPIN: a PIN is 6 to 32 digits.
	ErrBadPIN error = rule("a PIN is 6 to 32 digits")
	// ErrWeakPIN: the PIN is among the first that anybody would try.
	ErrWeakPIN error = rule("the PIN is too easy to guess")
)

const (
	shortestPIN = 6
	longestPIN  = 32
)

// GoodPIN returns ErrBadPIN or ErrWeakPIN of what would not be taken as a PIN.
func GoodPIN(pin string) error { return checkPIN(pin) }

// checkPIN returns ErrBadPIN or ErrWeakPIN.
func checkPIN(pin string) error {
	digits := strings.Trim(pin, "0123456789") == ""
	switch {
	case !digits || len(pin) < shortestPIN || len(pin) > longestPIN:
		return ErrBadPIN
	case stepped(pin) || stepped(squeezed(pin)) || repeated(pin) || mirrored(pin) || dated(pin) || distinct(pin) < 3:
		return ErrWeakPIN
	}
	return nil
}

// stepped: from each digit to the next it is equally far, round the clock:
// 111111, 123456, 987654, 246802.
func stepped(pin string) bool {
	for i := 2; i < len(pin); i++ {
		if (pin[i]-pin[i-1]+10)%10 != (pin[1]-pin[0]+10)%10 {
			return false
		}
	}
	return true
}

// squeezed leaves one of each run: 112233 is 123.
func squeezed(pin string) string {
	short := pin[:1]
	for i := 1; i < len(pin); i++ {
		if pin[i] != pin[i-1] {
			short += pin[i : i+1]
		}
	}
	if len(short) == len(pin) {
		return pin
	}
	return short
}

// repeated: a shorter number again and again: 121212, 123123, 19901990.
func repeated(pin string) bool {
	for size := 1; size <= len(pin)/2; size++ {
		if len(pin)%size == 0 && strings.Repeat(pin[:size], len(pin)/size) == pin {
			return true
		}
	}
	return false
}

// mirrored: the same from either end, 123321.
func mirrored(pin string) bool {
	for i := range len(pin) / 2 {
		if pin[i] != pin[len(pin)-1-i] {
			return false
		}
	}
	return true
}

// dated: a day, such as a birthday, as China and its ID numbers write it:
// 900307, 19900307.
func dated(pin string) bool {
	for _, form := range []string{"060102", "20060102"} {
		if at, err := time.Parse(form, pin); err == nil && at.Year() > 1900 && at.Year() < 2100 {
			return true
		}
	}
	return false
}

func distinct(pin string) int {
	seen := map[rune]bool{}
	for _, digit := range pin {
		seen[digit] = true
	}
	return len(seen)
}

// cost of a PIN's hash: Argon2id as RFC 9106, section 4, second recommended
// option (3 passes, 64 MiB, 4 lanes, 128 bits of salt, 256 of hash). It makes
// a stolen file slow to search; a PIN of 6 digits cannot be more than that.
type cost struct {
	passes, kib uint32
	lanes       uint8
}

var pinCost = cost{3, 64 << 10, 4}

// hashing keeps the process at one PIN's memory at a time.
var hashing sync.Mutex

func hashOfPIN(pin string, salt [16]byte) [32]byte {
	hashing.Lock()
	defer hashing.Unlock()
	return [32]byte(argon2.IDKey([]byte(pin), salt[:], pinCost.passes, pinCost.kib, pinCost.lanes, 32))
}

// Pauses after wrong PINs: the fifth in a row brings the first one, and each
// further one twice as long, up to the longest. Anybody at the kiosk can bring
// one about, so it is short enough for an attendant to wait it out: while they
// stand there nobody else keys in a wrong one. At one guess in five minutes a
// PIN of six digits still holds out for years.
const (
	freeTries    = 5
	firstPause   = time.Minute
	longestPause = 5 * time.Minute
)

func pauseAfter(wrong uint32) time.Duration {
	if wrong < freeTries {
		return 0
	}
	return min(firstPause<<min(wrong-freeTries, 16), longestPause)
}

// pinRow is an account's PIN and how often it was tried wrongly in a row since.
type pinRow struct {
	salt  [16]byte
	hash  [32]byte
	wrong uint32
	tried int64 // when last, Unix milliseconds
}

// pinForm is the first byte of a row: the hash is of pinCost.
const pinForm = 1

const pinRowSize = 1 + 16 + 32 + 4 + 8

func (p pinRow) bytes() []byte {
	b := append([]byte{pinForm}, p.salt[:]...)
	b = append(b, p.hash[:]...)
	b = binary.BigEndian.AppendUint32(b, p.wrong)
	return binary.BigEndian.AppendUint64(b, uint64(p.tried))
}

func pinFrom(b []byte) (pinRow, bool) {
	if len(b) != pinRowSize || b[0] != pinForm {
		return pinRow{}, false
	}
	return pinRow{
		[16]byte(b[1:17]), [32]byte(b[17:49]),
		binary.BigEndian.Uint32(b[49:]), int64(binary.BigEndian.Uint64(b[53:])),
	}, true
}

func newPIN(pin string, random io.Reader) (pinRow, error) {
	var p pinRow
	if _, err := io.ReadFull(random, p.salt[:]); err != nil {
		return p, fmt.Errorf("salt a PIN: %w", err)
	}
	p.hash = hashOfPIN(pin, p.salt)
	return p, nil
}

// is compares in constant time.
func (p pinRow) is(pin string) bool {
	hash := hashOfPIN(pin, p.salt)
	return subtle.ConstantTimeCompare(hash[:], p.hash[:]) == 1
}

// lockedUntil is zero where the account is open. A pause that begins in the
// future is none: the hub has set back a clock that ran ahead.
func (p pinRow) lockedUntil(now time.Time) time.Time {
	from := event.Time(p.tried)
	until := from.Add(pauseAfter(p.wrong))
	if now.Before(from) || !now.Before(until) {
		return time.Time{}
	}
	return until
}
