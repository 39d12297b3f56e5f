package wedge_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/remedy"
	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
	"github.com/nuanxin/station-kit/firmware-bridge/wedge"
)

// at types with so much between the keys.
func at(gap time.Duration) *typist { return &typist{gap: gap} }

func TestDecoder(t *testing.T) {
	const ms = time.Millisecond
	every := "x"
	for c := ' '; c < 0x7f; c++ {
		every += string(c)
	}
	for name, test := range map[string]struct {
		profile wedge.Profile
		typed   *typist
		texts   []string
		errs    []error
	}{
		"Enter":                 {typed: at(0).text("NX1-ABC").tap(keyEnter), texts: []string{"NX1-ABC"}},
		"Enter of the keypad":   {typed: at(0).text("NX1-ABC").tap(keyKPEnter), texts: []string{"NX1-ABC"}},
		"Tab":                   {typed: at(0).text("NX1-ABC").tap(keyTab), texts: []string{"NX1-ABC"}},
		"Ctrl and M":            {typed: at(0).text("NX1-ABC").set(keyLeftCtrl, 1).tap(keyM).set(keyLeftCtrl, 0).text("second"), texts: []string{"NX1-ABC", "second"}},
		"no end":                {typed: at(0).text("NX1-ABC"), texts: []string{"NX1-ABC"}},
		"no end, two codes":     {typed: at(0).text("NX1-ABC").wait(150 * ms).text("second"), texts: []string{"NX1-ABC", "second"}},
		"Enter comes late":      {typed: at(0).text("NX1-ABC").wait(150 * ms).tap(keyEnter), texts: []string{"NX1-ABC"}},
		"two codes":             {typed: at(0).text("NX1-ABC").tap(keyEnter).text("second").tap(keyEnter, keyTab), texts: []string{"NX1-ABC", "second"}},
		"every character":       {typed: at(0).text(every).tap(keyEnter), texts: []string{every}},
		"AIM":                   {typed: at(0).text("]Q1NX1").tap(keyEnter), texts: []string{"NX1"}},
		"caps lock":             {typed: at(0).tap(keyCapsLock).text("nx1-AbC").tap(keyCapsLock).text("d"), texts: []string{"NX1-aBcd"}},
		"caps lock's light":     {typed: light(at(0), 1).text("nx1-AbC"), texts: []string{"NX1-aBc"}},
		"num lock is nothing":   {typed: at(0).tap(keyNumLock, 79, 80, 81, 82, 75, 76).tap(keyEnter), texts: []string{"123045"}},
		"group separator":       {typed: at(0).text("0106").set(keyLeftCtrl, 1).tap(keyRightBrace).set(keyLeftCtrl, 0).text("10A"), texts: []string{"0106\x1d10A"}},
		"key held down":         {typed: at(0).text("NX1-AB").set(46, 1).set(46, 2).set(46, 2).set(46, 0), texts: []string{"NX1-ABc"}},
		"only Enter":            {typed: at(0).tap(keyEnter, keyEnter)},
		"only shift":            {typed: at(0).tap(keyShift)},
		"short":                 {typed: at(0).text("NX1-A").tap(keyEnter), errs: []error{wedge.ErrTyped}},
		"short, and allowed":    {profile: wedge.Profile{Min: 5}, typed: at(0).text("NX1-A").tap(keyEnter), texts: []string{"NX1-A"}},
		"a person":              {typed: at(80 * ms).text("hello world").tap(keyEnter), errs: []error{wedge.ErrTyped}},
		"a slow person":         {typed: at(150 * ms).text("hello world").tap(keyEnter), errs: []error{wedge.ErrTyped}},
		"slow, and allowed":     {profile: wedge.Profile{KeyGap: 200 * ms, EndWait: 500 * ms}, typed: at(150 * ms).text("NX1-ABC"), texts: []string{"NX1-ABC"}},
		"as slow as scanners":   {typed: at(29 * ms).text("nx1-abc").tap(keyEnter), texts: []string{"nx1-abc"}},
		"one hitch":             {typed: at(0).text("nx1-").wait(90 * ms).text("abcdefg").tap(keyEnter), texts: []string{"nx1-abcdefg"}},
		"a person, then a scan": {typed: at(0).wait(time.Second).text("a").wait(200 * ms).text("NX1-ABC").tap(keyEnter).wait(200 * ms).text("b"), texts: []string{"NX1-ABC"}, errs: []error{wedge.ErrTyped, wedge.ErrTyped}},
		"the clock set back":    {typed: at(0).wait(time.Hour).text("NX1-").wait(-time.Minute).text("ABC").tap(keyEnter), texts: []string{"NX1-ABC"}},

		"lost amid a code":       {typed: at(0).text("NX1-").drop().text("ABCDEFG").tap(keyEnter).text("second"), texts: []string{"second"}, errs: []error{wedge.ErrLost}},
		"lost with its end":      {typed: at(0).text("NX1-ABC").drop().wait(150 * ms).text("second"), texts: []string{"second"}, errs: []error{wedge.ErrLost}},
		"lost after a code":      {typed: at(0).text("NX1-ABC").wait(150 * ms).drop().wait(150 * ms).text("second"), texts: []string{"NX1-ABC", "second"}, errs: []error{wedge.ErrLost}},
		"lost before a code":     {typed: at(0).drop().text("X1-ABC").tap(keyEnter), errs: []error{wedge.ErrLost}},
		"lost, alone":            {typed: at(0).drop(), errs: []error{wedge.ErrLost}},
		"lost the end of shift":  {typed: at(0).text("nx1-").set(keyShift, 1).drop().text("a").tap(keyEnter).text("second"), texts: []string{"second"}, errs: []error{wedge.ErrLost}},
		"lost the end of Alt":    {typed: at(0).text("nx1-").set(keyAlt, 1).tap(79).drop().tap(keyEnter).text("second").tap(79), texts: []string{"second1"}, errs: []error{wedge.ErrLost}},
		"lost is no scan":        {typed: at(150 * ms).drop().wait(150 * ms).text("a"), errs: []error{wedge.ErrLost, wedge.ErrTyped}},
		"function key before":    {typed: at(0).tap(keyF1).text("NX1-ABC").tap(keyEnter), texts: []string{"NX1-ABC"}},
		"function key behind":    {typed: at(0).text("NX1-ABC").tap(keyF1, keyEnter), texts: []string{"NX1-ABC"}},
		"function key amid":      {typed: at(0).text("NX1-").tap(keyF1).text("ABC").tap(keyEnter), errs: []error{wedge.ErrKey}},
		"Alt and a letter":       {typed: at(0).text("NX1-").set(keyAlt, 1).tap(30).set(keyAlt, 0).text("ABC").tap(keyEnter), errs: []error{wedge.ErrKey}},
		"backspace":              {typed: at(0).text("NX1-").tap(keyBackspace).text("ABC").tap(keyEnter), errs: []error{wedge.ErrKey}},
		"a control character":    {typed: at(0).text("NX1-").set(keyLeftCtrl, 1).tap(30).set(keyLeftCtrl, 0).text("ABC"), errs: []error{scanner.ErrText}},
		"too long":               {profile: wedge.Profile{Max: 8}, typed: at(0).text("123456789").tap(keyEnter).text("12345678"), texts: []string{"12345678"}, errs: []error{scanner.ErrTooLong}},
		"lines":                  {profile: wedge.Profile{Lines: true}, typed: at(0).text("one").tap(keyEnter).text("two").tap(keyTab).text("six").tap(keyEnter), texts: []string{"one\ntwo\tsix"}},
		"prefix":                 {profile: wedge.Profile{Prefix: "S1:"}, typed: at(0).text("S1:NX1").tap(keyEnter), texts: []string{"NX1"}},
		"prefix before AIM":      {profile: wedge.Profile{Prefix: "S1:"}, typed: at(0).text("S1:]Q1NX1").tap(keyEnter), texts: []string{"NX1"}},
		"GBK":                    {typed: at(0).text("NX1-").gbk("暖新驿站").tap(keyEnter), texts: []string{"NX1-暖新驿站"}},
		"GBK, rare":              {profile: wedge.Profile{Alt: wedge.AltGBK}, typed: at(0).gbk("丂丄丅丆丏丒").tap(keyEnter), texts: []string{"丂丄丅丆丏丒"}},
		"GB 18030":               {typed: at(0).text("NX1-A").gbk("𠂇").tap(keyEnter), texts: []string{"NX1-A𠂇"}},
		"GBK byte by byte":       {typed: at(0).text("NX1-").bytes("\xc5\xaf\xd0\xc2").tap(keyEnter), texts: []string{"NX1-暖新"}},
		"UTF-8 byte by byte":     {typed: at(0).text("NX1-").bytes("暖新").tap(keyEnter), texts: []string{"NX1-暖新"}},
		"leading zeros":          {typed: zeros(at(0).text("NX1-")).tap(keyEnter), texts: []string{"NX1-\x1d5"}},
		"Unicode":                {typed: at(0).text("NX1-").unicode("暖新驿站").tap(keyEnter), texts: []string{"NX1-暖新驿站"}},
		"Unicode, supplementary": {typed: at(0).text("NX1-A").unicode("𠂇").tap(keyEnter), texts: []string{"NX1-A𠂇"}},
		"Unicode, full width":    {typed: at(0).text("NX1-A").unicode("！").tap(keyEnter), texts: []string{"NX1-A！"}},
		"Unicode, told":          {profile: wedge.Profile{Alt: wedge.AltUnicode}, typed: at(0).text("NX1-A").unicode("é路").tap(keyEnter), texts: []string{"NX1-Aé路"}},
		"GBK, told, and Unicode": {profile: wedge.Profile{Alt: wedge.AltGBK}, typed: at(0).text("NX1-A").unicode("暖").tap(keyEnter), errs: []error{scanner.ErrText}},
		"no character":           {typed: at(0).text("NX1-A").alts(4294967295).tap(keyEnter), errs: []error{scanner.ErrText}},
		"a surrogate":            {profile: wedge.Profile{Alt: wedge.AltUnicode}, typed: at(0).text("NX1-A").alts(0xd800).tap(keyEnter), errs: []error{scanner.ErrText}},
		"far too many digits":    {typed: at(0).text("NX1-").set(keyAlt, 1).tap(79, 79, 79, 79, 79, 79, 79, 79, 79, 79, 79, 79, 79).set(keyAlt, 0).text("AB").tap(keyEnter), errs: []error{wedge.ErrKey}},
		"both Alts":              {typed: at(0).text("NX1-A").set(keyAlt, 1).set(keyRightAlt, 1).tap(82, 75).set(keyAlt, 0).tap(77).set(keyRightAlt, 0).tap(keyEnter), texts: []string{"NX1-A."}},
	} {
		t.Run(name, func(t *testing.T) {
			texts, errs := decode(test.profile, test.typed)
			if !slices.Equal(texts, test.texts) || !slices.EqualFunc(errs, test.errs, errors.Is) {
				t.Errorf("got %q, %v; want %q, %v", texts, errs, test.texts, test.errs)
			}
		})
	}
}

