// Package soak lets participants join and leave a running Cumbre at random, and looks for what the server does not give
// back: memory, goroutines, descriptors.
package soak

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	// spareGoroutines and spareDescriptors are what may be there more than at first: connections of HTTP that idle, this
	// program's own scrape. A leak of one for each join is hundreds.
	spareGoroutines  = 10
	spareDescriptors = 5
	// memoryGrowth and memorySpare are what the last quarter may have over the third: Go's heap goes up and down by as
	// much between two collections. In half an hour some 3,000 joins lie between these quarters: a leak of 10 KiB each is found.
	memoryGrowth = 1.10
	memorySpare  = 8 << 20
	// failedShare is the share of joins that may fail: a machine may be out of breath, a server may not refuse.
	failedShare = 0.01
)

// Sample is the server at a moment.
type Sample struct {
	At          time.Duration `json:"atNanos"`
	Goroutines  int           `json:"goroutines"`
	Descriptors int           `json:"descriptors"`
	RSS         int64         `json:"rssBytes"`
	Heap        int64         `json:"heapBytes"` // in use, garbage included
	Peers       int           `json:"peers"`     // media connections
	People      int           `json:"people"`    // participants, viewers, and those who are kept after they were lost
}

// parse reads the metrics that a Sample has from Prometheus's text form.
func parse(text []byte) (Sample, error) {
	wanted := map[string]float64{
		"go_goroutines": -1, "process_open_fds": -1, "process_resident_memory_bytes": -1, "go_memstats_heap_inuse_bytes": -1,
		"cumbre_rtc_peers": -1, "cumbre_media_endpoints": -1, "cumbre_meetings_participants": -1, "cumbre_meetings_viewers": -1,
	}
	lines := bufio.NewScanner(bytes.NewReader(text))
	for lines.Scan() {
		name, value, ok := strings.Cut(lines.Text(), " ")
		if _, is := wanted[name]; !ok || !is {
			continue
		}
		v, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return Sample{}, fmt.Errorf("the metric %s is %q", name, value)
		}
		wanted[name] = v
	}
	for name, v := range wanted {
		if v < 0 {
			return Sample{}, fmt.Errorf("the server's /metrics lacks %s", name)
		}
	}
	return Sample{
		Goroutines: int(wanted["go_goroutines"]), Descriptors: int(wanted["process_open_fds"]),
		RSS: int64(wanted["process_resident_memory_bytes"]), Heap: int64(wanted["go_memstats_heap_inuse_bytes"]),
		Peers:  int(max(wanted["cumbre_rtc_peers"], wanted["cumbre_media_endpoints"])),
		People: int(wanted["cumbre_meetings_participants"] + wanted["cumbre_meetings_viewers"]),
	}, lines.Err()
}

// Report is what a soak found.
type Report struct {
	Before   Sample    `json:"before"` // with nobody there
	During   []Sample  `json:"during"`
	After    Sample    `json:"after"` // when all have gone, and what is kept of the lost has been let go
	Joins    int       `json:"joins"`
	Failed   int       `json:"failedJoins"`
	Failure  string    `json:"failure,omitempty"` // of the first
	Quarters [4]Sample `json:"quarters"`          // medians
	Problems []string  `json:"problems"`
}

// judge completes a report: its quarters and its problems.
func (r *Report) judge() {
	for q := range r.Quarters {
		from, to := q*len(r.During)/4, (q+1)*len(r.During)/4
		r.Quarters[q] = median(r.During[from:to])
	}
	bad := func(format string, args ...any) { r.Problems = append(r.Problems, fmt.Sprintf(format, args...)) }
	if n := r.After.Goroutines - r.Before.Goroutines; n > spareGoroutines {
		bad("%d goroutines are left", n)
	}
	if n := r.After.Descriptors - r.Before.Descriptors; n > spareDescriptors {
		bad("%d descriptors are left", n)
	}
	if r.After.Peers > 0 {
		bad("%d media connections are left", r.After.Peers)
	}
	if r.After.People > 0 {
		bad("%d people are left", r.After.People)
	}
	for _, m := range []struct {
		name  string
		value func(Sample) int64
	}{{"resident memory", func(s Sample) int64 { return s.RSS }}, {"the heap", func(s Sample) int64 { return s.Heap }}} {
		third, fourth := m.value(r.Quarters[2]), m.value(r.Quarters[3])
		if float64(fourth) > memoryGrowth*float64(third)+memorySpare {
			bad("%s grows: %.1f MiB in the third quarter, %.1f in the last (medians)", m.name, mib(third), mib(fourth))
		}
	}
	if r.Joins == 0 {
		bad("nobody joined")
	} else if float64(r.Failed) > failedShare*float64(r.Joins) {
		bad("%d of %d joins failed, the first: %s", r.Failed, r.Joins, r.Failure)
	}
}

// median is of each value by itself.
func median(samples []Sample) Sample {
	if len(samples) == 0 {
		return Sample{}
	}
	middle := len(samples) / 2
	return Sample{
		At:          samples[middle].At,
		Goroutines:  middleOf(samples, func(s Sample) int { return s.Goroutines }),
		Descriptors: middleOf(samples, func(s Sample) int { return s.Descriptors }),
		RSS:         middleOf(samples, func(s Sample) int64 { return s.RSS }),
		Heap:        middleOf(samples, func(s Sample) int64 { return s.Heap }),
		Peers:       middleOf(samples, func(s Sample) int { return s.Peers }),
		People:      middleOf(samples, func(s Sample) int { return s.People }),
	}
}

func middleOf[T cmp.Ordered](samples []Sample, value func(Sample) T) T {
	var all []T
	for _, s := range samples {
		all = append(all, value(s))
	}
	slices.Sort(all)
	return all[len(all)/2]
}

func mib(bytes int64) float64 { return float64(bytes) / (1 << 20) }

// String is the report for people.
func (r *Report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d joins, %d failed\n", r.Joins, r.Failed)
	fmt.Fprintf(&b, "%-14s %10s %11s %9s %9s %6s %6s\n", "", "goroutines", "descriptors", "RSS MiB", "heap MiB", "peers", "people")
	row := func(name string, s Sample) {
		fmt.Fprintf(&b, "%-14s %10d %11d %9.1f %9.1f %6d %6d\n", name, s.Goroutines, s.Descriptors, mib(s.RSS), mib(s.Heap), s.Peers, s.People)
	}
	row("before", r.Before)
	for q, s := range r.Quarters {
		row(fmt.Sprintf("quarter %d", q+1), s)
	}
	row("after", r.After)
	for _, p := range r.Problems {
		fmt.Fprintln(&b, "PROBLEM: "+p)
	}
	return b.String()
}
