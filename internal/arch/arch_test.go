// Package arch tests that the house stands as ARCHITECTURE.md says.
package arch

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/nuanxin/station-kit"

type pkg struct {
	ImportPath string
	Imports    []string
}

// packages are those that patterns name; the module's own without their module.
func packages(t *testing.T, patterns ...string) []pkg {
	t.Helper()
	list := exec.Command("go", append([]string{"list", "-json=ImportPath,Imports"}, patterns...)...)
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []pkg
	lines := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var p pkg
		err := lines.Decode(&p)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		p.ImportPath = short(p.ImportPath)
		all = append(all, p)
	}
}

func short(path string) string { return strings.TrimPrefix(strings.TrimPrefix(path, module), "/") }

// TestOneImporterForEachHeavyDependency: whoever wants to replace one knows
// where it is. A dependency is given by the beginning of its import paths.
func TestOneImporterForEachHeavyDependency(t *testing.T) {
	all := packages(t, module+"/...")
	for dependency, only := range map[string][]string{
		"fyne.io/fyne/v2/app":                 {"kiosk"},
		"github.com/go-gl/glfw":               {"kiosk"},
		"go.etcd.io/bbolt":                    {"station"},
		"github.com/eclipse/paho":             {"sync/mqtt"},
		"github.com/skip2/go-qrcode":          {"station/pass/qr"},
		"github.com/tarm/serial":              {"firmware-bridge/port"},
		"github.com/nats-io/nats-server":      {"sync/hub/broker"},
		"modernc.org/sqlite":                  {"sync/hub/sqlite"},
		"github.com/jackc/pgx":                {"internal/postgrestest", "sync/hub/postgres"},
		"github.com/pressly/goose":            {"sync/hub/store"},
		"github.com/prometheus/client_golang": {"sync/hub/metrics"},
		"github.com/klauspost/compress/zstd":  {"internal/leak", "sync/wire"},
		"github.com/chromedp/chromedp":        {"internal/chromium"},
	} {
		var importers []string
		for _, p := range all {
			if slices.ContainsFunc(p.Imports, func(i string) bool { return strings.HasPrefix(i, dependency) }) {
				importers = append(importers, p.ImportPath)
			}
		}
		if !slices.Equal(importers, only) {
			t.Errorf("%s is imported by %q, want %q", dependency, importers, only)
		}
	}
}

// TestTheKioskWaitsForTheWindowsThatFyneOpens: another GLFW than Fyne's knows
// of no window, and waiting for its events fails.
func TestTheKioskWaitsForTheWindowsThatFyneOpens(t *testing.T) {
	const driver = "fyne.io/fyne/v2/internal/driver/glfw"
	glfw := func(p pkg) string {
		i := slices.IndexFunc(p.Imports, func(i string) bool { return strings.HasPrefix(i, "github.com/go-gl/glfw") })
		if i < 0 {
			t.Fatalf("%s imports no GLFW", p.ImportPath)
		}
		return p.Imports[i]
	}
	both := packages(t, module+"/kiosk", driver)
	if kiosk, fyne := glfw(both[0]), glfw(both[1]); kiosk != fyne {
		t.Errorf("the kiosk imports %s, Fyne %s", kiosk, fyne)
	}
}

