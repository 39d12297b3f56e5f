package sim_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/samv"
	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
	"github.com/nuanxin/station-kit/firmware-bridge/sim"
)

// What crosses the line for a card: commands and answers of find, select and read.
const wireBytes = 3*10 + 15 + 19 + 1295

// wireTime is how long bytes take: ten bits each.
func wireTime(bytes, baud int) float64 { return float64(bytes*10) / float64(baud) }

// perWire reports the time of each iteration as a ratio to the wire's.
func perWire(b *testing.B, bytes, baud int) {
	b.Helper()
	wire := wireTime(bytes, baud)
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/wire, "x-wire")
	b.ReportMetric(wire*1e3, "wire-ms")
}

// BenchmarkCard measures find, select and read of a card that lies there, and decoding it, against the time
// the bytes take, at each baud rate of modules.
func BenchmarkCard(b *testing.B) {
	for _, baud := range samv.Bauds {
		b.Run(fmt.Sprint(baud), func(b *testing.B) {
			r, link := newReader(b, baud)
			p, err := port.Open(port.Config{Path: link, Baud: baud})
			if err != nil {
				b.Fatal(err)
			}
			defer p.Close()
			m := samv.NewModule(p)
			best := time.Hour
			for b.Loop() {
				began := time.Now()
				place(b, r, "citizen")
				for err := readCard(m); err != nil; err = readCard(m) {
					if !errors.Is(err, samv.ErrGarbled) { // a machine so busy that the line falls silent in an answer
						b.Fatal(err)
					}
					b.Log(err)
					place(b, r, "citizen")
				}
				best = min(best, time.Since(began))
			}
			perWire(b, wireBytes, baud)
			b.ReportMetric(best.Seconds()/wireTime(wireBytes, baud), "x-wire-best")
		})
	}
}

func readCard(m *samv.Module) error {
	if err := m.Find(); err != nil {
		return err
	}
	if err := m.Select(); err != nil {
		return err
	}
	_, err := m.Read()
	return err
}

// BenchmarkPlaced measures from placing a card to the event with the decoded card: the wait for the next poll
// is in it, 250 ms at most. Beside it is told how long the quickest took from when the reader had found the card.
func BenchmarkPlaced(b *testing.B) {
	for _, baud := range samv.Bauds {
		b.Run(fmt.Sprint(baud), func(b *testing.B) {
			r, link := newReader(b, baud)
			events := follow(b, link, baud)
			next[samv.Up](b, events)
			var found atomic.Int64 // when
			r.Answered(func(_ uint16, status byte) {
				if status == 0x9F {
					found.Store(time.Now().UnixNano())
				}
			})
			best := time.Hour
			for b.Loop() {
				place(b, r, "citizen")
				untilPlaced(b, events)
				best = min(best, time.Since(time.Unix(0, found.Load())))
				b.StopTimer()
				time.Sleep(200 * time.Millisecond) // until it was asked whether the card still lies there
				r.Lift()
				next[samv.Lifted](b, events)
				time.Sleep(rand.N(250 * time.Millisecond)) // a person comes at any moment between two polls
				b.StartTimer()
			}
			perWire(b, wireBytes, baud)
			b.ReportMetric(best.Seconds()/wireTime(wireBytes-10-15, baud), "x-wire-found-best")
		})
	}
}

// untilPlaced waits for the card. A machine so busy that the line falls silent in an answer makes a refusal
// before it.
func untilPlaced(b *testing.B, events <-chan samv.Event) {
	b.Helper()
	for {
		select {
		case e := <-events:
			if _, is := e.(samv.Placed); is {
				return
			}
			b.Log(e)
		case <-time.After(patience):
			b.Fatal("the card was not read")
		}
	}
}

// BenchmarkScan measures from the scanner's first bit to the code, against the time the code takes on the wire.
// Without an end mark there is the wait for the silence behind it.
func BenchmarkScan(b *testing.B) {
	for _, baud := range []int{9600, 115200} {
		for name, suffix := range map[string]string{"CR": "\r", "no-end": "none"} {
			b.Run(fmt.Sprint(baud, "/", name), func(b *testing.B) {
				link := filepath.Join(b.TempDir(), "scanner")
				s, err := sim.NewScanner(link, sim.ScannerOptions{Baud: baud, Suffix: suffix})
				if err != nil {
					b.Fatal(err)
				}
				defer s.Close()
				p, err := port.Open(port.Config{Path: link, Baud: baud})
				if err != nil {
					b.Fatal(err)
				}
				scans, ended := make(chan struct{}, 8), make(chan struct{})
				r := scanner.Reader{Window: -1, Emit: func(scanner.Scan) { scans <- struct{}{} }}
				go func() { defer close(ended); _ = r.Run(b.Context(), p) }()
				code, one := "NX1-0123456789-0123456789-0123456789-0123456789-0123456789", len("\r")
				if suffix == "none" {
					one = 0
				}
				scan(b, s, code, scans) // from the first code the reader learns the end mark
				for b.Loop() {
					scan(b, s, code, scans)
				}
				perWire(b, len(code)+one, baud)
				_ = p.Close()
				<-ended
			})
		}
	}
}

func scan(b *testing.B, s *sim.Scanner, code string, scans <-chan struct{}) {
	b.Helper()
	if err := s.Scan(code); err != nil {
		b.Fatal(err)
	}
	select {
	case <-scans:
	case <-time.After(patience):
		b.Fatal("the code did not come")
	}
}

// BenchmarkIdle polls an empty reader for five seconds. The processor time is that of both ends, simulator
// included.
func BenchmarkIdle(b *testing.B) {
	_, link := newReader(b, 115200)
	events := follow(b, link, 115200)
	next[samv.Up](b, events)
	const length = 5 * time.Second
	var used time.Duration
	for b.Loop() {
		before := cpu(b)
		time.Sleep(length)
		used += cpu(b) - before
	}
	perSecond := used.Seconds() / b.Elapsed().Seconds()
	b.ReportMetric(100*perSecond, "%cpu")
	b.ReportMetric(1e6*perSecond/4, "cpu-µs/poll")
}

func cpu(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
