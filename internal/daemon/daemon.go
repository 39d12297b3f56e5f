// Package daemon runs a real server for a test: with what it says kept, and
// killed with all that it started.
package daemon

import (
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"
)

// Daemon is a running server.
type Daemon struct {
	cmd    *exec.Cmd
	exited chan struct{}
}

// Start starts a server that is killed when the test ends, and waits until
// ready says that it serves; said is all it has said so far. The test fails
// with these words where it ends or is not ready in time. They are kept in the
// file log.
func Start(t testing.TB, cmd *exec.Cmd, log string, within time.Duration, ready func(said []byte) bool) *Daemon {
	t.Helper()
	out, err := os.Create(log)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	cmd.Stdout, cmd.Stderr = out, out
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	// A test that is killed takes its server with it.
	cmd.SysProcAttr.Setpgid, cmd.SysProcAttr.Pdeathsig = true, syscall.SIGKILL
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	d := &Daemon{cmd, make(chan struct{})}
	go func() {
		_ = cmd.Wait()
		close(d.exited)
	}()
	t.Cleanup(func() {
		d.Kill()
		if t.Failed() {
			said, _ := os.ReadFile(log)
			t.Logf("%s said:\n%s", cmd.Path, said)
		}
	})
	if why := d.await(log, within, ready); why != "" {
		d.Kill()
		said, _ := os.ReadFile(log)
		t.Fatalf("%s %s; it said:\n%s", cmd.Path, why, said)
	}
	return d
}

// await returns why the server does not serve.
func (d *Daemon) await(log string, within time.Duration, ready func([]byte) bool) string {
	for deadline := time.Now().Add(within); time.Now().Before(deadline); {
		if said, err := os.ReadFile(log); err == nil && ready(said) {
			return ""
		}
		select {
		case <-d.exited:
			return "ended at once"
		case <-time.After(20 * time.Millisecond):
		}
	}
	return fmt.Sprintf("is not ready after %v", within)
}

// Kill ends the server and what it started without warning, as a power cut
// would, and waits until they are gone. PostgreSQL's processes are each in a
// session of their own, so a kill of the group does not reach them.
func (d *Daemon) Kill() {
	_ = syscall.Kill(d.cmd.Process.Pid, syscall.SIGSTOP) // it starts no more
	others := descendants(d.cmd.Process.Pid)
	_ = syscall.Kill(-d.cmd.Process.Pid, syscall.SIGKILL)
	for _, pid := range others {
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
	<-d.exited
	for _, pid := range others {
		for alive(pid) {
			time.Sleep(5 * time.Millisecond) // not our child: nobody tells
		}
	}
}

// PID is that of the server's first process; others are its children.
func (d *Daemon) PID() int { return d.cmd.Process.Pid }

// FreeAddr is a loopback address, "127.0.0.1:port", that nobody listens on. Its
// port is below those that Linux gives to outgoing connections (32768 and up),
// so that none of them has it when the server starts again.
func FreeAddr(t testing.TB) string {
	t.Helper()
	for range 1000 {
		addr := fmt.Sprintf("127.0.0.1:%d", 10_000+rand.IntN(22_000))
		if l, err := net.Listen("tcp", addr); err == nil {
			_ = l.Close()
			return addr
		}
	}
	t.Fatal("no free port between 10000 and 32000")
	return ""
}

// Port is that of an address.
func Port(addr string) string {
	_, port, _ := net.SplitHostPort(addr)
	return port
}
