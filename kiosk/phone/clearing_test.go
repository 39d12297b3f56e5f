package phone

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
)

// spied is a listener whose connections look whether there is something in the
// buffers that are read into.
type spied struct {
	net.Listener
	reads, found *atomic.Int64
}

func (s spied) Accept() (net.Conn, error) {
	c, err := s.Listener.Accept()
	return spiedConn{c, s}, err
}

type spiedConn struct {
	net.Conn
	spy spied
}

func (c spiedConn) Read(b []byte) (int, error) {
	c.spy.reads.Add(1)
	if len(bytes.Trim(b, "\x00")) > 0 {
		c.spy.found.Add(1)
	}
	return c.Conn.Read(b)
}

// What a phone has written is overwritten when the page waits for its next
// request, or another phone's.
func TestNoRequestStaysInABuffer(t *testing.T) {
	p := open(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	spy := spied{l, new(atomic.Int64), new(atomic.Int64)}
	ended := make(chan error)
	go func() { ended <- p.page.Serve(t.Context(), spy) }()
	phone := http.Client{Transport: &http.Transport{}}
	for range 3 {
		answer, err := phone.PostForm("http://"+l.Addr().String()+"/t/any", url.Values{"text": {strings.Repeat("工资没有发。", 30)}})
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, answer.Body)
		answer.Body.Close()
	}
	phone.CloseIdleConnections()
	if spy.reads.Load() < 3 || spy.found.Load() > 0 {
		t.Errorf("of %d reads, %d went into a buffer with something in it", spy.reads.Load(), spy.found.Load())
	}
	t.Cleanup(func() { <-ended }) // the test's context has ended by then
}
