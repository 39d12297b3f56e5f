package broker

import (
	"fmt"
	"log/slog"
)

// slogger hands NATS's log to slog. Traces, the one place where NATS prints
// payloads, are switched off at the server and dropped here again.
type slogger struct{ log *slog.Logger }

func (l slogger) Noticef(format string, v ...any) { l.log.Debug(line(format, v)) }
func (l slogger) Warnf(format string, v ...any)   { l.log.Warn(line(format, v)) }
func (l slogger) Errorf(format string, v ...any)  { l.log.Error(line(format, v)) }

// Fatalf does not end the process: the hub serves other carriers too.
func (l slogger) Fatalf(format string, v ...any) { l.log.Error(line(format, v)) }
func (l slogger) Debugf(string, ...any)          {}
func (l slogger) Tracef(string, ...any)          {}

func line(format string, v []any) string { return "nats: " + fmt.Sprintf(format, v...) }
