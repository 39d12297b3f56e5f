package daemon

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
)

// descendants are the processes that a process has started, and those that
// they have, as /proc tells (man 5 proc).
func descendants(pid int) []int {
	children := map[int][]int{}
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range stats {
		own, _ := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		if _, parent, there := stat(own); there {
			children[parent] = append(children[parent], own)
		}
	}
	all := children[pid]
	for i := 0; i < len(all); i++ {
		all = append(all, children[all[i]]...)
	}
	return all
}

// alive reports whether a process still holds anything: one that only waits for
// its parent to take note does not.
func alive(pid int) bool {
	state, _, there := stat(pid)
	return there && state != 'Z'
}

// stat reads a process' state and parent. Its name, in parentheses before them,
// may hold anything.
func stat(pid int) (state byte, parent int, there bool) {
	text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	if err != nil {
		return 0, 0, false
	}
	fields := bytes.Fields(text[bytes.LastIndexByte(text, ')')+1:])
	if len(fields) < 2 {
		return 0, 0, false
	}
	parent, err = strconv.Atoi(string(fields[1]))
	return fields[0][0], parent, err == nil
}
