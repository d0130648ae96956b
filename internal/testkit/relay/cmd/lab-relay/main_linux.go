// lab-relay is the network laboratory's relay: `lab-relay carry NAME=NEAR,FAR ...` carries between interfaces of its
// network namespace, and obeys lines of JSON from its standard input until that ends; `lab-relay prepare INTERFACE ...`
// makes interfaces send what a cable carries. web/e2e/lib/lab.mjs uses both.
package main

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/cumbre-meet/cumbre/internal/testkit/relay"
)

const usage = "usage: lab-relay carry NAME=NEAR,FAR ... | lab-relay prepare INTERFACE ..."

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "lab-relay:", err)
		os.Exit(1) //nolint:forbidigo // a command, though not in cmd
	}
}

func run(args []string) error {
	if len(args) < 2 {
		return fmt.Errorf("%s", usage)
	}
	switch args[0] {
	case "prepare":
		for _, name := range args[1:] {
			if err := relay.Prepare(name); err != nil {
				return err
			}
		}
		return nil
	case "carry":
		return carry(args[1:])
	default:
		return fmt.Errorf("%s", usage)
	}
}

func carry(links []string) error {
	if err := relay.BeFirst(); err != nil {
		fmt.Fprintln(os.Stderr, "lab-relay:", err)
	}
	r := relay.New(int(os.Stdin.Fd()), os.Stdout, uint64(time.Now().UnixNano()))
	defer r.Close()
	for _, l := range links {
		name, ends, _ := strings.Cut(l, "=")
		near, far, ok := strings.Cut(ends, ",")
		if !ok {
			return fmt.Errorf("%q is not a link; %s", l, usage)
		}
		if err := r.Connect(name, near, far); err != nil {
			return err
		}
	}
	fmt.Println(`{"ready":true}`) //nolint:forbidigo // its answers are its standard output
	return r.Run()
}
