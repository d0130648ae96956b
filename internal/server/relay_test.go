package server

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/coder/websocket"
	"github.com/pion/turn/v5"

	"github.com/cumbre-meet/cumbre/internal/config"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// openConfig is a server with a certificate for localhost that other machines can reach.
func openConfig(t *testing.T) config.Config {
	t.Helper()
	cfg := testConfig(t)
	cfg.HTTP = "0.0.0.0:0"
	cfg.TLSCert, cfg.TLSKey = filepath.Join(t.TempDir(), "cert.pem"), filepath.Join(t.TempDir(), "key.pem")
	writeCertificate(t, cfg.TLSCert, cfg.TLSKey, "localhost")
	return cfg
}

// insecure is an HTTP client that takes any certificate, and speaks HTTP/2 if it may.
func insecure(t *testing.T, protos ...string) *http.Client {
	t.Helper()
	transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true, NextProtos: protos}, ForceAttemptHTTP2: slices.Contains(protos, "h2")}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

// welcomeOf joins a live session as somebody new and gives the welcome.
func welcomeOf(t *testing.T, s *Server, base string, client *http.Client) protocol.Welcome {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), stopTimeout)
	defer cancel()
	post := func(path string, body, out any) {
		t.Helper()
		b, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		r, err := http.NewRequestWithContext(ctx, "POST", base+path, strings.NewReader(string(b)))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+s.AdminToken())
		r.Header.Set("Content-Type", "application/json")
		res, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		if err := json.NewDecoder(res.Body).Decode(out); err != nil {
			t.Fatal(err)
		}
	}
	var meeting protocol.Meeting
	post("/api/v1/meetings", map[string]any{"title": "Test", "languages": []string{"es"}}, &meeting)
	var guest invited
	post("/api/v1/meetings/"+meeting.ID+"/invitations", map[string]any{"role": "delegate", "name": "Ana", "lobby": false}, &guest)
	conn, _, err := websocket.Dial(ctx, base+"/api/v1/live", &websocket.DialOptions{HTTPClient: client})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.CloseNow() })
	hello, err := protocol.EncodeClient(protocol.Hello{Version: protocol.Version, Token: guest.Token})
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.Write(ctx, websocket.MessageText, hello); err != nil {
		t.Fatal(err)
	}
	_, b, err := conn.Read(ctx)
	if err != nil {
		t.Fatal(err)
	}
	m, err := protocol.DecodeServer(b)
	if err != nil {
		t.Fatal(err)
	}
	w, ok := m.(protocol.Welcome)
	if !ok {
		t.Fatalf("not a welcome: %s", b)
	}
	return w
}

