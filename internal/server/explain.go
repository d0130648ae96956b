package server

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"syscall"

	"github.com/cumbre-meet/cumbre/internal/journal"
)

// StartError is why a server does not start, with what the operator can do.
type StartError struct {
	What   string // what is in the way
	Remedy string
	Cause  error
}

// Error is one or two sentences and the cause.
func (e *StartError) Error() string { return fmt.Sprintf("%s (%v).\n%s", e.What, e.Cause, e.Remedy) }

// Unwrap returns the cause.
func (e *StartError) Unwrap() error { return e.Cause }

// prepareData makes the data folder and sees whether it can be written: in a file's error later nobody would look for
// the reason here.
func prepareData(dir string) error {
	explain := func(err error) error {
		return &StartError{
			What:   fmt.Sprintf("The data folder %s cannot be written", absolute(dir)),
			Remedy: "Give the folder to the user that runs Cumbre, or choose another with --data DIR (CUMBRE_DATA).", Cause: err,
		}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return explain(err)
	}
	probe, err := os.CreateTemp(dir, ".writable-*")
	if err != nil {
		return explain(err)
	}
	if err := errors.Join(probe.Close(), os.Remove(probe.Name())); err != nil {
		return explain(err)
	}
	return nil
}

func explainJournal(dir string, err error) error {
	var locked *journal.LockedError
	var corrupt *journal.CorruptError
	switch {
	case errors.As(err, &locked):
		return &StartError{
			What:   fmt.Sprintf("Another server uses the data folder %s; nothing was changed", absolute(dir)),
			Remedy: "Stop that one first, or give this one its own folder with --data DIR (CUMBRE_DATA).", Cause: err,
		}
	case errors.As(err, &corrupt):
		return &StartError{
			What:   fmt.Sprintf("The journal in %s is damaged; nothing was changed", absolute(dir)),
			Remedy: "Restore the data folder from a backup.", Cause: err,
		}
	default:
		return err
	}
}

func explainHTTP(address string, err error) error {
	_, port, _ := net.SplitHostPort(address)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return &StartError{
			What:   fmt.Sprintf("The HTTP port %s is in use by another program (http is %s)", port, address),
			Remedy: "Stop that program, or choose another port with --http HOST:PORT (CUMBRE_HTTP), for example --http localhost:8081.", Cause: err,
		}
	case errors.Is(err, syscall.EACCES):
		return &StartError{
			What:   fmt.Sprintf("The HTTP port %s needs more rights (http is %s)", port, address),
			Remedy: "Ports below 1024 need the capability CAP_NET_BIND_SERVICE; or choose another with --http HOST:PORT (CUMBRE_HTTP).",
			Cause:  err,
		}
	default:
		return &StartError{
			What:   fmt.Sprintf("The server cannot listen on %s for HTTP", address),
			Remedy: "Choose an address of this machine with --http HOST:PORT (CUMBRE_HTTP).", Cause: err,
		}
	}
}

func explainMedia(port uint16, err error) error {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return &StartError{
			What: fmt.Sprintf("The media port %d is in use by another program", port),
			Remedy: fmt.Sprintf("Stop that program, or choose another port with --media-port N (CUMBRE_MEDIA_PORT), for example --media-port %d; "+
				"it is used for UDP and TCP.", nextPort(port)),
			Cause: err,
		}
	case errors.Is(err, syscall.EACCES):
		return &StartError{
			What:   fmt.Sprintf("The media port %d needs more rights", port),
			Remedy: "Ports below 1024 need the capability CAP_NET_BIND_SERVICE; or choose another with --media-port N (CUMBRE_MEDIA_PORT).", Cause: err,
		}
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return &StartError{
			What:   "The media address is not one of this machine's",
			Remedy: "Correct --media-listen (CUMBRE_MEDIA_LISTEN), or leave it out to listen on all.", Cause: err,
		}
	default:
		return fmt.Errorf("media: %w", err)
	}
}

func nextPort(port uint16) uint16 {
	if port == 0 || port == 65535 {
		return 8444
	}
	return port + 1
}

func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}
