// Package mqttprobe finds out whether a real broker that a test has started
// serves, by being one of its clients: a broker listens, and answers its
// administrator, some time before it lets a client in and carries what it says.
package mqttprobe

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"os"
	"testing"

	"github.com/nuanxin/station-kit/internal/testpki"
	"github.com/nuanxin/station-kit/sync/mqtt"
	"github.com/nuanxin/station-kit/sync/wire"
)

// Probe is a client with a certificate of an authority of its own, so that
// whoever starts a broker need not make one for it.
type Probe struct {
	name string
	tls  *tls.Config
	last error
}

// New makes a client with a name that the broker takes for a hub's. caFile is
// the authority of the broker's certificate, in PEM; to trusted New writes that
// authority and its own: those whose clients the broker is to let in.
func New(t testing.TB, name, caFile, trusted string) *Probe {
	t.Helper()
	theirs, err := os.ReadFile(caFile)
	if err != nil {
		t.Fatal(err)
	}
	own := testpki.New(t)
	if err := os.WriteFile(trusted, append(theirs, own.PEM()...), 0o600); err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(theirs) {
		t.Fatalf("%s has no certificate", caFile)
	}
	return &Probe{name: name, tls: &tls.Config{Certificates: []tls.Certificate{own.Client("hub", name)}, RootCAs: roots}}
}

// Serves says whether the broker at an address lets the client in, confirms a
// subscription and acknowledges a message.
func (p *Probe) Serves(addr string) bool {
	p.last = p.visit(addr)
	return p.last == nil
}

// Err is why the broker did not serve when it was last asked.
func (p *Probe) Err() error { return p.last }

func (p *Probe) visit(addr string) error {
	// Dial bounds its own time, and with the socket the broker's answer comes
	// or the connection is lost.
	c, err := mqtt.Dial(context.Background(), mqtt.Config{
		URL: "tls://" + addr, ClientID: p.name, TLS: p.tls, Subscribe: []string{wire.Up.Filter()},
	})
	if err != nil {
		return err
	}
	defer c.Close()
	return c.Publish(context.Background(), wire.Down.Topic("probe"), []byte("does it serve"))
}
