package main_test

import (
	"encoding/json"
	"fmt"
	"image/png"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// device is a simulated device that has just been plugged in.
func device(t *testing.T, kind string, flags ...string) (*process, string) {
	t.Helper()
	link := filepath.Join(t.TempDir(), kind)
	p := start(t, append([]string{"simulate", kind, "--link", link}, flags...)...)
	expectLine(t, p.out, "ready "+link)
	return p, link
}

// tell types a line into a simulated device and waits until it is carried out.
func (p *process) tell(t *testing.T, text string) {
	t.Helper()
	fmt.Fprintln(p.in, text)
	expectLine(t, p.out, "ok ")
}

func expectAll(t *testing.T, text string, wanted ...string) {
	t.Helper()
	for _, want := range wanted {
		if !strings.Contains(text, want) {
			t.Errorf("%q does not say %q", text, want)
		}
	}
}

// TestPrintSimulatedReceipt prints a test page and a text, and says what keeps a printer from printing.
func TestPrintSimulatedReceipt(t *testing.T) {
	t.Parallel()
	picture := filepath.Join(t.TempDir(), "paper.png")
	printer, link := device(t, "printer", "--baud", "19200", "--file", picture)
	status, stdout, stderr := finish(t, "print", "--port", link, "--baud", "19200", "--lang", "zh")
	if status != 0 || stdout != "已打印，打印机已确认。\n" || stderr != "" {
		t.Errorf("status %d, %q, %q", status, stdout, stderr)
	}
	if height := heightOf(t, picture); height < 400 {
		t.Errorf("the test page is %d dots long", height)
	}
	printer.tell(t, "paper out")
	waiting := start(t, "print", "--port", link, "--baud", "19200", "--stdin")
	fmt.Fprintln(waiting.in, "你好，骑手")
	_ = waiting.in.Close()
	expectLine(t, waiting.errOut, "Put in a new roll of thermal paper")
	printer.tell(t, "paper in")
	expectLine(t, waiting.out, "Printed, and the printer says so.")
	waiting.ended(t)
}

func heightOf(t *testing.T, file string) int {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	picture, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return picture.Bounds().Dy()
}

func TestPrintOnAMutePrinter(t *testing.T) {
	t.Parallel()
	_, link := device(t, "printer", "--mute")
	if status, stdout, _ := finish(t, "print", "--port", link); status != 0 || !strings.Contains(stdout, "does not say how it is") {
		t.Errorf("status %d, %q", status, stdout)
	}
	if status, _, stderr := finish(t, "print", "--port", link, "--stdin"); status != 1 || !strings.Contains(stderr, "no text to print") {
		t.Errorf("nothing to print: status %d, %q", status, stderr)
	}
	for _, flags := range [][]string{{"--paper", "60"}, {"--charset", "big5"}} {
		if status, _, stderr := finish(t, append([]string{"print", "--port", link}, flags...)...); status != 2 {
			t.Errorf("%q: status %d, %q", flags, status, stderr)
		}
	}
	if status, _, stderr := finish(t, "print", "--port", link, "--font", "nowhere.ttf"); status != 1 || !strings.Contains(stderr, "nowhere.ttf") {
		t.Errorf("no font: status %d, %q", status, stderr)
	}
}

func TestDoctorOfAPrinter(t *testing.T) {
	t.Parallel()
	printer, link := device(t, "printer", "--baud", "38400")
	status, stdout, _ := finish(t, "doctor", "--port", link)
	if status != 0 {
		t.Errorf("status %d", status)
	}
	expectAll(t, stdout, "✓ receipt printer at baud rate 38400", "In short: 1 working, 0 to mend, 0 remarks.")
	for _, trouble := range []string{"cover open", "paper out"} {
		printer.tell(t, trouble)
	}
	status, stdout, stderr := finish(t, "doctor", "--port", link, "--lang", "zh")
	if status != 1 {
		t.Errorf("status %d", status)
	}
	expectAll(t, stdout, "✗ 把小票机上盖两侧同时按下", "✗ 换一卷热敏纸", "小结：正常 1，要处理 2，提示 0。")
	expectAll(t, stderr, "发现问题")
}

func TestDoctorAsJSON(t *testing.T) {
	t.Parallel()
	_, link := device(t, "reader", "--baud", "57600")
	status, stdout, _ := finish(t, "doctor", "--port", link, "--json")
	var kinds []string
	for _, text := range strings.Split(strings.TrimSpace(stdout), "\n") {
		var f struct {
			Level, What string
			Text        struct{ ZH, EN string }
			Summary     map[string]int
		}
		if err := json.Unmarshal([]byte(text), &f); err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		if f.Summary == nil && (f.Text.ZH == "" || f.Text.EN == "") {
			t.Errorf("%s lacks a language", text)
		}
		kinds = append(kinds, fmt.Sprint(f.Level, f.What, len(f.Summary)))
	}
	if got, want := strings.Join(kinds, ","), "okcard-reader0,notenot-default-baud0,3"; status != 0 || got != want {
		t.Errorf("status %d, %s; want %s", status, got, want)
	}
}

// TestDoctorFindsAFaultyModule says what is wrong with it, not that none is there.
func TestDoctorFindsAFaultyModule(t *testing.T) {
	t.Parallel()
	reader, link := device(t, "reader")
	reader.tell(t, "quirk unwell 60")
	status, stdout, _ := finish(t, "doctor", "--port", link)
	if status != 1 || !strings.Contains(stdout, "(code 60)") || !strings.Contains(stdout, "at 115200 baud") {
		t.Errorf("status %d, %s", status, stdout)
	}
	reader.tell(t, "quirk none")
	reader.tell(t, "echo on")
	reader.tell(t, "silent always")
	if status, stdout, _ := finish(t, "doctor", "--port", link, "--lang", "zh"); status != 1 || !strings.Contains(stdout, "发出的数据原样返回") {
		t.Errorf("an echo: status %d, %s", status, stdout)
	}
}

// TestDoctorAsksForAScan: the first scan is at another rate than the first tried, as the technician cannot know.
func TestDoctorAsksForAScan(t *testing.T) {
	t.Parallel()
	scanner, link := device(t, "scanner", "--baud", "115200", "--uart")
	doctor := start(t, "doctor", "--port", link, "--ask")
	expectLine(t, doctor.out, link)
	expectLine(t, doctor.out, "  ? If this is a scanner, scan a code again and again")
	for read := false; !read; {
		scanner.tell(t, "scan nuanxin")
		select {
		case got := <-doctor.out:
			if want := "  ✓ scanner at baud rate 115200 (which USB scanners do not mind), read 7 characters"; got != want {
				t.Fatalf("got %q, want %q", got, want)
			}
			read = true
		case <-time.After(500 * time.Millisecond):
		}
	}
	expectLine(t, doctor.out, "In short: 1 working")
	doctor.ended(t)
}

func TestDoctorIsToldToSkip(t *testing.T) {
	t.Parallel()
	_, link := device(t, "scanner")
	doctor := start(t, "doctor", "--port", link, "--ask")
	expectLine(t, doctor.out, link)
	expectLine(t, doctor.out, "  ? If this is a scanner")
	fmt.Fprintln(doctor.in)
	expectLine(t, doctor.out, "  ✗ The card reader does not answer")
}

// TestScanOnCommand: a GM65 that reads only when told to is told again after each code.
func TestScanOnCommand(t *testing.T) {
	t.Parallel()
	scanner, link := device(t, "scanner", "--family", "gm65", "--on-demand", "--gbk")
	scan := start(t, "scan", "--port", link, "--json", "--trigger", "gm65")
	expectLine(t, scan.errOut, "The scanner's port is open")
	for _, text := range []string{"暖新驿站一", "暖新驿站二", "暖新驿站三"} {
		for until := time.Now().Add(patience); ; {
			fmt.Fprintln(scanner.in, "scan "+text)
			if answer := line(t, scanner.out); strings.HasPrefix(answer, "ok") {
				break
			} else if time.Now().After(until) {
				t.Fatal(answer) // it was not triggered
			}
			time.Sleep(50 * time.Millisecond)
		}
		if got, want := line(t, scan.out), `{"text":"`+text+`"}`; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	scan.stop(t)
}

func TestReadWithPhotoAndAddresses(t *testing.T) {
	t.Parallel()
	reader, link := device(t, "reader")
	reader.tell(t, "place citizen")
	dir := t.TempDir()
	raw, decoded := filepath.Join(dir, "raw"), filepath.Join(dir, "decoded")
	status, stdout, stderr := finish(t, "read", "--port", link, "--once", "--photo", raw)
	if status != 0 || stdout != "card(citizen, redacted)\n" {
		t.Errorf("status %d, %q", status, stdout)
	}
	expectAll(t, stderr, "(1024 bytes): delete it after use")
	if info, err := os.Stat(raw); err != nil || info.Size() != 1024 || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	program := filepath.Join(dir, "decoder")
	if err := os.WriteFile(program, []byte("#!/bin/sh\nprintf BM; cat >/dev/null\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	reader.tell(t, "lift")
	reader.tell(t, "place permit")
	status, stdout, _ = finish(t, "read", "--port", link, "--addresses", "--json", "--photo", decoded, "--photo-decoder", program)
	if status != 0 || !strings.Contains(stdout, `"addresses":`) || !strings.Contains(stdout, `"pass_number":"H00000001"`) {
		t.Errorf("status %d, %q", status, stdout)
	}
	if got, err := os.ReadFile(decoded); err != nil || string(got) != "BM" {
		t.Errorf("%q, %v", got, err)
	}
}

// TestRecordAndReplay: what is recorded is replayed as it was, without the person.
func TestRecordAndReplay(t *testing.T) {
	t.Parallel()
	reader, link := device(t, "reader")
	file := filepath.Join(t.TempDir(), "fault.capture")
	record := start(t, "record", "--port", link, "--file", file)
	expectLine(t, record.errOut, "Recording")
	expectLine(t, record.errOut, "The reader is ready")
	reader.tell(t, "place citizen")
	expectLine(t, record.out, "card(citizen, redacted)")
	reader.tell(t, "lift")
	expectLine(t, record.errOut, "The card was lifted")
	reader.tell(t, "unplug")
	expectLine(t, record.errOut, "The device is gone")
	expectLine(t, record.errOut, "No such serial device")
	reader.tell(t, "plug")
	expectLine(t, record.errOut, "The reader is ready")
	record.stop(t)

	status, stdout, stderr := finish(t, "replay", "--file", file, "--json")
	if status != 0 {
		t.Errorf("status %d", status)
	}
	expectAll(t, stderr, "Replaying: reader at 115200 baud", "The reader is ready", "The card was lifted", "and came back")
	expectAll(t, stdout, `"kind":"citizen","name":"某某某"`, "commands that differ from those recorded: ")
	if status, _, _ := finish(t, "replay", "--file", file, "--hurry"); status != 0 {
		t.Errorf("in a hurry: status %d", status)
	}
	if status, _, stderr := finish(t, "record", "--port", link, "--file", file); status != 1 || !strings.Contains(stderr, "The file exists") {
		t.Errorf("over an old one: status %d, %s", status, stderr)
	}
	if status, _, stderr := finish(t, "replay", "--file", os.Args[0]); status != 1 || !strings.Contains(stderr, "This is no capture") {
		t.Errorf("no capture: status %d, %s", status, stderr)
	}
	if status, _, _ := finish(t, "record", "--port", link, "--device", "toaster", "--file", file+"2"); status != 2 {
		t.Errorf("a toaster: status %d", status)
	}
}

// TestServe is another program's way to the reader.
func TestServe(t *testing.T) {
	t.Parallel()
	reader, link := device(t, "reader")
	token := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(token, []byte("0123456789abcdef\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	service := start(t, "serve", "--port", link, "--listen", "127.0.0.1:0", "--listen", "127.0.0.1:0", "--dialect", "readmsg", "--token-file", token)
	var urls []string
	for range 2 {
		urls = append(urls, strings.TrimPrefix(line(t, service.out), "ready "))
	}
	expectLine(t, service.errOut, "The reader is ready")
	ask := func(url string) (int, string) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer 0123456789abcdef")
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		body, _ := io.ReadAll(response.Body)
		return response.StatusCode, string(body)
	}
	reader.tell(t, "place citizen")
	status, body := ask(urls[0] + "/v1/card?wait=15")
	if status != http.StatusOK {
		t.Errorf("status %d", status)
	}
	expectAll(t, body, `"state":"card"`, "张小满")
	_, body = ask(urls[1] + "/api/ReadMsg")
	expectAll(t, body, `"code":"0"`, "110101199003071014")
	if response, err := http.Get(urls[0] + "/v1/card"); err != nil || response.StatusCode != http.StatusUnauthorized {
		t.Errorf("without the token: %v %v", response, err)
	}
	reader.tell(t, "unplug")
	expectLine(t, service.errOut, "time=") // the refusal
	expectLine(t, service.errOut, "The device is gone")
	status, body = ask(urls[0] + "/v1/card")
	if status != http.StatusServiceUnavailable || strings.Contains(body, "张小满") {
		t.Errorf("unplugged: status %d, %s", status, body)
	}
	service.stop(t)
}

func TestServeWronglyAsked(t *testing.T) {
	t.Parallel()
	_, link := device(t, "reader")
	empty := filepath.Join(t.TempDir(), "empty")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		flags []string
		want  string
	}{
		"everybody":    {[]string{"--listen", "0.0.0.0:0"}, "服务只供本机使用"},
		"any page":     {[]string{"--listen", "127.0.0.1:0", "--allow-origin", "*"}, "这不是网页来源"},
		"no dialect":   {[]string{"--listen", "127.0.0.1:0", "--dialect", "klingon"}, "没有这种接口"},
		"an empty key": {[]string{"--listen", "127.0.0.1:0", "--token-file", empty}, "令牌太短"},
	} {
		t.Run(name, func(t *testing.T) {
			if status, _, stderr := finish(t, append([]string{"serve", "--port", link, "--lang", "zh"}, test.flags...)...); status != 1 || !strings.Contains(stderr, test.want) {
				t.Errorf("status %d, %s", status, stderr)
			}
		})
	}
}

// TestSimulateByScript carries out a script and ends with it where nothing more can come.
func TestSimulateByScript(t *testing.T) {
	t.Parallel()
	script := filepath.Join(t.TempDir(), "script")
	if err := os.WriteFile(script, []byte("# one card\nplace citizen\nwait 1ms\nlift\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p, _ := device(t, "reader", "--script", script)
	_ = p.in.Close()
	expectLine(t, p.out, "ok placed citizen")
	expectLine(t, p.out, "ok lifted")
	p.ended(t)
}
