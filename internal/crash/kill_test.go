package crash

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
)

const (
	// What the shortest lives last, in which the file is made or opened and
	// little more is done, and how much a child says at most in the others.
	shortLife   = 60 * time.Millisecond
	mostLines   = 60
	livesOfFile = 20 // then a new file: checking takes longer the longer the journal
	filesAtOnce = 4
)

// TestNothingConfirmedIsLostByKills kills KILLS children, every third of them
// while it still makes or opens the file.
func TestNothingConfirmedIsLostByKills(t *testing.T) {
	kills := often(t, "KILLS", 200)
	for lane := range filesAtOnce {
		t.Run(fmt.Sprint(lane), func(t *testing.T) {
			t.Parallel()
			confirmed := 0
			for done := lane; done < kills; done += filesAtOnce * livesOfFile {
				confirmed += killed(t, min(livesOfFile, (kills-done+filesAtOnce-1)/filesAtOnce))
			}
			if confirmed < kills/filesAtOnce {
				t.Errorf("only %d things were confirmed", confirmed)
			}
			t.Logf("%d things confirmed", confirmed)
		})
	}
}

func someLife(i int) lifetime {
	if i%3 == 0 {
		return lifetime{more: rand.N(shortLife)}
	}
	return aged(1 + rand.IntN(mostLines))
}

// killed lets children live one after the other on one file, and counts what
// they confirmed.
func killed(t *testing.T, lives int) int {
	path, w := filepath.Join(t.TempDir(), "station.db"), newWord()
	fleet := stationtest.NewFleet(t)
	for i := range lives {
		said := live(t, someLife(i), path, "")
		if err := w.hear(said); err != nil {
			t.Fatal(err)
		}
		w.half = ""
		if faults := inspect(t, fleet, path, w); len(faults) > 0 {
			t.Fatalf("life %d, %d records confirmed: %d faults, first %q", i, len(w.Records), len(faults), faults[0])
		}
	}
	return len(w.Records) + len(w.Cancelled)
}
