package chromium

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/chromedp/chromedp"
)

// Accessible has axe-core judge the page in the tab by WCAG 2 A and AA and by
// good practice, and gives a line for each fault. Where axe-core is not
// installed the test fails and says how to install it.
func Accessible(t testing.TB, tab context.Context) []string {
	t.Helper()
	if _, err := chromedp.Run(tab, chromedp.Evaluate[bool](axe(t)+"; true")); err != nil {
		t.Fatal(err)
	}
	faults, err := chromedp.Run(tab, chromedp.Evaluate[[]string](judge, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	return faults
}

// judge runs axe on the whole document. What it cannot decide by itself, such
// as text over a gradient, is no fault.
const judge = `axe.run(document, {resultTypes: ["violations"]}).then(r => r.violations.flatMap(v =>
	v.nodes.map(n => v.id + ": " + n.html.slice(0, 120) + " (" + n.failureSummary.replace(/\s+/g, " ") + ")")))`

// axe is the script, of the version that axe/package-lock.json pins.
func axe(t testing.TB) string {
	t.Helper()
	_, here, _, _ := runtime.Caller(0)
	script, err := os.ReadFile(filepath.Join(filepath.Dir(here), "axe", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatal("axe-core is not installed: make deps-test")
	}
	return string(script)
}
