package process

import (
	"os"
	"testing"
	"time"
)

func TestParseStat(t *testing.T) {
	group, cpu, err := parseStat([]byte("42 (a (strange) name) S 1 40 42 0 -1 4194304 100 0 0 0 250 50 0 0 20 0 9 0 1 2 3"))
	if err != nil || group != 40 || cpu != 3*time.Second {
		t.Errorf("%v %v %v", group, cpu, err)
	}
	for _, bad := range []string{"", "42 (x", "42 (x) S 1", "42 (x) S 1 2 3 4 5 6 7 8 9 10 a b 1", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16"} {
		if _, _, err := parseStat([]byte(bad)); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

func TestThisProcessIsRead(t *testing.T) {
	u, err := Of(os.Getpid())
	if err != nil {
		t.Skip(err)
	}
	if u.RSS < 1<<20 || u.Processes < 1 {
		t.Errorf("%+v", u)
	}
	if n, err := Descriptors(os.Getpid()); err != nil || n < 3 {
		t.Errorf("%d descriptors, %v", n, err)
	}
	if _, err := Of(1 << 30); err == nil {
		t.Error("a process that cannot be was read")
	}
	if got := parseRSS([]byte("Name:\tx\nVmRSS:\t  2048 kB\n")); got != 2<<20 {
		t.Errorf("%d", got)
	}
}

func TestParseMachine(t *testing.T) {
	got, err := parseMachine([]byte("cpu  100 20 30 4000 5 6 7 50 0 0\ncpu0 1 2\n"))
	if err != nil || got != 2*time.Second {
		t.Errorf("%v %v", got, err)
	}
	for _, bad := range []string{"", "cpu 1 2 3", "cpu a b c d e f g h i"} {
		if _, err := parseMachine([]byte(bad)); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}
