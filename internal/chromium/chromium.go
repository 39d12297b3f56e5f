// Package chromium starts Debian's headless Chromium for tests that look at a
// page as a person with a phone does. It is test support only.
package chromium

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// Phone is the smallest screen the pages are made for, in CSS pixels.
var Phone = Screen{Width: 360, Height: 740, Scale: 2, Touch: true}

// Screen is what the browser believes it is shown on.
type Screen struct {
	Width, Height int64   // CSS pixels
	Scale         float64 // device pixels per CSS pixel
	Touch         bool    // a touch screen of a mobile device
	NoScript      bool    // JavaScript switched off
}

// patience bounds one test's whole use of the browser, a journey over a dozen
// pages on a busy machine. Slow is not broken.
const patience = 5 * time.Minute

// Open starts a browser with a fresh profile and one tab on screen, and ends
// it with the test. The context is for chromedp.Do and chromedp.Run. Where
// Chromium is not installed the test fails and says what to install.
func Open(t testing.TB, screen Screen) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal("chromium is not installed: sudo apt-get install chromium")
	}
	limit, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	browser, stop := chromedp.NewExecAllocator(limit, options(path)...)
	t.Cleanup(stop)
	tab, closeTab := chromedp.NewContext(browser)
	t.Cleanup(closeTab)
	if err := chromedp.Do(tab, emulate(screen)); err != nil {
		t.Fatalf("chromium did not start: %v", err)
	}
	return tab
}

// options keep the browser from looking for a network that a station, and a
// test, may not have. The profile is a temporary folder of chromedp's.
func options(path string) []chromedp.ExecAllocatorOption {
	return append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.NoSandbox, // root, as in a container, has no sandbox
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
	)
}

func emulate(s Screen) chromedp.Action[chromedp.Void] {
	shape := []chromedp.EmulateViewportOption{chromedp.EmulateScale(s.Scale)}
	if s.Touch {
		shape = append(shape, chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	return chromedp.Steps(
		chromedp.EmulateViewport(s.Width, s.Height, shape...),
		chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
			off := emulation.SetScriptExecutionDisabledParams{Value: s.NoScript}
			_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, off)
			return err
		}),
	)
}

// Shoot writes what the tab shows to name.png in the folder that the variable
// SCREENS names; without the variable it does nothing.
func Shoot(t testing.TB, tab context.Context, name string) {
	t.Helper()
	folder := os.Getenv("SCREENS")
	if folder == "" {
		return
	}
	picture, err := chromedp.Run(tab, chromedp.CaptureScreenshot())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), picture, 0o644); err != nil {
		t.Fatal(err)
	}
}
