package main

import (
	"context"
	"image"
	"image/png"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/screen"
	"github.com/nuanxin/station-kit/kiosk/theme"
	"github.com/nuanxin/station-kit/station/pass/qr"
)

// windowConfig is how the kiosk's window opens.
type windowConfig struct {
	// Title is seen where the window is not full screen.
	Title string
	// Width and Height in pixels; full screen where either is 0.
	Width, Height int
	// Screenshot is the PNG file written on each SIGUSR1, "" for none.
	Screenshot string
	// Describe is the Unix socket that says what is drawn, "" for none.
	Describe string
	// Service is told when the first frame is out, and that the window lives.
	Service *service
	// Shown is told of each view as it is drawn.
	Shown func(flow.View)
	// Started is when the process began, for the time to the first frame.
	Started time.Time
	Log     *slog.Logger
}

// openWindow shows views and hands in taps until ctx ends or the window is
// closed. It must be called on the main goroutine. tap is called on Fyne's
// thread.
func openWindow(ctx context.Context, cfg windowConfig, views <-chan flow.View, tap func(flow.Tap)) {
	pinSurroundings()
	fyneApp := newApp()
	var taps atomic.Uint64
	board := screen.NewBoard(qr.Image, time.Now, func(t flow.Tap) { taps.Add(1); tap(t) })
	w := fyneApp.NewWindow(cfg.Title)
	w.SetPadded(false)
	speck := firstFrame(cfg)
	w.SetContent(container.NewStack(board, speck))
	if cfg.Width > 0 && cfg.Height > 0 {
		w.Resize(fyne.NewSize(float32(cfg.Width), float32(cfg.Height)))
	} else {
		w.SetFullScreen(true)
	}
	w.SetMaster()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	on := newThread()
	w.SetOnClosed(on.end)
	fyneApp.Lifecycle().SetOnStarted(func() {
		go show(ctx, on, func(v flow.View) { board.Display(v); speck.Show(); cfg.Shown(v) }, views)
		go shoot(ctx, on, cfg, board)
		go cfg.Service.watch(ctx, on.do)
		go describer(ctx, cfg.Describe, func() (d described) {
			on.do(func() { d = describe(board, taps.Load()) })
			return d
		}, cfg.Log)
		go on.rest(ctx)
		go func() { <-ctx.Done(); on.do(func() { on.end(); fyneApp.Quit() }) }()
	})
	w.ShowAndRun()
}

// pinSurroundings makes a pixel a pixel, whatever the panel says of its size:
// the screens are laid out for pixels. Without a session bus Fyne would start
// one that stays behind, only to follow a desktop's theme.
func pinSurroundings() {
	for key, value := range map[string]string{
		"FYNE_SCALE":                 "1",
		"FYNE_DISABLE_DPI_DETECTION": "true",
		"DBUS_SESSION_BUS_ADDRESS":   "disabled:",
	} {
		if os.Getenv(key) == "" {
			_ = os.Setenv(key, value) // cannot fail for these names
		}
	}
}

func newApp() fyne.App {
	const id = "cn.nuanxin.station-kit.kiosk"
	app.SetMetadata(fyne.AppMetadata{ID: id, Name: "nuanxin-kiosk", Migrations: map[string]bool{"fyneDo": true}})
	a := app.NewWithID(id)
	a.Settings().SetTheme(theme.New())
	return a
}

// show draws each view on Fyne's thread, and waits for it: a view that
// another has overtaken is not drawn.
func show(ctx context.Context, on *thread, display func(flow.View), views <-chan flow.View) {
	for {
		select {
		case <-ctx.Done():
			return
		case v := <-views:
			on.do(func() { display(v) })
		}
	}
}

// firstFrame is a transparent speck that logs when it is first painted. It is
// hidden until there is something to see.
func firstFrame(cfg windowConfig) fyne.CanvasObject {
	var once sync.Once
	speck := canvas.NewRaster(func(int, int) image.Image {
		once.Do(func() { cfg.Log.Info("first frame", "after", time.Since(cfg.Started)); cfg.Service.Ready() })
		return image.NewNRGBA(image.Rect(0, 0, 1, 1))
	})
	speck.Hide()
	return speck
}

// shoot writes a picture of the window whenever SIGUSR1 comes.
func shoot(ctx context.Context, on *thread, cfg windowConfig, board *screen.Board) {
	if cfg.Screenshot == "" {
		return
	}
	wanted := make(chan os.Signal, 1)
	signal.Notify(wanted, syscall.SIGUSR1)
	defer signal.Stop(wanted)
	for {
		select {
		case <-ctx.Done():
			return
		case <-wanted:
			var picture image.Image
			on.do(func() { picture = board.Picture() })
			if err := writePicture(cfg.Screenshot, picture); err != nil {
				cfg.Log.Warn("screenshot not written", "path", cfg.Screenshot, "cause", err)
			}
		}
	}
}

// writePicture replaces the file at once, so that nobody reads half of one.
func writePicture(path string, picture image.Image) error {
	file, err := os.CreateTemp(filepath.Dir(path), ".screenshot-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	if err := png.Encode(file, picture); err != nil {
		_ = file.Close()
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}
