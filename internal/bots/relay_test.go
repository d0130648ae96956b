package bots_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/bots"
	"github.com/cumbre-meet/cumbre/internal/config"
	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/server"
)

// startRelay runs a server that is open to other machines; change may edit its configuration.
func startRelay(t *testing.T, change func(*config.Config)) (s *server.Server, port uint16) {
	t.Helper()
	cfg := config.Default()
	cfg.Data, cfg.HTTP, cfg.MediaPort, cfg.MediaListen = t.TempDir(), "0.0.0.0:0", 0, "127.0.0.1"
	change(&cfg)
	s, err := server.New(context.Background(), cfg, server.Options{Version: "test", Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := s.Close(ctx); err != nil {
			t.Errorf("stopping: %v", err)
		}
	})
	return s, s.Addr().Port()
}

// freePort is a UDP port that was free a moment ago.
func freePort(t *testing.T) uint16 {
	t.Helper()
	socket, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	address, _ := socket.LocalAddr().(*net.UDPAddr)
	return uint16(address.Port)
}

// relayed is a server whose clients may use nothing but its relay.
type relayed struct {
	*server.Server
	base string
	http *http.Client
}

// metric is one counter of /metrics.
func (r relayed) metric(t *testing.T, name string) float64 {
	t.Helper()
	res, err := r.http.Get(r.base + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if value, ok := strings.CutPrefix(line, name+" "); ok {
			n, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
	}
	t.Fatalf("there is no %s", name)
	return 0
}

// meet brings a speaker and a listener into a meeting by one way, until the one hears the other.
func (r relayed) meet(t *testing.T, url string) {
	t.Helper()
	ctx := within(t, time.Minute)
	api := bots.API{Base: r.base, Token: r.AdminToken(), HTTP: r.http}
	meeting, err := api.CreateMeeting(ctx, bots.NewMeeting{Title: "Relayed"})
	must(t, err)
	atOnce, heard := false, make(chan struct{}, 1000)
	join := func(name string, o bots.Options) *bots.Client {
		inv, err := api.Invite(ctx, meeting.ID, bots.NewInvitation{Role: "delegate", Name: name, Lobby: &atOnce})
		must(t, err)
		o.Base, o.Token, o.HTTP = r.base, inv.Token, r.http
		o.Relays = func(way string) bool { return way == url }
		client, err := bots.Dial(ctx, o)
		must(t, err)
		t.Cleanup(client.Close)
		must(t, client.Connect(ctx))
		return client
	}
	speaker := join("Speaker", bots.Options{Microphone: true})
	listener := join("Listener", bots.Options{FloorSounds: 1, OnSound: func(string, []byte, uint32) {
		select {
		case heard <- struct{}{}:
		default:
		}
	}})
	must(t, speaker.SetMedia(protocol.SetMedia{Microphone: true}))
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for n := 0; n < 50; {
		select {
		case <-tick.C:
			must(t, speaker.Peer().SendSound(bots.Sound{Payload: []byte{0x78, 1, 2, 3}, Duration: 20 * time.Millisecond, Level: 20, Voice: true}))
		case <-heard:
			n++
		case <-ctx.Done():
			t.Fatal("nothing is heard")
		}
	}
	if got := r.metric(t, "cumbre_rtc_relayed_flows"); got < 2 {
		t.Errorf("%v relayed flows", got)
	}
	if got := r.metric(t, "cumbre_rtc_addresses"); got != 0 {
		t.Errorf("%v addresses reached the media port directly", got)
	}
	must(t, listener.RestartICE(ctx)) // the credentials are good for that
	speaker.Close()
	listener.Close()
	for r.metric(t, "cumbre_turn_allocations") > 0 || r.metric(t, "cumbre_rtc_relayed_flows") > 0 {
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatal("something is left")
		}
	}
}

// Clients that may use nothing but the relay speak and hear, by each of its ways, and leave nothing behind.
func TestMediaThroughTheRelayAlone(t *testing.T) {
	s, port := startRelay(t, func(c *config.Config) { c.TURNPort = freePort(t) })
	r := relayed{s, fmt.Sprintf("http://127.0.0.1:%d", port), &http.Client{}}
	if n := len(s.RelayURLs()); n != 3 { // UDP and TCP of turn-port, TCP of HTTP's port
		t.Fatalf("%d ways: %q", n, s.RelayURLs())
	}
	for _, url := range s.RelayURLs() {
		t.Run(strings.ReplaceAll(url, ":", " "), func(t *testing.T) { r.meet(t, url) })
	}
	if got := r.metric(t, "cumbre_turn_packets_in_total"); got < 150 {
		t.Errorf("%v packets are counted", got)
	}
}

// The port of HTTPS is the only one that is needed, for pages and media.
func TestMediaThroughThePortOfHTTPSAlone(t *testing.T) {
	dir := t.TempDir()
	cert, key := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	writeCertificate(t, cert, key)
	t.Setenv("SSL_CERT_FILE", cert) // pion checks the relay's certificate with the system's roots
	s, port := startRelay(t, func(c *config.Config) { c.TLSCert, c.TLSKey = cert, key })
	url := fmt.Sprintf("turns:localhost:%d?transport=tcp", port)
	if got := s.RelayURLs(); !slices.Equal(got, []string{url}) {
		t.Fatalf("ways: %q", got)
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{ServerName: "localhost"}}
	defer transport.CloseIdleConnections()
	relayed{s, fmt.Sprintf("https://127.0.0.1:%d", port), &http.Client{Transport: transport}}.meet(t, url)
}

// writeCertificate makes one for localhost, signed by itself.
func writeCertificate(t *testing.T, certFile, keyFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{"localhost"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	must(t, err)
	private, err := x509.MarshalPKCS8PrivateKey(key)
	must(t, err)
	must(t, os.WriteFile(certFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert}), 0o600))
	must(t, os.WriteFile(keyFile, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}), 0o600))
}
