package lossyfs

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

func page(fill byte) []byte { return bytes.Repeat([]byte{fill}, 4096) }

// after cuts the power so often that every kind of damage is seen.
func after(d *Disk, see func(Files)) {
	for seed := range uint64(2000) {
		see(d.Cut(rand.New(rand.NewPCG(seed, 0))))
	}
}

func diskAfter(ops ...Op) *Disk {
	d := NewDisk(Files{"a": page('0')})
	for _, op := range ops {
		d.Do(op)
	}
	return d
}

func TestWhatWasSyncedSurvivesEveryCut(t *testing.T) {
	d := diskAfter(
		Op{Kind: Write, File: 1, Off: 4096, Data: page('1')},
		Op{Kind: Sync, File: 1},
		Op{Kind: Write, File: 1, Off: 8192, Data: page('2')},
	)
	after(d, func(left Files) {
		if want := append(page('0'), page('1')...); !bytes.HasPrefix(left["a"], want) {
			t.Fatalf("%d bytes left, and not those synced", len(left["a"]))
		}
	})
}

// TestWhatWasNotSyncedIsLostInEveryWay: each outcome that a disk may give
// comes up.
func TestWhatWasNotSyncedIsLostInEveryWay(t *testing.T) {
	d := diskAfter(
		Op{Kind: Write, File: 1, Off: 0, Data: page('1')},
		Op{Kind: Resize, File: 1, Off: 8192},
		Op{Kind: Write, File: 1, Off: 4096, Data: page('2')},
	)
	seen := map[string]bool{}
	after(d, func(left Files) {
		a := left["a"]
		first := bytes.Count(a[:4096], []byte("1"))
		second := bytes.Count(a[4096:], []byte("2"))
		seen["nothing"] = seen["nothing"] || first == 0 && len(a) == 4096
		seen["everything"] = seen["everything"] || first == 4096 && second == 4096
		seen["torn"] = seen["torn"] || first > 0 && first < 4096
		seen["reordered"] = seen["reordered"] || first == 0 && second == 4096
		seen["longer, but empty"] = seen["longer, but empty"] || len(a) == 8192 && second == 0
		if first%Sector != 0 || second%Sector != 0 {
			t.Fatal("half a sector")
		}
	})
	if len(seen) != 5 {
		t.Errorf("only %v", seen)
	}
	for outcome, came := range seen {
		if !came {
			t.Errorf("%s: never", outcome)
		}
	}
}

func TestNamesAreKeptByTheirFoldersSync(t *testing.T) {
	made := []Op{
		{Kind: Create, File: 2, Name: "a.new"},
		{Kind: Write, File: 2, Data: page('2')},
		{Kind: Sync, File: 2},
		{Kind: Rename, Name: "a.new", To: "a"},
	}
	old, renamed := 0, 0
	after(diskAfter(made...), func(left Files) {
		switch string(left["a"][:1]) {
		case "0":
			old++
		case "2":
			renamed++
		}
	})
	if old == 0 || renamed == 0 {
		t.Errorf("without a sync of the folder: %d old, %d renamed", old, renamed)
	}
	after(diskAfter(append(made, Op{Kind: Settle})...), func(left Files) {
		if _, there := left["a.new"]; there || left["a"][0] != '2' {
			t.Fatal("the folder was synced, and the name is lost")
		}
	})
}

func TestADiskThatLiesLosesWhatWasSynced(t *testing.T) {
	d := NewDisk(Files{"a": page('0')})
	d.Lies = true
	d.Do(Op{Kind: Write, File: 1, Data: page('1')})
	d.Do(Op{Kind: Sync, File: 1})
	lost := false
	after(d, func(left Files) { lost = lost || left["a"][0] == '0' })
	if !lost {
		t.Error("it lost nothing")
	}
}

func TestASeedGivesTheSameCut(t *testing.T) {
	began := Files{"a": page('0'), "b": page('0'), "c": page('0')}
	cut := func() Files {
		d := NewDisk(began)
		for i := range 3 {
			d.Do(Op{Kind: Write, File: i + 1, Data: page('1')})
		}
		return d.Cut(rand.New(rand.NewPCG(1, 2)))
	}
	first := cut()
	for range 20 {
		for name, data := range cut() {
			if !bytes.Equal(data, first[name]) {
				t.Fatalf("%s differs", name)
			}
		}
	}
}
