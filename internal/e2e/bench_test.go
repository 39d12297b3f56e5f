package e2e

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// BenchmarkFirstFrame starts the kiosk again and again.
func BenchmarkFirstFrame(b *testing.B) {
	w := newWorld(b)
	var took spans
	for b.Loop() {
		w.startKiosk()
		w.on("Home")
		w.must(w.kiosk.stop())
	}
	for _, m := range regexp.MustCompile(`msg="first frame" after=(\S+)`).FindAllStringSubmatch(w.log("kiosk"), -1) {
		d, err := time.ParseDuration(m[1])
		w.must(err)
		took = append(took, d)
	}
	took.report(b, "first-frame")
}

// BenchmarkPressToPixel presses a tile and looks, as fast as the X server
// answers, until the first pixel of it has changed.
func BenchmarkPressToPixel(b *testing.B) {
	w := newWorld(b)
	w.startKiosk()
	w.sees("法律援助") // what the hub offers has come, and moved the tiles
	at, _ := w.find("CheckInAnonymously")
	part := image.Rect(at.X-32, at.Y-32, at.X+32, at.Y+32)
	aside := image.Pt(w.finger.size.X/2, 4) // in the header, where nothing is tapped
	var took spans
	used := w.cpu()
	for b.Loop() {
		w.must(w.finger.moveTo(at))
		before := w.still(part)
		pressed := time.Now()
		w.must(w.finger.press())
		w.changed(part, before)
		took = append(took, time.Since(pressed))
		// A finger that slides off has tapped nothing.
		shown := w.still(part)
		w.must(w.finger.moveTo(aside))
		w.changed(part, shown)
		w.must(w.finger.release())
	}
	b.ReportMetric(float64((w.cpu()-used).Milliseconds())/float64(2*len(took)), "cpu-ms/frame") // pressed and let go
	took.report(b, "press-to-pixel")
}

// changed waits until a part of the screen shows something else.
func (w *world) changed(part image.Rectangle, before []byte) {
	w.t.Helper()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); {
		now, err := w.finger.pixels(part)
		w.must(err)
		if !bytes.Equal(now, before) {
			return
		}
	}
	w.t.Fatal("nothing has changed")
}

// still waits until a part of the screen has been the same for a while.
func (w *world) still(part image.Rectangle) (last []byte) {
	w.t.Helper()
	since := time.Now()
	w.eventually("the screen stands still", 10*time.Second, func() error {
		now, err := w.finger.pixels(part)
		w.must(err)
		if !bytes.Equal(now, last) {
			last, since = now, time.Now()
		}
		if time.Since(since) < 300*time.Millisecond {
			return errors.New("it moves")
		}
		return nil
	})
	return last
}

// BenchmarkIdle leaves the kiosk alone for IDLE_SECONDS: the clock goes on, the
// line on the wall changes, the reader is asked for cards.
func BenchmarkIdle(b *testing.B) {
	w := newWorld(b)
	w.startKiosk()
	w.sees("法律援助")
	<-time.After(5 * time.Second) // what starting leaves to do
	for b.Loop() {
		before, began := w.cpu(), time.Now()
		<-time.After(time.Duration(setting(b, "IDLE_SECONDS", 30)) * time.Second)
		b.ReportMetric(100*(w.cpu()-before).Seconds()/time.Since(began).Seconds(), "%-of-a-core")
	}
	b.ReportMetric(0, "ns/op")
}

// cpu is how long the kiosk has used a processor.
func (w *world) cpu() time.Duration {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", w.kiosk.cmd.Process.Pid))
	w.must(err)
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+2:]))
	user, err1 := strconv.Atoi(fields[11])
	system, err2 := strconv.Atoi(fields[12])
	w.must(errors.Join(err1, err2))
	return time.Duration(user+system) * time.Second / 100 // Linux counts in hundredths
}

