package load

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"time"
)

// tick is the unit of /proc's times: USER_HZ is 100 on every Linux that Go runs on.
const tick = 10 * time.Millisecond

// ProcessUsage is what a process has used, or used within a time.
type ProcessUsage struct {
	CPU   time.Duration `json:"cpuNanos"`
	Cores float64       `json:"cores,omitempty"` // CPU over the time
	RSS   int64         `json:"rssBytes"`
}

// since is the use from an earlier moment to this one.
func (u ProcessUsage) since(before ProcessUsage, took time.Duration) ProcessUsage {
	d := ProcessUsage{CPU: u.CPU - before.CPU, RSS: u.RSS}
	if took > 0 {
		d.Cores = float64(d.CPU) / float64(took)
	}
	return d
}

// usageOf reads a process's times and memory from /proc (proc(5)); it needs Linux.
func usageOf(pid int) (ProcessUsage, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return ProcessUsage{}, fmt.Errorf("process %d cannot be read: %w", pid, err)
	}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return ProcessUsage{}, fmt.Errorf("process %d cannot be read: %w", pid, err)
	}
	cpu, err := parseStat(stat)
	if err != nil {
		return ProcessUsage{}, err
	}
	return ProcessUsage{CPU: cpu, RSS: parseRSS(status)}, nil
}

var errStat = errors.New("/proc/PID/stat has another form than proc(5) says")

// parseStat gives the user and system time: fields 14 and 15. The name before may have spaces and brackets.
func parseStat(b []byte) (time.Duration, error) {
	i := bytes.LastIndexByte(b, ')')
	if i < 0 {
		return 0, errStat
	}
	f := bytes.Fields(b[i+1:])
	if len(f) < 13 {
		return 0, errStat
	}
	user, err1 := strconv.ParseInt(string(f[11]), 10, 64)
	system, err2 := strconv.ParseInt(string(f[12]), 10, 64)
	if err1 != nil || err2 != nil {
		return 0, errStat
	}
	return time.Duration(user+system) * tick, nil
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

func sortDurations(d []time.Duration) { slices.Sort(d) }
