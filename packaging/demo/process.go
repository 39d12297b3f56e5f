package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// grace is how long a process may take to stop when asked.
const grace = 10 * time.Second

// process is a child that runs until it is stopped. What it prints goes to a
// log file of its own.
type process struct {
	name string
	cmd  *exec.Cmd
	log  *os.File
	done chan struct{} // closed when it has ended
	err  error         // why; read after done
}

// start starts a child in a process group of its own, so that Ctrl-C reaches
// only this program, which stops its children in order. If this program is
// killed, so are they.
func start(logs, name string, env []string, program string, args ...string) (*process, error) {
	log, err := os.OpenFile(filepath.Join(logs, name+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	p := &process{name: name, cmd: exec.Command(program, args...), log: log, done: make(chan struct{})}
	p.cmd.Stdout, p.cmd.Stderr = log, log
	p.cmd.Env = append(os.Environ(), env...)
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	go func() {
		p.err = p.cmd.Wait()
		log.Close()
		close(p.done)
	}()
	return p, nil
}

// stop asks it to end, and makes it after the grace.
func (p *process) stop() {
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.done:
	case <-time.After(grace):
		_ = p.cmd.Process.Kill()
		<-p.done
	}
}

// ended describes an end that nobody asked for.
func (p *process) ended() error {
	return fmt.Errorf("%s ended (%v): see %s", p.name, p.err, p.log.Name())
}

// restartStatus is that of a kiosk that wants to be started again, as its service does.
const restartStatus = 75

func (p *process) wantsRestart() bool { return p.cmd.ProcessState.ExitCode() == restartStatus }

// until waits for ready to say yes, and fails when the process ends first or
// ctx does.
func (p *process) until(ctx context.Context, ready func() bool) error {
	look := time.NewTicker(50 * time.Millisecond)
	defer look.Stop()
	for !ready() {
		select {
		case <-look.C:
		case <-p.done:
			return p.ended()
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	return nil
}
