package node

import (
	"context"
	"crypto/ed25519"
	"errors"
	"sync"
	"time"

	"github.com/nuanxin/station-kit/sync/edge"
	"github.com/nuanxin/station-kit/sync/mqtt"
	"github.com/nuanxin/station-kit/sync/wire"
)

// Values of a station's presence topic. They say what the broker believes,
// which is not what has been delivered.
const (
	present = "online"
	gone    = "offline"
)

// deliver keeps a connection and has the agent use it, until ctx ends.
func (n *Node) deliver(ctx context.Context) error {
	agent := edge.New(edge.Config{
		Station: n.Membership.Station, Key: n.Membership.Key, Hub: ed25519.PublicKey(n.Membership.HubKey),
		Outbox: n.Station, Inbox: n.Station, Telemetry: n.vitals, Now: n.Station.Now, Log: n.options.Log,
	})
	ctx, cancel := context.WithCancel(ctx)
	var watching sync.WaitGroup
	watching.Go(func() { n.watchVitals(ctx, agent.Changed) })
	defer watching.Wait()
	defer cancel()
	line, err := n.line(agent)
	if err != nil {
		return err
	}
	return mqtt.Keep(ctx, line, n.backoff(agent), func(ctx context.Context, c *mqtt.Conn) error {
		if err := c.Retain(ctx, wire.Presence.Topic(n.Membership.Station), []byte(present)); err != nil {
			return err
		}
		return agent.Serve(ctx, c)
	})
}

func (n *Node) line(agent *edge.Agent) (mqtt.Config, error) {
	id := n.Membership.Station
	secure, err := n.tls(n.options.Broker)
	return mqtt.Config{
		URL:       n.options.Broker,
		ClientID:  id,
		TLS:       secure,
		Subscribe: []string{wire.Down.Topic(id)},
		Will:      mqtt.Will{Topic: wire.Presence.Topic(id), Payload: []byte(gone), Retain: true},
		Handle:    func(_ string, payload []byte) { agent.Receive(payload) },
		Log:       n.options.Log,
	}, err
}

func (n *Node) backoff(agent *edge.Agent) mqtt.Backoff {
	b := mqtt.Backoff{Failed: func(err error) {
		if !errors.Is(err, edge.ErrSilent) { // that the agent has told itself
			agent.Unconnected(n.reason(err))
		}
		if errors.Is(err, mqtt.ErrRefused) {
			select {
			case n.refused <- struct{}{}:
			default: // it is being looked into
			}
		}
	}}
	if n.options.AtOnce {
		b.First = -1
	}
	return b
}

// reason is codeOf, or what the hub itself has said of a refusal.
func (n *Node) reason(err error) string {
	if why := n.verdict.Load(); why != nil && errors.Is(err, mqtt.ErrRefused) {
		return *why
	}
	return codeOf(err)
}

// codeOf is the code of why there is no connection, as docs/wire.md has it.
func codeOf(err error) string {
	for cause, code := range map[error]string{
		mqtt.ErrRefused: "refused", mqtt.ErrUnreachable: "unreachable", mqtt.ErrLost: "connection_lost",
	} {
		if errors.Is(err, cause) {
			return code
		}
	}
	return "station_file"
}

// lookEvery is how often the vitals are looked at for changes.
const lookEvery = 5 * time.Second

// watchVitals tells changed when what people should hear of at once differs.
func (n *Node) watchVitals(ctx context.Context, changed func()) {
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	last := n.pressing()
	for {
		select {
		case <-look.C:
			if now := n.pressing(); now != last {
				last = now
				changed()
			}
		case <-ctx.Done():
			return
		}
	}
}
