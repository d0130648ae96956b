package server

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"syscall"

	"github.com/cumbre-meet/cumbre/internal/config"
	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/rtc"
	"github.com/cumbre-meet/cumbre/internal/turn"
)

// relayed lets the TURN server use the engine.
type relayed struct{ *rtc.Engine }

// Addresses implements turn.Media.
func (r relayed) Addresses() []netip.AddrPort { return r.RelayAddresses() }

// Relay implements turn.Media.
func (r relayed) Relay(client netip.AddrPort) turn.Relay { return relay{r.Engine.Relay(client)} }

type relay struct{ *rtc.Relay }

// Send implements turn.Relay.
func (r relay) Send(to netip.AddrPort, b []byte) bool { return r.Relay.Send(to, b) == rtc.SentOn }

// startRelay opens the ways to the relay. Without any there is none: s.relay stays nil.
func (s *Server) startRelay(ctx context.Context) error {
	shared := sharesHTTP(s.cfg)
	if !s.cfg.TURN || !s.cfg.MediaUDP || !shared && s.cfg.TURNPort == 0 && s.cfg.TURNTLS == "" {
		return nil
	}
	var ways []turn.Way
	plain := plainHosts(s.cfg, s.engine.RelayAddresses())
	sockets, err := s.listenRelayUDP(ctx)
	if err != nil {
		return err
	}
	s.relay, err = turn.New(turn.Config{Media: relayed{s.engine}, Secret: turn.NewSecret(), UDP: sockets, Log: s.log})
	if err != nil {
		for _, socket := range sockets {
			err = errors.Join(err, socket.Close())
		}
		return err
	}
	s.undo = append(s.undo, func(context.Context) error { return exceptClosed(s.relay.Close()) })
	for range sockets {
		ways = append(ways, turn.Way{Hosts: plain, Port: s.cfg.TURNPort, Transport: "udp"})
	}
	withHTTP := s.shareHTTP(shared, plain)
	secured, err := s.listenRelayTLS(ctx)
	if err != nil {
		return err
	}
	tcp, err := s.listenRelayTCP(ctx, plain)
	if err != nil {
		return err
	}
	ways = append(ways, secured...)
	ways = append(ways, withHTTP...)
	ways = append(ways, tcp...)
	if s.relayURLs = s.cfg.TURNURLs; len(s.relayURLs) == 0 {
		s.relayURLs = turn.URLs(ways)
	}
	return nil
}

// sharesHTTP tells whether TURN is served on HTTP's port too: where other machines can reach it, or a proxy hands TURN on
// to it.
func sharesHTTP(cfg config.Config) bool { return !isLocal(cfg.HTTP) || len(cfg.TURNURLs) > 0 }

// shareHTTP puts a door before HTTP.
func (s *Server) shareHTTP(shared bool, plain []string) []turn.Way {
	if !shared {
		return nil
	}
	way := turn.Way{Hosts: plain, Port: s.Addr().Port(), Transport: "tcp"}
	o := turn.DoorOptions{HTTP: true}
	if s.certificate != nil {
		o.TLS = s.certificate.config()
		way.Hosts, way.TLS = tlsHosts(s.cfg, s.certificate), true
	}
	s.door = s.relay.Open(s.listener, o)
	s.undo = append(s.undo, func(context.Context) error { return exceptClosed(s.door.Close()) })
	return []turn.Way{way}
}

// listenRelayUDP opens turn-port for UDP.
func (s *Server) listenRelayUDP(ctx context.Context) ([]net.PacketConn, error) {
	if s.cfg.TURNPort == 0 {
		return nil, nil
	}
	var lc net.ListenConfig
	socket, err := lc.ListenPacket(ctx, "udp", net.JoinHostPort(s.cfg.MediaListen, strconv.Itoa(int(s.cfg.TURNPort))))
	if err != nil {
		return nil, explainRelay(fmt.Sprintf("UDP port %d", s.cfg.TURNPort), "--turn-port N (CUMBRE_TURN_PORT)", err)
	}
	return []net.PacketConn{socket}, nil
}

// listenRelayTCP opens turn-port for TCP, unless that is HTTP's port.
func (s *Server) listenRelayTCP(ctx context.Context, plain []string) ([]turn.Way, error) {
	if s.cfg.TURNPort == 0 || s.cfg.TURNPort == s.Addr().Port() {
		return nil, nil
	}
	var lc net.ListenConfig
	listener, err := lc.Listen(ctx, "tcp", net.JoinHostPort(s.cfg.MediaListen, strconv.Itoa(int(s.cfg.TURNPort))))
	if err != nil {
		return nil, explainRelay(fmt.Sprintf("TCP port %d", s.cfg.TURNPort), "--turn-port N (CUMBRE_TURN_PORT)", err)
	}
	s.openDoor(listener, turn.DoorOptions{})
	return []turn.Way{{Hosts: plain, Port: s.cfg.TURNPort, Transport: "tcp"}}, nil
}

