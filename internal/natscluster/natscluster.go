// Package natscluster starts three real NATS servers with MQTT listeners as one
// cluster for a test, set up as docs/brokers.md tells an operator to, on free
// loopback ports. The server is the version that go.mod pins.
package natscluster

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/daemon"
	"github.com/nuanxin/station-kit/internal/mqttprobe"
)

// Size is how many servers there are: one may be lost.
const Size = 3

// ready bounds the start of the servers and their choice of leaders.
const ready = 2 * time.Minute

// General are the lines of nats-server.conf beside addresses and paths.
const General = `max_payload: 1052672
authorization { include "stations.conf" }
`

// MQTT are the lines of its mqtt block, beside the address and the paths of its
// TLS block.
const MQTT = `  stream_replicas: 3
  consumer_replicas: 3
  consumer_memory_storage: true
  consumer_inactive_threshold: "5m"
  ack_wait: "1m"
  max_ack_pending: 256
  reject_qos2_publish: true
  downgrade_qos2_subscribe: true
`

// Config is what the servers show their clients, as paths of PEM files, and the
// list of those they let in.
type Config struct {
	CA, Cert, Key string
	// Stations is the text of stations.conf. It has to let in the hub.
	Stations []byte
}

// Cluster is a running cluster.
type Cluster struct {
	t       testing.TB
	dir     string
	binary  string
	routes  string
	probe   *mqttprobe.Probe
	servers [Size]*server
}

type server struct {
	dir    string
	mqtt   string
	health string
	latest *daemon.Daemon
}

// Start starts a cluster that is killed when the test ends.
func Start(t testing.TB, cfg Config) *Cluster {
	t.Helper()
	c := &Cluster{t: t, dir: t.TempDir()}
	c.build()
	trusted := filepath.Join(c.dir, "trusted.pem")
	c.probe = mqttprobe.New(t, "hub", cfg.CA, trusted)
	cfg.CA = trusted
	var cluster [Size]string
	for i := range cluster {
		cluster[i] = daemon.FreeAddr(t)
	}
	c.routes = `["nats://` + strings.Join(cluster[:], `", "nats://`) + `"]`
	for i := range c.servers {
		s := &server{dir: filepath.Join(c.dir, fmt.Sprint(i)), mqtt: daemon.FreeAddr(t), health: daemon.FreeAddr(t)}
		c.servers[i] = s
		if err := os.Mkdir(s.dir, 0o700); err != nil {
			t.Fatal(err)
		}
		c.write(filepath.Join(s.dir, "nats-server.conf"), c.conf(i, cluster[i], cfg))
		c.write(filepath.Join(s.dir, "stations.conf"), string(cfg.Stations))
		c.launch(i)
	}
	for _, s := range c.servers {
		c.await(s)
	}
	return c
}

// Addr is where a server listens for MQTT over TLS, "127.0.0.1:port".
func (c *Cluster) Addr(i int) string { return c.servers[i].mqtt }

// Kill ends a server without warning, as a power cut would.
func (c *Cluster) Kill(i int) { c.servers[i].latest.Kill() }

// Restart starts a server again on the same ports after Kill, and waits until it
// serves, for which another has to run too.
func (c *Cluster) Restart(i int) {
	c.t.Helper()
	c.launch(i)
	c.await(c.servers[i])
}

// launch does not wait: the first server serves when there is a second to choose
// a leader with.
func (c *Cluster) launch(i int) {
	c.t.Helper()
	s := c.servers[i]
	cmd := exec.Command(c.binary, "-c", filepath.Join(s.dir, "nats-server.conf"))
	s.latest = daemon.Start(c.t, cmd, filepath.Join(s.dir, "log"), ready, func([]byte) bool { return true })
}

// ReloadCommand makes a server read its list, at ListPath, again.
func (c *Cluster) ReloadCommand(i int) []string {
	return []string{c.binary, "--signal", fmt.Sprintf("reload=%d", c.servers[i].latest.PID())}
}

// ListPath is a server's stations.conf.
func (c *Cluster) ListPath(i int) string { return filepath.Join(c.servers[i].dir, "stations.conf") }

// await waits until a server is in health, which means that the cluster has a
// leader, and serves: at its first client the cluster makes the streams of MQTT,
// and each of these chooses a leader of its own.
func (c *Cluster) await(s *server) {
	c.t.Helper()
	for deadline := time.Now().Add(ready); !s.healthy() || !c.probe.Serves(s.mqtt); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			said, _ := os.ReadFile(filepath.Join(s.dir, "log"))
			c.t.Fatalf("nats-server is not ready on %s after %v: %v; it said:\n%s", s.mqtt, ready, c.probe.Err(), said)
		}
	}
}

func (s *server) healthy() bool {
	resp, err := http.Get("http://" + s.health + "/healthz")
	if err != nil {
		return false
	}
	defer resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}

func (c *Cluster) conf(i int, cluster string, cfg Config) string {
	s := c.servers[i]
	var b strings.Builder
	fmt.Fprintf(&b, "server_name: n%d\nlisten: %q\nhttp: %q\n%s", i, daemon.FreeAddr(c.t), s.health, General)
	fmt.Fprintf(&b, "jetstream { store_dir: %q, max_memory_store: 67108864, max_file_store: 1073741824 }\n", filepath.Join(s.dir, "store"))
	fmt.Fprintf(&b, "cluster { name: nuanxin, listen: %q, routes: %s }\n", cluster, c.routes)
	fmt.Fprintf(&b, "mqtt {\n  listen: %q\n%s", s.mqtt, MQTT)
	fmt.Fprintf(&b, "  tls { cert_file: %q, key_file: %q, ca_file: %q, verify_and_map: true, min_version: \"1.3\" }\n}\n", cfg.Cert, cfg.Key, cfg.CA)
	return b.String()
}

// build makes the server's program; the build cache remembers it.
func (c *Cluster) build() {
	c.t.Helper()
	c.binary = filepath.Join(c.dir, "nats-server")
	build := exec.Command("go", "build", "-o", c.binary, "github.com/nats-io/nats-server/v2")
	if out, err := build.CombinedOutput(); err != nil {
		c.t.Fatalf("build nats-server: %v\n%s", err, out)
	}
}

func (c *Cluster) write(path, text string) {
	c.t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		c.t.Fatal(err)
	}
}
