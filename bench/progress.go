package main

import (
	"fmt"
	"os"
	"strings"
	"sync"
)

// progressLine is one line on the standard error that is written over: on a terminal only, elsewhere each stage gets a line.
type progressLine struct {
	mu    sync.Mutex
	stage string
	width int
}

func (p *progressLine) show(stage string, done, of int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	info, err := os.Stderr.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		if stage != p.stage {
			fmt.Fprintln(os.Stderr, "  "+stage)
		}
		p.stage = stage
		return
	}
	line := stage
	if of > 0 {
		line = fmt.Sprintf("%s: %d of %d", stage, done, of)
	}
	fmt.Fprintf(os.Stderr, "\r%s%s", line, strings.Repeat(" ", max(p.width-len(line), 0)))
	p.width = len(line)
}

func (p *progressLine) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.width > 0 {
		fmt.Fprintf(os.Stderr, "\r%s\r", strings.Repeat(" ", p.width))
	}
}