// One port is pages, API, WebSocket and relay, all over TLS.
func TestRelayOnThePortOfHTTPS(t *testing.T) {
	s := start(t, openConfig(t))
	address := fmt.Sprintf("localhost:%d", s.Addr().Port())
	if got := s.RelayURLs(); !slices.Equal(got, []string{"turns:" + address + "?transport=tcp"}) {
		t.Fatalf("ways: %q", got)
	}
	for _, protos := range [][]string{{"h2", "http/1.1"}, {"http/1.1"}, nil} {
		res, err := insecure(t, protos...).Get("https://" + address + "/healthz")
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if res.StatusCode != 200 || res.Header.Get("Strict-Transport-Security") == "" || (res.ProtoMajor == 2) != (len(protos) == 2) {
			t.Errorf("%v: %d %s %v", protos, res.StatusCode, res.Proto, res.Header)
		}
	}
	w := welcomeOf(t, s, "https://"+address, insecure(t, "http/1.1"))
	if len(w.ICEServers) != 1 || !strings.HasSuffix(w.ICEServers[0].Username, ":"+w.Me) || !slices.Equal(w.ICEServers[0].URLs, s.RelayURLs()) {
		t.Fatalf("welcome: %+v", w.ICEServers)
	}
	conn, err := tls.Dial("tcp", address, &tls.Config{InsecureSkipVerify: true})
	if err != nil {
		t.Fatal(err)
	}
	client, err := turn.NewClient(&turn.ClientConfig{
		TURNServerAddr: conn.RemoteAddr().String(), Conn: turn.NewSTUNConn(conn),
		Username: w.ICEServers[0].Username, Password: w.ICEServers[0].Credential,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	if err := client.Listen(); err != nil {
		t.Fatal(err)
	}
	relay, err := client.Allocate()
	if err != nil {
		t.Fatal(err)
	}
	defer relay.Close()
	if _, err := relay.WriteTo([]byte{255}, &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: int(s.MediaPort())}); err != nil {
		t.Errorf("to the media port: %v", err)
	}
	if _, err := relay.WriteTo([]byte{255}, &net.UDPAddr{IP: net.IPv4(127, 0, 0, 2), Port: int(s.MediaPort())}); err == nil {
		t.Error("another address of this machine is reached")
	}
	if got := s.relay.Stats(); got.Allocations != 1 || got.PeersRefused != 1 || got.PacketsIn != 1 {
		t.Errorf("%+v", got)
	}
}

// With turn-tls there is a port for TURN alone.
func TestRelayOnAPortOfItsOwn(t *testing.T) {
	cfg := openConfig(t)
	cfg.HTTP, cfg.TURNTLS, cfg.TURNHost = "127.0.0.1:0", "127.0.0.1:0", "turn.example.org"
	s := start(t, cfg)
	urls := s.RelayURLs()
	if len(urls) != 1 || !strings.HasPrefix(urls[0], "turns:turn.example.org:") {
		t.Fatalf("ways: %q", urls)
	}
	port, _, _ := strings.Cut(strings.TrimPrefix(urls[0], "turns:turn.example.org:"), "?")
	if res, err := insecure(t).Get("https://127.0.0.1:" + port + "/healthz"); err == nil {
		_ = res.Body.Close()
		t.Errorf("pages at TURN's own port: %d", res.StatusCode)
	}
	if got := s.relay.Stats(); got.NotTURN != 1 {
		t.Errorf("%+v", got)
	}
}

func TestWhereThereIsNoRelay(t *testing.T) {
	for name, change := range map[string]func(*config.Config){
		"HTTP for this machine only": func(c *config.Config) { c.HTTP = "127.0.0.1:0" },
		"off":                        func(c *config.Config) { c.TURN = false },
		"no media by UDP":            func(c *config.Config) { c.MediaUDP = false },
	} {
		t.Run(name, func(t *testing.T) {
			cfg := openConfig(t)
			change(&cfg)
			s := start(t, cfg)
			if s.relay != nil || len(s.RelayURLs()) != 0 || s.relays("p") != nil {
				t.Errorf("there is one: %q", s.RelayURLs())
			}
			res, err := insecure(t).Get(fmt.Sprintf("https://127.0.0.1:%d/healthz", s.Addr().Port()))
			if err != nil {
				t.Fatal(err)
			}
			_ = res.Body.Close()
		})
	}
}

func TestWhatClientsAreTold(t *testing.T) {
	media := []netip.AddrPort{netip.MustParseAddrPort("203.0.113.7:8443"), netip.MustParseAddrPort("[2001:db8::7]:8443")}
	dir := t.TempDir()
	writeCertificate(t, filepath.Join(dir, "c"), filepath.Join(dir, "k"), "x")
	c, err := loadCertificate(filepath.Join(dir, "c"), filepath.Join(dir, "k"))
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		cfg        config.Config
		plain, tls string
	}{
		{config.Config{}, "203.0.113.7 2001:db8::7", "localhost"},
		{config.Config{PublicURL: "https://meet.example.org:8443/x"}, "meet.example.org", "meet.example.org"},
		{config.Config{PublicURL: "https://meet.example.org", TURNHost: "turn.example.org"}, "turn.example.org", "turn.example.org"},
	} {
		if got := strings.Join(plainHosts(tc.cfg, media), " "); got != tc.plain {
			t.Errorf("%+v: plain %s", tc.cfg, got)
		}
		if got := strings.Join(tlsHosts(tc.cfg, c), " "); got != tc.tls {
			t.Errorf("%+v: TLS %s", tc.cfg, got)
		}
	}
	told := []string{"turns:turn.example.org:443?transport=tcp"}
	cfg := testConfig(t)
	cfg.TURNURLs = told
	if s := start(t, cfg); s.door == nil || !slices.Equal(s.RelayURLs(), told) || !slices.Equal(s.relays("p")[0].URLs, told) {
		t.Errorf("turn-url: %q", s.RelayURLs())
	}
}

func TestRelayPortsInUse(t *testing.T) {
	taken, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	address, _ := taken.LocalAddr().(*net.UDPAddr)
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	for flag, change := range map[string]func(*config.Config){
		"--turn-port": func(c *config.Config) { c.TURNPort = uint16(address.Port) },
		"--turn-tls":  func(c *config.Config) { c.TURNTLS = listener.Addr().String() },
	} {
		cfg := openConfig(t)
		change(&cfg)
		_, err := New(t.Context(), cfg, Options{})
		var start *StartError
		if !errors.As(err, &start) || !strings.Contains(start.Remedy, flag) || !strings.Contains(start.What, "in use") {
			t.Errorf("%s: %v", flag, err)
		}
	}
}
