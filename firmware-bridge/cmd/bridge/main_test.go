package main_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

const patience = 15 * time.Second

var binary string

func TestMain(m *testing.M) { os.Exit(buildAndRun(m)) }

func buildAndRun(m *testing.M) int {
	dir, err := os.MkdirTemp("", "bridge")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "nuanxin-bridge")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%v\n%s", err, out)
		return 1
	}
	return m.Run()
}

func command(args ...string) *exec.Cmd {
	c := exec.Command(binary, args...)
	c.Env = append(os.Environ(), "LC_ALL=en_US.UTF-8")
	return c
}

// finish runs a command to its end.
func finish(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	c := command(args...)
	var out, errOut bytes.Buffer
	c.Stdout, c.Stderr = &out, &errOut
	err := c.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return c.ProcessState.ExitCode(), out.String(), errOut.String()
}

// process is a command that goes on, and its lines.
type process struct {
	*exec.Cmd
	in          *os.File
	out, errOut <-chan string
}

func start(t *testing.T, args ...string) *process {
	t.Helper()
	c := command(args...)
	stdin, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	c.Stdin = stdin
	p := &process{Cmd: c, in: in, out: lines(t, c.StdoutPipe), errOut: lines(t, c.StderrPipe)}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	_ = stdin.Close()
	t.Cleanup(func() {
		_ = in.Close()
		_ = c.Process.Kill()
		_ = c.Wait()
	})
	return p
}

func lines[R interface{ Read([]byte) (int, error) }](t *testing.T, pipe func() (R, error)) <-chan string {
	t.Helper()
	r, err := pipe()
	if err != nil {
		t.Fatal(err)
	}
	out := make(chan string, 64)
	go func() {
		defer close(out)
		for s := bufio.NewScanner(r); s.Scan(); {
			out <- s.Text()
		}
	}()
	return out
}

func line(t *testing.T, from <-chan string) string {
	t.Helper()
	select {
	case s := <-from:
		return s
	case <-time.After(patience):
		t.Fatal("no line came")
	}
	return ""
}

func expectLine(t *testing.T, from <-chan string, prefix string) {
	t.Helper()
	if got := line(t, from); !strings.HasPrefix(got, prefix) {
		t.Fatalf("line %q, want %q", got, prefix)
	}
}

// stop interrupts the process, which must end well.
func (p *process) stop(t *testing.T) {
	t.Helper()
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	p.ended(t)
}

func (p *process) ended(t *testing.T) {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- p.Wait() }()
	select {
	case err := <-done:
		if err != nil {
			t.Errorf("ended with %v", err)
		}
	case <-time.After(patience):
		t.Fatal("does not end")
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString(text); err != nil {
		t.Fatal(err)
	}
}

func compact(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := json.Compact(&out, b); err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(out.String(), `\ue863`, "\ue863")
}

func TestUsage(t *testing.T) {
	for name, args := range map[string][]string{
		"no command":        {},
		"unknown command":   {"dance"},
		"no port":           {"read"},
		"no port to scan":   {"scan", "--json"},
		"unknown flag":      {"list", "--all"},
		"extra argument":    {"read", "--port", "/dev/null", "x"},
		"unknown language":  {"doctor", "--lang", "fr"},
		"baud in words":     {"read", "--port", "/dev/null", "--baud", "fast"},
		"no device":         {"simulate"},
		"unknown device":    {"simulate", "toaster", "--link", "x"},
		"no link":           {"simulate", "reader"},
		"trailing argument": {"simulate", "reader", "--link", "x", "y"},
	} {
		t.Run(name, func(t *testing.T) {
			if status, stdout, stderr := finish(t, args...); status != 2 || stdout != "" || !strings.Contains(stderr, "usage") {
				t.Errorf("status %d, output %q, errors %q", status, stdout, stderr)
			}
		})
	}
	for _, args := range [][]string{{"help"}, {"--help"}, {"read", "--help"}, {"simulate", "reader", "-h"}} {
		if status, _, _ := finish(t, args...); status != 0 {
			t.Errorf("%q: status %d", args, status)
		}
	}
}

// TestReadSimulatedCards is the technician's first try: a simulated reader in one window, read in another.
func TestReadSimulatedCards(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	link, control := filepath.Join(dir, "reader"), filepath.Join(dir, "control")
	if err := syscall.Mkfifo(control, 0o600); err != nil { // as a killed simulator would leave it
		t.Fatal(err)
	}
	device := start(t, "simulate", "reader", "--link", link, "--control", control)
	expectLine(t, device.out, "ready "+link)
	_ = device.in.Close() // the control pipe keeps it going
	read := start(t, "read", "--port", link, "--json")
	expectLine(t, read.errOut, "The reader is ready")
	files, err := filepath.Glob("../../sim/cards/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cards: %v", err)
	}
	for _, file := range append(files, files[0]) {
		write(t, control, "place "+file+"\n")
		expectLine(t, device.out, "ok placed ")
		if got, want := line(t, read.out), compact(t, file); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		write(t, control, "lift\n")
		expectLine(t, device.out, "ok lifted")
		expectLine(t, read.errOut, "The card was lifted")
	}
	read.stop(t)
	device.stop(t)
	for _, path := range []string{link, control} {
		if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is left behind: %v", path, err)
		}
	}
}

