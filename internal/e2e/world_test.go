package e2e

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/sim"
	"github.com/nuanxin/station-kit/internal/daemon"
	"github.com/nuanxin/station-kit/internal/mosquitto"
	"github.com/nuanxin/station-kit/station/pass/qr"
)

const stationID = "e2e"

// patience bounds every wait for a process: one that shares its cores with many
// others is slow and not broken.
const patience = time.Minute

// world is a hub, a Mosquitto, a virtual display and a kiosk with a simulated
// card reader, each a process of its own, in one temporary folder.
type world struct {
	t       testing.TB
	dir     string
	display string
	broker  *mosquitto.Broker
	hub     *process
	kiosk   *process
	reader  *sim.Reader
	scanner *sim.Scanner
	printer *sim.Printer
	finger  *finger
	taps    int
	env     []string      // of the kit's programs, beside their usual one
	poll    time.Duration // how often to look whether something has come about
	http    string        // the hub's status page and API
	phone   string        // the kiosk's phone page
}

func newWorld(t testing.TB) *world {
	w := &world{t: t, dir: t.TempDir(), poll: 50 * time.Millisecond, http: daemon.FreeAddr(t), phone: daemon.FreeAddr(t)}
	w.startBroker()
	w.startHub()
	w.enrol()
	w.openDisplay()
	t.Cleanup(w.keepPicture)
	var err error
	w.reader, err = sim.NewReader(w.in("reader"), sim.ReaderOptions{})
	w.must(err)
	t.Cleanup(func() { w.reader.Close() })
	w.scanner, err = sim.NewScanner(w.in("scanner"), sim.ScannerOptions{})
	w.must(err)
	t.Cleanup(func() { w.scanner.Close() })
	w.printer, err = sim.NewPrinter(w.in("printer"), sim.PrinterOptions{Baud: 115200, Speed: 250, GB18030: true, QR: qr.Image})
	w.must(err)
	t.Cleanup(func() { w.printer.Close() })
	return w
}

func (w *world) in(name string) string { return filepath.Join(w.dir, name) }

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// keepPicture leaves the last picture of a failed test in the folder $SCREENS,
// and says what the kiosk said at last.
func (w *world) keepPicture() {
	if log := w.log("kiosk"); w.t.Failed() {
		w.t.Logf("the kiosk said at last:\n%s", log[max(0, len(log)-4000):])
	}
	if dir := os.Getenv("SCREENS"); dir != "" && w.t.Failed() {
		w.keep(filepath.Join(dir, strings.ReplaceAll(w.t.Name(), "/", " ")+".png"))
	}
}

// programs is the folder of the kit's programs.
var programs string

// tags are those of a kiosk for a machine with X11; x11,gles makes one that
// draws with OpenGL ES, as every kiosk on ARM does.
var tags = cmp.Or(os.Getenv("KIOSK_TAGS"), "x11")

// TestMain builds the programs as the Makefile does.
func TestMain(m *testing.M) {
	os.Exit(func() int {
		var err error
		if programs, err = os.MkdirTemp("", "nuanxin-e2e-*"); err != nil {
			panic(err)
		}
		defer os.RemoveAll(programs)
		for name, source := range map[string]string{
			"nuanxin-hub": "sync/cmd/hub", "nuanxin-station": "station/cmd/station", "nuanxin-kiosk": "kiosk",
		} {
			cmd := exec.Command("go", "build", "-tags="+tags, "-buildvcs=false", "-o", filepath.Join(programs, name), "github.com/nuanxin/station-kit/"+source)
			if out, err := cmd.CombinedOutput(); err != nil {
				fmt.Printf("build %s: %v\n%s", name, err, out)
				return 1
			}
		}
		return m.Run()
	}())
}

// tool runs a command of the kit to its end.
func (w *world) tool(program string, args ...string) []byte {
	w.t.Helper()
	var said bytes.Buffer
	cmd := exec.Command(filepath.Join(programs, program), args...)
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		w.t.Fatalf("%s %q: %v\n%s%s", program, args, err, out, said.Bytes())
	}
	return out
}

func (w *world) startBroker() {
	w.tool("nuanxin-hub", "certificate", "--data", w.in("hub"), "--out", w.in("certs"))
	w.broker = mosquitto.Start(w.t, mosquitto.Config{
		CA: w.in("certs/ca.crt"), Cert: w.in("certs/server.crt"), Key: w.in("certs/server.key"), ACL: mosquitto.ACL,
	})
}

