package testbed

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
)

func bed(t *testing.T) *Bed {
	t.Helper()
	if _, err := exec.LookPath("ip"); err != nil || os.Getuid() != 0 {
		t.Skip("namespaces need root and iproute2")
	}
	b, err := New(t.Context(), fmt.Sprintf("bench-test-%d", os.Getpid()))
	if err != nil {
		t.Skip(err) // a container may forbid them
	}
	t.Cleanup(b.Close)
	return b
}

func TestTheSidesReachEachOther(t *testing.T) {
	b := bed(t)
	var out bytes.Buffer
	if err := b.Client.Run(t.Context(), &out, &out, "ip", "route", "get", ServerAddress); err != nil || !strings.Contains(out.String(), "dev cli0") {
		t.Errorf("%v %s", err, out.String())
	}
	if err := b.Server.Run(t.Context(), io.Discard, io.Discard, "false"); err == nil {
		t.Error("a program's failure was not told")
	}
}

func TestAProgramIsStoppedWithItsGroup(t *testing.T) {
	b := bed(t)
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	// The shell and its child hold the pipe's end: it is at its end when both are gone.
	p, err := b.Server.Start(write, "sh", "-c", "sleep 60 & echo up; wait")
	if err != nil {
		t.Fatal(err)
	}
	if err := write.Close(); err != nil {
		t.Fatal(err)
	}
	up := make([]byte, 3)
	if _, err := io.ReadFull(read, up); err != nil {
		t.Fatal(err)
	}
	if ended, _ := p.Ended(); ended {
		t.Error("it has ended before it was stopped")
	}
	if err := p.Stop(); err != nil {
		t.Fatal(err)
	}
	if rest, err := io.ReadAll(read); err != nil || len(rest) > 0 {
		t.Errorf("%q %v", rest, err)
	}
	if ended, _ := p.Ended(); !ended {
		t.Error("it has not ended")
	}
}
