package escpos_test

import (
	"fmt"
	"testing"

	"github.com/nuanxin/station-kit/firmware-bridge/escpos"
	"github.com/nuanxin/station-kit/firmware-bridge/sim"
)

// BenchmarkReceipt measures from handing a receipt in to knowing that it is out, against the time that its bytes
// take on the line. The paper moves at 150 mm/s, so that it is the line that limits.
func BenchmarkReceipt(b *testing.B) {
	for _, baud := range []int{9600, 115200} {
		b.Run(fmt.Sprint(baud), func(b *testing.B) {
			_, link := plugIn(b, sim.PrinterOptions{Baud: baud, Speed: 150})
			d := newDesk()
			d.Baud, d.Speed = baud, 150
			d.follow(b, link, baud)
			next[escpos.Condition](b, d)
			for b.Loop() {
				d.submit(b, "b/1/1")
				next[escpos.Printed](b, d)
			}
			bytes := len(bytesOf(b, escpos.Encoder{}, receipt(b, "b/1/1")))
			wire := float64(10*bytes) / float64(baud)
			b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/wire, "x-wire")
			b.ReportMetric(wire*1e3, "wire-ms")
			b.ReportMetric(float64(bytes), "bytes")
		})
	}
}

// BenchmarkEncode is a receipt with a code.
func BenchmarkEncode(b *testing.B) {
	d := receipt(b, "b/1/1")
	for b.Loop() {
		bytesOf(b, escpos.Encoder{}, d)
	}
}
