package mqtt

import (
	"log/slog"
	"sync"

	paho "github.com/eclipse/paho.mqtt.golang"
)

// farewell is how long Close lets Paho say goodbye, in milliseconds.
const farewell = 250

// Conn is one connection to a broker. It does not come back once it is lost;
// Keep dials another. All methods may be called at any time by any goroutine.
type Conn struct {
	client paho.Client
	in     chan paho.Message
	out    chan outgoing
	// flying are the messages handed to Paho and not yet acknowledged, in
	// order. Its capacity is the bound.
	flying chan outgoing
	log    *slog.Logger

	once sync.Once
	done chan struct{}
	err  error // written before done is closed, read only after
}

// outgoing is a message on its way; token receives Paho's promise for it.
type outgoing struct {
	topic   string
	payload []byte
	qos     byte
	retain  bool
	token   chan paho.Token
	done    func(error)
}

func newConn(cfg Config) *Conn {
	return &Conn{
		in:     make(chan paho.Message, cfg.Queue),
		out:    make(chan outgoing),
		flying: make(chan outgoing, max(cfg.InFlight-1, 0)), // acknowledge holds one
		log:    cfg.Log,
		done:   make(chan struct{}),
	}
}

// arrived is Paho's handler. It must not block: while it does, Paho reads
// neither acknowledgements nor pings.
func (c *Conn) arrived(_ paho.Client, m paho.Message) {
	select {
	case c.in <- m:
	default:
		c.log.Warn("message dropped, the queue is full", "topic", m.Topic(), "bytes", len(m.Payload()))
		m.Ack()
	}
}

func (c *Conn) dispatch(handle func(string, []byte)) {
	for {
		select {
		case m := <-c.in:
			if c.Err() != nil { // select picks either when both are ready
				return
			}
			handle(m.Topic(), m.Payload())
			m.Ack()
		case <-c.done:
			return
		}
	}
}

// Done is closed when the connection is lost or closed.
func (c *Conn) Done() <-chan struct{} { return c.done }

// Err is nil while the connection lives, then ErrLost with its cause, or
// ErrClosed.
func (c *Conn) Err() error {
	select {
	case <-c.done:
		return c.err
	default:
		return nil
	}
}

func (c *Conn) end(err error) {
	c.once.Do(func() {
		c.err = err
		close(c.done)
	})
}

// Close takes leave of the broker, which then publishes no will. It returns
// within a quarter of a second whatever the network or Handle does: a call of
// Handle under way may outlast it, none starts after it.
func (c *Conn) Close() {
	c.end(ErrClosed)
	c.client.Disconnect(farewell)
}
