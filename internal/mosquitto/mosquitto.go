// Package mosquitto starts a real Mosquitto broker for a test, set up as
// docs/brokers.md tells an operator to, on a free loopback port.
package mosquitto

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/daemon"
)

// ready bounds the start of the broker.
const ready = time.Minute

// ACL is the access list for the kit. The hub's certificate has the common
// name "hub"; %u is the common name of a station's.
const ACL = `user hub
topic read nuanxin/v1/+/up
topic read nuanxin/v1/+/hello
topic read nuanxin/v1/+/presence
topic read nuanxin/v1/+/telemetry
topic write nuanxin/v1/+/down

pattern write nuanxin/v1/%u/up
pattern write nuanxin/v1/%u/hello
pattern write nuanxin/v1/%u/presence
pattern write nuanxin/v1/%u/telemetry
pattern read nuanxin/v1/%u/down
`

// General and MutualTLS are the lines of mosquitto.conf beside the listener
// and the paths.
const (
	General = `per_listener_settings false
persistence false
set_tcp_nodelay true
message_size_limit 1048576
max_inflight_messages 100
max_queued_messages 20000
max_queued_bytes 268435456
`
	MutualTLS = `allow_anonymous false
require_certificate true
use_identity_as_username true
use_username_as_clientid true
`
)

// Config says how the broker is guarded. Zero: plain TCP, open to everyone.
type Config struct {
	// CA, Cert and Key are paths of PEM files. With them the broker asks every
	// client for a certificate of CA and takes its common name for its name.
	CA, Cert, Key string
	// ACL is the text of the access list, used with certificates.
	ACL string
	// Lines are further lines of mosquitto.conf.
	Lines string
}

// Broker is a running Mosquitto.
type Broker struct {
	t      testing.TB
	dir    string
	addr   string
	binary string
	server *daemon.Daemon // the latest
}

// Start starts a broker that is killed when the test ends. Without Mosquitto
// on the machine the test fails.
func Start(t testing.TB, cfg Config) *Broker {
	t.Helper()
	b := &Broker{t: t, dir: t.TempDir(), addr: daemon.FreeAddr(t), binary: binary(t)}
	b.write("acl", cfg.ACL)
	b.write("mosquitto.conf", b.conf(cfg))
	b.Restart()
	return b
}

// Addr is "127.0.0.1:port".
func (b *Broker) Addr() string { return b.addr }

// ListPath is the access list, and ReloadCommand makes the broker read it again.
func (b *Broker) ListPath() string { return filepath.Join(b.dir, "acl") }

// ReloadCommand is good until the next Restart.
func (b *Broker) ReloadCommand() []string {
	return []string{"kill", "-HUP", strconv.Itoa(b.PID())}
}

// Kill ends the broker without warning, as a power cut would.
func (b *Broker) Kill() { b.server.Kill() }

// PID is that of its first process, good until the next Restart; others are
// its children.
func (b *Broker) PID() int { return b.server.PID() }

// Restart starts the broker again on the same port after Kill. It accepts
// connections a moment before it says that it runs; a signal would end it then.
func (b *Broker) Restart() {
	b.t.Helper()
	cmd := exec.Command(b.binary, "-c", filepath.Join(b.dir, "mosquitto.conf"))
	b.server = daemon.Start(b.t, cmd, filepath.Join(b.dir, "log"), ready, func(said []byte) bool {
		return bytes.Contains(said, []byte(" running\n"))
	})
}

func (b *Broker) conf(cfg Config) string {
	var s strings.Builder
	s.WriteString(General)
	if os.Geteuid() == 0 {
		// Else it would drop to a user that may not read the test's folder.
		s.WriteString("user root\n")
	}
	fmt.Fprintf(&s, "listener %s 127.0.0.1\n", daemon.Port(b.addr))
	if cfg.CA == "" {
		s.WriteString("allow_anonymous true\n" + cfg.Lines)
		return s.String()
	}
	fmt.Fprintf(&s, "cafile %s\ncertfile %s\nkeyfile %s\n", cfg.CA, cfg.Cert, cfg.Key)
	fmt.Fprintf(&s, "%sacl_file %s\n%s", MutualTLS, filepath.Join(b.dir, "acl"), cfg.Lines)
	return s.String()
}

func (b *Broker) write(name, text string) {
	b.t.Helper()
	if err := os.WriteFile(filepath.Join(b.dir, name), []byte(text), 0o600); err != nil {
		b.t.Fatal(err)
	}
}

// binary finds Mosquitto, which Debian keeps where only root looks.
func binary(t testing.TB) string {
	t.Helper()
	for _, name := range []string{"mosquitto", "/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("mosquitto is not installed: sudo apt-get install mosquitto")
	return ""
}
