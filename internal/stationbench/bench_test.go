package stationbench

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// TestMain prints the table of what was measured after the benchmarks' own lines.
func TestMain(m *testing.M) {
	status := m.Run()
	fmt.Print(table.String())
	os.Exit(status)
}

var table strings.Builder

// BenchmarkStation measures every size by turns. A turn is one check-in, one
// booking, one append and one bare put of each writer, at the same time as the
// others do theirs. A writer alone takes eight turns where 64 take one.
func BenchmarkStation(b *testing.B) {
	cache := cacheFolder(b)
	var files []string
	smaller := ""
	for _, records := range sizes(b) {
		smaller = stored(b, cache, smaller, records)
		files = append(files, smaller)
	}
	openings(b, files)
	for _, writers := range []int{1, 64} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) { latencies(b, files, writers) })
	}
}

func latencies(b *testing.B, files []string, writers int) {
	var journals []*journal
	for i, records := range sizes(b) {
		journals = append(journals, newJournal(b, files[i], records))
	}
	row, page, bare := newRaw(b), newRaw(b), newBare(b)
	rows := map[string]*samples{}
	turn := func(name string, f func() error) {
		if rows[name] == nil {
			rows[name] = &samples{}
		}
		if err := rows[name].together(writers, f); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		for i := range len(journals) * max(1, 8/writers) {
			j := journals[i%len(journals)]
			j.renew(b)
			turn(fmt.Sprintf("check-in %d", j.records), func() error { return checkIn(j.station) })
			turn(fmt.Sprintf("booking %d", j.records), func() error { return book(j.station) })
			j.added += 2 * writers
			turn("fdatasync", func() error { return row.append(rowBytes) })
			turn("fdatasync of a page", func() error { return page.append(os.Getpagesize()) })
			turn("bare put", bare.put)
		}
	}
	report(b, writers, sizes(b), rows)
}

func report(b *testing.B, writers int, sizes []int, rows map[string]*samples) {
	fmt.Fprintf(&table, "\n| %d writers | records | p50 µs | p99 µs | a second | p99 / fdatasync | p99 / 1e3 records |\n|---|---|---|---|---|---|---|\n", writers)
	sync := rows["fdatasync"].quantile(0.99) // of a record's bytes
	line := func(what string, size int, s *samples, least float64) {
		p99 := s.quantile(0.99)
		fmt.Fprintf(&table, "| %s | %.0e | %.0f | %.0f | %.0f | %.2f | %.2f |\n",
			what, float64(size), s.quantile(0.5), p99, s.perSecond(), p99/sync, p99/least)
	}
	for _, what := range []string{"check-in", "booking"} {
		least := rows[fmt.Sprintf("%s %d", what, sizes[0])].quantile(0.99)
		for _, size := range sizes {
			line(what, size, rows[fmt.Sprintf("%s %d", what, size)], least)
		}
		largest := rows[fmt.Sprintf("%s %d", what, sizes[len(sizes)-1])]
		b.ReportMetric(largest.quantile(0.99)/least, what+"-p99-growth")
	}
	for _, what := range []string{"fdatasync", "fdatasync of a page", "bare put"} {
		line(what, 0, rows[what], rows[what].quantile(0.99))
	}
}

// openings opens each file: after it was closed, as it lies in the page cache
// and read anew; and as a process that was killed has left it, read anew.
func openings(b *testing.B, files []string) {
	fmt.Fprint(&table, "\n| records | file MB | bytes a record | open ms, cached | open ms, from disk | open ms, from disk after a crash |\n|---|---|---|---|---|---|\n")
	for i, records := range sizes(b) {
		j := newJournal(b, files[i], records)
		info, err := os.Stat(j.path)
		if err != nil {
			b.Fatal(err)
		}
		crashed := &journal{path: filepath.Join(b.TempDir(), "station.db")}
		leave(b, j.path, crashed.path)
		cached := opening(b, j)
		forget(b, j)
		disk := opening(b, j)
		forget(b, crashed)
		crash := opening(b, crashed)
		fmt.Fprintf(&table, "| %.0e | %d | %d | %d | %d | %d |\n",
			float64(records), info.Size()>>20, info.Size()/int64(records), cached.Milliseconds(), disk.Milliseconds(), crash.Milliseconds())
		crashed.close(b)
	}
}

// leave copies a file while a station has it open, with what lies beside it:
// what a crash would leave.
func leave(b *testing.B, path, to string) {
	all, err := filepath.Glob(path + "*")
	if err != nil {
		b.Fatal(err)
	}
	for _, name := range all {
		copyFile(b, name, to+strings.TrimPrefix(name, path))
	}
}

func opening(b *testing.B, j *journal) time.Duration {
	j.close(b)
	start := time.Now()
	j.station = open(b, j.path)
	return time.Since(start)
}

// forget drops a journal's file from the page cache; what is still mapped stays,
// so it is closed for the moment.
func forget(b *testing.B, j *journal) {
	j.close(b)
	f, err := os.Open(j.path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	unix.Sync()
	if err := unix.Fadvise(int(f.Fd()), 0, 0, unix.FADV_DONTNEED); err != nil {
		b.Fatal(err)
	}
}