// listenRelayTLS opens turn-tls.
func (s *Server) listenRelayTLS(ctx context.Context) ([]turn.Way, error) {
	if s.cfg.TURNTLS == "" {
		return nil, nil
	}
	own := s.certificate
	if s.cfg.TURNTLSCert != "" {
		var err error
		if own, err = loadCertificate(s.cfg.TURNTLSCert, s.cfg.TURNTLSKey); err != nil {
			return nil, err
		}
	}
	var lc net.ListenConfig
	listener, err := lc.Listen(ctx, "tcp", s.cfg.TURNTLS)
	if err != nil {
		return nil, explainRelay("address "+s.cfg.TURNTLS, "--turn-tls HOST:PORT (CUMBRE_TURN_TLS)", err)
	}
	s.openDoor(listener, turn.DoorOptions{TLS: own.config()})
	port := uint16(0)
	if a, ok := listener.Addr().(*net.TCPAddr); ok {
		port = uint16(a.Port)
	}
	return []turn.Way{{Hosts: tlsHosts(s.cfg, own), Port: port, Transport: "tcp", TLS: true}}, nil
}

func (s *Server) openDoor(listener net.Listener, o turn.DoorOptions) {
	door := s.relay.Open(listener, o)
	s.undo = append(s.undo, func(context.Context) error { return exceptClosed(door.Close()) })
}

// plainHosts are where clients reach TURN without TLS: a name if there is one, or the addresses of the media port.
func plainHosts(cfg config.Config, media []netip.AddrPort) []string {
	if name := publicHost(cfg); name != "" {
		return []string{name}
	}
	hosts := make([]string, 0, len(media))
	for _, a := range media {
		hosts = append(hosts, a.Addr().String())
	}
	return hosts
}

// tlsHosts are where clients reach TURN over TLS: only a name of the certificate passes their check.
func tlsHosts(cfg config.Config, c *certificate) []string {
	if name := publicHost(cfg); name != "" {
		return []string{name}
	}
	return c.names()
}

// publicHost is the host of turn-host or public-url; "": neither is set.
func publicHost(cfg config.Config) string {
	if cfg.TURNHost != "" {
		return cfg.TURNHost
	}
	u, err := url.Parse(cfg.PublicURL)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// relays is conference.Config's Relays.
func (s *Server) relays(participant string) []protocol.ICEServer {
	if s.relay == nil || len(s.relayURLs) == 0 {
		return nil
	}
	username, password := s.relay.Credentials(participant)
	return []protocol.ICEServer{{URLs: s.relayURLs, Username: username, Credential: password}}
}

// RelayURLs are the ways to the relay that clients are told; none: there is no relay.
func (s *Server) RelayURLs() []string { return s.relayURLs }

// withTLS tells the API of connections whose TLS net/http does not see.
func withTLS(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if state, ok := r.Context().Value(tlsKey{}).(*tls.ConnectionState); ok && r.TLS == nil {
			r.TLS = state
		}
		next.ServeHTTP(w, r)
	})
}

// tlsKey is the context's key for the TLS state of connections whose TLS net/http does not see.
type tlsKey struct{}

func connContext(ctx context.Context, conn net.Conn) context.Context {
	if state := turn.ConnectionState(conn); state != nil {
		return context.WithValue(ctx, tlsKey{}, state)
	}
	return ctx
}

func explainRelay(what, flag string, err error) error {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return &StartError{
			What:   fmt.Sprintf("The %s for TURN is in use by another program", what),
			Remedy: "Stop that program (another TURN server, such as coturn?), or choose another with " + flag + ".", Cause: err,
		}
	case errors.Is(err, syscall.EACCES):
		return &StartError{
			What:   fmt.Sprintf("The %s for TURN needs more rights", what),
			Remedy: "Ports below 1024 need the capability CAP_NET_BIND_SERVICE; or choose another with " + flag + ".", Cause: err,
		}
	default:
		return &StartError{
			What:   fmt.Sprintf("The server cannot listen on the %s for TURN", what),
			Remedy: "Correct " + flag + ", or leave it out.", Cause: err,
		}
	}
}
