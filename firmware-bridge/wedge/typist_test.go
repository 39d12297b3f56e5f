package wedge_test

import (
	"encoding/binary"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/nuanxin/station-kit/firmware-bridge/wedge"
)

// Key codes of <linux/input-event-codes.h>, which TestHeader compares with that file.
const (
	keyBackspace, keyTab, keyEnter, keyLeftCtrl, keyRightBrace = 14, 15, 28, 29, 27
	keyShift, keyAlt, keyCapsLock, keyF1, keyKPEnter           = 42, 56, 58, 59, 96
	keyNumLock, keyRightAlt, keyM                              = 69, 100, 50
)

const (
	evSyn, evKey, evMsc, evLED = 0, 1, 4, 0x11
	synDropped                 = 3
)

// rows are the keys of a US keyboard by their codes, plain and with shift.
var rows = []struct {
	first          uint16
	plain, shifted string
}{
	{2, "1234567890-=", "!@#$%^&*()_+"},
	{16, "qwertyuiop[]", "QWERTYUIOP{}"},
	{30, "asdfghjkl;'`", "ASDFGHJKL:\"~"},
	{43, "\\zxcvbnm,./", "|ZXCVBNM<>?"},
	{57, " ", " "},
}

var keypad = map[byte]uint16{'7': 71, '8': 72, '9': 73, '4': 75, '5': 76, '6': 77, '1': 79, '2': 80, '3': 81, '0': 82}

// typist types as a scanner does.
type typist struct {
	at     time.Duration
	gap    time.Duration // between presses; 0 means 4 ms
	events []wedge.Event
}

func (k *typist) raw(kind, code uint16, value int32) {
	k.events = append(k.events, wedge.Event{At: k.at, Type: kind, Code: code, Value: value})
}

func (k *typist) wait(d time.Duration) *typist { k.at += d; return k }

func (k *typist) set(code uint16, value int32) *typist {
	k.raw(evMsc, 4, int32(code)) // MSC_SCAN, which comes with each key
	k.raw(evKey, code, value)
	k.raw(evSyn, 0, 0)
	return k
}

func (k *typist) tap(codes ...uint16) *typist {
	gap := k.gap
	if gap == 0 {
		gap = 4 * time.Millisecond
	}
	for _, code := range codes {
		k.set(code, 1).wait(gap/2).set(code, 0).wait(gap - gap/2)
	}
	return k
}

func (k *typist) text(s string) *typist {
	for _, c := range []byte(s) {
		code, shift := keyOf(c)
		if shift {
			k.set(keyShift, 1)
		}
		k.tap(code)
		if shift {
			k.set(keyShift, 0)
		}
	}
	return k
}

// alts types each number on the keypad with Alt held.
func (k *typist) alts(numbers ...uint32) *typist {
	for _, n := range numbers {
		k.set(keyAlt, 1)
		for _, d := range []byte(strconv.FormatUint(uint64(n), 10)) {
			k.tap(keypad[d])
		}
		k.set(keyAlt, 0)
	}
	return k
}

func (k *typist) bytes(s string) *typist {
	for _, c := range []byte(s) {
		k.alts(uint32(c))
	}
	return k
}

// gbk types each character's GBK number.
func (k *typist) gbk(s string) *typist {
	for _, r := range s {
		n := uint32(0)
		b, _ := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(string(r)))
		for _, c := range b {
			n = n<<8 | uint32(c)
		}
		k.alts(n)
	}
	return k
}

func (k *typist) unicode(s string) *typist {
	for _, r := range s {
		k.alts(uint32(r))
	}
	return k
}

func (k *typist) drop() *typist {
	k.raw(evSyn, synDropped, 0)
	k.raw(evKey, 30, 1) // to be ignored, with what follows up to the report
	k.raw(evKey, keyShift, 1)
	k.raw(evSyn, 0, 0)
	return k
}

func keyOf(c byte) (code uint16, shift bool) {
	for _, r := range rows {
		if i := strings.IndexByte(r.plain, c); i >= 0 {
			return r.first + uint16(i), false
		}
		if i := strings.IndexByte(r.shifted, c); i >= 0 {
			return r.first + uint16(i), true
		}
	}
	panic("no key for " + strconv.QuoteRune(rune(c)))
}

// encode writes events as the kernel does on a machine whose long has so many bytes.
func encode(word int, events ...wedge.Event) (b []byte) {
	order := binary.NativeEndian
	for _, e := range events {
		seconds, micros := uint64(e.At/time.Second), uint64(e.At%time.Second/time.Microsecond)
		if word == 8 {
			b = order.AppendUint64(order.AppendUint64(b, seconds), micros)
		} else {
			b = order.AppendUint32(order.AppendUint32(b, uint32(seconds)), uint32(micros))
		}
		b = order.AppendUint16(order.AppendUint16(b, e.Type), e.Code)
		b = order.AppendUint32(b, uint32(e.Value))
	}
	return b
}

// decode feeds what was typed, and then silence.
func decode(p wedge.Profile, k *typist) (texts []string, errs []error) {
	d := wedge.Decoder{Profile: p}
	tell := func(o wedge.Outcome) {
		if o.Err != nil {
			errs = append(errs, o.Err)
			return
		}
		texts = append(texts, o.Scan.Text)
	}
	for _, e := range k.events {
		d.Feed(e, tell)
	}
	d.Idle(tell)
	if d.Pending() {
		panic("pends after a silence")
	}
	return texts, errs
}

func TestTypistKnowsEveryKey(t *testing.T) {
	for c := byte(' '); c < 0x7f; c++ {
		keyOf(c)
	}
}
