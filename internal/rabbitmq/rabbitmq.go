// Package rabbitmq starts a real RabbitMQ broker with its MQTT plugin for a
// test, set up as docs/brokers.md tells an operator to, on free loopback ports.
package rabbitmq

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
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
	cmd    *exec.Cmd
	exited chan struct{}
}

// Start starts a broker that is killed when the test ends. It knows no user but
// its administrator. Without RabbitMQ on the machine the test fails.
func Start(t testing.TB, cfg Config) *Broker {
	t.Helper()
	b := &Broker{t: t, dir: t.TempDir(), mqtt: freeAddr(t), manage: freeAddr(t), epmd: port(freeAddr(t)), dist: port(freeAddr(t))}
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

// Kill ends the broker without warning, as a power cut would, and whatever it
// has started.
func (b *Broker) Kill() {
	_ = syscall.Kill(-b.cmd.Process.Pid, syscall.SIGKILL)
	<-b.exited
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

// Restart starts the broker again on the same ports after Kill.
func (b *Broker) Restart() {
	b.t.Helper()
	log, err := os.OpenFile(filepath.Join(b.dir, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		b.t.Fatal(err)
	}
	defer log.Close()
	b.cmd = exec.Command(server(b.t))
	b.cmd.Env, b.cmd.Dir, b.cmd.Stdout, b.cmd.Stderr = b.env(), b.dir, log, log
	b.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := b.cmd.Start(); err != nil {
		b.t.Fatal(err)
	}
	b.exited = make(chan struct{})
	go func(cmd *exec.Cmd, exited chan struct{}) {
		_ = cmd.Wait()
		close(exited)
	}(b.cmd, b.exited)
	if err := b.serving(); err != nil {
		b.Kill()
		said, _ := os.ReadFile(filepath.Join(b.dir, "log"))
		b.t.Fatalf("rabbitmq: %v; it said:\n%s", err, said)
	}
}

// serving waits until the broker has imported its administrator and listens.
func (b *Broker) serving() error {
	overview := b.Admin().JoinPath("api", "overview").String()
	for deadline := time.Now().Add(ready); time.Now().Before(deadline); {
		if b.answers(overview) && b.listens() {
			return nil
		}
		select {
		case <-b.exited:
			return errors.New("it ended at once")
		case <-time.After(50 * time.Millisecond):
		}
	}
	return fmt.Errorf("not listening on %s after %v", b.mqtt, ready)
}

func (b *Broker) answers(address string) bool {
	resp, err := http.Get(address)
	if err != nil {
		return false
	}
	defer resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}

func (b *Broker) listens() bool {
	conn, err := net.DialTimeout("tcp", b.mqtt, time.Second)
	if err != nil {
		return false
	}
	return conn.Close() == nil
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
	fmt.Fprintf(&s, "management.tcp.ip = 127.0.0.1\nmanagement.tcp.port = %s\n", port(b.manage))
	fmt.Fprintf(&s, "load_definitions = %s\n", filepath.Join(b.dir, "definitions.json"))
	s.WriteString("log.console = true\nlog.console.level = warning\nlog.file = false\n")
	return s.String()
}

var definitions = mustJSON(map[string]any{
	"vhosts":      []any{map[string]string{"name": "/"}},
	"users":       []any{map[string]string{"name": admin, "password": password, "tags": "administrator"}},
	"permissions": []any{map[string]string{"user": admin, "vhost": "/", "configure": ".*", "write": ".*", "read": ".*"}},
})

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

// server finds the script that starts the broker as whoever calls it; the one
// on the path starts it as its own user, who may not read the test's folder.
func server(t testing.TB) string {
	t.Helper()
	found, _ := filepath.Glob("/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server")
	if len(found) == 0 {
		t.Fatal("RabbitMQ is not installed: sudo apt-get install rabbitmq-server")
	}
	return found[len(found)-1]
}

func freeAddr(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func port(addr string) string {
	_, p, _ := net.SplitHostPort(addr)
	return p
}
