package scanner

import (
	"context"
	"fmt"
	"io"
	"time"
)

// Trigger is the dialect in which a scanner is told to begin and to stop scanning.
type Trigger int

const (
	None      Trigger = iota // scans by itself, or by its button
	Honeywell                // and the many that understand it
	Newland
	GM65 // also sold by Waveshare; the only one whose acknowledgement is awaited
)

var triggers = []string{"none", "honeywell", "newland", "gm65"}

// commands are from the makers' manuals. Newland's stop stands in the envelope of its serial programming
// commands: the "#" means that the setting is not kept.
var commands = map[Trigger]struct{ start, stop string }{
	Honeywell: {"\x16T\r", "\x16U\r"},
	Newland:   {"\x01T\x04", "~\x010000#SCNTRG0;\x03"},
	GM65:      {"\x7e\x00\x08\x01\x00\x02\x01\xab\xcd", "\x7e\x00\x08\x01\x00\x02\x00\xab\xcd"},
}

// StartCommand is what makes the scanner scan; nothing for None.
func (t Trigger) StartCommand() []byte { return []byte(commands[t].start) }

// StopCommand is what makes the scanner stop; nothing for None.
func (t Trigger) StopCommand() []byte { return []byte(commands[t].stop) }

// String is the name in settings: none, honeywell, newland or gm65.
func (t Trigger) String() string { return name(triggers, int(t)) }

// MarshalText is String, for settings and flag.TextVar.
func (t Trigger) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText takes a name as String gives it.
func (t *Trigger) UnmarshalText(text []byte) error {
	i, err := index(triggers, string(text))
	if err == nil {
		*t = Trigger(i)
	}
	return err
}

// ackPatience is how long an acknowledgement may take: 7 bytes at 9600 baud are 7 ms.
const ackPatience = 500 * time.Millisecond

// Start makes the scanner on the line scan, by the profile's trigger, while Run reads that line in another
// goroutine. It fails with the line's error, or with ErrNoAck where a GM65 does not acknowledge in half a
// second. With None it does nothing.
func (r *Reader) Start(ctx context.Context, line io.Writer) error {
	return r.command(ctx, line, r.Profile.Trigger.StartCommand())
}

// Stop makes the scanner on the line stop, as Start makes it scan.
func (r *Reader) Stop(ctx context.Context, line io.Writer) error {
	return r.command(ctx, line, r.Profile.Trigger.StopCommand())
}

func (r *Reader) command(ctx context.Context, line io.Writer, command []byte) error {
	if len(command) == 0 {
		return nil
	}
	r.commanding.Lock()
	defer r.commanding.Unlock()
	acks := r.acknowledgements()
	select {
	case <-acks: // of an earlier command, come too late
	default:
	}
	if _, err := line.Write(command); err != nil {
		return fmt.Errorf("trigger the scanner: %w", err)
	}
	if r.Profile.Trigger != GM65 {
		return nil
	}
	late := time.NewTimer(ackPatience)
	defer late.Stop()
	select {
	case <-acks:
		return nil
	case <-late.C:
		return ErrNoAck
	case <-ctx.Done():
		return ctx.Err()
	}
}

// acknowledgements is the channel on which Run tells that one came.
func (r *Reader) acknowledgements() chan struct{} {
	r.making.Do(func() { r.acks = make(chan struct{}, 1) })
	return r.acks
}

func (r *Reader) acknowledge() {
	select {
	case r.acknowledgements() <- struct{}{}:
	default:
	}
}
