package main

import (
	"os"
	"strconv"
	"strings"
	"syscall"
)

// boundMemory ends a process that asks for far too much before the machine suffers.
func boundMemory() {
	const most = 6 << 30
	_ = syscall.Setrlimit(syscall.RLIMIT_DATA, &syscall.Rlimit{Cur: most, Max: most}) // without it the test still measures
}

// peakMemory is the most memory that the process has had, in bytes.
func peakMemory() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == "VmHWM:" {
			kilobytes, _ := strconv.ParseInt(fields[1], 10, 64)
			return kilobytes << 10
		}
	}
	return 0
}
