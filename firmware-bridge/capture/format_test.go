package capture

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"
)

const small = `{"capture":1,"device":"reader","baud":115200,"kit":"v1"}
{"at":0,"event":"open"}
{"at":180,"sent":"aaaaaa96690003200122"}
{"at":3350,"received":"aaaaaa9669000400008084"}
{"at":3350,"received":"7878","note":"unrecognised"}
{"at":9120700,"event":"lost"}
`

func TestReadAndWrite(t *testing.T) {
	c, err := Read(strings.NewReader(small))
	if err != nil {
		t.Fatal(err)
	}
	if c.Header != (Header{1, CardReader, 115200, "v1"}) || len(c.Entries) != 5 || c.Entries[4].Event != Lost ||
		!bytes.Equal(c.Entries[1].Sent, []byte{0xAA, 0xAA, 0xAA, 0x96, 0x69, 0, 3, 0x20, 1, 0x22}) {
		t.Errorf("read %+v", c)
	}
	var out bytes.Buffer
	if n, err := c.WriteTo(&out); err != nil || out.String() != small || n != int64(len(small)) {
		t.Errorf("wrote %d bytes, %v:\n%s", n, err, &out)
	}
}

// TestUnfinishedLine: a kit that was killed leaves one.
func TestUnfinishedLine(t *testing.T) {
	whole, _ := Read(strings.NewReader(small))
	for cut := strings.LastIndex(small[:len(small)-1], "\n") + 1; cut < len(small); cut++ {
		c, err := Read(strings.NewReader(small[:cut]))
		if err != nil || !reflect.DeepEqual(c.Entries, whole.Entries[:4]) {
			t.Errorf("cut at %d: %d entries, %v", cut, len(c.Entries), err)
		}
	}
}

func TestNoCapture(t *testing.T) {
	head, _, _ := strings.Cut(small, "\n")
	for name, test := range map[string]struct {
		text string
		want error
		says string
	}{
		"empty":          {"", ErrFormat, "line 1"},
		"no JSON":        {"AA AA AA\n", ErrFormat, "line 1"},
		"other JSON":     {"{}\n", ErrFormat, "no version"},
		"newer":          {`{"capture":2,"device":"reader","more":1}` + "\n", ErrVersion, "version 2"},
		"other device":   {`{"capture":1,"device":"door"}` + "\n", ErrFormat, "door"},
		"unknown field":  {head + "\n" + `{"at":1,"sent":"00","name":"x"}` + "\n", ErrFormat, "line 2"},
		"no hexadecimal": {head + "\n" + `{"at":1,"sent":"0x"}` + "\n", ErrFormat, "line 2"},
		"two at once":    {head + "\n" + `{"at":1,"sent":"00","received":"00"}` + "\n", ErrFormat, "line 2"},
		"nothing":        {head + "\n" + `{"at":1}` + "\n", ErrFormat, "line 2"},
		"event":          {head + "\n" + `{"at":1,"event":"dance"}` + "\n", ErrFormat, "dance"},
		"time falls":     {head + "\n" + `{"at":2,"event":"open"}` + "\n" + `{"at":1,"event":"lost"}` + "\n", ErrFormat, "line 3"},
		"negative":       {head + "\n" + `{"at":-1,"event":"open"}` + "\n", ErrFormat, "line 2"},
		"two a line":     {head + "\n" + `{"at":1,"event":"open"}{"at":1,"event":"lost"}` + "\n", ErrFormat, "line 2"},
		"a long line":    {head + "\n" + strings.Repeat(" ", maxLine) + "\n", ErrFormat, "too long"},
	} {
		if _, err := Read(strings.NewReader(test.text)); !errors.Is(err, test.want) || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v, want %v that says %q", name, err, test.want, test.says)
		}
	}
	if _, err := NewRecorder(&bytes.Buffer{}, Header{Device: "door"}); !errors.Is(err, ErrFormat) {
		t.Errorf("recording a door: %v", err)
	}
}

// FuzzRead: what is accepted can be written and read again, and is the same.
func FuzzRead(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte(small[:100]))
	f.Add([]byte(`{"capture":1,"device":"scanner"}` + "\n" + `{"at":5,"received":"31320d"}` + "\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := Read(bytes.NewReader(text))
		if err != nil {
			if !errors.Is(err, ErrFormat) && !errors.Is(err, ErrVersion) {
				t.Fatal(err)
			}
			return
		}
		var out bytes.Buffer
		if _, err := c.WriteTo(&out); err != nil {
			t.Fatal(err)
		}
		again, err := Read(&out)
		if err != nil || !reflect.DeepEqual(c, again) {
			t.Fatalf("%v: %+v became %+v", err, c, again)
		}
	})
}
