package mqtt

import (
	"net"
	"sync/atomic"
	"time"
)

// link is a socket that still tells why it was refused. With TLS 1.3 a broker
// judges the client's certificate after the client's side of the handshake is
// done: its alert and the reset of the socket race the CONNECT packet, and a
// failed write would hide the alert that waits to be read.
type link struct {
	net.Conn
	heard atomic.Bool // something was read, so the certificate was accepted
}

// Read implements net.Conn.
func (l *link) Read(p []byte) (int, error) {
	n, err := l.Conn.Read(p)
	if n > 0 {
		l.heard.Store(true)
	}
	return n, err
}

// Write implements net.Conn.
func (l *link) Write(p []byte) (int, error) {
	n, err := l.Conn.Write(p)
	if err == nil || l.heard.Load() {
		return n, err
	}
	l.SetReadDeadline(time.Now().Add(time.Second))
	if _, alert := l.Conn.Read(make([]byte, 1)); isAlert(alert) {
		err = alert
	}
	return n, err
}
