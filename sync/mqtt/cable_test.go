package mqtt_test

import (
	"io"
	"net"
	"sync"
	"testing"
)

// cable is a network between clients and their broker that can be cut, or
// made deaf: bytes then still flow to the broker and none come back.
type cable struct {
	url  string
	deaf chan struct{}
	mu   sync.Mutex
	ends []io.Closer
}

func newCable(t testing.TB, c *carrier) *cable {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	k := &cable{url: c.scheme + l.Addr().String(), deaf: make(chan struct{}), ends: []io.Closer{l}}
	t.Cleanup(k.cut)
	go k.accept(l, c.addr)
	return k
}

func (k *cable) accept(l net.Listener, broker string) {
	for {
		near, err := l.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial("tcp", broker)
		if err != nil {
			near.Close()
			continue
		}
		k.hold(near, far)
		go func() { _, _ = io.Copy(far, near) }()
		go func() { _, _ = io.Copy(near, hearing{far, k.deaf}) }()
	}
}

func (k *cable) hold(ends ...io.Closer) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.ends = append(k.ends, ends...)
}

func (k *cable) cut() {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, end := range k.ends {
		end.Close()
	}
}

// hearing reads nothing any more once deaf is closed.
type hearing struct {
	io.Reader
	deaf <-chan struct{}
}

func (h hearing) Read(p []byte) (int, error) {
	for {
		n, err := h.Reader.Read(p)
		select {
		case <-h.deaf:
			if err == nil {
				continue
			}
		default:
		}
		return n, err
	}
}