// BenchmarkSessions has KIOSK_SESSIONS riders come and go, half of them by
// pass, half anonymously, and looks at the kiosk's memory meanwhile: how much it
// has grown from the middle on, a thousand sessions, is its slope.
func BenchmarkSessions(b *testing.B) {
	w := newWorld(b)
	w.poll = 5 * time.Millisecond
	w.startKiosk()
	passes := w.passes(12)
	sessions := setting(b, "KIOSK_SESSIONS", 200)
	var early, middle, most, last int
	for b.Loop() {
		for i := range sessions {
			w.comeAndGo(i, passes)
			if (i+1)%max(1, sessions/10) != 0 {
				continue
			}
			last = w.memory("VmRSS")
			// As it goes, for a run may be broken off; a bench's log is cut after ten lines.
			fmt.Fprintf(os.Stderr, "%d sessions: resident %d kB, anonymous %d kB, after %v\n", i+1, last, w.memory("RssAnon"), b.Elapsed().Round(time.Second))
			if early == 0 {
				early = last
			}
			if i < sessions/2 {
				middle = last
			}
			most = max(most, last)
		}
	}
	b.ReportMetric(float64(last-middle)/float64(sessions)*2*1000, "kB-per-1000-from-the-middle")
	b.ReportMetric(float64(early)/1024, "MB-after-a-tenth")
	b.ReportMetric(float64(most)/1024, "MB-at-most")
	b.ReportMetric(float64(last)/1024, "MB-at-the-end")
	b.ReportMetric(b.Elapsed().Seconds()/float64(sessions*b.N), "s/session")
	b.ReportMetric(0, "ns/op")
}

// passes checks riders in by card and takes their passes.
func (w *world) passes(n int) (all []string) {
	w.t.Helper()
	for range n {
		_, pass := w.checkInByCard(w.newCard())
		all = append(all, pass)
		w.away()
	}
	return all
}

// comeAndGo is a session. Who came anonymously goes when the next rider's pass
// is scanned, which ends what is left open; who came by pass says so.
func (w *world) comeAndGo(i int, passes []string) {
	w.t.Helper()
	if i%2 == 0 {
		// Quicker than any rider, a tap may meet the screen of the session that
		// is just over, and do nothing.
		for s := w.on("Home"); s.Screen == "Home"; s = w.until("nothing is being done", idle) {
			w.tap("CheckInAnonymously")
		}
		return
	}
	before, err := w.read()
	w.must(err)
	w.must(w.scanner.Scan(passes[i/2%len(passes)]))
	w.until("the next rider is greeted", func(s shown) bool { return s.Screen == "Rider" && !s.Busy && s.Session != before.Session })
	w.tap("Finish")
	w.on("Home")
}

// memory is a line of the kiosk's /proc status, in kB.
func (w *world) memory(line string) int {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", w.kiosk.cmd.Process.Pid))
	w.must(err)
	m := regexp.MustCompile(line + `:\s+(\d+) kB`).FindSubmatch(status)
	if m == nil {
		w.t.Fatalf("no %s in %s", line, status)
	}
	n, err := strconv.Atoi(string(m[1]))
	w.must(err)
	return n
}

// setting is a number from the environment, or the standard one.
func setting(b *testing.B, variable string, standard int) int {
	text := os.Getenv(variable)
	if text == "" {
		return standard
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		b.Fatalf("%s=%q: not a number", variable, text)
	}
	return n
}

// spans are times that something took.
type spans []time.Duration

func (s spans) report(b *testing.B, what string) {
	slices.Sort(s)
	var sum time.Duration
	for _, d := range s {
		sum += d
	}
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(ms(sum)/float64(len(s)), what+"-mean-ms")
	b.ReportMetric(ms(s[len(s)/2]), what+"-median-ms")
	b.ReportMetric(ms(s[len(s)*95/100]), what+"-p95-ms")
	b.ReportMetric(ms(s[len(s)-1]), what+"-most-ms")
	b.ReportMetric(0, "ns/op")
}