// TestArrowsPointOneWay lists what each package may import of the kit. Main
// packages, which wire, and packages for tests may import anything.
func TestArrowsPointOneWay(t *testing.T) {
	may := map[string][]string{
		"station/event":   {},
		"station/seal":    {"station/event"},
		"station/pass":    {"station/event"},
		"station/pass/qr": {},
		"station":         {"internal/durable", "station/event", "station/pages", "station/pass", "station/seal"},
		"station/control": {"station"},
		"station/pages":   {},

		"firmware-bridge/health":  {"firmware-bridge/escpos", "firmware-bridge/evdev", "firmware-bridge/port", "firmware-bridge/remedy", "firmware-bridge/samv", "firmware-bridge/scanner", "firmware-bridge/wedge"},
		"firmware-bridge/port":    {"firmware-bridge/remedy"},
		"firmware-bridge/samv":    {"firmware-bridge/remedy"},
		"firmware-bridge/scanner": {"firmware-bridge/remedy"},
		"firmware-bridge/remedy":  {},
		"firmware-bridge/evdev":   {"firmware-bridge/remedy"},
		"firmware-bridge/wedge":   {"firmware-bridge/remedy", "firmware-bridge/scanner"},
		"firmware-bridge/escpos":  {"firmware-bridge/remedy"},
		"firmware-bridge/sim":     {},
		"firmware-bridge/capture": {},
		"firmware-bridge/serve":   {"firmware-bridge/health", "firmware-bridge/remedy", "firmware-bridge/samv"},

		"sync/wire":          {"sync/wire/wirepb"},
		"sync/wire/wirepb":   {},
		"sync/edge":          {"station", "station/event", "sync/wire"},
		"sync/mqtt":          {},
		"sync/hub":           {"station/event", "station/pass", "station/seal", "sync/wire"},
		"sync/hub/access":    {"sync/hub", "sync/wire"},
		"sync/hub/broker":    {"sync/wire"},
		"sync/hub/store":     {"station/event", "sync/hub", "sync/wire"},
		"sync/hub/sqlite":    {"sync/hub/store"},
		"sync/hub/postgres":  {"sync/hub/store"},
		"sync/hub/console":   {"station/event", "sync/hub", "sync/hub/vitals", "sync/wire"},
		"sync/hub/vitals":    {"sync/hub"},
		"sync/hub/metrics":   {"sync/hub", "sync/wire"},
		"sync/hub/keyring":   {"internal/durable", "station/event", "station/pass", "station/seal", "sync/hub", "sync/wire"},
		"sync/hub/enrolment": {"station/event", "sync/hub", "sync/wire"},

		"kiosk/choice": {"station", "station/event"},
		"kiosk/pinyin": {},
		"kiosk/flow":   {"kiosk/choice", "kiosk/i18n", "kiosk/pinyin", "station", "station/event", "station/pass"},
		"kiosk/screen": {"kiosk/choice", "kiosk/flow", "kiosk/i18n", "kiosk/theme", "station", "station/event"},
		"kiosk/slip":   {"firmware-bridge/escpos", "kiosk/flow", "kiosk/i18n", "station", "station/event"},
		"kiosk/theme":  {},
		"kiosk/voice":  {"kiosk/flow", "kiosk/i18n"},
		"kiosk/i18n":   {},
		"kiosk/phone":  {"kiosk/choice", "station", "station/event", "station/pass"},
	}
	for _, p := range packages(t, module+"/...") {
		allowed, listed := may[p.ImportPath]
		if !listed {
			if !wires(p.ImportPath) {
				t.Errorf("%s is not in the list", p.ImportPath)
			}
			continue
		}
		for _, i := range p.Imports {
			if own := short(i); own != i && !slices.Contains(allowed, own) {
				t.Errorf("%s imports %s", p.ImportPath, own)
			}
		}
	}
}

// wires says which packages may import anything: commands, the node they
// share, and what only tests use.
func wires(path string) bool {
	return path == "kiosk" || strings.Contains(path, "/cmd/") || strings.HasPrefix(path, "internal/") || strings.HasPrefix(path, "packaging/")
}

// TestPathsInTheDocumentsExist: a document that names a file which has moved
// is found here.
func TestPathsInTheDocumentsExist(t *testing.T) {
	root := filepath.Join("..", "..")
	path := regexp.MustCompile("`([a-z][A-Za-z0-9_.-]*/[A-Za-z0-9_./-]*)`")
	for _, document := range []string{"ARCHITECTURE.md", "README.md"} {
		text, err := os.ReadFile(filepath.Join(root, document))
		if err != nil {
			t.Fatal(err)
		}
		named := path.FindAllStringSubmatch(string(text), -1)
		if len(named) < 5 && document == "ARCHITECTURE.md" {
			t.Errorf("%s names only %d paths", document, len(named))
		}
		for _, m := range named {
			// Go packages, topics and data folders are no paths of the tree.
			if first, _, _ := strings.Cut(m[1], "/"); !slices.Contains(topFolders, first) {
				continue
			}
			if _, err := os.Stat(filepath.Join(root, m[1])); err != nil {
				t.Errorf("%s names %s: %v", document, m[1], err)
			}
		}
	}
}

var topFolders = []string{"station", "sync", "kiosk", "firmware-bridge", "packaging", "docs", "internal", "tools"}
