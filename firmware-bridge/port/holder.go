package port

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Process is a program that has a line open, or would if it could.
type Process struct {
	PID  int
	Name string
}

func (p Process) String() string { return fmt.Sprintf("%s (pid %d)", p.Name, p.PID) }

// meddlers open serial lines that nobody asked them to: one looks for modems, the other for braille displays.
var meddlers = []string{"ModemManager", "brltty"}

// Holders are the other processes that have a device file open, as far as this user may see.
func Holders(device string) []Process {
	return processes(func(pid int, _ string) bool { return pid != os.Getpid() && holds(pid, device) })
}

// Meddlers are the running programs that are known to grab serial lines.
func Meddlers() []Process {
	return processes(func(_ int, name string) bool { return slices.Contains(meddlers, name) })
}

func processes(wanted func(pid int, name string) bool) (found []Process) {
	all, _ := filepath.Glob("/proc/[0-9]*")
	for _, dir := range all {
		pid, err := strconv.Atoi(filepath.Base(dir))
		if name := attribute(dir, "comm"); err == nil && wanted(pid, name) {
			found = append(found, Process{pid, name})
		}
	}
	return found
}

func holds(pid int, device string) bool {
	dir := filepath.Join("/proc", strconv.Itoa(pid), "fd")
	fds, _ := os.ReadDir(dir) // not allowed for the processes of others
	return slices.ContainsFunc(fds, func(fd os.DirEntry) bool {
		target, _ := os.Readlink(filepath.Join(dir, fd.Name()))
		return target == device
	})
}

// inUse is ErrInUse with the names of those who hold the device, or might.
func inUse(device string) error {
	by, who := "by", Holders(device)
	if len(who) == 0 {
		by, who = "perhaps by", Meddlers()
	}
	if len(who) == 0 {
		return ErrInUse
	}
	return fmt.Errorf("%w, %s %s", ErrInUse, by, join(who))
}

func join(all []Process) string {
	var names []string
	for _, p := range all {
		names = append(names, p.String())
	}
	return strings.Join(names, ", ")
}

// shared reports whether another program, which knows nothing of locks, has the line open. The ends of a
// pseudo-terminal are always held by whoever simulates the device.
func shared(device string) bool {
	return !strings.HasPrefix(device, "/dev/pts/") && len(Holders(device)) > 0
}
