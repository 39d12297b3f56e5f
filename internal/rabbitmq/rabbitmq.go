// Package rabbitmq starts a real RabbitMQ broker with its MQTT plugin for a
// test, set up as docs/brokers.md tells an operator to, on free loopback ports.
package rabbitmq

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/daemon"
	"github.com/nuanxin/station-kit/internal/mqttprobe"
)

// ready bounds the start of the broker, which takes five seconds on a quiet
// machine.
const ready = 2 * time.Minute

// General are the lines of rabbitmq.conf beside the listeners and the paths.
const General = `listeners.tcp = none
mqtt.listeners.tcp = none
mqtt.allow_anonymous = false
mqtt.ssl_cert_login = true
ssl_cert_login_from = common_name
ssl_options.verify = verify_peer
ssl_options.fail_if_no_peer_cert = true
ssl_options.versions.1 = tlsv1.3
mqtt.subscription_ttl = 300000
`

// The administrator through whom the hub keeps the list of users.
const (
	admin    = "nuanxin-hub"
	password = "only on loopback, only for a test"
)

// visitor is a user who may do anything and has no password: only its
// certificate lets it in.
const visitor = "nuanxin-probe"

// Config is what the broker shows its clients, as paths of PEM files: it asks
// every client for a certificate of CA and takes its common name for its name.
type Config struct{ CA, Cert, Key string }

// Broker is a running RabbitMQ.
type Broker struct {
	t      testing.TB
	dir    string
	mqtt   string
	manage string
	epmd   string
	dist   string
	probe  *mqttprobe.Probe
	server *daemon.Daemon // the latest
}

// Start starts a broker that is killed when the test ends. It knows no user but
// its administrator, and who found out whether it serves. Without RabbitMQ on the machine the test fails.
func Start(t testing.TB, cfg Config) *Broker {
	t.Helper()
	b := &Broker{
		t: t, dir: t.TempDir(), mqtt: daemon.FreeAddr(t), manage: daemon.FreeAddr(t),
		epmd: daemon.Port(daemon.FreeAddr(t)), dist: daemon.Port(daemon.FreeAddr(t)),
	}
	trusted := filepath.Join(b.dir, "trusted.pem")
	b.probe = mqttprobe.New(t, visitor, cfg.CA, trusted)
	cfg.CA = trusted
	b.write("rabbitmq.conf", b.conf(cfg))
	b.write("enabled_plugins", "[rabbitmq_mqtt,rabbitmq_management].\n")
	b.write("definitions.json", definitions)
	b.Restart()
	t.Cleanup(b.end)
	return b
}

// Addr is where MQTT over TLS listens, "127.0.0.1:port".
func (b *Broker) Addr() string { return b.mqtt }

// Admin is the URL of the management API, with the administrator's name and
// password.
func (b *Broker) Admin() *url.URL {
	return &url.URL{Scheme: "http", Host: b.manage, User: url.UserPassword(admin, password)}
}

// end kills the broker, and the port mapper that detached itself from it. The
// mapper goes only when it has noticed that the broker is gone.
func (b *Broker) end() {
	b.Kill()
	var out []byte
	var err error
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if out, err = exec.Command("epmd", "-port", b.epmd, "-kill").CombinedOutput(); err == nil {
			return
		}
	}
	b.t.Errorf("RabbitMQ's port mapper still runs: %v: %s", err, out)
}

// Kill ends the broker without warning, as a power cut would.
func (b *Broker) Kill() { b.server.Kill() }

// Restart starts the broker again on the same ports after Kill, and waits until
// it serves. It listens before it has imported its users, and answers its
// administrator before the queues of its virtual host are up; whoever connects
// then is cut off.
func (b *Broker) Restart() {
	b.t.Helper()
	cmd := exec.Command(script(b.t))
	cmd.Env, cmd.Dir = b.env(), b.dir
	b.server = daemon.Start(b.t, cmd, filepath.Join(b.dir, "log"), ready, func([]byte) bool {
		return b.manages() && b.probe.Serves(b.mqtt)
	})
}

// manages says whether the management API lets its administrator in.
func (b *Broker) manages() bool {
	resp, err := http.Get(b.Admin().JoinPath("api", "overview").String())
	if err != nil {
		return false
	}
	defer resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}

// env keeps everything of the broker in the test's folder and on loopback.
func (b *Broker) env() []string {
	return append(os.Environ(),
		"HOME="+b.dir,
		"ERL_EPMD_ADDRESS=127.0.0.1", "ERL_EPMD_PORT="+b.epmd, "RABBITMQ_DIST_PORT="+b.dist,
		"RABBITMQ_NODENAME=rabbit@localhost",
		"RABBITMQ_CONFIG_FILE="+filepath.Join(b.dir, "rabbitmq"),
		"RABBITMQ_ENABLED_PLUGINS_FILE="+filepath.Join(b.dir, "enabled_plugins"),
		"RABBITMQ_MNESIA_BASE="+filepath.Join(b.dir, "mnesia"),
		"RABBITMQ_LOGS=-",
		"RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=-kernel inet_dist_use_interface {127,0,0,1}",
	)
}

func (b *Broker) conf(cfg Config) string {
	var s strings.Builder
	s.WriteString(General)
	fmt.Fprintf(&s, "mqtt.listeners.ssl.1 = %s\n", b.mqtt)
	fmt.Fprintf(&s, "ssl_options.cacertfile = %s\nssl_options.certfile = %s\nssl_options.keyfile = %s\n", cfg.CA, cfg.Cert, cfg.Key)
	fmt.Fprintf(&s, "management.tcp.ip = 127.0.0.1\nmanagement.tcp.port = %s\n", daemon.Port(b.manage))
	fmt.Fprintf(&s, "load_definitions = %s\n", filepath.Join(b.dir, "definitions.json"))
	s.WriteString("log.console = true\nlog.console.level = warning\nlog.file = false\n")
	return s.String()
}

var definitions = mustJSON(map[string]any{
	"vhosts": []any{map[string]string{"name": "/"}},
	"users": []any{
		map[string]string{"name": admin, "password": password, "tags": "administrator"},
		map[string]string{"name": visitor, "password_hash": "", "tags": ""},
	},
	"permissions": []any{anything(admin), anything(visitor)},
})

func anything(user string) map[string]string {
	return map[string]string{"user": user, "vhost": "/", "configure": ".*", "write": ".*", "read": ".*"}
}

func mustJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func (b *Broker) write(name, text string) {
	b.t.Helper()
	if err := os.WriteFile(filepath.Join(b.dir, name), []byte(text), 0o600); err != nil {
		b.t.Fatal(err)
	}
}

// script finds what starts the broker as whoever calls it; the one
// on the path starts it as its own user, who may not read the test's folder.
func script(t testing.TB) string {
	t.Helper()
	found, _ := filepath.Glob("/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server")
	if len(found) == 0 {
		t.Fatal("RabbitMQ is not installed: sudo apt-get install rabbitmq-server")
	}
	return found[len(found)-1]
}
