package wedge_test

import (
	"bytes"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nuanxin/station-kit/firmware-bridge/wedge"
)

// names are the header's names of the character keys, with what they type.
var names = map[string]string{
	"KEY_MINUS": "-_", "KEY_EQUAL": "=+", "KEY_LEFTBRACE": "[{", "KEY_RIGHTBRACE": "]}", "KEY_SEMICOLON": ";:",
	"KEY_APOSTROPHE": `'"`, "KEY_GRAVE": "`~", "KEY_BACKSLASH": `\|`, "KEY_COMMA": ",<", "KEY_DOT": ".>",
	"KEY_SLASH": "/?", "KEY_SPACE": "  ", "KEY_102ND": `\|`,
	"KEY_KPASTERISK": "**", "KEY_KPMINUS": "--", "KEY_KPPLUS": "++", "KEY_KPDOT": "..", "KEY_KPSLASH": "//",
	"KEY_KPEQUAL": "==", "KEY_KPCOMMA": ",,",
}

func init() {
	for i, digit := range "0123456789" {
		names[fmt.Sprintf("KEY_%c", digit)] = fmt.Sprintf("%c%c", digit, ")!@#$%^&*("[i])
		names[fmt.Sprintf("KEY_KP%c", digit)] = fmt.Sprintf("%c%c", digit, digit)
	}
	for letter := 'A'; letter <= 'Z'; letter++ {
		names[fmt.Sprintf("KEY_%c", letter)] = fmt.Sprintf("%c%c", letter|0x20, letter)
	}
}

// TestHeader compares with what the C compiler makes of <linux/input.h>: every key by its name, the codes the
// tests use, and events as it lays them out.
func TestHeader(t *testing.T) {
	numbers := map[string]int{
		"KEY_BACKSPACE": keyBackspace, "KEY_TAB": keyTab, "KEY_ENTER": keyEnter, "KEY_LEFTCTRL": keyLeftCtrl,
		"KEY_RIGHTBRACE": keyRightBrace, "KEY_LEFTSHIFT": keyShift, "KEY_LEFTALT": keyAlt, "KEY_CAPSLOCK": keyCapsLock,
		"KEY_F1": keyF1, "KEY_KPENTER": keyKPEnter, "KEY_NUMLOCK": keyNumLock, "KEY_RIGHTALT": keyRightAlt, "KEY_M": keyM,
		"EV_SYN": evSyn, "EV_KEY": evKey, "EV_MSC": evMsc, "EV_LED": evLED, "SYN_REPORT": 0, "SYN_DROPPED": synDropped, "LED_CAPSL": 1,
	}
	var program strings.Builder
	program.WriteString("#include <stdio.h>\n#include <string.h>\n#include <linux/input.h>\nint main(void) {\n")
	for name := range numbers {
		fmt.Fprintf(&program, "printf(\"%s %%d\\n\", %s);\n", name, name)
	}
	for name := range names {
		fmt.Fprintf(&program, "printf(\"%s %%d\\n\", %s);\n", name, name)
	}
	program.WriteString(`printf("\f"); struct input_event e; memset(&e, 0, sizeof e);
e.input_event_sec = 3; e.input_event_usec = 5; e.type = EV_KEY; e.code = KEY_A; e.value = 1; fwrite(&e, sizeof e, 1, stdout);
e.input_event_sec = 4; e.value = -2; fwrite(&e, sizeof e, 1, stdout); return 0; }`)

	text, events, _ := bytes.Cut(run(t, program.String()), []byte("\f"))
	for line := range strings.Lines(string(text)) {
		var name string
		var code int
		if _, err := fmt.Sscan(line, &name, &code); err != nil {
			t.Fatal(err)
		}
		if want, plain := numbers[name]; plain && code != want {
			t.Errorf("%s is %d, not %d", name, code, want)
		}
		if want, char := names[name]; char && typed(uint16(code)) != want {
			t.Errorf("%s types %q, want %q", name, typed(uint16(code)), want)
		}
	}
	var p wedge.Parser
	var got []wedge.Event
	p.Feed(events, func(e wedge.Event) { got = append(got, e) })
	want := []wedge.Event{{3_000_005_000, 1, 30, 1}, {4_000_005_000, 1, 30, -2}}
	if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("got %v of % x, want %v", got, events, want)
	}
}

// typed is what a key types, plain and with shift.
func typed(code uint16) string {
	texts, _ := decode(wedge.Profile{Min: 1}, new(typist).tap(keyOfX, code, keyOfX).set(keyShift, 1).tap(code).set(keyShift, 0).tap(keyOfX))
	if len(texts) != 1 || len(texts[0]) != 5 {
		return strings.Join(texts, "|")
	}
	return texts[0][1:2] + texts[0][3:4]
}

const keyOfX = 45 // blanks at the ends would be taken off

func run(t *testing.T, program string) []byte {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "header")
	compile := exec.Command("gcc", "-x", "c", "-o", binary, "-")
	compile.Stdin = strings.NewReader(program)
	if out, err := compile.CombinedOutput(); err != nil {
		t.Fatalf("%v: install it with: apt-get install gcc libc6-dev\n%s", err, out)
	}
	out, err := exec.Command(binary).Output()
	if err != nil {
		t.Fatal(err)
	}
	return out
}
