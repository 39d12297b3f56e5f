package hub

import "sync"

// bell wakes whoever waits.
type bell struct {
	mu   sync.Mutex
	next chan struct{}
}

// heard is closed when the bell is rung next.
func (b *bell) heard() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.next == nil {
		b.next = make(chan struct{})
	}
	return b.next
}

func (b *bell) ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.next != nil {
		close(b.next)
		b.next = nil
	}
}