func TestBadScriptLines(t *testing.T) {
	dir := t.TempDir()
	bad := filepath.Join(dir, "bad.json")
	if err := os.WriteFile(bad, []byte(`{"kind":"citizen","sex":"x"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	device := start(t, "simulate", "reader", "--link", filepath.Join(dir, "reader"))
	expectLine(t, device.out, "ready ")
	for text, want := range map[string]string{
		"dance":              `error: "dance" is not a command`,
		"place":              "error: not a card",
		"place nowhere.json": "error: not a card",
		"place " + bad:       "error: not a card",
		"scan x":             `error: "scan" is not a command`,
		"# nothing\nlift":    "ok lifted",
		"  place  citizen  ": "ok placed citizen",
		"unplug":             "ok unplugged",
		"plug":               "ok plugged",
	} {
		fmt.Fprintln(device.in, text)
		expectLine(t, device.out, want)
	}
	_ = device.in.Close()
	device.ended(t) // nothing could bring more lines
}

func TestScanSimulatedCode(t *testing.T) {
	t.Parallel()
	link := filepath.Join(t.TempDir(), "scanner")
	device := start(t, "simulate", "scanner", "--link", link)
	expectLine(t, device.out, "ready ")
	scan := start(t, "scan", "--port", link, "--json", "--once")
	expectLine(t, scan.errOut, "The scanner's port is open")
	fmt.Fprintln(device.in, "scan 暖新驿站 <NX1&2>")
	expectLine(t, device.out, "ok scanned 12 characters")
	if got, want := line(t, scan.out), `{"text":"暖新驿站 <NX1&2>"}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	scan.ended(t)
}

// TestNothingPersonalWithoutJSON reads a card and prints that it was one.
func TestNothingPersonalWithoutJSON(t *testing.T) {
	t.Parallel()
	link := filepath.Join(t.TempDir(), "reader")
	device := start(t, "simulate", "reader", "--link", link)
	expectLine(t, device.out, "ready ")
	fmt.Fprintln(device.in, "place citizen")
	expectLine(t, device.out, "ok placed citizen")
	status, stdout, _ := finish(t, "read", "--port", link, "--once")
	if want := "card(citizen, redacted)\n"; status != 0 || stdout != want {
		t.Errorf("status %d, printed %q, want %q", status, stdout, want)
	}
}

func TestDoctor(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	link, file := filepath.Join(dir, "reader"), filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	device := start(t, "simulate", "reader", "--link", link, "--baud", "57600")
	expectLine(t, device.out, "ready ")
	for name, test := range map[string]struct {
		args   []string
		status int
		says   []string
	}{
		"healthy": {[]string{"--port", link}, 0, []string{"baud rate 57600", "05.03-20240101-0000012345", "set the programs to 57600"}},
		"Chinese": {[]string{"--port", link, "--lang", "zh"}, 0, []string{"身份证读卡器，波特率 57600", "不是出厂波特率"}},
		"missing": {[]string{"--port", filepath.Join(dir, "none")}, 1, []string{"check the cable"}},
		"a file":  {[]string{"--port", file, "--lang", "zh"}, 1, []string{"这不是串口设备"}},
	} {
		t.Run(name, func(t *testing.T) {
			status, stdout, _ := finish(t, append([]string{"doctor"}, test.args...)...)
			if status != test.status {
				t.Errorf("status %d", status)
			}
			for _, want := range test.says {
				if !strings.Contains(stdout, want) {
					t.Errorf("%q does not say %q", stdout, want)
				}
			}
		})
	}
	read := start(t, "read", "--port", link, "--baud", "57600")
	expectLine(t, read.errOut, "The reader is ready")
	if status, stdout, _ := finish(t, "doctor", "--port", link); status != 1 || !strings.Contains(stdout, "Another program uses the port") {
		t.Errorf("in use: status %d, %s", status, stdout)
	}
}

// TestSilentDoctor examines a line at whose end is a scanner.
func TestSilentDoctor(t *testing.T) {
	t.Parallel()
	link := filepath.Join(t.TempDir(), "scanner")
	device := start(t, "simulate", "scanner", "--link", link)
	expectLine(t, device.out, "ready ")
	if status, stdout, _ := finish(t, "doctor", "--port", link); status != 1 || !strings.Contains(stdout, "crossed wires") {
		t.Errorf("status %d, %s", status, stdout)
	}
}

func TestHopelessPorts(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"read a file":       {[]string{"read", "--port", file}, "not a serial device"},
		"scan a file":       {[]string{"scan", "--port", file}, "not a serial device"},
		"simulate a file":   {[]string{"simulate", "reader", "--link", file}, "choose another"},
		"control is a file": {[]string{"simulate", "reader", "--link", filepath.Join(dir, "r"), "--control", file}, "not a named pipe"},
		"odd baud rate":     {[]string{"simulate", "reader", "--link", filepath.Join(dir, "r"), "--baud", "4800"}, "4800"},
	} {
		t.Run(name, func(t *testing.T) {
			if status, _, stderr := finish(t, test.args...); status != 1 || !strings.Contains(stderr, test.want) {
				t.Errorf("status %d, %s", status, stderr)
			}
		})
	}
}
