package turn

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/pion/turn/v5"
)

func testCertificate(t *testing.T) *tls.Config {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"localhost"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return &tls.Config{
		MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"},
		Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}},
	}
}

// shared is a port for HTTP and TURN.
func shared(t *testing.T, config *tls.Config) (*fixture, string) {
	t.Helper()
	f := start(t, nil)
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	door := f.Open(listener, DoorOptions{TLS: config, HTTP: true})
	type key struct{}
	s := &http.Server{
		TLSConfig: config,
		ConnContext: func(ctx context.Context, c net.Conn) context.Context {
			return context.WithValue(ctx, key{}, ConnectionState(c) != nil)
		},
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			secured, _ := r.Context().Value(key{}).(bool)
			_, _ = fmt.Fprintf(w, "%s %t %s", r.Proto, r.TLS != nil || secured, r.URL.Path)
		}),
	}
	ended := make(chan struct{})
	go func() { _ = s.Serve(door); close(ended) }()
	t.Cleanup(func() { _ = s.Close(); <-ended })
	return f, listener.Addr().String()
}

func get(t *testing.T, url string, transport *http.Transport) string {
	t.Helper()
	client := &http.Client{Transport: transport, Timeout: patience}
	defer client.CloseIdleConnections()
	res, err := client.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func (f *fixture) relayBy(t *testing.T, conn net.Conn) {
	t.Helper()
	user, pass := f.Credentials("s")
	relay, err := f.client(t, turn.NewSTUNConn(conn), user, pass).Allocate()
	if err != nil {
		t.Fatal(err)
	}
	exchange(t, relay, mediaAddress, "by a shared port")
}

func TestOnePortForHTTPAndTURN(t *testing.T) {
	f, address := shared(t, nil)
	if got := get(t, "http://"+address+"/a", &http.Transport{}); got != "HTTP/1.1 false /a" {
		t.Error(got)
	}
	conn, err := net.Dial("tcp4", address)
	if err != nil {
		t.Fatal(err)
	}
	f.relayBy(t, conn)
	if got := get(t, "http://"+address+"/b", &http.Transport{}); got != "HTTP/1.1 false /b" {
		t.Error(got)
	}
}

func TestOnePortForHTTPSAndTURN(t *testing.T) {
	f, address := shared(t, testCertificate(t))
	client := func(protos ...string) *tls.Config { return &tls.Config{InsecureSkipVerify: true, NextProtos: protos} }
	for _, tc := range []struct {
		transport *http.Transport
		want      string
	}{
		{&http.Transport{TLSClientConfig: client(), ForceAttemptHTTP2: true}, "HTTP/2.0 true /x"},
		{&http.Transport{TLSClientConfig: client("http/1.1")}, "HTTP/1.1 true /x"},
		{&http.Transport{TLSClientConfig: client()}, "HTTP/1.1 true /x"}, // names no protocol
	} {
		if got := get(t, "https://"+address+"/x", tc.transport); got != tc.want {
			t.Errorf("got %q, want %q", got, tc.want)
		}
	}
	for _, protos := range [][]string{nil, {alpnTURN}} {
		conn, err := tls.Dial("tcp4", address, client(protos...))
		if err != nil {
			t.Fatal(err)
		}
		f.relayBy(t, conn)
	}
	// HTTP to the port of HTTPS is told so.
	conn, err := net.Dial("tcp4", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, _ = io.WriteString(conn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	line, _ := bufio.NewReader(conn).ReadString('\n')
	if !strings.HasPrefix(line, "HTTP/1.0 400") || f.Stats().HandshakesFailed != 1 {
		t.Errorf("%q, %+v", line, f.Stats())
	}
}

// Connections that say nothing neither keep others out nor keep the door open.
func TestDoorCloses(t *testing.T) {
	f := start(t, nil)
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	door := f.Open(listener, DoorOptions{HTTP: true})
	var silent []net.Conn
	for range 20 {
		conn, err := net.Dial("tcp4", listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		silent = append(silent, conn)
	}
	eventually(t, "they knock", func() bool { return door.knocking.Load() == 20 })
	speaking, err := net.Dial("tcp4", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer speaking.Close()
	_, _ = io.WriteString(speaking, "GET")
	conn, err := door.Accept()
	if err != nil {
		t.Fatal(err)
	}
	b := make([]byte, 3)
	if _, err := io.ReadFull(conn, b); err != nil || string(b) != "GET" {
		t.Errorf("%q %v", b, err)
	}
	_ = conn.Close()
	if err := door.Close(); err != nil {
		t.Error(err)
	}
	if _, err := door.Accept(); err == nil {
		t.Error("accepted after the end")
	}
	eventually(t, "none knocks", func() bool { return door.knocking.Load() == 0 })
	for _, conn := range silent {
		_ = conn.SetReadDeadline(time.Now().Add(patience))
		if _, err := conn.Read(b); err == nil {
			t.Error("it goes on")
		} else if timedOut(err) {
			t.Error("it was not closed")
		}
	}
}
