package phone

import "sync"

// asksMost is how many of what the screen offered are remembered, so that a
// phone that comes late is told what became of its own.
const asksMost = 32

// latest are the newest things that the screen offered by codes, oldest first.
type latest[T interface {
	comparable
	name() string
}] struct {
	mu  sync.Mutex
	all []T
}

func (l *latest[T]) add(a T) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.all) == asksMost {
		l.all = append(l.all[:0:0], l.all[1:]...)
	}
	l.all = append(l.all, a)
}

// find gives the one of a name, or none.
func (l *latest[T]) find(id string) (none T) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, a := range l.all {
		if a.name() == id {
			return a
		}
	}
	return none
}
