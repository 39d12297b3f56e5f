package sim_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/sim"
)

// diary is a device that writes down what it is told, and when.
type diary struct {
	began time.Time
	lines []string
}

func (d *diary) Obey(verb, rest string) (string, error) {
	if verb == "fail" {
		return "", sim.ErrLine
	}
	d.lines = append(d.lines, strings.TrimSpace(time.Since(d.began).String()+" "+verb+" "+rest))
	return verb, nil
}

func TestConsole(t *testing.T) {
	for name, test := range map[string]struct {
		script string
		want   []string // what the device was told, and when
		fails  int      // lines that were told to fail
		err    error
	}{
		"lines":            {"a\n  b  c d \n\n# no\n", []string{"0s a", "0s b c d"}, 0, nil},
		"waits":            {"a\nwait 2s\nb\nwait 10ms\nc", []string{"0s a", "2s b", "2.01s c"}, 0, nil},
		"repeats":          {"repeat 2\na\nwait 1s\nend\nb", []string{"0s a", "1s a", "2s b"}, 0, nil},
		"nested":           {"repeat 2\nrepeat 2\na\nend\nb\nend", []string{"0s a", "0s a", "0s b", "0s a", "0s a", "0s b"}, 0, nil},
		"none":             {"repeat 0\na\nend\nb", []string{"0s b"}, 0, nil},
		"for ever":         {"repeat\na\nwait 4s\nend\nb", []string{"0s a", "4s a", "8s a"}, 0, nil},
		"goes on":          {"fail\na\nfail\nb", []string{"0s a", "0s b"}, 2, nil},
		"no wait for ever": {"repeat\na\nend\nb", []string{"0s b"}, 1, nil},
		"how often":        {"repeat x\na\nend", nil, 1, nil},
		"how long":         {"wait\nwait x\nwait 1s x\nwait -1s", nil, 4, nil},
		"end alone":        {"end\na", []string{"0s a"}, 1, nil},
		"no end":           {"repeat 3\na", nil, 0, sim.ErrLine},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				defer cancel()
				d, fails := &diary{began: time.Now()}, 0
				c := sim.Console{Device: d, Told: func(_ string, err error) {
					if err != nil {
						fails++
					}
				}}
				if err := c.Play(ctx, strings.NewReader(test.script)); !errors.Is(err, test.err) {
					t.Errorf("got %v, want %v", err, test.err)
				}
				if !slices.Equal(d.lines, test.want) || fails != test.fails {
					t.Errorf("%q and %d failures, want %q and %d", d.lines, fails, test.want, test.fails)
				}
			})
		})
	}
}

// TestRandomWait lies between its bounds and is not always the same.
func TestRandomWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := sim.Console{Device: &diary{}}
		seen := map[time.Duration]bool{}
		for range 50 {
			began := time.Now()
			c.Line(t.Context(), "wait 1s 5s")
			took := time.Since(began)
			if seen[took] = true; took < time.Second || took > 5*time.Second {
				t.Fatalf("waited %v", took)
			}
		}
		if len(seen) < 25 {
			t.Errorf("%d different waits of 50", len(seen))
		}
	})
}
