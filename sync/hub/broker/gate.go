package broker

import (
	"crypto"
	"crypto/x509"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"sync"

	"github.com/nats-io/nats-server/v2/server"

	"github.com/nuanxin/station-kit/sync/wire"
)

// gate decides at each connect who comes in and what it may reach.
type gate struct {
	allowed func(Role, string, crypto.PublicKey) bool
	log     *slog.Logger

	// connecting is held for reading from the question to Allowed until NATS
	// knows the client's name, so that Disconnect misses no connect in between.
	connecting sync.RWMutex
}

// Check implements server.Authentication.
func (g *gate) Check(c server.ClientAuthentication) bool {
	role, name, cert, err := whoIs(c)
	if err != nil {
		g.log.Warn("client refused", "remote", c.RemoteAddress(), "cause", err)
		return false
	}
	g.connecting.RLock()
	defer g.connecting.RUnlock()
	if g.allowed != nil && !g.allowed(role, name, cert.PublicKey) {
		g.log.Warn("client refused", "remote", c.RemoteAddress(), "role", role, "name", name, "cause", "not allowed")
		return false
	}
	c.RegisterUser(&server.User{Username: name, Permissions: permissions(role, name)})
	return true
}

func whoIs(c server.ClientAuthentication) (Role, string, *x509.Certificate, error) {
	state := c.GetTLSConnectionState()
	if state == nil || len(state.VerifiedChains) == 0 {
		return "", "", nil, fmt.Errorf("%w: no verified certificate", ErrIdentity)
	}
	cert := state.VerifiedChains[0][0]
	role, name, err := identity(cert)
	if err != nil {
		return "", "", nil, err
	}
	if !hasClientID(c, name) {
		return "", "", nil, fmt.Errorf("%w: the MQTT client ID is not the certificate's name %s", ErrIdentity, name)
	}
	return role, name, cert, nil
}

// hasClientID says whether the client's MQTT client ID is name. A second
// connection with a client ID closes the first, so a client free to choose
// could throw any other out. NATS shows the ID to no authenticator but through
// the label of its log lines, `ADDRESS - mid:N - "ID"`, written before Check is
// called; should that ever change, everyone is refused and the tests fail.
func hasClientID(c server.ClientAuthentication, name string) bool {
	label, ok := c.(fmt.Stringer)
	return ok && strings.HasSuffix(label.String(), " - "+strconv.Quote(name))
}

// permissions are NATS subjects. NATS maps "/" to "." and "+" to "*", applies
// them to QoS 0 and 1, to retained messages and to wills, and lets deliveries
// at QoS 1 ("$MQTT.sub.>") through by itself.
func permissions(role Role, name string) *server.Permissions {
	up := []wire.Channel{wire.Up, wire.Hello, wire.Presence, wire.Telemetry}
	down := []wire.Channel{wire.Down}
	if role == Hub {
		return &server.Permissions{Publish: only(down, "*"), Subscribe: only(up, "*")}
	}
	return &server.Permissions{Publish: only(up, name), Subscribe: only(down, name)}
}

func only(channels []wire.Channel, station string) *server.SubjectPermission {
	allow := make([]string, len(channels))
	for i, c := range channels {
		allow[i] = strings.ReplaceAll(c.Topic(station), "/", ".")
	}
	return &server.SubjectPermission{Allow: allow}
}
