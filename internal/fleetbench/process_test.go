package fleetbench

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// asVar says what a process of the test binary is to be.
const asVar = "NUANXIN_FLEETBENCH_AS"

// process is a part of the bench that runs by itself. It says what it has to
// say in lines, does what it is told in lines, and ends when nobody can tell it
// anything any more.
type process struct {
	t     testing.TB
	cmd   *exec.Cmd
	tell  io.WriteCloser
	lines *bufio.Scanner
}

// start runs the test of a name as a process, with further environment.
func start(t testing.TB, test string, env ...string) *process {
	t.Helper()
	p := &process{t: t, cmd: exec.Command(os.Args[0], "-test.run", "^"+test+"$")}
	p.cmd.Env = append(append(os.Environ(), asVar+"="+test), env...)
	p.cmd.Stderr = os.Stderr
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	p.tell = must(p.cmd.StdinPipe())
	p.lines = bufio.NewScanner(must(p.cmd.StdoutPipe()))
	check(t, p.cmd.Start())
	t.Cleanup(p.end)
	return p
}

// meant says whether this process is to be that of a name.
func meant(name string) bool { return os.Getenv(asVar) == name }

// await waits until the process says a word.
func (p *process) await(word string) {
	p.t.Helper()
	for p.lines.Scan() {
		if p.lines.Text() == word {
			return
		}
		if strings.HasPrefix(p.lines.Text(), "--- FAIL") {
			break
		}
	}
	p.t.Fatalf("the process ended before it said %q", word)
}

func (p *process) say(word string) {
	p.t.Helper()
	_, err := io.WriteString(p.tell, word+"\n")
	check(p.t, err)
}

// end lets it end, which it does where its input ends. It may be called twice.
func (p *process) end() {
	if p.cmd.ProcessState != nil {
		return
	}
	p.tell.Close()
	late := time.AfterFunc(20*time.Second, func() { _ = p.cmd.Process.Kill() })
	defer late.Stop()
	for p.lines.Scan() {
	}
	_ = p.cmd.Wait()
}

// memory is what a process takes and the most it ever took, in MB.
func memory(pid int) (now, most int) {
	return status(pid, "VmRSS:"), status(pid, "VmHWM:")
}

func status(pid int, field string) int {
	text, _ := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "status"))
	for l := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(l, field); ok {
			kb, _ := strconv.Atoi(strings.Fields(rest)[0])
			return kb >> 10
		}
	}
	return 0
}

// ticks of the kernel's CPU accounting a second (USER_HZ).
const ticks = 100

// cpu is the time a process has had, and with family its children too.
func cpu(pid int, family bool) time.Duration {
	total := fields(strconv.Itoa(pid)).cpu()
	if !family {
		return total
	}
	all, _ := os.ReadDir("/proc")
	for _, e := range all {
		if s := fields(e.Name()); s.parent() == pid {
			total += s.cpu()
		}
	}
	return total
}

// stat are the fields of /proc/PID/stat after the name: proc(5).
type stat []string

func fields(pid string) stat {
	text, _ := os.ReadFile(filepath.Join("/proc", pid, "stat"))
	_, after, _ := strings.Cut(string(text), ") ")
	return strings.Fields(after)
}

func (s stat) number(i int) int {
	if i >= len(s) {
		return 0
	}
	n, _ := strconv.Atoi(s[i])
	return n
}

func (s stat) parent() int { return s.number(1) }

// cpu is user and system time, with that of children that have ended.
func (s stat) cpu() time.Duration {
	return time.Duration(s.number(11)+s.number(12)+s.number(13)+s.number(14)) * time.Second / ticks
}
