// Package postgrestest starts a real PostgreSQL server for a test, in
// a temporary folder and on a free loopback port.
package postgrestest

import (
	"context"
	"database/sql"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"github.com/nuanxin/station-kit/internal/daemon"
)

// ready bounds the start of the server.
const ready = time.Minute

// Server is a running PostgreSQL.
type Server struct {
	t      testing.TB
	dir    string // of the cluster
	bin    string
	port   string
	as     *syscall.Credential // nil: the user of the test
	server *daemon.Daemon      // the latest
	count  atomic.Int32
}

// settings are those of a test that may lose its data with the machine, but
// not with the process.
const settings = `
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 100
logging_collector = off
`

// Start starts a server that is killed when the test ends. Further lines of
// postgresql.conf may be given. Without PostgreSQL on the machine the test
// fails.
func Start(t testing.TB, lines ...string) *Server {
	t.Helper()
	s := &Server{t: t, bin: binaries(t), as: owner(t), port: daemon.Port(daemon.FreeAddr(t))}
	s.dir = filepath.Join(s.folder(), "cluster")
	s.run("initdb", "-D", s.dir, "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C")
	s.configure(settings + "port = " + s.port + "\n" + strings.Join(lines, "\n") + "\n")
	s.Restart()
	return s
}

// folder is a temporary folder that the server's user may enter.
func (s *Server) folder() string {
	dir := s.t.TempDir()
	if s.as == nil {
		return dir
	}
	if err := os.Chown(dir, int(s.as.Uid), int(s.as.Gid)); err != nil {
		s.t.Fatal(err)
	}
	// TempDir's parent is the test's alone.
	if err := os.Chmod(filepath.Dir(dir), 0o711); err != nil {
		s.t.Fatal(err)
	}
	return dir
}

func (s *Server) configure(text string) {
	s.t.Helper()
	f, err := os.OpenFile(filepath.Join(s.dir, "postgresql.conf"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		s.t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString(text); err != nil {
		s.t.Fatal(err)
	}
}

func (s *Server) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(s.bin, name), args...)
	cmd.Dir = filepath.Dir(s.dir)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.as}
	return cmd
}

func (s *Server) run(name string, args ...string) {
	s.t.Helper()
	if out, err := s.command(name, args...).CombinedOutput(); err != nil {
		s.t.Fatalf("%s: %v\n%s", name, err, out)
	}
}

// Kill ends the server without warning, as a power cut would.
func (s *Server) Kill() { s.server.Kill() }

// PID is that of its first process, good until the next Restart; others are
// its children.
func (s *Server) PID() int { return s.server.PID() }

// Restart starts the server again on the same port after Kill.
func (s *Server) Restart() {
	s.t.Helper()
	db, err := sql.Open("pgx", s.url("postgres"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer db.Close()
	log := filepath.Join(filepath.Dir(s.dir), "log")
	s.server = daemon.Start(s.t, s.command("postgres", "-D", s.dir), log, ready, func([]byte) bool { return db.Ping() == nil })
}

func (s *Server) url(database string) string {
	return "postgres://postgres@127.0.0.1:" + s.port + "/" + database + "?sslmode=disable"
}

// New makes an empty database and returns its URL.
func (s *Server) New(t testing.TB) string {
	t.Helper()
	name := "test" + strconv.Itoa(int(s.count.Add(1)))
	s.Do(t, s.url("postgres"), "CREATE DATABASE "+name)
	return s.url(name)
}

// Copy makes a database like that of another URL, to which nobody is connected,
// and returns its URL.
func (s *Server) Copy(t testing.TB, of string) string {
	t.Helper()
	_, after, _ := strings.Cut(of, s.port+"/")
	template, _, _ := strings.Cut(after, "?")
	name := "test" + strconv.Itoa(int(s.count.Add(1)))
	s.Do(t, s.url("postgres"), "CREATE DATABASE "+name+" TEMPLATE "+template)
	return s.url(name)
}

// Do runs one statement.
func (s *Server) Do(t testing.TB, url, statement string) {
	t.Helper()
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(context.Background(), statement); err != nil {
		t.Fatal(err)
	}
}

// binaries is the folder of the newest PostgreSQL, which Debian keeps out of
// the path.
func binaries(t testing.TB) string {
	t.Helper()
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path)
	}
	all, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(all) == 0 {
		t.Fatal("PostgreSQL is not installed: sudo apt-get install postgresql")
	}
	return filepath.Dir(slices.Max(all))
}

// owner is who the server runs as: it refuses to be root.
func owner(t testing.TB) *syscall.Credential {
	t.Helper()
	if os.Geteuid() != 0 {
		return nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, _ := strconv.ParseUint(u.Uid, 10, 32)
		gid, _ := strconv.ParseUint(u.Gid, 10, 32)
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	}
	t.Fatal("PostgreSQL does not run as root, and there is no user postgres: sudo apt-get install postgresql")
	return nil
}
