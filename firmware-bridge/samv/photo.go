package samv

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// Photo is a card's photo as it is stored, in the closed WLT coding: 1024 bytes for 102x126 pixels. No open
// decoder exists; see PhotoDecoder. Formatting or logging one shows its size only; JSON has it in Base64.
type Photo []byte

// Format is the size for every verb.
func (p Photo) Format(s fmt.State, _ rune) {
	_, _ = fmt.Fprintf(s, "photo(%d bytes, redacted)", len(p))
}

// LogValue is the size, for slog.
func (p Photo) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(p)) }

// Image is a decoded photo. Formatting or logging one shows type and size only.
type Image struct {
	Type string // image/bmp, image/png or image/jpeg
	Data []byte
}

// Format is type and size for every verb.
func (i Image) Format(s fmt.State, _ rune) {
	_, _ = fmt.Fprintf(s, "%s(%d bytes, redacted)", i.Type, len(i.Data))
}

// LogValue is type and size, for slog.
func (i Image) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(i)) }

// ErrPhoto means that a photo could not be decoded, and why. The card is read all the same.
var ErrPhoto = errors.New("the photo could not be decoded")

const (
	decodePatience = 5 * time.Second
	maxImage       = 1 << 20 // bytes; a decoded photo is a bitmap of 38,862
	maxComplaint   = 200     // bytes of the program's own words in an error
	lastBreath     = time.Second
)

// PhotoDecoder decodes photos by a program that the operator provides, such as a wrapper of the reader vendor's
// library. The program gets the WLT bytes on its standard input and writes one BMP, PNG or JPEG to its standard
// output; it is run without a shell, in its own process group, with no more of the environment than a program
// needs. Nothing is written to disk here.
type PhotoDecoder struct {
	Command []string      // the program and its arguments
	Timeout time.Duration // after which the program and its children are killed; 0 means 5 s
}

// Decode runs the program. ErrPhoto comes with the reason: no program, out of time, exit status with the
// program's first words, too large, or no image. When ctx ends, the program is killed.
func (d PhotoDecoder) Decode(ctx context.Context, p Photo) (Image, error) {
	if len(d.Command) == 0 || len(p) == 0 {
		return Image{}, fmt.Errorf("%w: no decoder program is set, or there is no photo", ErrPhoto)
	}
	patience := d.Timeout
	if patience == 0 {
		patience = decodePatience
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	out, complaint := limited{max: maxImage}, limited{max: maxComplaint, lenient: true}
	cmd := d.command(ctx)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(p), &out, &complaint
	err := cmd.Run()
	switch {
	case out.full:
		return Image{}, fmt.Errorf("%w: %s wrote more than %d bytes", ErrPhoto, d.Command[0], maxImage)
	case ctx.Err() != nil:
		return Image{}, fmt.Errorf("%w: %s was stopped: %w", ErrPhoto, d.Command[0], context.Cause(ctx))
	case err != nil:
		return Image{}, fmt.Errorf("%w: %s: %w %s", ErrPhoto, d.Command[0], err, complaint.firstLine())
	}
	kind := imageType(out.buf)
	if kind == "" {
		return Image{}, fmt.Errorf("%w: what %s wrote (%d bytes) is no BMP, PNG or JPEG", ErrPhoto, d.Command[0], len(out.buf))
	}
	return Image{kind, out.buf}, nil
}

// command is set up so that killing it kills its children too, and so that none of them can hold Run up.
func (d PhotoDecoder) command(ctx context.Context) *exec.Cmd {
	cmd := exec.CommandContext(ctx, d.Command[0], d.Command[1:]...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = lastBreath
	for _, name := range []string{"PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH"} {
		if value, set := os.LookupEnv(name); set {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
	}
	return cmd
}

// limited keeps the first max bytes. One more is an error, which ends the program's output, or is dropped.
type limited struct {
	buf     []byte
	max     int
	lenient bool
	full    bool
}

var errFull = errors.New("too much output")

func (l *limited) Write(b []byte) (int, error) {
	room := min(l.max-len(l.buf), len(b))
	l.buf = append(l.buf, b[:room]...)
	if room == len(b) {
		return room, nil
	}
	l.full = true
	if l.lenient {
		return len(b), nil
	}
	return room, errFull
}

func (l *limited) firstLine() string {
	line, _, _ := strings.Cut(strings.TrimSpace(string(l.buf)), "\n")
	return strings.ToValidUTF8(line, "?")
}

// imageType knows an image by its first bytes.
func imageType(b []byte) string {
	for magic, kind := range map[string]string{
		"BM": "image/bmp", "\x89PNG\r\n\x1a\n": "image/png", "\xFF\xD8\xFF": "image/jpeg",
	} {
		if bytes.HasPrefix(b, []byte(magic)) {
			return kind
		}
	}
	return ""
}