func (w *world) startHub() {
	w.hub = w.start("hub", "nuanxin-hub", "run", "--data", w.in("hub"), "--broker", "tls://"+w.broker.Addr(),
		"--http", w.http, "--enrol", "127.0.0.1:0")
	w.eventually("the hub answers", patience, func() error { return w.get("/healthz", nil) })
}

func (w *world) enrol() {
	var invitation struct{ Code, Hub string }
	w.must(json.Unmarshal(w.tool("nuanxin-hub", "enroll", stationID, "--data", w.in("hub"), "--json"), &invitation))
	w.tool("nuanxin-station", "enroll", "--data", w.in("station"), "--hub", invitation.Hub, "--code", invitation.Code)
	day := time.Now().AddDate(0, 0, 2).Format(time.DateOnly)
	for _, service := range []string{"health-check", "legal-aid"} {
		w.tool("nuanxin-hub", "slots", "add", "--data", w.in("hub"), "--service", service, "--start", day+" 08:00",
			"--minutes", "15", "--count", "40", "--capacity", "3", "--station", stationID)
	}
}

// openDisplay starts an X server that shows nothing to anyone.
func (w *world) openDisplay() {
	number := w.in("display")
	w.run("xvfb", exec.Command("sh", "-c", fmt.Sprintf(`exec Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp -noreset 3>%q`, number)))
	w.eventually("the display opens (sudo apt-get install xvfb)", patience, func() error {
		b, err := os.ReadFile(number)
		if err == nil && !bytes.HasSuffix(b, []byte("\n")) {
			err = errors.New("no number yet")
		}
		w.display = ":" + strings.TrimSpace(string(b))
		return err
	})
	w.finger = newFinger(w.t, w.display)
}

func (w *world) startKiosk() {
	w.kiosk = w.start("kiosk", "nuanxin-kiosk", "--data", w.in("station"), "--reader", w.in("reader"), "--scanner", w.in("scanner"),
		"--printer", w.in("printer"), "--printer-baud", "115200", "--phone", w.phone, "--size", "1280x800", "--describe", w.in("drawn"), "--at-once")
	w.eventually("the phone page answers", patience, func() error {
		r, err := http.Get("http://" + w.phone + "/")
		if err == nil {
			r.Body.Close()
		}
		return err
	})
}

// get asks the hub's API.
func (w *world) get(path string, answer any) error {
	r, err := http.Get("http://" + w.http + path)
	if err != nil {
		return err
	}
	defer r.Body.Close()
	if r.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", path, r.Status)
	}
	if answer == nil {
		return nil
	}
	return json.NewDecoder(r.Body).Decode(answer)
}

// eventually looks until ok returns nil; it is for processes, which nobody can
// hurry.
func (w *world) eventually(what string, within time.Duration, ok func() error) {
	w.t.Helper()
	var err error
	for deadline := time.Now().Add(within); time.Now().Before(deadline); time.Sleep(w.poll) {
		if err = ok(); err == nil {
			return
		}
	}
	w.t.Fatalf("not within %v: %s: %v", within, what, err)
}

// process is a running program; what it says is in DIR/NAME.log.
type process struct {
	cmd  *exec.Cmd
	done chan struct{}
}

func (w *world) start(name, program string, args ...string) *process {
	cmd := exec.Command(filepath.Join(programs, program), args...)
	cmd.Env = append(os.Environ(), "DISPLAY="+w.display, "FYNE_SCALE=1", "FYNE_CACHE=15s", "GOMEMLIMIT=96MiB", "GODEBUG=clobberfree=1") // as its session sets them
	cmd.Env = append(cmd.Env, w.env...)
	return w.run(name, cmd)
}

func (w *world) run(name string, cmd *exec.Cmd) *process {
	log, err := os.OpenFile(w.in(name+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	w.must(err)
	defer log.Close()
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	w.must(cmd.Start())
	p := &process{cmd, make(chan struct{})}
	go func() {
		_ = cmd.Wait()
		close(p.done)
	}()
	w.t.Cleanup(p.kill)
	return p
}

// kill is kill -9.
func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	<-p.done
}

// stop asks the process to end, as systemd would.
func (p *process) stop() error {
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.done:
		return nil
	case <-time.After(patience):
		return errors.New("it does not stop")
	}
}

func (w *world) log(name string) string {
	b, err := os.ReadFile(w.in(name + ".log"))
	if !errors.Is(err, os.ErrNotExist) { // it may not have started
		w.must(err)
	}
	return string(b)
}
