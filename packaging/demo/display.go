package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// virtualDisplay starts an X server without a screen on a free display number
// and returns the process and the display's name.
func virtualDisplay(ctx context.Context, logs, size string) (*process, string, error) {
	number := filepath.Join(logs, "display")
	if err := os.RemoveAll(number); err != nil {
		return nil, "", err
	}
	// -displayfd makes the server choose the number and write it when it is
	// ready.
	script := fmt.Sprintf(`exec Xvfb -displayfd 3 -screen 0 %sx24 -nolisten tcp -noreset 3>%q`, size, number)
	p, err := start(logs, "xvfb", nil, "sh", "-c", script)
	if err != nil {
		return nil, "", err
	}
	var display string
	err = p.until(ctx, func() bool {
		f, err := os.Open(number)
		if err != nil {
			return false
		}
		defer f.Close()
		line, err := bufio.NewReader(f).ReadString('\n')
		display = ":" + strings.TrimSpace(line)
		return err == nil
	})
	if err != nil {
		p.stop()
	}
	return p, display, err
}

// screenshot writes what a display shows as a PNG, whole or not at all.
func screenshot(ctx context.Context, display, file string) error {
	part := filepath.Join(filepath.Dir(file), "."+filepath.Base(file))
	out, err := exec.CommandContext(ctx, "import", "-display", display, "-window", "root", part).CombinedOutput()
	if err != nil {
		return fmt.Errorf("screenshot: %w: %s", err, out)
	}
	return os.Rename(part, file)
}
