// Package process reads from /proc (proc(5)) what a server's processes use; it needs Linux.
package process

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// tick is the unit of /proc's times: USER_HZ is 100 on every Linux that Go runs on.
const tick = 10 * time.Millisecond

// Usage is what processes have used.
type Usage struct {
	CPU       time.Duration // user and system
	RSS       int64         // bytes
	Processes int
}

var errStat = errors.New("/proc/PID/stat has another form than proc(5) says")

// Of is the usage of a process and of all others of its process group: a command line may start its server by a shell.
func Of(pid int) (Usage, error) {
	group, _, err := stat(pid)
	if err != nil {
		return Usage{}, err
	}
	if group != pid { // not a leader: the group is somebody else's
		return one(pid)
	}
	dirs, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		return Usage{}, err
	}
	var sum Usage
	for _, dir := range dirs {
		member, _ := strconv.Atoi(filepath.Base(dir))
		if g, _, err := stat(member); err != nil || g != group {
			continue // of another group, or gone meanwhile
		}
		if u, err := one(member); err == nil {
			sum.CPU += u.CPU
			sum.RSS += u.RSS
			sum.Processes++
		}
	}
	return sum, nil
}

func one(pid int) (Usage, error) {
	_, cpu, err := stat(pid)
	if err != nil {
		return Usage{}, err
	}
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return Usage{}, fmt.Errorf("process %d cannot be read: %w", pid, err)
	}
	return Usage{CPU: cpu, RSS: parseRSS(b), Processes: 1}, nil
}

// Descriptors is how many a process has open.
func Descriptors(pid int) (int, error) {
	entries, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", pid))
	if err != nil {
		return 0, fmt.Errorf("the descriptors of process %d cannot be listed: %w", pid, err)
	}
	return len(entries), nil
}

func stat(pid int) (group int, cpu time.Duration, err error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, 0, fmt.Errorf("process %d cannot be read: %w", pid, err)
	}
	return parseStat(b)
}

// parseStat gives the process group (field 5) and the user and system time (14 and 15). The name, field 2, may have
// spaces and brackets.
func parseStat(b []byte) (group int, cpu time.Duration, err error) {
	f := bytes.Fields(b[bytes.LastIndexByte(b, ')')+1:])
	if len(f) < 13 || len(f) == len(bytes.Fields(b)) {
		return 0, 0, errStat
	}
	group, err1 := strconv.Atoi(string(f[2]))
	user, err2 := strconv.ParseInt(string(f[11]), 10, 64)
	system, err3 := strconv.ParseInt(string(f[12]), 10, 64)
	if errors.Join(err1, err2, err3) != nil {
		return 0, 0, errStat
	}
	return group, time.Duration(user+system) * tick, nil
}

// parseRSS gives VmRSS in bytes, 0 where it is not said.
func parseRSS(b []byte) int64 {
	for line := range bytes.Lines(b) {
		if rest, ok := bytes.CutPrefix(line, []byte("VmRSS:")); ok {
			if f := bytes.Fields(rest); len(f) > 0 {
				n, _ := strconv.ParseInt(string(f[0]), 10, 64)
				return n << 10
			}
		}
	}
	return 0
}

// Machine is the CPU time that all processes of the machine have used, with what a hypervisor gave to others; without
// what interrupts took, which belongs to nobody.
func Machine() (time.Duration, error) {
	b, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0, err
	}
	return parseMachine(b)
}

// parseMachine reads the line "cpu": user, nice, system, idle, iowait, irq, softirq, steal.
func parseMachine(b []byte) (time.Duration, error) {
	line, _, _ := bytes.Cut(b, []byte("\n"))
	f := bytes.Fields(line)
	if len(f) < 9 || string(f[0]) != "cpu" {
		return 0, errors.New("/proc/stat has another form than proc(5) says")
	}
	var sum int64
	for _, i := range []int{1, 2, 3, 8} {
		n, err := strconv.ParseInt(string(f[i]), 10, 64)
		if err != nil {
			return 0, fmt.Errorf("/proc/stat: %w", err)
		}
		sum += n
	}
	return time.Duration(sum) * tick, nil
}