func light(k *typist, on int32) *typist {
	k.raw(evLED, 1, on)
	return k
}

// zeros types Alt 029 and Alt 0053.
func zeros(k *typist) *typist {
	return k.set(keyAlt, 1).tap(82, 80, 73).set(keyAlt, 0).set(keyAlt, 1).tap(82, 82, 76, 81).set(keyAlt, 0)
}

// TestTypingIsToldOnce until a code was read: a person's keys are no flood.
func TestTypingIsToldOnce(t *testing.T) {
	k := at(150 * time.Millisecond).text("hello")
	k.gap = 0
	k.wait(time.Second).text("NX1-ABC").tap(keyEnter).wait(time.Second).text("a").wait(time.Second).text("b")
	texts, errs := decode(wedge.Profile{}, k)
	if len(texts) != 1 || len(errs) != 2 {
		t.Errorf("got %q, %v", texts, errs)
	}
}

func TestAdvice(t *testing.T) {
	for _, err := range []error{wedge.ErrLost, wedge.ErrTyped, wedge.ErrKey, scanner.ErrText} {
		a, known := wedge.AdviceOf(fmt.Errorf("wrapped: %w", err))
		for _, text := range []remedy.Text{a.Rider, a.Technician} {
			if !known || text.ZH == "" || text.EN == "" || text.ZH == text.EN {
				t.Errorf("%v: %+v", err, a)
			}
		}
	}
	if _, known := wedge.AdviceOf(errors.New("another")); known {
		t.Error("advice for an unknown error")
	}
}
