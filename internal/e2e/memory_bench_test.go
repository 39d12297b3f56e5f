package e2e

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// BenchmarkRemains says what is found of a session in the whole memory of a
// kiosk as it runs at a station, garbage too, for REMAINS_MINUTES after it has
// ended: in how many places, and which texts in which forms. REMAINS_GODEBUG=""
// has Go leave what it frees as it was.
func BenchmarkRemains(b *testing.B) {
	w := newWorld(b)
	clobber, set := os.LookupEnv("REMAINS_GODEBUG")
	if !set {
		clobber = "clobberfree=1,"
	}
	w.env = []string{"GODEBUG=" + clobber + "gctrace=1"}
	w.startKiosk()
	w.sees("法律援助")
	secrets := w.leaveTraces()
	w.until("the session ends by itself", func(s shown) bool { return s.Screen == "Home" && !known(s) })
	ended, last := time.Now(), 0
	for b.Loop() {
		for time.Since(ended) < time.Duration(setting(b, "REMAINS_MINUTES", 10))*time.Minute {
			found, after := w.remains(secrets), time.Since(ended).Round(time.Second)
			where := map[string]bool{}
			for _, f := range found {
				where[fmt.Sprintf("%d as %s", slices.Index(secrets, f.Secret), f.Form)] = true
			}
			all := make([]string, 0, len(where))
			for place := range where {
				all = append(all, place)
			}
			slices.Sort(all)
			fmt.Fprintf(os.Stderr, "after %v and %d collections: %d: %s\n", after, strings.Count(w.log("kiosk"), "\ngc "), len(found), strings.Join(all, "; "))
			if last = len(found); last == 0 {
				break
			}
			<-time.After(20 * time.Second)
		}
	}
	b.ReportMetric(float64(last), "places-at-last")
	b.ReportMetric(0, "ns/op")
}
