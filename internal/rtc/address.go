package rtc

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"

	"github.com/cumbre-meet/cumbre/internal/rtc/sdp"
	"github.com/cumbre-meet/cumbre/internal/rtc/udp"
)

// maxAddresses that are advertised: clients check each against each of theirs.
const maxAddresses = 8

// InterfaceAddresses lists the addresses of the interfaces that are up, IPv4 first; loopback ones only if asked
// for, or if there is nothing else.
func InterfaceAddresses(loopback bool) ([]netip.Addr, error) {
	all, err := net.InterfaceAddrs()
	if err != nil {
		return nil, fmt.Errorf("rtc: reading the interfaces' addresses: %w", err)
	}
	var loops, out []netip.Addr
	for _, a := range all {
		prefix, err := netip.ParsePrefix(a.String())
		if err != nil {
			continue
		}
		switch ip := prefix.Addr().Unmap(); {
		case ip.IsLoopback():
			loops = append(loops, ip)
		case ip.IsGlobalUnicast():
			out = append(out, ip)
		}
	}
	if loopback || len(out) == 0 {
		out = append(out, loops...)
	}
	slices.SortStableFunc(out, func(a, b netip.Addr) int { return a.BitLen() - b.BitLen() })
	return out[:min(len(out), maxAddresses)], nil
}

// advertised finds the addresses of the candidates.
func (c *Config) advertised() ([]netip.Addr, error) {
	if len(c.Addresses) > 0 {
		return c.Addresses, nil
	}
	if c.ListenAddr.IsValid() && !c.ListenAddr.IsUnspecified() {
		return []netip.Addr{c.ListenAddr}, nil
	}
	return InterfaceAddresses(false)
}

// candidates lists our host candidates: UDP before TCP.
func candidates(addrs []netip.Addr, port uint16, withUDP, withTCP bool) []sdp.Candidate {
	var out []sdp.Candidate
	for _, tcp := range []bool{false, true} {
		if tcp && !withTCP || !tcp && !withUDP {
			continue
		}
		for _, a := range addrs {
			out = append(out, sdp.Candidate{Addr: netip.AddrPortFrom(a.Unmap(), port), TCP: tcp})
		}
	}
	return out
}

// PortError says that the media port could not be bound.
type PortError struct {
	Network string // "UDP" or "TCP"
	Port    uint16
	Err     error
}

// Error names the port.
func (e *PortError) Error() string {
	return fmt.Sprintf("rtc: cannot listen on %s port %d: %v", e.Network, e.Port, e.Err)
}

// Unwrap gives the system's error.
func (e *PortError) Unwrap() error { return e.Err }

// bindAttempts is how often a port that is free for both is looked for when the system chooses.
const bindAttempts = 20

// bind opens the sockets on one port number.
func bind(cfg *Config) (*udp.Socket, net.Listener, error) {
	var err error
	for range bindAttempts {
		var sock *udp.Socket
		var listener net.Listener
		if sock, listener, err = bindOnce(cfg); err == nil {
			return sock, listener, nil
		}
		if cfg.Port != 0 {
			break
		}
	}
	return nil, nil, err
}

func bindOnce(cfg *Config) (*udp.Socket, net.Listener, error) {
	port := cfg.Port
	var sock *udp.Socket
	if cfg.UDP {
		var err error
		if sock, err = udp.Listen(cfg.ListenAddr, port, cfg.SendMode); err != nil {
			if _, ok := errors.AsType[*net.OpError](err); !ok {
				return nil, nil, fmt.Errorf("rtc: %w", err)
			}
			return nil, nil, &PortError{Network: "UDP", Port: port, Err: err}
		}
		port = sock.Port()
	}
	if !cfg.TCP {
		return sock, nil, nil
	}
	host := ""
	if cfg.ListenAddr.IsValid() {
		host = cfg.ListenAddr.String()
	}
	listener, err := net.Listen("tcp", net.JoinHostPort(host, fmt.Sprint(port))) //nolint:noctx // does not wait
	if err != nil {
		if sock != nil {
			_ = sock.Close()
		}
		return nil, nil, &PortError{Network: "TCP", Port: port, Err: err}
	}
	return sock, listener, nil
}
