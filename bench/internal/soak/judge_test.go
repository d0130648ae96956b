package soak

import (
	"strings"
	"testing"
)

func sound() *Report {
	r := &Report{Before: Sample{Goroutines: 40, Descriptors: 20, RSS: 40 << 20, Heap: 10 << 20}, Joins: 1000, Failed: 3}
	for i := range 40 {
		r.During = append(r.During, Sample{Goroutines: 500, Descriptors: 120, RSS: int64(90+i%5) << 20, Heap: int64(30+i%9) << 20, Peers: 99})
	}
	r.After = Sample{Goroutines: 45, Descriptors: 21, RSS: 88 << 20}
	return r
}

func TestASoundServerHasNoProblem(t *testing.T) {
	r := sound()
	r.judge()
	if len(r.Problems) != 0 {
		t.Errorf("%v", r.Problems)
	}
	if r.Quarters[3].RSS < 90<<20 || r.Quarters[0].Peers != 99 {
		t.Errorf("%+v", r.Quarters)
	}
}

func TestWhatIsNotGivenBackIsAProblem(t *testing.T) {
	for want, spoil := range map[string]func(*Report){
		"60 goroutines": func(r *Report) { r.After.Goroutines = 100 },
		"9 descriptors": func(r *Report) { r.After.Descriptors = 29 },
		"1 media":       func(r *Report) { r.After.Peers = 1 },
		"2 people":      func(r *Report) { r.After.People = 2 },
		"resident memory grows": func(r *Report) {
			for i := range r.During {
				r.During[i].RSS += int64(i) << 22
			}
		},
		"the heap grows": func(r *Report) {
			for i := range r.During {
				r.During[i].Heap += int64(i) << 22
			}
		},
		"20 of 1000 joins": func(r *Report) { r.Failed = 20 },
		"nobody":           func(r *Report) { r.Joins = 0 },
	} {
		r := sound()
		spoil(r)
		r.judge()
		if len(r.Problems) != 1 || !strings.Contains(r.Problems[0], want) {
			t.Errorf("want %q, got %q", want, r.Problems)
		}
	}
}

func TestParse(t *testing.T) {
	text := "# HELP x\ngo_goroutines 41\nprocess_open_fds 20\nprocess_resident_memory_bytes 4.5e+07\n" +
		"go_memstats_heap_inuse_bytes 1e+07\n" +
		"cumbre_rtc_peers 3\ncumbre_media_endpoints 2\ncumbre_meetings_participants 4\ncumbre_meetings_viewers 5\n"
	s, err := parse([]byte(text))
	if err != nil || s != (Sample{Goroutines: 41, Descriptors: 20, RSS: 45e6, Heap: 1e7, Peers: 3, People: 9}) {
		t.Errorf("%+v %v", s, err)
	}
	for _, bad := range []string{"", strings.Replace(text, "41", "many", 1), strings.Replace(text, "cumbre_rtc_peers 3", "", 1)} {
		if _, err := parse([]byte(bad)); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}
