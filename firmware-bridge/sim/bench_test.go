package sim_test

import (
	"fmt"
	"syscall"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/samv"
)

// wireBytes is all that crosses the line for a card: find, select and read, commands and answers.
const wireBytes = 3*10 + 15 + 19 + 1295

// BenchmarkCard measures find, select and read of a card that lies there, against the time the bytes take.
func BenchmarkCard(b *testing.B) {
	for _, baud := range []int{115200, 9600} {
		b.Run(fmt.Sprint(baud), func(b *testing.B) {
			r, link := newReader(b, baud)
			p, err := port.Open(port.Config{Path: link, Baud: baud})
			if err != nil {
				b.Fatal(err)
			}
			defer p.Close()
			m := samv.NewModule(p)
			for b.Loop() {
				place(b, r, "citizen")
				readCard(b, m)
			}
			wire := float64(wireBytes*10) / float64(baud)
			b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/wire, "x-wire")
			b.ReportMetric(wire*1e3, "wire-ms")
		})
	}
}

func readCard(b *testing.B, m *samv.Module) {
	b.Helper()
	if err := m.Find(); err != nil {
		b.Fatal(err)
	}
	if err := m.Select(); err != nil {
		b.Fatal(err)
	}
	if _, err := m.Read(); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkPlaced measures from placing a card to the event, the wait for the next poll included.
func BenchmarkPlaced(b *testing.B) {
	for _, baud := range []int{115200, 9600} {
		b.Run(fmt.Sprint(baud), func(b *testing.B) {
			r, link := newReader(b, baud)
			events := follow(b, link, baud)
			next[samv.Up](b, events)
			for b.Loop() {
				place(b, r, "citizen")
				next[samv.Placed](b, events)
				b.StopTimer()
				r.Lift()
				next[samv.Lifted](b, events)
				b.StartTimer()
			}
		})
	}
}

// BenchmarkIdle polls an empty reader for five seconds. The processor time is that of both ends, simulator
// included.
func BenchmarkIdle(b *testing.B) {
	_, link := newReader(b, 115200)
	events := follow(b, link, 115200)
	next[samv.Up](b, events)
	for b.Loop() {
		before := cpu(b)
		time.Sleep(5 * time.Second)
		b.ReportMetric(100*(cpu(b)-before).Seconds()/5, "%cpu")
	}
}

func cpu(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
