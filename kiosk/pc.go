package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os/exec"
	"strings"
	"time"
)

// exitRestart is the status with which the kiosk ends in order to be started again (EX_TEMPFAIL of sysexits.h): its
// service restarts it at once, without counting it as a failure.
const exitRestart = 75

var errRestart = errors.New("an attendant restarts the kiosk")

func isRestart(err error) bool { return errors.Is(err, errRestart) }

// pc is the machine that the kiosk runs on.
type pc struct {
	leave context.CancelCauseFunc
	// reboot restarts the machine; nil where that is not allowed.
	reboot func(context.Context) error
}

// newPC is the machine as settings allow; leave ends the kiosk with a cause.
func newPC(leave context.CancelCauseFunc, s settings) pc {
	p := pc{leave: leave}
	if s.allowReboot {
		p.reboot = systemctlReboot
	}
	return p
}

// RestartKiosk ends the kiosk, which its service starts again.
func (p pc) RestartKiosk() { p.leave(errRestart) }

// MayReboot reports whether Reboot does anything.
func (p pc) MayReboot() bool { return p.reboot != nil }

// Reboot asks for the machine's restart, and returns once that is under way.
func (p pc) Reboot() error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return p.reboot(ctx)
}

func systemctlReboot(ctx context.Context) error {
	if said, err := exec.CommandContext(ctx, "systemctl", "reboot").CombinedOutput(); err != nil {
		return fmt.Errorf("systemctl reboot: %w: %s", err, strings.TrimSpace(string(said)))
	}
	return nil
}

// addresses are the machine's own on its networks, for whoever looks after it.
func addresses() []string {
	var all []string
	for _, ip := range networkAddresses() {
		all = append(all, ip.String())
	}
	return all
}

// networkAddresses are those of IPv4 that others on a network can reach.
func networkAddresses() []net.IP {
	all, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	var own []net.IP
	for _, a := range all {
		if at, ok := a.(*net.IPNet); ok && at.IP.To4() != nil && at.IP.IsGlobalUnicast() {
			own = append(own, at.IP)
		}
	}
	return own
}
